"""What finding excerpts costs, beside sumy's LexRank and pySBD's cutting into sentences alone.

    python bench/excerpts_speed.py [--words 10000] [--runs 5] [--profile]

Each is measured in fresh processes, on one text of so many words that is made up here: paragraphs and
quotations of invented people, hardly a sentence twice. Printed, the median of the runs, and as JSON in the
last line:

cpu_s_10k_words  CPU seconds for the first statement of a process, its language not given; under 1
again_s          the same for a second statement like it: what is loaded once is there
mb_s             megabytes of text a second, of the second
import_ms        of CPU, to import what finds excerpts in a process that has imported nothing; under 100
memory_mb        what importing and finding add to the memory of a bare Python, at its most

`pip install sumy==0.13.0 pysbd==0.3.4` brings the other two. Exits with 1 when a bar is missed.
"""

import argparse
import cProfile
import json
import pstats
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORDS = 10_000
CPU_BAR, IMPORT_BAR = 1.0, 100.0
FIGURES = ("cpu_s_10k_words", "again_s", "mb_s", "import_ms", "memory_mb")

# What sentences and quotations are put together from.
_SUBJECTS = """
    We | Our members | The tenants of Alder Street | Teachers and nurses | The river council | Families |
    People who work the night shift | Our children | The harbour workers | No minister | Every parent |
    Nobody in this valley | Those who drafted the plan | The company | Small farmers | Our partners"""
_VERBS = """
    will not accept | demand | deserve | have waited too long for | cannot live without | were promised |
    are ready to defend | refuse to pay for | must never lose | have asked the mayor again for | need |
    stand together for | announced on Tuesday | have voted against | will remember | are building"""
_OBJECTS = """
    a safe home | clean water from the Orla | the closure of twelve schools | a wage that pays the rent |
    another winter of empty words | the right to be heard | a hospital within reach | the new budget |
    an end to evictions | honest answers about the dam | buses that run at night | a seat at the table |
    a future for their children | the sale of public land | the promises of 2019 |
    justice for those who were driven out"""
_TAILS = """
    and we will say so until it changes | because dignity is not for sale | whatever it costs |
    while others count their profits | not next year, but now | as the law has required since 1998 |
    in every town between Brenmouth and the sea | without fear and without delay | for all of us |
    which is why we came here today | rather than another study | with $3.5 million a year |
    even if the council looks away | and this is only the beginning | when the rains come |
    so that no family is left behind"""
_PEOPLE = """
    Ana Tarrow | Jonas Eberlin | Mirela Osk | Tom Haddow | Ruth Ikande | Sal Brennick | Noor Vale"""


def text(words: int, seed: int = 1) -> str:
    """A statement of about so many words: a headline, narration and quotations, and who publishes it."""
    drawn = random.Random(seed)
    parts = ["FOR IMMEDIATE RELEASE", "Orla Valley Union Calls for a Fair Budget"]
    counted = 0
    while counted < words:
        quoted, said = drawn.random() < 0.5, " ".join(_sentences(drawn))
        person = _one(drawn, _PEOPLE)
        parts.append(f"“{said}” said {person}, an organizer with the union." if quoted else said)
        counted += len(parts[-1].split())
    parts += ["Orla Valley Union is a coalition of tenants and workers.", "###"]
    return "\n\n".join(parts)


def _sentences(drawn: random.Random) -> Iterator[str]:
    for _ in range(drawn.randint(2, 5)):
        subject, verb, thing, tail = (_one(drawn, each) for each in (_SUBJECTS, _VERBS, _OBJECTS, _TAILS))
        end = drawn.choice((f", {tail}", f" {tail}", f"; we {_one(drawn, _VERBS)} nothing less", ""))
        yield f"{subject} {verb} {thing}{end}."


def _one(drawn: random.Random, parts: str) -> str:
    return drawn.choice(parts.split("|")).strip()


# --- what is measured, each in a process of its own -----------------------------------------------


def _ours() -> Callable[[str], object]:
    from quotes.excerpt import find
    from quotes.statement import Statement

    return lambda statement: find(Statement(text=statement, issuer="Orla Valley Union"))


def _lexrank() -> Callable[[str], object]:
    from rankers import summarizer, sumy_document

    made = summarizer("lex_rank", "LexRankSummarizer", "en")

    def five(statement: str) -> object:
        sentences = [paragraph.split(". ") for paragraph in statement.split("\n\n")]
        return made(sumy_document(sentences), 5)

    return five


def _pysbd() -> Callable[[str], object]:
    segmenter = import_module("pysbd").Segmenter(language="en", clean=False)
    return lambda statement: [segmenter.segment(paragraph) for paragraph in statement.split("\n\n")]


def _nothing() -> Callable[[str], object]:
    return len


SIDES: Mapping[str, Callable[[], Callable[[str], object]]] = {
    "ours": _ours,
    "sumy LexRank": _lexrank,
    "pySBD": _pysbd,
    "nothing": _nothing,
}

MODULES = {"ours": "quotes.excerpt", "sumy LexRank": "sumy.summarizers.lex_rank", "pySBD": "pysbd"}


def measure(side: str, words: int) -> dict[str, float]:
    """One side's figures in this process, which has done nothing before."""
    first, second = text(words), text(words, seed=2)
    work = SIDES[side]()
    cpu = time.process_time()
    work(first)
    between = time.process_time()
    work(second)
    again = time.process_time() - between
    return {
        "cpu_s_10k_words": between - cpu,
        "again_s": again,
        "mb_s": len(second.encode()) / 1e6 / max(again, 1e-6),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def apart(side: str, words: int, runs: int) -> dict[str, float]:
    """The median of each figure over so many processes."""
    command = [sys.executable, str(Path(__file__)), "--side", side, "--words", str(words)]
    told = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(runs)]
    found = [json.loads(each) for each in told]
    imports = statistics.median(import_ms(MODULES.get(side, "sys")) for _ in range(2 * runs))
    return {"import_ms": imports} | {
        name: statistics.median(each[name] for each in found) for name in found[0]
    }


def import_ms(module: str) -> float:
    """CPU milliseconds to import *module*, in a process that has imported nothing."""
    code = f"import time; began = time.process_time(); import {module}; print(time.process_time() - began)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    return float(done.stdout) * 1000


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="where our time goes, instead")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        print(json.dumps(measure(asked.side, asked.words)))
        return 0
    if asked.profile:
        return profile(asked.words)
    return compare(asked.words, asked.runs)


def compare(words: int, runs: int) -> int:
    """Print each side's figures; 0 if ours meet the bars."""
    figures = {side: apart(side, words, runs) for side in SIDES}
    bare = figures.pop("nothing")["memory_mb"]
    print(
        f"{words} words, {len(text(words).encode()) / 1000:.0f} kB".ljust(24)
        + "".join(f"{name:>17}" for name in FIGURES)
    )
    for side, found in figures.items():
        found["memory_mb"] -= bare
        print(f"{side:<24}" + "".join(f"{found[name]:>17.3f}" for name in FIGURES))
    mine = figures["ours"]
    met = mine["cpu_s_10k_words"] < CPU_BAR and mine["import_ms"] < IMPORT_BAR
    rounded = {
        side: {name: round(value, 4) for name, value in found.items()} for side, found in figures.items()
    }
    print(json.dumps({**rounded["ours"], "others": rounded, "words": words, "met": met}))
    return 0 if met else 1


def profile(words: int) -> int:
    """Print where the time of a second statement goes."""
    work = _ours()
    work(text(words, seed=2))
    with cProfile.Profile() as watched:
        work(text(words))
    pstats.Stats(watched).sort_stats("tottime").print_stats(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())

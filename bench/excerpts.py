"""How good excerpts are on a folder of judged statements, ours beside five other ways to choose them.

    python bench/excerpts.py FOLDER                  the table, and whether the bars are met
    python bench/excerpts.py FOLDER --without NAME   the same with one idea of the engine switched off
    python bench/excerpts.py FOLDER --ablate         what each idea is worth: each switched off once
    python bench/excerpts.py FOLDER --show 10        the first five of ten statements, to be read

FOLDER holds statements/ID.txt and statements/ID.json, or a picks.json: see bench/judged.py. Statements are
read with their issuer; their language is left to be found. The first five of each statement count. The others
are sumy's LexRank, TextRank and LSA, the first five sentences, and any five:

    pip install sumy==0.13.0

"""

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import scoring_excerpts
from judged import Judged, read
from rankers import RANKERS, ours
from scoring_excerpts import FIVE, Marks, is_best, is_boilerplate, marked, must_not, summed
from switches import SWITCHES, names, without

from quotes.excerpt import find
from quotes.verbatim import display

PROCESSES = 2
FIGURES = (
    "agreement", "recall", "hit_1", "precision", "five", "boilerplate", "must_not", "attribution",
    "misattributed", "edges", "verbatim", "limits", "balanced",
)  # fmt: skip
AT_LEAST = {
    "verbatim": 1.0, "limits": 1.0, "balanced": 1.0, "edges": 0.92, "attribution": 0.97, "agreement": 0.60,
    "recall": 0.65, "hit_1": 0.75,
}  # fmt: skip
AT_MOST = {"boilerplate": 0.01, "must_not": 0.04, "misattributed": 0.01}
GROUPS = ("all", "en", "others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one way to choose is marked with on one statement."""

    name: str
    """Of the way, or of the idea that was switched off; nothing for the engine as it is."""
    lang: str
    marks: Marks


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=f"{__doc__}{scoring_excerpts.__doc__}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without", metavar="NAME", help=f"one of: {', '.join(names())}")
    parser.add_argument("--ours", action="store_true", help="leave the other ways out")
    parser.add_argument("--ablate", action="store_true", help="switch each idea off once")
    parser.add_argument("--show", type=int, metavar="N", help="print the first five of N statements")
    asked = parser.parse_args()
    judged = read(asked.folder)
    if asked.without and asked.without not in names():
        parser.error(f"there is no idea {asked.without!r}; there are: {', '.join(names())}")
    if asked.show:
        return show(judged[: asked.show])
    return (
        ablate(judged)
        if asked.ablate
        else compare(judged, asked.without, ["ours"] if asked.ours else list(RANKERS))
    )


# --- beside the others --------------------------------------------------------------------------


def compare(judged: Sequence[Judged], off: str | None, ways: Sequence[str]) -> int:
    """Print the figures of these *ways*; 0 if ours meet the bars."""
    rows = list(_spread(partial(_by_all, ways=ways, off=off), judged))
    for group in GROUPS:
        chosen = [row for row in rows if _in_group(row, group)]
        count = len(chosen) // len(ways)
        if count:
            _table(f"{group}: {count}", {name: _of(chosen, name) for name in ways})
    readers = [
        row.marks.shares["readers"] for row in rows if row.name == "ours" and "readers" in row.marks.shares
    ]
    if readers:
        print(f"\nagreement of a reader with the others: {100 * sum(readers) / len(readers):.1f}")
    figures = _of(rows, "ours")
    missed = list(_missed(figures))
    print("".join(f"\nmissed: {line}" for line in missed) or "\nevery bar is met")
    every = {
        group: {name: _rounded(_of([r for r in rows if _in_group(r, group)], name)) for name in ways}
        for group in GROUPS
    }
    print(json.dumps({**_rounded(figures), "without": off, "met": not missed, "ways": every}))
    return 1 if missed else 0


def _by_all(judged: Judged, *, ways: Sequence[str], off: str | None) -> list[Row]:
    rows = []
    for name in ways:
        with without(off) if off and name == "ours" else nullcontext():
            offered = RANKERS[name](judged)
        rows.append(Row(name=name, lang=judged.lang, marks=marked(judged, offered)))
    return rows


def _missed(figures: Mapping[str, float]) -> Iterator[str]:
    for name, least in AT_LEAST.items():
        if figures[name] < least:
            yield f"{name} is {100 * figures[name]:.1f} %, at least {100 * least:.0f} %"
    for name, most in AT_MOST.items():
        if figures[name] > most:
            yield f"{name} is {100 * figures[name]:.1f} %, at most {100 * most:.0f} %"


# --- each idea switched off ---------------------------------------------------------------------


def ablate(judged: Sequence[Judged]) -> int:
    """Print what the figures are with each idea switched off, those first that cost most."""
    rows = list(_spread(_each_off, judged))
    base = _of(rows, "")
    worth = {name: _of(rows, name) for name in names()}
    ranked = sorted(worth, key=lambda name: _sum(worth[name]))
    _table("switched off", {"nothing": base, **{name: worth[name] for name in ranked}})
    _table(
        "what it changes, in points",
        {name: {key: worth[name][key] - base[key] for key in FIGURES} for name in ranked},
    )
    print("\n" + "\n".join(f"{name}: {each.what}" for name, each in SWITCHES.items()))
    print(json.dumps({"nothing": _rounded(base), **{name: _rounded(worth[name]) for name in ranked}}))
    return 0


def _each_off(judged: Judged) -> list[Row]:
    rows = [Row(name="", lang=judged.lang, marks=marked(judged, ours(judged)))]
    for name in names():
        with without(name):
            rows.append(Row(name=name, lang=judged.lang, marks=marked(judged, ours(judged))))
    return rows


def _sum(figures: Mapping[str, float]) -> float:
    """One number to sort by: what is wanted, less what is not."""
    return (
        figures["agreement"]
        + figures["recall"]
        + figures["hit_1"] / 2
        - figures["must_not"]
        - figures["boilerplate"]
    )


# --- to be read ---------------------------------------------------------------------------------


def show(judged: Sequence[Judged]) -> int:
    """Print the first five of each statement, with what readers made of them."""
    for each in judged:
        print(f"\n=== {each.id} ({each.lang}), {each.issuer}")
        for span, found in zip(
            (offered.span for offered in ours(each)[:FIVE]), find(each.statement), strict=False
        ):
            said = [
                *(["BEST"] if is_best(each, span) else []),
                *(["MUST NOT"] if must_not(each, span) else []),
                *(["BOILERPLATE"] if is_boilerplate(each, span) else []),
            ]
            print(f"\n  {found.score:5.2f}  {display(each.text[span.start : span.end])}")
            print(f"         — {span.speaker}   {', '.join(said)}")
            print(f"         {', '.join(f'{part.name} {part.points:+.2f}' for part in found.reasons)}")
        missed = [best for best in each.best if not any(o.span.meets(best) for o in ours(each)[:FIVE])]
        for best in missed:
            print(f"  not found: {display(each.text[best.start : best.end])}")
    return 0


# --- figures ------------------------------------------------------------------------------------


def _spread(work: Callable[[Judged], list[Row]], judged: Sequence[Judged]) -> Iterable[Row]:
    """The rows of *work* on every statement, over two processes, with progress."""
    with get_context("fork").Pool(PROCESSES) as pool:
        for n, rows in enumerate(pool.imap_unordered(work, judged), 1):
            if sys.stderr.isatty():
                end = "\r" if n < len(judged) else "\n"
                print(f"{n} of {len(judged)} statements", end=end, file=sys.stderr, flush=True)
            yield from rows


def _in_group(row: Row, group: str) -> bool:
    return group == "all" or (row.lang == "en") == (group == "en")


def _of(rows: Sequence[Row], name: str) -> dict[str, float]:
    return summed([row.marks for row in rows if row.name == name])


def _rounded(figures: Mapping[str, float]) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else round(value, 4) for name, value in figures.items()}


def _table(title: str, rows: Mapping[str, Mapping[str, float]]) -> None:
    print(f"\n{title:<28}" + "".join(f"{name[:10]:>11}" for name in FIGURES))
    for name, figures in rows.items():
        print(f"{name:<28}" + "".join(f"{100 * figures[key]:>11.1f}" for key in FIGURES))


if __name__ == "__main__":
    sys.exit(main())

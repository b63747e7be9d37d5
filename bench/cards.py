"""How fast Drumbeat draws cards, beside what anyone else would pick, and how long a campaign's cards take.

    bench/peers/setup.sh FOLDER        # once: the peers, into a folder of their own
    python bench/cards.py FOLDER [--rounds 3] [--core 0] [--size 1200x675]
    python bench/cards.py --campaign   # the campaign alone, without peers

Every engine draws the same 60 quotes in the same fonts at the same size, on one core, warm, engines taking
turns in each round. Drumbeat draws as its users get it: layout, checks, alt text and PNG included. Cards a
second are 1000 over the median of a round's milliseconds a card, and of the rounds the median counts; KiB are
the mean file; MiB the most memory of all its processes together. ``X_ratio`` is how many times as many cards
a second Drumbeat draws as X.

Bars: at 1200x675 4 times satori with resvg and 6 times warm Chromium, at most 60 KiB a card and 60 MiB; at
1080x1350 3 times, 4.5 times and 90 KiB. It ends with 1 where one is missed.

The campaign is one of 200 excerpts in 3 sizes, drawn by the service that plans campaigns, on 2 cores; the
second run finds that nothing changed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

import seeding

from quotes.cards.fit import Box
from quotes.cards.lines import Paragraph
from quotes.cards.runs import setter

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).with_name("peers")
FONTS = {
    "Quote": "drumbeat-serif/DrumbeatSerif-SemiBold.ttf",
    "SansSemi": "inter/Inter-SemiBold.ttf",
    "Sans": "inter/Inter-Book.ttf",
}
GEOMETRY: Mapping[str, dict[str, Any]] = {
    "1200x675": {
        "W": 1200,
        "H": 675,
        "box": [96, 150, 1008, 350],
        "mark": [90, 40, 190],
        "rule": [96, 540, 64, 4],
        "name": [96, 562, 30],
        "role": [96, 604, 24],
        "word": [1104, 604, 24],
        "smin": 28,
        "smax": 84,
        "bar": 14,
    },
    "1080x1350": {
        "W": 1080,
        "H": 1350,
        "box": [96, 290, 888, 740],
        "mark": [88, 110, 260],
        "rule": [96, 1110, 72, 5],
        "name": [96, 1140, 38],
        "role": [96, 1192, 29],
        "word": [984, 1262, 26],
        "smin": 36,
        "smax": 104,
        "bar": 16,
    },
}
COLOURS = {"bg": "#14213D", "fg": "#FFFFFF", "accent": "#FCA311", "muted": "#C9D1E3"}
LINE_HEIGHT = 1.24
BARS = {
    "1200x675": {"satori_ratio": 4.0, "chromium_ratio": 6.0, "kib": 60, "mib": 60},
    "1080x1350": {"satori_ratio": 3.0, "chromium_ratio": 4.5, "kib": 90},
}
EXCERPTS, SIZES = 200, [(1600, 900), (1080, 1350), (1080, 1080)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """How an engine is called: *program* of the peers' folder, ours, or node; with how many of the cards."""

    program: str
    count: int = 60


ENGINES = {
    "drumbeat": Engine(program="ours.py"),
    "takumi": Engine(program="takumi.mjs"),
    "satori": Engine(program="satori.mjs"),
    "chromium": Engine(program="warm_chromium.py"),
    "pillow": Engine(program="naive.py", count=20),
    "pictex": Engine(program="pictex_cards.py", count=20),
    "imagemagick": Engine(program="imagemagick.py", count=5),
}


def main() -> int:
    """Run the bench; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="where setup.sh put the peers")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--core", default="0")
    parser.add_argument("--size", action="append", choices=list(GEOMETRY))
    parser.add_argument("--only", help="engines, with commas")
    parser.add_argument("--campaign", action="store_true", help="the campaign alone")
    parser.add_argument("--draw", type=Path, help=argparse.SUPPRESS)  # the campaign's own process
    given = parser.parse_args()
    if given.draw:
        draw_campaign(given.draw)
        return 0
    document: dict[str, Any] = {}
    if not given.campaign:
        if given.folder is None:
            parser.error("name the folder of the peers, or say --campaign")
        names = given.only.split(",") if given.only else list(ENGINES)
        for size in given.size or GEOMETRY:
            document[size] = race(size, given.folder.resolve(), names, given.rounds, given.core)
    document["campaign"] = campaign()
    missed = [
        f"{size} {key}"
        for size, bars in BARS.items()
        for key, bar in bars.items()
        if (found := document.get(size, {}).get(key)) is not None
        and (found < bar if key.endswith("ratio") else found > bar)
    ]
    print(json.dumps(document | {"missed": missed, "met": not missed}))
    return 1 if missed else 0


# --- beside others --------------------------------------------------------------------------------


def race(size: str, folder: Path, names: Sequence[str], rounds: int, core: str) -> dict[str, float]:
    """All engines at *size*: the figures, printed as they come."""
    got: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as scratch:
        job = Path(scratch) / "job.json"
        job.write_text(json.dumps(job_of(size), ensure_ascii=False), "utf-8")
        for number in range(rounds):
            for name in names:
                got[name].append(one(ENGINES[name], folder, job, Path(scratch) / name, core))
                print(f"{size} round {number + 1} {name:12s} {got[name][-1]}", file=sys.stderr, flush=True)
    found = {
        name: {key: statistics.median(each[key] for each in rows) for key in rows[0]}
        for name, rows in got.items()
    }
    print(f"\n{size:12s} {'cards/s':>8s} {'ms':>7s} {'KiB':>7s} {'MiB':>7s}   rounds, ms")
    for name, row in found.items():
        times = " ".join(f"{each['ms']:.1f}" for each in got[name])
        print(
            f"{name:12s} {row['per_s']:8.1f} {row['ms']:7.1f} {row['kib']:7.1f} {row['mib']:7.0f}   {times}"
        )
    ours = found["drumbeat"]
    ratios = {
        f"{name}_ratio": round(ours["per_s"] / row["per_s"], 2)
        for name, row in found.items()
        if name != "drumbeat"
    }
    return ratios | {key: round(ours[key], 1) for key in ("per_s", "kib", "mib")}


def job_of(size: str) -> dict[str, Any]:
    """The job at *size*: geometry, colours, fonts, quotes, and for engines that cannot fit text its size."""
    geo = GEOMETRY[size]
    cards = json.loads((PEERS / "quotes.json").read_text("utf-8"))
    measure = setter(FONTS["Quote"], "en")
    for card in cards:
        box = Box(Paragraph(card["quote"], measure), geo["box"][2], geo["box"][3], line_height=LINE_HEIGHT)
        card["size"] = box.largest(geo["smin"], geo["smax"]) or geo["smin"]
    fonts = {key: str(ROOT / "assets" / "fonts" / path) for key, path in FONTS.items()}
    return {
        "size": size,
        "geo": geo,
        "col": COLOURS,
        "word": "ALDER STREET UNION",
        "lh": LINE_HEIGHT,
        "fonts": fonts,
        "cards": cards,
    }


def one(engine: Engine, folder: Path, job: Path, out: Path, core: str) -> dict[str, float]:
    """One engine's round."""
    python = sys.executable if engine.program == "ours.py" else str(folder / "venv" / "bin" / "python")
    program = [python, str(PEERS / engine.program)]
    if engine.program.endswith(".mjs"):
        program = ["node", str(folder / "node" / engine.program)]
    command = ["taskset", "-c", core, *program, str(job), str(out), str(engine.count)]
    said, mib = watched(command, cwd=folder / "node")
    result = json.loads(said.splitlines()[-1])
    middle = statistics.median(result["ms"])
    return {
        "per_s": round(1000 / middle, 1),
        "ms": round(middle, 2),
        "kib": round(statistics.mean(result["bytes"]) / 1024, 1),
        "mib": round(mib, 1),
    }


# --- a campaign -----------------------------------------------------------------------------------


def campaign() -> dict[str, float]:
    """A campaign's cards, drawn and then drawn again: wall seconds, and the most memory."""
    with tempfile.TemporaryDirectory() as scratch:
        program = [sys.executable, str(Path(__file__)), "--draw", scratch]
        first, mib = watched(["taskset", "-c", "0,1", *program])
        second, _ = watched(["taskset", "-c", "0,1", *program])
    found = {
        "cards": EXCERPTS * len(SIZES),
        "seconds": json.loads(first.splitlines()[-1])["seconds"],
        "mib": round(mib),
        "again_seconds": json.loads(second.splitlines()[-1])["seconds"],
    }
    print(
        f"\ncampaign: {found['cards']} cards on 2 cores in {found['seconds']} s, {found['mib']} MiB; "
        f"again, nothing changed: {found['again_seconds']} s"
    )
    return found


def draw_campaign(folder: Path) -> None:
    """Draw the campaign's cards in the installation in *folder*, as planning does, and print the seconds."""
    from quotes.excerpt import Excerpt
    from scheduler.services import drawing, excerpting, importing

    quotes = [each["quote"][1:-1] for each in json.loads((PEERS / "quotes.json").read_text("utf-8"))]
    lines = [f"Ward {n + 1} says: {quotes[n % len(quotes)]}" for n in range(EXCERPTS)]
    with seeding.installation(folder) as office:
        given = {"issuer": "Alder Street Union", "lang": "en"}
        text = "\n\n".join(lines).encode()
        statement, _ = importing.add(office.desk, text, given, name="wards.txt", actor=seeding.ACTOR)
        starts = [statement.text.index(line) for line in lines]
        kept = [
            excerpting.as_kept(
                office.desk,
                statement,
                Excerpt(start=at, end=at + len(line), speaker="Ana Ruiz", score=0, reasons=()),
                actor=seeding.ACTOR,
            )
            for at, line in zip(starts, lines, strict=True)
        ]
        began = time.monotonic()
        wanted = [(each, size) for size in SIZES for each in kept]
        cards = drawing.draw_all(office.desk, statement, wanted, theme="broadside")
        with office.store.write() as unit:
            for each in kept:
                unit.statements.keep_excerpt(each)
            drawing.keep(unit, list(cards.values()))
        print(json.dumps({"seconds": round(time.monotonic() - began, 2)}))


# --- processes ------------------------------------------------------------------------------------


def watched(command: Sequence[str], cwd: Path | None = None) -> tuple[str, float]:
    """What *command* printed, and the most MiB that it and all below it took at once."""
    peak, ended = [0.0], Event()
    paths = os.pathsep.join([str(ROOT), str(ROOT / "bench"), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": paths}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd, env=environment
    ) as process:

        def watch() -> None:
            while not ended.wait(0.1):
                peak[0] = max(peak[0], _mib(process.pid))

        watcher = Thread(target=watch)
        watcher.start()
        said, complaints = process.communicate()
        ended.set()
        watcher.join()
    if process.returncode:
        sys.exit(f"{' '.join(command)}\n{complaints[-2000:]}")
    return said, peak[0]


def _mib(pid: int) -> float:
    """The proportional memory of a process and of all below it."""
    total, parents = 0.0, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat[stat.rindex(")") + 2 :].split()[1])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    for each in family:
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return total


if __name__ == "__main__":
    sys.exit(main())

"""Learn the weights of quotes.scoring on a folder of judged statements, or check those that it has.

    python bench/learn_weights.py FOLDER                   learned weights beside the present ones
    python bench/learn_weights.py FOLDER --judge OTHER     the same, with the figures on other statements
    python bench/learn_weights.py FOLDER --keep link       one weight stays as it is (give it again for more)

For every two candidates of a statement of which readers like one better (more of them have a pick that it
meets; what an editor avoids counts as half a reader against), the weights are moved so that it scores higher:
a logistic regression on the differences of the features' amounts, each statement counting the same, held
towards the present weights by --strength. The scale of the scores stays that of the present weights.

FOLDER's figures with learned weights are cross-validated: those of a statement come from weights that were
learned without it. Nothing is written anywhere: whoever likes a weight puts it into quotes/scoring.py.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from judged import Judged, Span, read
from numpy.typing import NDArray
from rankers import ours
from scoring_excerpts import Marks, agreement, is_boilerplate, marked, must_not, summed
from switches import amounts, weighing

from quotes.scoring import WEIGHTS

Floats = NDArray[np.float64]
NAMES = tuple(WEIGHTS)
PRESENT: Floats = np.array([WEIGHTS[name] for name in NAMES])
PROCESSES = 2
MOST_PAIRS = 4000
"""Of one statement; of more, so many are drawn."""
STEPS = 30
FIGURES = (
    "agreement",
    "recall",
    "hit_1",
    "precision",
    "five",
    "boilerplate",
    "must_not",
    "attribution",
    "edges",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Two candidates of one statement each, of which readers like the first better."""

    differences: Floats
    """A row a pair: the first one's amounts less the second one's."""
    weights: Floats
    """How much better, a statement's adding up to one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """How learning is held."""

    strength: float
    free: NDArray[np.bool_]
    """Which weights may move."""


def main() -> int:
    """Learn, and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--judge", type=Path, metavar="OTHER", help="a folder to print the figures of, too")
    parser.add_argument(
        "--strength", type=float, default=0.03, help="of the pull to the present weights (0.03)"
    )
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--keep", action="append", default=[], choices=NAMES, metavar="NAME")
    asked = parser.parse_args()
    aim = Aim(strength=asked.strength, free=np.array([name not in asked.keep for name in NAMES]))
    judged = read(asked.folder)
    with get_context("fork").Pool(PROCESSES) as pool:
        pairs = pool.map(pairs_of, judged, chunksize=4)
    every = learned(pairs, aim)
    print_weights(every, pairs)
    with get_context("fork").Pool(PROCESSES) as pool:
        folds = pool.map(partial(fold, judged, pairs, aim, asked.folds), range(asked.folds))
        figures = {
            f"{asked.folder.name}: present": summed(pool.map(partial(figures_of, PRESENT), judged)),
            f"{asked.folder.name}: learned": summed([marks for each in folds for marks in each]),
        }
        if asked.judge:
            others = read(asked.judge)
            figures |= {
                f"{asked.judge.name}: present": summed(pool.map(partial(figures_of, PRESENT), others)),
                f"{asked.judge.name}: learned": summed(pool.map(partial(figures_of, every), others)),
            }
    print_figures(figures)
    print(
        json.dumps(
            {"weights": dict(zip(NAMES, np.round(every, 3).tolist(), strict=True)), "figures": figures}
        )
    )
    return 0


# --- what readers like better -------------------------------------------------------------------


def pairs_of(judged: Judged) -> Pairs:
    """The pairs of one statement's candidates."""
    found = amounts(judged.statement)
    matrix = np.array([[each.get(name, 0.0) for name in NAMES] for _, each in found]).reshape(-1, len(NAMES))
    liked = np.array([liking(judged, Span(start=start, end=end)) for (start, end), _ in found])
    better, worse = np.nonzero(liked[:, None] > liked[None, :] + 1e-9)
    if len(better) > MOST_PAIRS:
        drawn = np.random.default_rng(0).choice(len(better), MOST_PAIRS, replace=False)
        better, worse = better[drawn], worse[drawn]
    weights = liked[better] - liked[worse]
    return Pairs(differences=matrix[better] - matrix[worse], weights=weights / max(1e-9, weights.sum()))


def liking(judged: Judged, span: Span) -> float:
    """The share of readers who have a pick that *span* meets, less half for what an editor avoids."""
    avoided = must_not(judged, span) or is_boilerplate(judged, span)
    return agreement([span], judged.readers) - 0.5 * avoided


# --- learning -----------------------------------------------------------------------------------


def learned(pairs: Sequence[Pairs], aim: Aim) -> Floats:
    """The weights that rank *pairs* best, near the present ones; Newton's method."""
    differences = np.concatenate([each.differences for each in pairs])
    counts = np.concatenate([each.weights for each in pairs]) / len(pairs)
    scale = _scale(differences, counts)
    spread = differences.std(axis=0) + 1e-6
    pull = aim.strength * spread**2 / scale**2
    weights = PRESENT.copy()
    free = np.flatnonzero(aim.free)
    for _ in range(STEPS):
        chance = _wrong(differences @ weights / scale)
        slope = -(differences.T @ (counts * chance)) / scale + pull * (weights - PRESENT)
        bend = (differences.T * (counts * chance * (1 - chance))) @ differences / scale**2 + np.diag(pull)
        step = np.linalg.solve(bend[np.ix_(free, free)] + 1e-9 * np.eye(len(free)), slope[free])
        weights[free] -= step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def _scale(differences: Floats, counts: Floats) -> float:
    """By how many points the one that readers like must lead to be so in 73 of 100 pairs, at the best fit."""
    scores = differences @ PRESENT
    tried = np.geomspace(0.1, 10, 40)
    losses = [float(counts @ np.logaddexp(0, -scores / each)) for each in tried]
    return float(tried[int(np.argmin(losses))])


def _wrong(margins: Floats) -> Floats:
    """How likely each pair is ranked the wrong way round."""
    return np.asarray(1 / (1 + np.exp(np.clip(margins, -40, 40))), dtype=np.float64)


def right(weights: Floats, pairs: Sequence[Pairs]) -> float:
    """The share of pairs that *weights* rank as readers do."""
    return float(
        np.mean([each.weights @ (each.differences @ weights > 0) for each in pairs if len(each.weights)])
    )


# --- what the figures would be ------------------------------------------------------------------


def fold(judged: Sequence[Judged], pairs: Sequence[Pairs], aim: Aim, folds: int, n: int) -> list[Marks]:
    """The marks of every *folds*-th statement with weights learned on the others."""
    weights = learned([each for m, each in enumerate(pairs) if m % folds != n], aim)
    return [figures_of(weights, each) for m, each in enumerate(judged) if m % folds == n]


def figures_of(weights: Floats, judged: Judged) -> Marks:
    """How the engine does on one statement with these *weights*."""
    with weighing(dict(zip(NAMES, weights.tolist(), strict=True))):
        return marked(judged, ours(judged))


def print_weights(weights: Floats, pairs: Sequence[Pairs]) -> None:
    """The weights beside the present ones, and how often each feature decides."""
    differences = np.concatenate([each.differences for each in pairs])
    used = (differences != 0).mean(axis=0)
    print(f"{'':<22}{'present':>10}{'learned':>10}{'differs in':>12}")
    for name, now, new, share in zip(NAMES, PRESENT, weights, used, strict=True):
        print(f"{name:<22}{now:>10.2f}{new:>10.2f}{100 * share:>10.1f} %")
    now, new = (100 * right(each, pairs) for each in (PRESENT, weights))
    print(f"\n{'pairs ranked right':<22}{now:>9.1f}%{new:>9.1f}%")


def print_figures(figures: Mapping[str, Mapping[str, float]]) -> None:
    """A row for each set of weights on each folder."""
    print(f"\n{'':<28}" + "".join(f"{name[:10]:>11}" for name in FIGURES))
    for name, row in figures.items():
        print(f"{name:<28}" + "".join(f"{100 * row[key]:>11.1f}" for key in FIGURES))


if __name__ == "__main__":
    sys.exit(main())

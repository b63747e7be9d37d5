"""Draws many cards, over all cores where that is worth it."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from quotes.cards.card import Card
from quotes.cards.render import Drawn, draw

_WORTH = 24
"""Fewer cards are drawn sooner than other processes have started."""
_AT_A_TIME = 4
"""Cards that a process takes at once: many enough to spare messages, few enough to show progress."""


def draw_each(cards: Sequence[Card], *, cores: int | None = None) -> Iterator[Drawn]:
    """The pictures of *cards*, in their order, each as soon as it is there; raises ``CardError``.

    *cores* are those that this process may use, unless given.
    """
    workers = min(cores or _cores(), len(cards) // _AT_A_TIME)
    if workers < 2 or len(cards) < _WORTH:
        yield from map(draw, cards)
        return
    # Not a fork of this process: it may have threads, and locks that they hold.
    context = get_context("forkserver")
    context.set_forkserver_preload([draw.__module__])
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        try:
            yield from pool.map(draw, cards, chunksize=_AT_A_TIME)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

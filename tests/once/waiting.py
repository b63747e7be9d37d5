"""Waiting for what other threads do, without a guess at how long they take."""

import threading
from collections.abc import Callable

SOON = 10.0  # seconds, at most


def until(true: Callable[[], bool]) -> None:
    """Wait until something is *true*."""
    pause = threading.Event()
    for _ in range(int(SOON * 1000)):
        if true():
            return
        pause.wait(0.001)
    raise AssertionError("it never came true")

"""One worker for each account that has something to do."""

import logging
import queue
import threading
from collections.abc import Callable

from scheduler.core.errors import StoreError
from scheduler.core.ports import Clock
from scheduler.services.sending import Sender

log = logging.getLogger("drumbeat.worker")

_AFTER_TROUBLE = 1.0  # seconds before a worker that failed may be started again


class Workers:
    """Puts a thread to work for an account until nothing is left to do; *done* is called then.

    A thread that is done waits for the next account: to begin one takes long where the machine is busy, and
    whoever wakes workers waits for it.
    """

    def __init__(self, sender: Sender, clock: Clock, done: Callable[[], None]) -> None:
        self._sender, self._clock, self._done = sender, clock, done
        self._lock = threading.Lock()
        self._accounts: set[str] = set()
        """Those that are worked for."""
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._calls: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def wake(self, account: str) -> None:
        """See to it that a worker works for *account*."""
        with self._lock:
            if account in self._accounts or self._sender.stop.is_set():
                return
            self._accounts.add(account)
            if self._idle:
                self._idle -= 1
                self._calls.put(account)
                return
            name = f"worker {len(self._threads) + 1}"
            self._threads.append(
                threading.Thread(target=self._serve, args=(account,), name=name, daemon=True)
            )
            self._threads[-1].start()

    def busy(self) -> bool:
        """Whether any worker is at work."""
        with self._lock:
            return bool(self._accounts)

    def finish(self) -> None:
        """Wait until every worker has ended what it holds; the sender has been told to stop."""
        for _ in self._threads:
            self._calls.put(None)
        for each in self._threads:
            each.join()

    def _serve(self, account: str | None) -> None:
        while account is not None:
            self._work(account)
            account = self._calls.get()

    def _work(self, account: str) -> None:
        try:
            while not self._sender.stop.is_set() and self._sender.step(account):
                pass
        except Exception:
            log.exception("the worker of %s failed", account)
            self._let_go(account)
            self._clock.wait(self._sender.stop, _AFTER_TROUBLE)
        finally:
            with self._lock:
                self._accounts.remove(account)
                self._idle += 1
            self._done()

    def _let_go(self, account: str) -> None:
        """What it held must not stay ``sending`` with nobody at work on it."""
        while True:
            try:
                self._sender.let_go(account)
                return
            except StoreError as error:
                log.error("what %s held cannot be settled yet: %s", account, error)
                if self._clock.wait(self._sender.stop, _AFTER_TROUBLE):
                    return  # the next start takes it over

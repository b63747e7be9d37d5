"""One worker thread for each account that has something to do."""

import logging
import threading
from collections.abc import Callable

from scheduler.core.errors import StoreError
from scheduler.core.ports import Clock
from scheduler.services.sending import Sender

log = logging.getLogger("drumbeat.worker")

_AFTER_TROUBLE = 1.0  # seconds before a worker that failed may be started again


class Workers:
    """Starts a worker for an account and forgets it when nothing is left to do; *done* is called then."""

    def __init__(self, sender: Sender, clock: Clock, done: Callable[[], None]) -> None:
        self._sender, self._clock, self._done = sender, clock, done
        self._lock = threading.Lock()
        self._threads: dict[str, threading.Thread] = {}

    def wake(self, account: str) -> None:
        """See to it that a worker works for *account*."""
        with self._lock:
            if account in self._threads or self._sender.stop.is_set():
                return
            thread = threading.Thread(
                target=self._work, args=(account,), name=f"worker {account}", daemon=True
            )
            self._threads[account] = thread
            thread.start()

    def busy(self) -> bool:
        """Whether any worker is at work."""
        with self._lock:
            return bool(self._threads)

    def finish(self) -> None:
        """Wait until every worker has ended what it holds."""
        while True:
            with self._lock:
                threads = list(self._threads.values())
            if not threads:
                return
            for thread in threads:
                thread.join()

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
                del self._threads[account]
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

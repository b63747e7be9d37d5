"""Noticing commits of other connections and processes, cheaply enough to ask several times a second."""

import threading
from pathlib import Path

from db.engine import Driver, connect
from db.failures import translating


class ChangeCounter:
    """A connection of its own that never writes, so that every commit is somebody else's to it.

    ``PRAGMA data_version`` reads no table; https://sqlite.org/pragma.html#pragma_data_version
    """

    def __init__(self, driver: Driver, path: Path) -> None:
        """Open the connection; the file must be there."""
        self._path = path
        self._driver = driver
        self._lock = threading.Lock()
        # No waiting: whoever holds the file has not committed yet, and the next poll will see it.
        self._connection = connect(driver, path, mode="rw", busy_seconds=0)
        self._last = 0

    def value(self) -> int:
        """A number that differs once anything was committed since the last call."""
        with self._lock, translating(self._path, self._driver.module.Error):
            try:
                (self._last,) = self._connection.execute("PRAGMA data_version").fetchone()
            except self._driver.module.OperationalError as error:
                if "locked" not in str(error):
                    raise
            return self._last

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

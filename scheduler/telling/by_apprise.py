"""Whatever apprise reaches: mail, chat, push. The package is an extra, imported when there is news.

Source: https://github.com/caronc/apprise/wiki
"""

import logging
from dataclasses import dataclass, field
from importlib.util import find_spec

from scheduler.core.errors import NotTaken
from scheduler.core.telling import Notice

_MISSING = "the package apprise is not installed: pip install 'drumbeat[notify]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByApprise:
    """Implements ``scheduler.core.telling.Target``. The address holds secrets and is told to nobody."""

    name: str
    address: str = field(repr=False)

    @property
    def missing(self) -> str:
        """Whether the extra is installed."""
        return "" if find_spec("apprise") else _MISSING

    def tell(self, notice: Notice) -> str:
        """Hand it to apprise, which answers only whether it was taken."""
        try:
            import apprise
        except ImportError as error:
            raise NotTaken(_MISSING) from error
        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # its lines hold parts of addresses
        made = apprise.Apprise()
        try:
            understood = made.add(self.address)
            taken = understood and made.notify(title=notice.title, body=notice.words)
        except Exception as error:  # noqa: BLE001 - a plug-in's own words may hold the address
            raise NotTaken(f"apprise failed: {type(error).__name__}") from None
        if not understood:
            raise NotTaken("apprise does not understand its address")
        if not taken:
            raise NotTaken("apprise could not hand it over")
        return "yes"

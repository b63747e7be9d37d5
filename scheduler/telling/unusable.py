"""What is configured and cannot be used: it says why whenever it is to be used, and is in nobody's way."""

from dataclasses import dataclass

from scheduler.core.errors import NotTaken
from scheduler.core.telling import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Implements ``scheduler.core.telling.Target`` and ``Pulse``."""

    name: str
    why: str
    remedy: str = ""

    @property
    def missing(self) -> str:
        """Why it cannot be used."""
        return f"{self.why} {self.remedy}".strip()

    def tell(self, notice: Notice) -> str:
        """Raise ``NotTaken``."""
        raise NotTaken(self.why, remedy=self.remedy)

    def beat(self) -> str:
        """Raise ``NotTaken``."""
        raise NotTaken(self.why, remedy=self.remedy)

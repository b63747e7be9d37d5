"""Marks: what happens to a delivery, written together with its event, and told once it is committed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from scheduler.core.accounts import Account
from scheduler.core.delivery import Delivery
from scheduler.core.records import Attempt, Event
from scheduler.core.storage import Store, Unit
from scheduler.services import lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something that happened to a delivery, for whoever watches the daemon."""

    delivery: Delivery
    event: Event
    rehearsal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One transaction, and the news of it."""

    unit: Unit
    by: str
    """Whose marks these are."""
    news: list[News] = field(default_factory=list)
    _accounts: dict[str, Account] = field(default_factory=dict)

    def account(self, name: str) -> Account:
        """The account called *name*, read once."""
        if name not in self._accounts:
            self._accounts[name] = lookups.account(self.unit, name)
        return self._accounts[name]

    def save(
        self, old: Delivery, new: Delivery, event: Event, now: datetime, **detail: object
    ) -> Delivery | None:
        """Write *new* with its event; None if somebody else changed the row first."""
        if not self.unit.deliveries.save(old, new):
            return None
        part = detail.pop("part", None)
        if new.next_try_at is not None:
            detail["next_try_at"] = new.next_try_at.isoformat()
        self.unit.deliveries.note(
            Attempt(
                delivery=new.id,
                at=now,
                event=event,
                actor=self.by,
                outcome=new.standing,
                part=part if isinstance(part, int) else None,
                detail=detail,
            )
        )
        rehearsal = self.account(new.account).rehearsal
        self.news.append(News(delivery=new, event=event, rehearsal=rehearsal))
        return replace(new, revision=old.revision + 1)


@contextmanager
def marking(store: Store, by: str, tell: Callable[[News], None]) -> Iterator[Page]:
    """A transaction whose news *tell* gets once it is committed: what is told has happened."""
    with store.write() as unit:
        page = Page(unit=unit, by=by)
        yield page
    for each in page.news:
        tell(each)

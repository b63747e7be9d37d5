"""Checking that an account can post, without posting."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from scheduler.core.accounts import Account
from scheduler.core.durations import spell
from scheduler.core.ports import Identity, NetworkConnection
from scheduler.core.records import Request
from scheduler.services import lookups
from scheduler.services.asking import Answer, Asking
from scheduler.services.connecting import SECRETS, SESSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found out."""

    account: str
    identity: Identity
    facts: Sequence[tuple[str, str]]
    """What a person wants to know, as title and value."""

    def as_json(self) -> Mapping[str, object]:
        """For programs."""
        return {"account": self.account, "can_post": True, "identity": asdict(self.identity)} | {
            "facts": dict(self.facts)
        }


def check(_account: Account, connection: NetworkConnection, _request: Request) -> Answer:
    """The errand: who the account is, once the network took its session and an upload; nothing is posted."""
    return {"identity": asdict(connection.check())}


def checked(asking: Asking, name: str, *, actor: str) -> Checked:
    """Prove that the account *name* can post, without posting; raises ``NetworkError``, ``NotFound``."""
    answer = asking.ask(name, "check", actor=actor)
    told = answer["identity"]
    identity = Identity(**told) if isinstance(told, dict) else Identity(remote_id="", handle="")
    desk = asking.connections.desk
    with desk.store.read() as unit:
        account = lookups.account(unit, name)
        kept = {each: found for each in (SECRETS, SESSION) if (found := unit.tokens.get(name, each))}
    network = desk.networks[account.network]
    limits = network.limits
    facts = [
        ("Network", network.title),
        ("Handle", identity.handle),
        *([("Name", identity.name)] if identity.name else []),
        ("Id", identity.remote_id),
        ("Server", identity.service or "in the box"),
        ("Words", f"at most {limits.text:,} {limits.unit}"),
        ("Pictures", f"at most {limits.pictures}, each of {limits.picture_bytes:,} bytes"),
        ("Alt text", f"at most {limits.alt_text:,} characters"),
        *((f"Age of its {each}", _age(at, desk.clock.now())) for each, (_, at) in kept.items()),
        *identity.facts.items(),
    ]
    return Checked(account=name, identity=identity, facts=facts)


def _age(since: datetime, now: datetime) -> str:
    return spell(timedelta(seconds=(now - since) // timedelta(seconds=1)))

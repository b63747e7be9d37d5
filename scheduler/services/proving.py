"""Proving what a network really does: a card is posted, found again, answered, tried twice, and deleted.

How far it got is kept with its request before each step, so that whoever ends in between leaves nothing
that the next one would not delete.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from threading import Event

from quotes.cards.card import Card, alt_text
from quotes.statement import sha256
from scheduler.core.accounts import Account
from scheduler.core.delivery import Part, Picture
from scheduler.core.errors import MaybeSent, NetworkError, Refused, Rejected
from scheduler.core.limits import Lookup, Network
from scheduler.core.looking import SKEW, Found, Sought, look, same_words
from scheduler.core.ports import Letter, NetworkConnection, Prepared, Published
from scheduler.core.records import Request
from scheduler.core.tid import next_tid
from scheduler.services import lookups
from scheduler.services.asking import Answer, Asking
from scheduler.services.desk import Desk

_SAYS = "Drumbeat is checking that it can post here. This goes away in a moment."
_ISSUER = "Drumbeat"
_POSTS_READ = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was tried, what the network did, and whether that is as it should be."""

    name: str
    well: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What came of all steps."""

    account: str
    steps: Sequence[Step]
    proved: bool
    """Whether what the account posts can be found again, and was deleted."""


@dataclass(kw_only=True)
class _Try:
    """One proof under way: what is out is noted as it comes."""

    connection: NetworkConnection
    network: Network
    began: datetime
    parts: list[Part]
    out: dict[int, str] = field(default_factory=dict)
    """Remote ids by the numbers of parts, of what is not deleted yet."""
    steps: list[Step] = field(default_factory=list)
    noted: bool = False
    """Whether anything may be out."""

    def tell(self, name: str, words: str, *, well: bool = True) -> None:
        self.steps.append(Step(name=name, well=well, words=words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prover:
    """Carries proofs out. *begins* is asked before each publishing request, as before any other."""

    desk: Desk
    network_of: Callable[[Account], Network]
    begins: Callable[[], bool] = lambda: True
    stop: Event = field(default_factory=Event)
    """Set when the process ends: what was posted is deleted, and nothing more is waited for."""

    def do(self, account: Account, connection: NetworkConnection, request: Request) -> Answer:
        """The errand: all steps; whatever was published is deleted, also what an earlier try left."""
        self.tidy(account, connection, request)
        tried = self._begin(account, connection)
        try:
            self._steps(account, tried, request)
        except NetworkError as error:
            tried.tell("the rest", error.message, well=False)
        finally:
            if tried.noted:
                self._delete(tried)
        proved = all(step.well for step in tried.steps)
        self._keep(account, proved=proved)
        return {"steps": [asdict(step) for step in tried.steps], "proved": proved}

    def tidy(self, account: Account, connection: NetworkConnection, request: Request) -> None:
        """Delete what a try that was cut short left, as far as it can be found."""
        noted = request.detail.get("parts")
        if not isinstance(noted, list):
            return
        network, began = self.network_of(account), datetime.fromisoformat(str(request.detail["began"]))
        for each in noted:
            keys = tuple(each["media"])
            part = Part(n=each["n"], words=each["words"], record_key=each["key"], media_keys=keys)
            verdict = look(connection, network.lookup, Sought(part=part, since=began))
            if isinstance(verdict, Found):
                connection.remove(verdict.published.remote_id)

    # --- the steps --------------------------------------------------------------------------

    def _begin(self, account: Account, connection: NetworkConnection) -> _Try:
        now = self.desk.clock.now()
        keys: list[str] = []
        for _ in range(2):
            keys.append(next_tid(now, 1, lambda key: key in keys))
        words = (f"{_SAYS} {keys[0]}", f"And that it can answer itself. {keys[1]}")
        parts = [Part(n=n, words=each, record_key=keys[n - 1]) for n, each in enumerate(words, start=1)]
        return _Try(connection=connection, network=self.network_of(account), began=now, parts=parts)

    def _steps(self, account: Account, tried: _Try, request: Request) -> None:
        picture, data = self._card(tried.network)
        tried.parts[0] = replace(tried.parts[0], pictures=(picture,))
        letter = Letter(account=account.name, part=tried.parts[0], pictures=(data,), lang="en")
        posted, prepared = self._post(tried, letter, request)
        tried.tell("posts a card", posted.link)
        self._find(tried, posted)
        answer = Letter(
            account=account.name, part=tried.parts[1], pictures=(), lang="en", reply_to=posted.remote_id
        )
        replied, _ = self._post(tried, answer, request)
        tried.tell("answers itself", replied.link)
        self._again(tried, letter, prepared, posted)

    def _card(self, network: Network) -> tuple[Picture, bytes]:
        width, height = network.limits.card_size
        card = Card(
            quote=_SAYS,
            speaker=None,
            issuer=_ISSUER,
            lang="en",
            theme=self.desk.theme(self.desk.defaults.theme),
            width=width,
            height=height,
        )
        drawn = next(self.desk.draw([card]))
        shown = Picture(
            sha256=sha256(drawn.data),
            alt=alt_text(card),
            width=drawn.width,
            height=drawn.height,
            media_type=drawn.media_type,
        )
        return shown, drawn.data

    def _post(self, tried: _Try, letter: Letter, request: Request) -> tuple[Published, Prepared]:
        prepared = tried.connection.prepare(letter)
        n = letter.part.n
        tried.parts[n - 1] = replace(letter.part, media_keys=prepared.media_keys)
        self._note(tried, request)
        published = tried.connection.publish(letter, prepared)
        tried.out[n] = published.remote_id
        return published, prepared

    def _find(self, tried: _Try, posted: Published) -> None:
        """Look for the card as a daemon would, that had no answer."""
        by = "its key" if tried.network.lookup is Lookup.KEYED else "its picture among the account's posts"
        sought = Sought(part=tried.parts[0], since=tried.began)
        waited = 0.0
        for wait in tried.network.looks:
            verdict = look(tried.connection, tried.network.lookup, sought)
            if isinstance(verdict, Found):
                same = verdict.published.remote_id == posted.remote_id
                words = f"by {by}, {waited:.0f} s after the answer"
                tried.tell("finds it again", words if same else f"another post, by {by}", well=same)
                return
            seconds = wait.total_seconds() - waited
            if self.desk.clock.wait(self.stop, seconds):
                raise Refused("The daemon is ending.", remedy="Try again when it runs.")
            waited += seconds
        tried.tell("finds it again", f"not by {by} within {waited:.0f} s", well=False)

    def _again(self, tried: _Try, letter: Letter, prepared: Prepared, posted: Published) -> None:
        """The same once more: on a keyed network nothing may happen; elsewhere what does is worth knowing."""
        self._check_open()
        try:
            second = tried.connection.publish(letter, prepared)
        except (Rejected, MaybeSent) as error:
            tried.tell("the same again", f"refused: {error.message}")
            return
        if second.remote_id == posted.remote_id:
            tried.tell("the same again", "changed nothing")
            return
        tried.out[3] = second.remote_id
        keyed = tried.network.lookup is Lookup.KEYED
        tried.tell("the same again", f"posted twice: {second.link}", well=not keyed)

    def _delete(self, tried: _Try) -> None:
        out = list(reversed(tried.out.values()))
        try:
            # What got no answer may be out too, so all that says what we say goes.
            out += [id for id in self._shown(tried) if id not in out]
            for remote_id in out:
                tried.connection.remove(remote_id)
            left = self._shown(tried)
        except NetworkError as error:
            words = f"perhaps not {', '.join(out)}: {error.message} Look, and delete them by hand."
            tried.tell("deletes all", words, well=False)
            return
        still = [each for each in out if each in left]
        words = f"still shown: {', '.join(still)}" if still else f"{len(out)} posts, all gone"
        tried.tell("deletes all", words, well=not still)

    def _shown(self, tried: _Try) -> list[str]:
        """Remote ids of what the account shows of this try."""
        shown = tried.connection.recent(tried.began - SKEW)
        ours = [each for each in shown if any(same_words(part.words, each) for part in tried.parts)]
        return [each.remote_id for each in ours]

    # --- what is kept -----------------------------------------------------------------------

    def _note(self, tried: _Try, request: Request) -> None:
        """Keep what is about to be published; raises ``Refused`` during a halt."""
        noted = [
            {"n": part.n, "words": part.words, "key": part.record_key, "media": list(part.media_keys)}
            for part in tried.parts
        ]
        detail = {**request.detail, "parts": noted, "began": tried.began.isoformat()}
        with self.desk.store.write() as unit:
            unit.requests.note(request.id, detail)
        self._check_open()
        tried.noted = True

    def _check_open(self) -> None:
        with self.desk.store.read() as unit:
            halt = unit.halts.current()
        if halt is not None or not self.begins():
            raise Refused("Everything is halted, so nothing is posted.", remedy="drumbeat resume")

    def _keep(self, account: Account, *, proved: bool) -> None:
        """Note the proof with the account; one that failed takes back what an earlier one allowed."""
        now = self.desk.clock.now()
        with self.desk.store.write() as unit:
            old = lookups.account(unit, account.name)
            sends_again = old.sends_again and proved
            new = replace(old, proved_at=now if proved else None, sends_again=sends_again)
            unit.accounts.save(new)


def price(desk: Desk, name: str) -> int:
    """Micro-dollars that proving the account *name* costs at most.

    A card with its alt text, the same again, an answer, three deletions, and some looks. Raises ``NotFound``.
    """
    with desk.store.read() as unit:
        account = lookups.account_in_use(unit, name)
    prices = desk.networks[account.network].prices
    if prices is None or account.rehearsal:
        return 0
    out = 2 * prices.post + prices.alt_text + prices.reply
    return out + 3 * prices.delete + _POSTS_READ * prices.own_read


def prove(asking: Asking, name: str, *, actor: str) -> Proof:
    """What the network of the account *name* really does; raises ``NetworkError``, ``NotFound``."""
    answer: Mapping[str, object] = asking.ask(name, "prove", actor=actor)
    steps = answer["steps"]
    told = [Step(**each) for each in steps] if isinstance(steps, list) else []
    return Proof(account=name, steps=told, proved=answer["proved"] is True)

"""The account's own records on its server, asked for and written by collection and key."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scheduler.core.errors import AccountTrouble, MaybeSent, NotSent, Rejected
from scheduler.networks.bluesky.answers import error_name
from scheduler.networks.bluesky.record import POST, Record
from scheduler.networks.bluesky.session import Session

_PAGE = 100
"""The most that listRecords gives at once."""


class Repo:
    """The repository of the account of *session*. Every call raises ``NetworkError`` and nothing else."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def did(self) -> str:
        """Whose it is."""
        return self._session.did

    def uri(self, key: str, collection: str = POST) -> str:
        """The address of a record."""
        return f"at://{self.did}/{collection}/{key}"

    def get(self, key: str, collection: str = POST) -> dict[str, Any] | None:
        """The record under *key*, with ``cid`` and ``value``; None if there is none, or moderators hid it."""
        try:
            found = self._session.query("com.atproto.repo.getRecord", self._place(key, collection))
        except Rejected as error:
            if error_name(error.__cause__) == "RecordNotFound":
                return None
            raise self._not_hosted(error) from error
        require(found, "value", dict)
        return found

    def posts(self) -> Iterator[dict[str, Any]]:
        """All posts, with ``uri`` and ``value``, in the order of their keys, the highest first."""
        asked = {"repo": self.did, "collection": POST, "limit": _PAGE}
        while True:
            try:
                page = self._session.query("com.atproto.repo.listRecords", asked)
            except Rejected as error:
                raise self._not_hosted(error) from error
            require(page, "records", list)
            yield from page["records"]
            if not page.get("cursor"):
                return
            asked = asked | {"cursor": page["cursor"]}

    def put(self, key: str, record: Record) -> None:
        """Put a post under *key* if nothing is there; the same again changes nothing.

        Raises ``Rejected``, by ``InvalidSwap``, if something else is there.
        Source: https://docs.bsky.app/docs/api/com-atproto-repo-put-record
        """
        body = {**self._place(key, POST), "record": record, "swapRecord": None}
        answer = self._session.procedure("com.atproto.repo.putRecord", body, unknown=MaybeSent)
        if answer.get("uri") != self.uri(key):
            raise MaybeSent(f"Bluesky's answer does not name the post: {answer.get('uri')!r}.")

    def replace(self, key: str, record: Record, *, seen: str | None) -> None:
        """Put *record* under *key* in place of the one whose ``cid`` was *seen*; None: where there was none.

        Raises ``Rejected``, by ``InvalidSwap``, if something else is there.
        """
        place = self._place(key, record["$type"])
        body = {**place, "record": record, "swapRecord": seen}
        self._session.procedure("com.atproto.repo.putRecord", body, unknown=MaybeSent)

    def create(self, records: Sequence[tuple[str, Record]]) -> None:
        """Create *records*, each with its key, in this order: all or, if one key is taken, none.

        What a server says of a taken key is no more than "500 InternalServerError" as yet:
        https://github.com/bluesky-social/atproto/issues/4725
        Source: https://docs.bsky.app/docs/api/com-atproto-repo-apply-writes
        """
        writes = [
            {
                "$type": "com.atproto.repo.applyWrites#create",
                "collection": record["$type"],
                "rkey": key,
                "value": record,
            }
            for key, record in records
        ]
        body = {"repo": self.did, "writes": writes}
        answer = self._session.procedure("com.atproto.repo.applyWrites", body, unknown=MaybeSent)
        results = answer.get("results")
        named = [each.get("uri") for each in results] if isinstance(results, list) else None
        if named != [self.uri(key, record["$type"]) for key, record in records]:
            raise MaybeSent(f"Bluesky's answer does not name what was created: {named}.")

    def delete(self, key: str, collection: str = POST, *, seen: str | None = None) -> None:
        """Delete a record; one that is gone already, or never was, is no error.

        Raises ``Rejected``, by ``InvalidSwap``, if it is not the one whose ``cid`` was *seen*.
        """
        body = self._place(key, collection) | ({"swapRecord": seen} if seen else {})
        self._session.procedure("com.atproto.repo.deleteRecord", body, unknown=MaybeSent)

    def _place(self, key: str, collection: str) -> dict[str, Any]:
        return {"repo": self.did, "collection": collection, "rkey": key}

    def _not_hosted(self, error: Rejected) -> AccountTrouble:
        """A look that is refused: the server has the account no longer, or was told not to show it."""
        return AccountTrouble(
            f"The server does not show posts of {self.did}. {error.message}",
            remedy="See in the app whether the account was moved, deactivated or taken down.",
        )


def require(answer: Mapping[str, Any], name: str, kind: type) -> None:
    """Raise ``NotSent`` if an answer that only told something lacks *name*."""
    if not isinstance(answer.get(name), kind):
        raise NotSent(f"Bluesky's answer cannot be read: it has no {name}.")

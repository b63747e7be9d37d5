"""A signed-in session: requests go through it, and it is renewed and kept."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from atproto import Client, Request, SessionEvent
from atproto import Session as SdkSession
from atproto_client.models.dot_dict import DotDict
from atproto_client.request import Response
from atproto_core.exceptions import AtProtocolError

from scheduler.core.errors import AccountTrouble, NetworkError, NotSent, Rejected, StoreError
from scheduler.core.ports import Access, Identity
from scheduler.networks.bluesky.answers import SESSION_ENDED, error_name, told

_JSON = "application/json"
_BROKEN = (AtProtocolError, httpx.HTTPError, httpx.InvalidURL, ValueError)
"""All that the SDK lets out; ``ValueError`` is what a body that is no JSON, or no model, raises."""


class _Wire(Request):
    """The SDK's requests, which follow no redirection; remembers which one went last."""

    last = ""

    def get(self, *args: Any, **more: Any) -> Response:
        self.last = str(more.get("url"))
        return super().get(*args, follow_redirects=False, **more)

    def post(self, *args: Any, **more: Any) -> Response:
        self.last = str(more.get("url"))
        return super().post(*args, follow_redirects=False, **more)


def _wire(connecting: float, waiting: float) -> _Wire:
    return _Wire(
        timeout=httpx.Timeout(waiting, connect=connecting),
        trust_env=False,  # no proxy that the environment names sees a token
        # Posts are rare: a connection that was kept is one that the server may have closed meanwhile.
        limits=httpx.Limits(max_keepalive_connections=0),
    )


class _SessionEndedError(Exception):
    """The server takes this session no longer. Nothing was carried out."""


class Session:
    """The session of an account, by its access.

    The SDK renews it a quarter of an hour before it ends. Where it ended otherwise, one sign-in with the
    password follows, and the request once more; there is never a sign-in for each request.
    """

    def __init__(self, access: Access) -> None:
        self.did = access.remote_id
        self._access = access
        self._clock = access.clock
        self._saved = access.session
        self._wire = _wire(*access.timeouts)
        self._client: Client | None = None
        self._unkept = False
        self._signed: SdkSession | None = None

    def sign_in(self) -> Identity:
        """Who the account is, after a sign-in with its app password. Raises ``NetworkError``."""
        answer = self.query("com.atproto.server.getSession", {})
        where = self._signed.pds_endpoint if self._signed else None
        return Identity(
            remote_id=str(answer.get("did", "")),
            handle=str(answer.get("handle", "")),
            service=where or self._access.service,
        )

    def query(self, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """What *method*, which only reads, answers. Raises ``NetworkError``."""

        def ask(client: Client) -> Response:
            return client.invoke_query(method, params=DotDict(dict(params)))  # type: ignore[arg-type]

        return self._request(method, ask, NotSent)

    def ask_openly(self, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """What *method*, which only reads, answers to anybody: no session is used, and none is begun."""
        try:
            client = Client(self._access.service, request=self._wire)
            content = client.invoke_query(method, params=DotDict(dict(params))).content  # type: ignore[arg-type]
        except _BROKEN as error:
            raise told(error, NotSent, self._clock.now()) from error
        if not isinstance(content, dict):
            raise NotSent("Bluesky's answer cannot be read: it is no JSON.")
        return content

    def upload(self, data: bytes, media_type: str) -> dict[str, Any]:
        """What ``uploadBlob`` answers. Raises ``NetworkError``."""
        method = "com.atproto.repo.uploadBlob"

        def send(client: Client) -> Response:
            return client.invoke_procedure(method, content=data, headers={"Content-Type": media_type})

        return self._request(method, send, NotSent)

    def procedure(
        self, method: str, body: Mapping[str, Any], *, unknown: type[NetworkError]
    ) -> dict[str, Any]:
        """What *method* answers to *body*; *unknown* is raised where it may have been carried out.

        The body goes as bytes: the SDK's own models leave out what is ``None``, and without
        ``swapRecord: null`` a put overwrites.
        """
        content = json.dumps(body).encode()

        def send(client: Client) -> Response:
            return client.invoke_procedure(method, content=content, headers={"Content-Type": _JSON})

        return self._request(method, send, unknown)

    def _request(
        self, method: str, send: Callable[[Client], Response], unknown: type[NetworkError]
    ) -> dict[str, Any]:
        try:
            return self._once(method, send, unknown)
        except _SessionEndedError:
            self._client = self._saved = None
        try:
            return self._once(method, send, unknown)
        except _SessionEndedError as error:
            raise AccountTrouble(
                f"Bluesky does not take the new session of {self.did}.",
                remedy="See that this computer's clock is right.",
            ) from error

    def _once(
        self, method: str, send: Callable[[Client], Response], unknown: type[NetworkError]
    ) -> dict[str, Any]:
        try:
            client = self._opened()
            content = send(client).content
        except _BROKEN as error:
            if not self._wire.last or error_name(error) in SESSION_ENDED:
                raise _SessionEndedError from error  # nothing was asked: what was saved is no session
            raise self._meaning(error, unknown, asked=self._wire.last.endswith(f"/{method}")) from error
        if not isinstance(content, dict):
            raise unknown("Bluesky's answer cannot be read: it is no JSON.")
        return content

    def _meaning(self, error: Exception, unknown: type[NetworkError], *, asked: bool) -> NetworkError:
        """What *error* tells; if the request itself was not *asked*, it broke at signing in or renewing."""
        if asked:
            return told(error, unknown, self._clock.now())
        meaning = told(error, NotSent, self._clock.now())
        if isinstance(meaning, Rejected):
            who = self.did or self._access.handle
            return AccountTrouble(f"Signing in as {who} failed. {meaning.message}")
        return meaning

    def _opened(self) -> Client:
        """The client, signed in, with its session kept."""
        self._wire.last = ""
        if self._client is None:
            self._client = self._signed_in()
        self._keep()
        return self._client

    def _signed_in(self) -> Client:
        client = Client(self._access.service, request=self._wire)
        client.on_session_change(self._changed)
        password = self._access.secrets.get("app_password")
        if self._saved is not None:
            client.login(session_string=self._saved, fetch_bsky_profile=False)
        elif password is not None:
            self._access.sign_in()
            client.login(self.did or self._access.handle, password, fetch_bsky_profile=False)
        else:
            raise AccountTrouble(
                f"The session of {self.did} has ended.",
                remedy="Sign in again with an app password: drumbeat account add",
            )
        return client

    def _changed(self, event: SessionEvent, session: SdkSession) -> None:
        self._signed = session
        self.did = self.did or session.did  # unknown until the first sign-in
        if session.did != self.did:
            raise AccountTrouble(f"The session is that of {session.did}, not of {self.did}.")
        self._saved = session.export()
        if event is not SessionEvent.IMPORT:
            self._unkept = True
            self._keep()

    def _keep(self) -> None:
        if not self._unkept or self._saved is None:
            return
        try:
            self._access.save(self._saved)
        except StoreError as error:
            raise NotSent(f"The new session cannot be kept: {error.message}", remedy=error.remedy) from error
        self._unkept = False

"""The whole error tree. Split by what the caller should do, and for networks by what is known.

::

    DrumbeatError                    exit 1; every message says what to do next
    ├── InputError                   exit 2; mend the input, nothing was changed
    │   ├── StatementError           (quotes) a file cannot be read as a statement
    │   ├── ExcerptError             (quotes) not one contiguous slice of its statement
    │   ├── CardError                (quotes) a card would not be legible
    │   ├── PictureError             (quotes) a picture that a person brings cannot go out
    │   ├── ThemeError               (quotes) a theme's file is wrong
    │   ├── ConfigError              config.toml: every problem at once, with its line
    │   ├── SecretError              a secret is missing, open to others, or sealed with another key
    │   ├── NotFound                 no such statement, campaign, post, delivery, account
    │   ├── FetchError               an address cannot be fetched, or must not be
    │   ├── PlanError                a time or a plan cannot be understood or kept
    │   ├── WordsError               words or alt text do not fit their network
    │   ├── LinesError               a file of posts: every problem at once, with its line
    │   └── Refused                  a rule forbids this now; the message names what opens it
    │       └── Stale                somebody changed it since it was seen; look again
    ├── StoreError                   the database cannot be used; nothing was changed
    │   ├── DatabaseBusy             another program holds it; try again
    │   ├── DatabaseTooNew           made by a newer Drumbeat; upgrade
    │   └── DaemonRunning            needs the instance lock, which a daemon holds
    ├── NotTaken                     a message to people was not taken; it is tried again
    ├── HaltUnconfirmed              a running daemon did not confirm a halt in time
    └── NetworkError                 what a network's answer tells about a request
        ├── Rejected                 refused for good: failed, never retried
        │   └── Taken                its key holds other content: looked for, and posted as what is there
        ├── ComeBackLater            not taken now, not sent: queued again at ``until``
        ├── AccountTrouble           the account must be mended: it is stopped, a person resumes it
        ├── NotSent                  known not to have left: queued again, with back-off
        └── MaybeSent                may be out: uncertain, looked for before anything else
"""

from datetime import datetime

from quotes.errors import (
    CardError,
    DrumbeatError,
    ExcerptError,
    InputError,
    PictureError,
    StatementError,
    ThemeError,
)

__all__ = [
    "AccountTrouble",
    "CardError",
    "ComeBackLater",
    "ConfigError",
    "DaemonRunning",
    "DatabaseBusy",
    "DatabaseTooNew",
    "DrumbeatError",
    "ExcerptError",
    "FetchError",
    "HaltUnconfirmed",
    "InputError",
    "LinesError",
    "MaybeSent",
    "NetworkError",
    "NotFound",
    "NotSent",
    "NotTaken",
    "PictureError",
    "PlanError",
    "Refused",
    "Rejected",
    "SecretError",
    "Stale",
    "StatementError",
    "StoreError",
    "Taken",
    "ThemeError",
    "WordsError",
]


class ConfigError(InputError):
    """The configuration is wrong. ``problems`` holds one line each, with file and line number."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class LinesError(InputError):
    """A file of posts is wrong. ``problems`` holds one line each, with the number of the line in the file."""

    def __init__(self, problems: list[str], *, remedy: str = "") -> None:
        super().__init__("\n".join(problems), remedy=remedy)
        self.problems = problems


class SecretError(InputError):
    """A secret is missing, others can read it, or the key at hand does not open it."""


class NotFound(InputError):
    """There is no such thing; the message names the nearest that there is."""


class FetchError(InputError):
    """An address is none that may be fetched, or what it serves cannot be had."""


class PlanError(InputError):
    """A time, an offset or a plan cannot be understood or kept."""


class WordsError(InputError):
    """Words or alt text break a rule of their network; names the measured and the allowed value."""


class Refused(InputError):
    """A rule forbids this in the present state; the message names what opens it."""


class Stale(Refused):
    """Somebody changed it since it was seen; the message shows the newer."""


class StoreError(DrumbeatError):
    """The database cannot be used; nothing was changed."""


class DatabaseBusy(StoreError):
    """Another program holds the database for longer than the time-out."""


class DatabaseTooNew(StoreError):
    """The database was made by a newer version of Drumbeat."""


class DaemonRunning(StoreError):
    """This needs the instance lock, which a running daemon holds."""


class NotTaken(DrumbeatError):
    """A message to people was not taken; the text names neither an address nor a secret."""


class HaltUnconfirmed(DrumbeatError):
    """The halt is recorded, but a running daemon has not confirmed it in time."""


class NetworkError(DrumbeatError):
    """What a network's answer, or its silence, tells about a request."""


class Rejected(NetworkError):
    """The network refused for good; asking again changes nothing."""


class Taken(Rejected):
    """Under the record key there is other content: an earlier request of ours, come after all."""


class ComeBackLater(NetworkError):
    """The network took nothing now and says, or we guess, when to ask again."""

    def __init__(self, message: str, *, until: datetime, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.until = until


class AccountTrouble(NetworkError):
    """The account must be mended by a person before anything of it can go out."""


class NotSent(NetworkError):
    """The request is known not to have reached the network."""


class MaybeSent(NetworkError):
    """The request may have been carried out; only the network can tell."""

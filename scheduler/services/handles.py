"""Words as a person wrote them, and as an account says them."""

from quotes.statement import normalise
from scheduler.core.accounts import Account
from scheduler.core.handles import filled
from scheduler.services.desk import Desk


def said(desk: Desk, account: Account, words: str) -> str:
    """*words* as *account* says them: as the statement was read, and with the handles of its network.

    A terminal's line ends and loose accents are no change of words. Raises ``NotFound``, ``WordsError``.
    """
    return filled(normalise(words), desk.people, desk.networks[account.network])

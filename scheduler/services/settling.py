"""What becomes of a post that is live with words that were corrected since: one decision for each."""

from scheduler.core.errors import InputError
from scheduler.services import adding, deciding, lookups
from scheduler.services.adding import Added
from scheduler.services.desk import Desk


def leave(desk: Desk, delivery_id: str, *, actor: str) -> None:
    """It stays as it is; raises ``NotFound``, and ``Refused`` where nothing of it was corrected."""
    deciding.decide(desk, delivery_id, "leave", actor=actor)


def answer(desk: Desk, delivery_id: str, words: str, *, actor: str) -> Added:
    """It stays, and is answered by its own account with *words*, which wait for approval.

    Raises ``NotFound``, ``Refused``, ``WordsError``; then nothing is decided.
    """
    if not words.strip():
        raise InputError("An answer needs words.", remedy="Say what is right.")
    with desk.store.read() as unit:
        delivery = lookups.delivery(unit, delivery_id)
    said = {delivery.account: words}
    wish = adding.Wish(
        campaign=delivery.campaign, at="now", reply_to=delivery.post, on=(delivery.account,), words_on=said
    )
    added = adding.add(desk, wish, actor=actor)
    leave(desk, delivery_id, actor=actor)
    return added

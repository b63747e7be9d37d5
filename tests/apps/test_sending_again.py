"""What becomes of a post that looks did not find: held for a person, or sent once more where that was proved."""

from typing import Any


def told(drumbeat: Any) -> dict[str, Any]:
    """What ``account set`` tells of the account."""
    return drumbeat.json("account", "set", "x-main", "--send-again")


def test_only_what_was_proved_may_be_sent_again(ready: Any) -> None:
    """Without a proof nobody knows whether "not found" means anything; a proof that failed takes it back."""
    assert "not proved" in ready("account", "set", "x-main", "--send-again", code=2).err
    ready("account", "prove", "x-main", "--yes")
    assert told(ready)["sends_again"] is True
    with ready.office() as office:
        office.order_fault("x-main", "refuse", times=1, skip=0)
    ready("account", "prove", "x-main", "--yes", code=1)
    (account,) = [each for each in ready.json("account", "list") if each["name"] == "x-main"]
    assert account["sends_again"] is False


def test_where_looks_are_certain_there_is_nothing_to_set(ready: Any) -> None:
    """On a keyed network nothing is ever given up as unknown."""
    ready("account", "prove", "sky", "--yes")
    assert "Nothing needs to be set" in ready("account", "set", "sky", "--send-again", code=2).err

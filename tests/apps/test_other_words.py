"""Other words than those approved, out under a key of ours."""

from typing import Any

from scheduler.core.ports import Prepared
from scheduler.testing import letter

X1, S1 = "ijn-2020.1@x-main", "ijn-2020.1@sky"


def test_other_words_are_told(approved: Any) -> None:
    """What a look finds in place of what was approved is posted as what it is, and told until a person read it."""
    approved.die_launched(S1)
    with approved.office() as office:
        with office.store.read() as unit:
            key = unit.deliveries.get(S1).parts[0].record_key
        stranger = office.rehearsal.connect("sky", office.desk.networks["bluesky"], office.desk.clock)
        stranger.publish(letter("Somebody else was here.", key=key), Prepared())
    approved("run", "--once")
    approved.send()
    row = approved.deliveries("attention")[S1]
    assert (row["state"], row["parts"][0]["found_words"]) == ("posted", "Somebody else was here.")
    assert approved.json("status")["waiting"] == len(approved.json("attention")) == 1
    for screen in (("attention",), ("history",), ("history", "--attempts"), ("campaign", "show", "ijn-2020")):
        told = approved(*screen)
        assert "other words" in told.out + told.err
        assert "Somebody else was here." in told.out + told.err
    assert "rehearsed (other words)" in approved("history").out
    receipts = {each["delivery"]: each["found_words"] for each in approved.json("export", "receipts")}
    assert (receipts[S1], receipts[X1]) == ("Somebody else was here.", None)
    assert "Somebody else was here." in approved("export", "receipts").out

    approved("decide", S1, "seen", "--as", "Rosa")
    assert approved.json("attention") == []
    assert approved.json("status")["waiting"] == 0
    row = approved.deliveries("history")[S1]
    last = row["attempts"][-1]
    assert (last["event"], last["outcome"], last["actor"]) == ("decided", "seen", "Rosa")
    assert row["parts"][0]["found_words"] == "Somebody else was here."
    assert "nobody has read" in approved("decide", S1, "seen", code=2).err

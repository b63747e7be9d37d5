"""What followers have seen already: a wrong speaker, a post that must go, one that somebody deleted in the app."""

from datetime import timedelta

import pytest
import unions
from week import Seen, Week

pytestmark = pytest.mark.xdist_group("pds")
MINUTE = timedelta(minutes=1)


def words(seen: list[Seen]) -> list[str]:
    """What followers read, oldest first."""
    return [each.words for each in seen]


def three(week: Week) -> None:
    """Three posts on both networks, an hour apart, approved for eleven."""
    week(
        "campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0, T+1h, T+2h", "--launch", "11:00"
    )
    week("campaign", "approve", "ijn-2020")


def test_a_wrong_speaker_is_found_live(week: Week) -> None:
    """Out under another's name: the rest is kept back and signed anew, what is live is listed and taken down."""
    (week.drumbeat.folder / "union.txt").write_text(unions.TEXT, encoding="utf-8")
    week("statement", "add", "union.txt", "--lang", "en", "--issuer", "River Union")
    ids = [unions.id_of(unions.TEXT, each) for each in (unions.FEAR, unions.JUSTICE, unions.COUNCIL)]
    times = ("--plan", "T+0, T+1h, T+2h", "--launch", "11:00")
    week("campaign", "new", "union", "--on", "sky,x-main", "--excerpts", ",".join(ids), *times)
    people = ("--person", "Sam Poe", "--person", "Jane Roe")
    week("campaign", "approve", "union", *people)
    with week.daemon() as running:
        running.until(week.local("2026-03-02 11:01"))
        assert all("Sam Poe" in seen[0].alts[0] for seen in (week.sky(), week.x()))
        week.tells("Sam Poe calls: she spells her name Samira Poe.")
        week("speakers", "set", "union", "Sam Poe", "--name", "Samira Poe")
        week("post", "delete", "union.1", "--yes")
        week("campaign", "approve", "union", "--person", "Samira Poe")
        week("post", "again", "union.1", "--at", "11:30")
        week("post", "approve", "union.4", code=2)
        week("speakers", "sign", "union")
        week("post", "approve", "union.4", "--person", "Samira Poe")
        running.until(week.local("2026-03-02 13:01"))
        week("history")
    for seen in (week.sky(), week.x()):
        alts = [each.alts[0] for each in seen]
        assert not any("Sam Poe" in alt for alt in alts)
        assert sum("Samira Poe" in alt for alt in alts) == 2
        assert sum("Jane Roe" in alt for alt in alts) == 1
    week.is_told_in("a-wrong-name")


def test_one_post_is_deleted(week: Week) -> None:
    """It is gone from both networks, and was seen to be; the posts around it stay and go out."""
    three(week)
    with week.daemon() as running:
        running.until(week.local("2026-03-02 12:01"))
        before = (words(week.sky()), words(week.x()))
        week("post", "delete", "ijn-2020.1", code=2)
        assert (words(week.sky()), words(week.x())) == before
        week("post", "delete", "ijn-2020.1", "--yes")
        assert (words(week.sky()), words(week.x())) == (before[0][1:], before[1][1:])
        running.until(week.local("2026-03-02 13:01"))
    week("history")
    assert (len(week.sky()), len(week.x())) == (2, 2)
    rows = {row["delivery"]: row for row in week.json("history")}
    assert [rows[f"ijn-2020.1@{name}"]["parts"][0]["removed_by"] for name in ("sky", "x-main")] == ["Ana"] * 2


def test_somebody_deletes_a_post_in_the_app(week: Week) -> None:
    """A check notices it on either network, says since when, and never posts it again."""
    three(week)
    with week.daemon() as running:
        running.until(week.local("2026-03-02 11:01"))
        week("campaign", "check", "ijn-2020", "--yes")
        week.tells("In the evening somebody deletes the first post in the apps.")
        key = week.sky()[0].id.rpartition("/")[2]
        place = {"repo": week.on_sky.did, "collection": "app.bsky.feed.post", "rkey": key}
        week.pds.call("com.atproto.repo.deleteRecord", place, token=week.on_sky.token)
        with week.x_server.world.lock:
            week.x_server.world.remove(week.on_x, week.x()[0].id)
        running.until(week.local("2026-03-02 18:00"))
        assert (len(week.sky()), len(week.x())) == (2, 2)
        week("campaign", "check", "ijn-2020", "--yes", code=1)
        week("attention")
        for name in ("sky", "x-main"):
            week("decide", f"ijn-2020.1@{name}", "seen")
        assert week.json("attention") == []
        running.until(week.local("2026-03-03 18:00"))
    week("history")
    assert (len(week.sky()), len(week.x())) == (2, 2)

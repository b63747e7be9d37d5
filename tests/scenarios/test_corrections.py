"""When the text was wrong: corrected after three of eight posts, withdrawn while it is out; and its Spanish twin."""

from datetime import timedelta

import pytest
from twins import ENGLISH, SPANISH
from week import Seen, Week

pytestmark = pytest.mark.xdist_group("pds")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DEMANDS = [
    f"We demand that the council {what}, and we will not rest until every family has a home."
    for what in (
        "stop the evictions",
        "open the empty houses",
        "freeze the rents",
        "fund forty new homes",
        "hear the tenants",
        "publish its plans",
        "pay the moving costs",
        "mend the broken heating",
    )
]
TEXT = "River Union Demands Homes\n\n" + "\n\n".join(DEMANDS) + "\n"


def planned(week: Week) -> None:
    """Eight posts on both networks, an hour apart, approved for eleven."""
    (week.drumbeat.folder / "union.txt").write_text(TEXT, encoding="utf-8")
    week("statement", "add", "union.txt", "--issuer", "River Union", "--lang", "en")
    spans = [(TEXT.index(each), TEXT.index(each) + len(each)) for each in DEMANDS]
    ids = ",".join(f"union:{start}-{end}" for start, end in spans)
    plan = ", ".join(f"T+{n}h" for n in range(8))
    week(
        *("campaign", "new", "union", "--on", "sky,x-main"),
        *("--excerpts", ids, "--plan", plan, "--launch", "11:00"),
    )
    week("campaign", "approve", "union")


def said(seen: list[Seen]) -> list[str]:
    """What of each post's alt text is the council asked to do."""
    return [
        each.alts[0].partition("council ")[2].partition(",")[0] if each.alts else each.words for each in seen
    ]


def test_corrected_after_three_of_eight(week: Week) -> None:
    """The rest that is right goes on time without another yes, and what was wrong goes as it was put right.

    What is out with the wrong words is answered on one network, and deleted on the other.
    """
    start = week.local("2026-03-02 11:00")
    planned(week)
    corrected = TEXT.replace("open the empty houses", "open the 90 empty houses").replace("forty", "fifty")
    (week.drumbeat.folder / "corrected.txt").write_text(corrected, encoding="utf-8")
    with week.daemon() as running:
        running.until(start + 2 * HOUR + MINUTE)
        assert len(week.sky()) == len(week.x()) == 3
        week("statement", "revise", "union", "corrected.txt", "--dry-run")
        week("statement", "revise", "union", "corrected.txt", "--yes")
        assert {row["delivery"] for row in week.json("attention")} == {
            *("union.2@sky", "union.2@x-main"),  # live
            *("union.4@sky", "union.4@x-main"),  # to come
        }
        week("attention")
        week("post", "delete", "union.2", "--on", "x-main", "--yes")
        words = "Correction: there are 90 empty houses."
        week("post", "reply", "union.2", "--on", "sky", "--words", words, "--at", "+5m")
        week("decide", "union.2@sky", "leave")
        week("post", "approve", "union.9")
        week("post", "renew", "union.4")
        week("post", "approve", "union.4")
        assert week.json("attention") == []
        running.until(start + 7 * HOUR + MINUTE)
    asked = [each.partition("council ")[2].partition(",")[0] for each in DEMANDS]
    asked[3] = "fund fifty new homes"
    assert said(week.x()) == [each for each in asked if "houses" not in each]
    assert sorted(said(week.sky())) == sorted([*asked, words])
    (answer,) = [each for each in week.sky() if each.words == words]
    (wrong,) = [each for each in week.sky() if each.alts and "houses" in each.alts[0]]
    assert answer.reply_to == wrong.id
    assert [round((each.at - start) / HOUR) for each in week.x()] == [0, 2, 3, 4, 5, 6, 7]
    assert week("verify").code == 0
    week("history")


def test_withdrawn_while_it_is_out(week: Week) -> None:
    """Nothing more goes out from that moment; what is live is deleted, and its network shows it no more."""
    start = week.local("2026-03-02 11:00")
    planned(week)
    with week.daemon() as running:
        running.until(start + 2 * HOUR + MINUTE)
        week("statement", "withdraw", "union", "--because", "two figures are wrong", "--delete", "--yes")
        assert (week.sky(), week.x()) == ([], [])
        running.until(start + 8 * HOUR)
        assert (week.sky(), week.x()) == ([], [])
        week("attention")
        week("statement", "restore", "union")
        assert "held (missed)" in week("attention").both
    assert (week.sky(), week.x()) == ([], [])


def test_spanish_twin(week: Week) -> None:
    """Both languages take turns on both networks, each with its own words, marks and alt text."""
    start = week.local("2026-03-02 11:00")
    for name, text, issuer in (("union", ENGLISH, "River Union"), ("union-es", SPANISH, "Unión del Río")):
        (week.drumbeat.folder / f"{name}.txt").write_text(text, encoding="utf-8")
        pair = ["--translation-of", "union"] if name == "union-es" else []
        week("statement", "add", f"{name}.txt", "--issuer", issuer, *pair)
    week("excerpts", "union")
    week(
        *("campaign", "new", "union", "--on", "sky,x-main", "--with-translation", "union-es"),
        *("--plan", "T+0, T+2h, T+4h, T+6h", "--launch", "11:00"),
    )
    people = ("--person", "Sam Poe", "--person", "Jane Roe")
    week("campaign", "approve", "union", *people)
    week("campaign", "approve", "union-es", *people)
    with week.daemon() as running:
        running.until(start + 7 * HOUR)
    for seen in (week.sky(), week.x()):
        assert [round((each.at - start) / HOUR) for each in seen] == [0, 2, 4, 6]
        cards = [each.alts[0].partition(":")[0] for each in seen]
        assert cards == ["Quote card", "Tarjeta con una cita"] * 2
    langs = [each.raw["value"]["langs"] for each in week.sky()]
    assert langs == [["en"], ["es"], ["en"], ["es"]]
    week("history")

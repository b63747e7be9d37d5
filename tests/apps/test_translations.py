"""A statement and its translation: a pair, its excerpts side by side, and a campaign of both."""

from typing import Any

import pytest
from twins import ENGLISH, SAME, SPANISH, paired

from quotes.verbatim import display


@pytest.fixture
def twins(drumbeat: Any) -> Any:
    """A statement in English and its translation, and two accounts."""
    return paired(drumbeat)


def posts(drumbeat: Any, campaign: str) -> list[Any]:
    """The deliveries of a campaign on X, by post."""
    rows = drumbeat.json("campaign", "show", campaign)["deliveries"]
    return [row for row in rows if row["account"] == "x-main"]


def test_excerpts_side_by_side(twins: Any) -> None:
    """Each with the slice of the translation that says the same, and who says it there; in both directions."""
    for statement, text, other in (("union", SPANISH, "union-es"), ("union-es", ENGLISH, "union")):
        found = twins.json("excerpts", statement)
        assert found
        for each in found:
            (beside,) = each["beside"]
            start, end = map(int, beside["id"].removeprefix(f"{other}:").split("-"))
            assert beside["text"] == text[start:end]
            assert beside["lang"] == {"union": "en", "union-es": "es"}[other]
            assert beside["speaker"] in (each["speaker"], "River Union", "Unión del Río")
    said = {each["text"]: each["beside"][0]["text"] for each in twins.json("excerpts", "union")}
    known = [(one, other) for one, other in SAME for text in said if one in text]
    assert len(known) >= 3
    assert all(any(other in same for text, same in said.items() if one in text) for one, other in known)
    assert "es: union-es:" in twins("excerpts", "union").out


def test_posts_in_turn(twins: Any) -> None:
    """The times of the plan are dealt to both languages: English 09:00, Spanish 11:00 …, pair by pair."""
    plan = ["--plan", "T+0 09:00, T+0 11:00, T+1d 09:00, T+1d 11:00", "--launch", "2036-11-24 00:00"]
    made = twins.json(
        "campaign", "new", "union", "--on", "x-main,sky", "--with-translation", "union-es", *plan
    )
    assert (made["id"], made["translation"]["id"]) == ("union", "union-es")
    both = [(row["planned_local"], row) for id in ("union", "union-es") for row in posts(twins, id)]
    times = [(at, row["campaign"]) for at, row in sorted(both, key=lambda each: each[0])]
    assert times == [
        ("2036-11-24T09:00:00", "union"),
        ("2036-11-24T11:00:00", "union-es"),
        ("2036-11-25T09:00:00", "union"),
        ("2036-11-25T11:00:00", "union-es"),
    ]
    beside = {each["id"]: each["beside"][0]["id"] for each in twins.json("excerpts", "union")}
    for english, spanish in zip(posts(twins, "union"), posts(twins, "union-es"), strict=True):
        assert spanish["parts"][0]["excerpt"] == beside[english["parts"][0]["excerpt"]]


def test_each_in_its_own_words(twins: Any) -> None:
    """Quote, marks, issuer, link, and what the alt text says of the card; verbatim by its own statement."""
    twins("campaign", "new", "union", "--on", "x-main,sky", "--with-translation", "union-es", "--count", "2")
    for id, text, card, issuer in (
        ("union", ENGLISH, "Quote card: ", "River Union"),
        ("union-es", SPANISH, "Tarjeta con una cita: ", "Unión del Río"),
    ):
        for row in posts(twins, id):
            (part,) = row["parts"]
            start, end = map(int, part["excerpt"].partition(":")[2].split("-"))
            quote = display(text[start:end])
            assert quote in part["words"]
            assert part["alt"][0].startswith(card)
            assert quote in part["alt"][0]
            assert issuer in part["alt"][0]
        assert f"https://union.example/{id}" in posts(twins, id)[0]["parts"][0]["words"]
        twins.approve(id)
        twins("campaign", "launch", id, "--yes")
    assert twins("verify").code == 0
    twins.send()
    assert len(twins.json("history")) == 8


def test_the_language_of_each_post_is_told_to_its_network(twins: Any) -> None:
    """By the statement that it quotes."""
    from scheduler.services.letters import letters

    twins("campaign", "new", "union", "--on", "sky", "--with-translation", "union-es", "--count", "1")
    with twins.office() as office:
        for id, lang in (("union.1@sky", "en"), ("union-es.1@sky", "es")):
            with office.store.read() as unit:
                delivery = unit.deliveries.get(id)
            (letter,) = letters(office.desk, delivery, delivery.parts)
            assert letter.lang == lang


def test_a_person_chooses(twins: Any) -> None:
    """By ids of the one, with the twin of each, threads too; or each statement alone, with any."""
    ids = [each["id"] for each in twins.json("excerpts", "union")]
    beside = {each["id"]: each["beside"][0]["id"] for each in twins.json("excerpts", "union")}
    chosen = f"{ids[1]}+{ids[0]},{ids[2]}"
    twins("campaign", "new", "union", "--on", "sky", "--with-translation", "union-es", "--excerpts", chosen)
    shown = twins.json("campaign", "show", "union-es")["posts"]
    assert [each["excerpts"] for each in shown] == [[beside[ids[1]], beside[ids[0]]], [beside[ids[2]]]]
    twins("campaign", "new", "union-es", "--on", "x-main", "--excerpts", beside[ids[2]])


def test_the_pair_is_told_and_parted(twins: Any) -> None:
    """Wherever the translation is shown; parted, nothing is beside anything, and campaigns stay."""
    assert "(translates union)" in twins("statement", "list").out
    assert twins.json("statement", "show", "union-es")["translation_of"] == "union"
    told = twins("statement", "unpair", "union").out  # by either of them
    assert "union-es is no translation of union any more." in told
    assert all(each["beside"] == [] for each in twins.json("excerpts", "union"))
    twins(
        "statement", "add", "union-es.txt", "--translation-of", "union"
    )  # the same file again: paired again
    assert twins.json("statement", "show", "union-es")["translation_of"] == "union"
    assert len(twins.json("statement", "list")) == 2


def test_a_third_language_joins_the_pair(twins: Any) -> None:
    """A translation of a translation is one of the original."""
    french = "L'Union de la rivière condamne les expulsions.\n\nNos familles méritent la justice, et nous resterons."
    (twins.folder / "union-fr.txt").write_text(french, encoding="utf-8")
    twins(
        "statement",
        "add",
        "union-fr.txt",
        "--issuer",
        "Union",
        "--lang",
        "fr",
        "--translation-of",
        "union-es",
    )
    assert twins.json("statement", "show", "union-fr")["translation_of"] == "union"
    assert "Name one: union-es, union-fr" in twins("statement", "unpair", "union", code=2).err


def test_a_correction_keeps_the_pair(twins: Any) -> None:
    """The new version of either is the one that stands beside the other, and the other is named."""
    (twins.folder / "new.txt").write_text(ENGLISH.replace("forty", "fifty"), encoding="utf-8")
    told = twins("statement", "revise", "union", "new.txt", "--yes").err
    assert "union-es says the same in es" in told
    (twins.folder / "neu.txt").write_text(SPANISH.replace("cuarenta", "cincuenta"), encoding="utf-8")
    twins("statement", "revise", "union-es", "neu.txt", "--yes")
    found = twins.json("excerpts", "union-2")
    assert {each["beside"][0]["id"].partition(":")[0] for each in found} == {"union-es-2"}
    twins("campaign", "new", "union-2", "--on", "sky", "--with-translation", "union-es-2", "--count", "1")
    refused = ["campaign", "new", "union-2", "--on", "sky", "--with-translation", "union-es"]
    assert "no translation of union-2 that stands" in twins(*refused, code=2).err


def test_a_withdrawal_names_the_other(twins: Any) -> None:
    """One may be right where the other is wrong: a person says so of each."""
    told = twins("statement", "withdraw", "union-es").err
    assert "union stands, and says the same" in told
    refused = ["campaign", "new", "union", "--on", "sky", "--with-translation", "union-es"]
    assert "drumbeat statement restore union-es" in twins(*refused, code=2).err


NEW = ["campaign", "new", "union", "--on", "sky", "--with-translation"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["statement", "add", "union-es.txt", "--translation-of", "none"], "There is no statement 'none'."),
        (["statement", "add", "union-es.txt", "--translation-of", "union-es"], "no translation of itself"),
        (["statement", "add", "other.txt", "--lang", "en", "--translation-of", "union"], "are both in en"),
        (
            ["statement", "add", "other.txt", "--translation-of", "union"],
            "The language of other is not known.",
        ),
        (["statement", "unpair", "none"], "There is no statement 'none'."),
        ([*NEW, "none"], "There is no statement 'none'."),
        ([*NEW, "union"], "union is no translation of union that stands."),
        ([*NEW, "union-es", "--count", "3"], "There are 6 posts in two languages for the 5 times"),
        ([*NEW, "union-es", "--plan", "T+0"], "There are 2 posts in two languages for the 1 times"),
        ([*NEW, "union-es", "--count", "0"], "0 posts is none"),
        ([*NEW, "union-es", "--theme", "none"], "none"),
    ],
)
def test_wrong_input(twins: Any, words: list[str], told: str) -> None:
    """Named with the way on; nothing is kept, of either."""
    (twins.folder / "other.txt").write_text("Zzz.", encoding="utf-8")
    before = twins.json("statement", "list"), twins.json("campaign", "list")
    assert told in twins(*words, code=2).err
    assert (twins.json("statement", "list"), twins.json("campaign", "list")) == before

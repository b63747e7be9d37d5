"""The contract of the store for what a campaign is made of: statements, excerpts, cards."""

from dataclasses import replace
from datetime import date
from typing import Any

from filling import filled

from db.store import SqlStore
from quotes.rulings import Kind
from quotes.statement import Format
from scheduler.core.records import KeptCard, KeptRuling


def test_statement_comes_back(store: SqlStore, make: Any) -> None:
    """Every field of a statement is kept, its bytes and its text to the last code point."""
    ruling = KeptRuling(
        statement="next", n=1, kind=Kind.NAME, name="İpek", value="I", at=make.now, by="Žofia"
    )
    value = filled(
        make.statement("next"),
        issuer="Ökumene",
        url="https://example.org/ä",
        changed_by="ann",
        supersedes="ijn",
        translation_of="ijn",
        withdrawn_at=make.after(1),
        withdrawn_by="Žofia",
        withdrawn_why="wrong number",
        format=Format.PDF,
        reader="pypdf 7.1.0, rules 1",
        fetched_at=make.after(-1),
        fetched_from="https://example.org/ä.pdf",
        media_type="application/pdf",
        revision=2,
        rulings=(ruling,),
    )
    with store.write() as unit:
        unit.statements.add(value)
    with store.read() as unit:
        assert unit.statements.get("next") == value
        assert unit.statements.by_digest(value.sha256) == [value]
        assert unit.statements.all() == [make.statement(), value]
        assert list(unit.statements.ids()) == ["ijn", "next"]
        assert unit.statements.get("none") is None
        assert unit.statements.by_digest("0" * 64) == []


def test_only_what_may_change_of_a_statement_does(store: SqlStore, make: Any) -> None:
    """Saving writes what is known of a statement; its words and bytes stay."""
    known = {
        "issuer": "I",
        "url": "u",
        "lang": "fr",
        "title": None,
        "published": date(2020, 1, 2),
        "guessed": frozenset({"url"}),
        "changed_by": "ann",
        "withdrawn_at": make.after(2),
        "withdrawn_by": "ann",
        "withdrawn_why": "wrong number",
    }
    with store.write() as unit:
        unit.statements.save(replace(make.statement(), text="other", original=b"other", **known))
    with store.read() as unit:
        assert unit.statements.get("ijn") == replace(make.statement(), revision=2, **known)


def test_excerpt_comes_back(store: SqlStore, make: Any) -> None:
    """Excerpts come back in order of the text; the first one kept under an id stays as it was."""
    later = filled(
        make.excerpt(5, 9),
        speaker="İpek",
        by_person=False,
        ruled_at=make.after(2),
        revised_at=make.after(1),
        revised_why="[-a-]",
    )
    with store.write() as unit:
        unit.statements.keep_excerpt(later)
        unit.statements.keep_excerpt(replace(later, speaker="somebody else"))
    with store.read() as unit:
        assert unit.statements.excerpt("ijn:5-9") == later
        assert unit.statements.excerpts("ijn") == [make.excerpt(), later]
        assert unit.statements.excerpt("ijn:1-2") is None


def test_card_comes_back(store: SqlStore, make: Any) -> None:
    """Every field of a card is kept."""
    value = KeptCard(
        key="k", excerpt="ijn:0-4", theme="plain", width=1200, height=675, sha256="c" * 64,
        media_type="image/png", alt="„我們“ 👩🏽‍🌾", drawn_at=make.now,
    )  # fmt: skip
    with store.write() as unit:
        unit.cards.add(value)
    with store.read() as unit:
        assert unit.cards.get("k") == value
        assert unit.cards.all() == [value]
        assert unit.cards.get("other") is None

"""A statement of a union that is corrected, and its campaign."""

from typing import Any

TEXT = """River Union Condemns Evictions

OAKDALE, CA — River Union condemned on Friday the eviction of forty families from their homes.

“Our families deserve justice, and we will never be silent,” said Rep. Jane Roe (D-CA), co-chair of the caucus. “We will fight for every home.”

“They cannot take our future away from our children,” Roe added.

Sam Poe, a nurse, said: “I have seen what fear does to a family, and it must end.

“It is time for the council to choose people over profit.”

River Union is a coalition of tenants in Oakdale.
"""
PARAGRAPHS = TEXT.split("\n\n")
JUSTICE, HOME, FEAR, COUNCIL = (
    "Our families deserve justice, and we will never be silent",
    "We will fight for every home.",
    "I have seen what fear does to a family, and it must end.",
    "It is time for the council to choose people over profit.",
)


def planned(drumbeat: Any) -> Any:
    """A campaign of four quotations of two people, approved; it stands by."""
    (drumbeat.folder / "union.txt").write_text(TEXT, encoding="utf-8")
    drumbeat("statement", "add", "union.txt", "--lang", "en", "--issuer", "River Union")
    drumbeat("account", "add", "x", "x-main", "--rehearsal")
    ids = ",".join(id_of(TEXT, words) for words in (JUSTICE, HOME, FEAR, COUNCIL))
    drumbeat("campaign", "new", "union", "--on", "x-main", "--excerpts", ids, "--over", "4d")
    drumbeat.approve("union")
    return drumbeat


def id_of(text: str, words: str, statement: str = "union") -> str:
    """The id of the excerpt of *words*."""
    return f"{statement}:{text.index(words)}-{text.index(words) + len(words)}"


def revise(drumbeat: Any, old: str = "", new: str = "", *, text: str = "", of: str = "union") -> Any:
    """Correct the statement with *new* in place of *old*, or with another *text*; what is told of it."""
    corrected = text or TEXT.replace(old, new)
    (drumbeat.folder / "new.txt").write_text(corrected, encoding="utf-8")
    return drumbeat.json("statement", "revise", of, "new.txt", "--yes")


def rows(drumbeat: Any) -> dict[int, Any]:
    """The deliveries of the campaign by the number of their post."""
    found = drumbeat.json("campaign", "show", "union")["deliveries"]
    return {int(row["post"].rpartition(".")[2]): row for row in found}


def standing(drumbeat: Any) -> dict[int, tuple[str, str]]:
    """State, with its reason, and statement of each."""
    return {
        n: (row["state"] + (f" ({row['reason']})" if row["reason"] else ""), row["statement"])
        for n, row in rows(drumbeat).items()
    }


def kept(drumbeat: Any, id: str) -> Any:
    """The delivery called *id*."""
    with drumbeat.office() as office, office.store.read() as unit:
        return unit.deliveries.get(id)


def sent(drumbeat: Any) -> None:
    """Send the first post, and let the others be still to come."""
    drumbeat("campaign", "launch", "union", "--yes")
    drumbeat("run", "--once")
    assert [row["delivery"] for row in drumbeat.json("history")] == ["union.1@x-main"]

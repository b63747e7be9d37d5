"""What was shown before a yes, and the yes to each person quoted: tables whose rows are for ever."""

from db.columns import check, forbid, refers_to, required, table, text_key
from db.types import Document, Moment

review = table(
    "review",
    text_key("campaign", refers_to("campaign.id")),
    text_key("code"),
    required("shown", Document),
    required("at", Moment),
    check("code", "length(code) = 8"),
)

person_yes = table(
    "person_yes",
    text_key("excerpt", refers_to("excerpt.id")),
    text_key("name"),
    required("at", Moment),
    required("by"),
    check("name", "trim(name) <> ''"),
)

_WHY = "what was said stays on record"
for _table in (review, person_yes):
    forbid(_table, f"{_table.name}_keeps_its_rows", f"DELETE ON {_table.name}", _WHY)
    forbid(_table, f"{_table.name}_keeps_its_words", f"UPDATE ON {_table.name}", _WHY)

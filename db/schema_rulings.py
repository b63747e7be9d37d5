"""The table of what people corrected in the reading of statements. Its rows are for ever."""

from sqlalchemy import Integer

from db.columns import check, forbid, number_key, one_of, optional, refers_to, required, table, text_key
from db.types import Choice, Moment
from quotes.rulings import Kind

ruling = table(
    "ruling",
    text_key("statement", refers_to("statement.id")),
    number_key("n"),
    required("kind", Choice(Kind)),
    optional("start", Integer),
    optional("end", Integer),
    optional("name"),
    optional("value"),
    required("at", Moment),
    required("by"),
    optional("undone_at", Moment),
    optional("undone_by"),
    one_of("kind", Kind),
    check("place", "(kind IN ('role', 'speaker')) = (start IS NOT NULL)"),
    check("span", '(start IS NULL) = ("end" IS NULL) AND start >= 0 AND "end" > start'),
    check("name", "(kind IN ('name', 'title', 'never')) = (name IS NOT NULL)"),
    check("value", "value IS NOT NULL OR kind IN ('speaker', 'never')"),
    check("undone", "(undone_at IS NULL) = (undone_by IS NULL)"),
)

forbid(ruling, "ruling_keeps_its_rows", "DELETE ON ruling", "rulings are undone, never deleted")
forbid(
    ruling,
    "ruling_keeps_its_words",
    'UPDATE OF statement, n, kind, start, "end", name, value, at, by ON ruling',
    "rulings are undone, never edited",
)

"""The tables of statements, of the excerpts kept of them, and of the cards that were drawn."""

from sqlalchemy import Index, Integer, LargeBinary, Text, UniqueConstraint

from db.columns import (
    check,
    forbid,
    one_of,
    optional,
    partial_index,
    refers_to,
    required,
    table,
    text_key,
    yes_or_no,
)
from db.types import Choice, Day, Flag, Moment, Names
from quotes.statement import Format

statement = table(
    "statement",
    text_key(),
    required("original", LargeBinary),
    required("sha256"),
    required("text"),
    required("text_sha256"),
    optional("issuer"),
    optional("url"),
    optional("lang"),
    optional("published", Day),
    optional("title"),
    required("guessed", Names),
    required("added_at", Moment),
    required("added_by"),
    optional("changed_by"),
    optional("supersedes", Text, refers_to("statement.id")),
    optional("translation_of", Text, refers_to("statement.id")),
    optional("withdrawn_at", Moment),
    optional("withdrawn_by"),
    optional("withdrawn_why"),
    required("format", Choice(Format)),
    optional("reader"),
    optional("fetched_at", Moment),
    *map(optional, ("fetched_from", "media_type")),
    required("revision", Integer),
    Index("ix_statement_sha256", "sha256"),
    partial_index("ix_statement_once", "sha256", "format", where="supersedes IS NULL", unique=True),
    partial_index("ix_statement_newer", "supersedes", where="supersedes IS NOT NULL", unique=True),
    partial_index("ix_statement_pair", "translation_of", where="translation_of IS NOT NULL"),
    one_of("format", Format),
    check("reader", f"(format = '{Format.TEXT}') = (reader IS NULL)"),
    check("fetched", "(fetched_at IS NULL) = (fetched_from IS NULL)"),
    check("digests", "length(sha256) = 64 AND length(text_sha256) = 64"),
    check("itself", "supersedes <> id AND translation_of <> id"),
    check("withdrawn", "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)"),
    check("revision", "revision >= 1"),
)

excerpt = table(
    "excerpt",
    text_key(),
    required("statement", Text, refers_to("statement.id")),
    required("start", Integer),
    required("end", Integer),
    optional("speaker"),
    required("by_person", Flag),
    required("added_at", Moment),
    required("added_by"),
    optional("ruled_at", Moment),
    optional("revised_at", Moment),
    optional("revised_why"),
    UniqueConstraint("statement", "start", "end"),
    check("id", "id = statement || ':' || start || '-' || \"end\""),
    check("span", 'start >= 0 AND "end" > start'),
    yes_or_no("by_person"),
    check("revised", "(revised_at IS NULL) = (revised_why IS NULL)"),
    partial_index("ix_excerpt_revised", "id", "revised_at", where="revised_at IS NOT NULL"),
)

card = table(
    "card",
    text_key("key"),
    required("excerpt", Text, refers_to("excerpt.id")),
    required("theme"),
    required("width", Integer),
    required("height", Integer),
    required("sha256"),
    required("media_type"),
    required("alt"),
    required("drawn_at", Moment),
    check("size", "width > 0 AND height > 0"),
    check("sha256", "length(sha256) = 64"),
    check("alt", "trim(alt) <> ''"),
)

forbid(
    statement,
    "statement_keeps_its_text",
    "UPDATE OF id, original, sha256, text, text_sha256, format, reader, fetched_at, fetched_from, media_type "
    "ON statement",
    "a statement is never edited",
)

"""Rules that the rows themselves keep, whoever writes them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from db.store import SqlStore
from quotes.rulings import Kind
from scheduler.core.delivery import Part, Picture, State
from scheduler.core.errors import StoreError
from scheduler.core.records import Attempt, Event, KeptRuling

RULES = [  # what is tried, and what refuses it
    ("DELETE FROM attempt", "append-only"),
    ("UPDATE attempt SET outcome = 'other'", "append-only"),
    ("UPDATE statement SET text = 'other'", "never edited"),
    ("UPDATE statement SET original = x'00'", "never edited"),
    ("UPDATE statement SET format = 'html', reader = 'another'", "never edited"),
    ("UPDATE part SET record_key = 'other'", "never replaced"),
    ("UPDATE part SET record_key = NULL", "never replaced"),
    ("UPDATE delivery SET state = 'held'", "ck_delivery_held"),  # without a reason
    ("UPDATE delivery SET reason = 'missed'", "ck_delivery_held"),  # without being held
    ("UPDATE delivery SET answers = id", "ck_delivery_answers"),
    ("UPDATE delivery SET state = 'sent'", "ck_delivery_state"),
    ("UPDATE delivery SET state = 'uncertain'", "ck_delivery_uncertain"),  # nobody would ever look
    ("UPDATE delivery SET owner = 'run 1'", "ck_delivery_owner"),  # not sending
    ("UPDATE delivery SET slot_date = '2026-03-02'", "ck_delivery_slot"),
    ("UPDATE delivery SET fence = 'many'", "cannot store TEXT value in INTEGER"),  # STRICT
    ("UPDATE delivery SET account = 'nobody'", "FOREIGN KEY"),
    ("UPDATE part_picture SET alt = ' '", "ck_part_picture_alt"),
    ("UPDATE account SET remote_id = 'same'", "UNIQUE"),
    ("INSERT INTO post (id, campaign, n, offset) SELECT 'other', campaign, n, offset FROM post", "UNIQUE"),
    ('UPDATE excerpt SET "end" = 3', "ck_excerpt_id"),
    ("DELETE FROM delivery", "FOREIGN KEY"),
    ("UPDATE delivery SET fence = -1", "ck_delivery_counts"),
    ("UPDATE delivery SET state = 'held', reason = 'tired'", "ck_delivery_reason"),
    ("UPDATE part_picture SET sha256 = 'cc'", "ck_part_picture_sha256"),
    ("UPDATE statement SET supersedes = id", "ck_statement_itself"),
    ("UPDATE statement SET translation_of = id", "ck_statement_itself"),
    ("UPDATE statement SET withdrawn_at = added_at", "ck_statement_withdrawn"),
    ("UPDATE excerpt SET revised_at = added_at", "ck_excerpt_revised"),
    ("UPDATE account SET connection = 'pretended'", "ck_account_connection"),
    ("INSERT INTO halt VALUES (9, '', '', '', '2026', NULL)", "ck_halt_resumed"),
    ("DELETE FROM ruling", "never deleted"),
    ("UPDATE ruling SET value = 'body'", "never edited"),
    ("UPDATE ruling SET undone_at = '2026'", "ck_ruling_undone"),
    ("INSERT INTO ruling VALUES ('ijn', 2, 'mood', 0, 4, NULL, 'glad', '', '', NULL, NULL)", "ck_ruling_kind"),
    ("INSERT INTO ruling VALUES ('ijn', 2, 'role', NULL, NULL, NULL, 'body', '', '', NULL, NULL)", "ck_ruling_place"),
    ("INSERT INTO ruling VALUES ('ijn', 2, 'role', 4, 4, NULL, 'body', '', '', NULL, NULL)", "ck_ruling_span"),
    ("INSERT INTO ruling VALUES ('ijn', 2, 'never', NULL, NULL, NULL, NULL, '', '', NULL, NULL)", "ck_ruling_name"),
    ("INSERT INTO ruling VALUES ('ijn', 2, 'role', 0, 4, NULL, NULL, '', '', NULL, NULL)", "ck_ruling_value"),
    ("INSERT INTO attempt VALUES (9, 'ijn.1@x-main', '', 'slept', '', '', 1, '{}')", "ck_attempt_event"),
]  # fmt: skip


RULING = KeptRuling(
    statement="ijn",
    n=1,
    kind=Kind.ROLE,
    start=0,
    end=4,
    value="about",
    at=datetime(2026, 3, 2, tzinfo=UTC),
    by="ann",
)
PICTURE = Picture(sha256="a" * 64, alt="first", width=1200, height=675, media_type="image/png")
PART = Part(
    n=1,
    words="Wörter",
    pictures=(PICTURE, replace(PICTURE, sha256="b" * 64, alt="second")),
    excerpt="ijn:0-4",
    record_key="3lkey1",
)


@pytest.mark.parametrize(("sql", "rule"), RULES)
def test_rows_keep_their_rules(store: SqlStore, make: Any, sql: str, rule: str) -> None:
    """Whatever the code above does, the database refuses what breaks a rule of a row."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery(parts=(PART,)))
        attempt = Attempt(
            delivery="ijn.1@x-main", at=make.now, event=Event.CLAIMED, actor="daemon:1", outcome="queued"
        )
        unit.deliveries.note(attempt)
        unit.statements.add_ruling(RULING)
    with pytest.raises(StoreError, match=rule), store._writer.begin() as connection:
        connection.exec_driver_sql(sql)
    with store.read() as unit:
        assert unit.deliveries.get("ijn.1@x-main") == make.delivery(parts=(PART,))


def test_record_key_is_unique_on_an_account(store: SqlStore, make: Any) -> None:
    """A record key is used once on an account, and may be used on another."""
    keyed = (Part(n=1, words="w", record_key="3lkey"),)
    with store.write() as unit:
        unit.deliveries.add(make.delivery(parts=keyed))
        unit.deliveries.add(make.delivery(1, "b-main", parts=keyed))
        assert unit.deliveries.record_key_used("b-main", "3lkey")
        assert not unit.deliveries.record_key_used("b-main", "3lother")
    with pytest.raises(StoreError, match="UNIQUE"), store.write() as unit:
        unit.deliveries.add(make.delivery(2, parts=keyed))
    with store.read() as unit:
        assert unit.deliveries.get("ijn.2@x-main") is None


def test_delivery_is_unique_by_post_and_account(store: SqlStore, make: Any) -> None:
    """A post goes to an account once, whatever id is tried."""
    with store.write() as unit:
        unit.deliveries.add(make.delivery())
    with pytest.raises(StoreError, match="UNIQUE"), store.write() as unit:
        unit.deliveries.add(make.delivery(id="other"))


def test_slot_is_unique_among_what_is_not_cancelled(store: SqlStore, make: Any) -> None:
    """A slot, a day and an account take one delivery; cancelling it, or a move, frees the slot."""
    with store.write() as unit:
        for n in (1, 2):
            unit.deliveries.add(make.delivery(n))
        unit.deliveries.add(make.delivery(3, "b-main"))
    take = "UPDATE delivery SET slot = 's', slot_date = '2026-03-02' WHERE id = ?"
    with store._writer.begin() as connection:
        connection.exec_driver_sql("INSERT INTO slot VALUES ('s', 'Mon', '09:00', 'UTC', '', '', NULL, NULL)")
        connection.exec_driver_sql(take, ("ijn.1@x-main",))
        connection.exec_driver_sql(take, ("ijn.3@b-main",))
    with pytest.raises(StoreError, match="UNIQUE"), store._writer.begin() as connection:
        connection.exec_driver_sql(take, ("ijn.2@x-main",))
    with store.write() as unit:
        first = unit.deliveries.get("ijn.1@x-main")
        assert unit.deliveries.save(first, first.move(State.CANCELLED))
    with store._writer.begin() as connection:
        connection.exec_driver_sql(take, ("ijn.2@x-main",))


def test_naive_instants_are_refused(store: SqlStore, make: Any) -> None:
    """An instant without a time zone is refused, stored or asked with; nothing is written."""
    naive = make.now.replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"), store.write() as unit:
        unit.accounts.add(make.account("third", added_at=naive))
    with store.read() as unit:
        assert unit.accounts.get("third") is None
        with pytest.raises(ValueError, match="no time zone"):
            unit.deliveries.next_moment(naive)


def test_instants_are_stored_as_utc(store: SqlStore, make: Any) -> None:
    """Another zone's instant is the same instant; fixed width makes text sort as time."""
    moments = [make.now.astimezone(ZoneInfo("Asia/Kathmandu")), make.after(0.00001)]
    with store.write() as unit:
        for n, moment in enumerate(moments, start=1):
            unit.deliveries.add(make.delivery(n, planned_at=moment))
    with store._readers.connect() as connection:
        kept = connection.exec_driver_sql("SELECT planned_at FROM delivery ORDER BY planned_at")
        assert kept.scalars().all() == ["2026-03-02T15:00:00.000000Z", "2026-03-02T15:00:00.000600Z"]

"""Record keys are AT protocol TIDs: valid, unique, and in the order of time."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.tid import next_tid, tid

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
# The expression in https://atproto.com/specs/tid
VALID = re.compile(r"^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$")

microseconds = st.integers(0, 2**53 - 1)
clock_ids = st.integers(0, 1023)


@pytest.mark.parametrize(
    ("number", "clock_id", "key"),
    [
        (0, 0, "2222222222222"),  # the zero of the specification
        (0, 1, "2222222222223"),
        (0, 31, "222222222222z"),
        (0, 32, "2222222222232"),
        (1, 0, "2222222222322"),  # one microsecond is 1,024 steps
        (2**53 - 1, 1023, "bzzzzzzzzzzzz"),  # the largest: the first character holds three bits
    ],
)
def test_a_tid_is_its_number_in_base_32(number: int, clock_id: int, key: str) -> None:
    """53 bits of microseconds, 10 of clock id, five to a character."""
    assert tid(number, clock_id) == key


@given(microseconds, clock_ids, microseconds, clock_ids)
def test_tids_sort_as_time_and_clock_do(one: int, its_clock: int, other: int, other_clock: int) -> None:
    """Valid by the specification, and compared as text they tell earlier from later, never equal by chance."""
    first, second = tid(one, its_clock), tid(other, other_clock)
    assert VALID.match(first)
    assert (first < second) == ((one, its_clock) < (other, other_clock))
    assert (first == second) == ((one, its_clock) == (other, other_clock))


@pytest.mark.parametrize(("number", "clock_id"), [(-1, 0), (2**53, 0), (0, -1), (0, 1024)])
def test_what_does_not_fit_is_refused(number: int, clock_id: int) -> None:
    """A key that wraps around would sort wrongly, or meet another."""
    with pytest.raises(ValueError, match="TID"):
        tid(number, clock_id)


def test_a_tid_holds_the_instant_to_the_microsecond() -> None:
    """No rounding through floating point: a microsecond later is the next key."""
    moment = datetime(2026, 3, 2, 15, 0, 0, 123457, tzinfo=UTC)
    since_1970 = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    assert next_tid(moment, 5, set().__contains__) == tid(since_1970, 5)


@given(st.sets(st.integers(0, 60)), st.integers(1, 60))
def test_keys_for_one_instant_are_new_and_rise(offsets: set[int], count: int) -> None:
    """Whatever is used already, each next key is unused and sorts after the one before."""
    start = (NOW - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    used = {tid(start + offset, 3) for offset in offsets}
    given_out: list[str] = []
    for _ in range(count):
        key = next_tid(NOW, 3, used.__contains__)
        assert key not in used
        used.add(key)
        given_out.append(key)
    assert given_out == sorted(given_out)


@given(st.sets(st.integers(0, 60)), st.integers(1, 60))
def test_the_next_key_is_looked_for_after_the_last(offsets: set[int], count: int) -> None:
    """Told where to go on, keys are the same as without, and each costs a question or two."""
    start = (NOW - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    used = {tid(start + offset, 3) for offset in offsets}
    alike = set(used)
    last, asked = None, 0

    def known(key: str) -> bool:
        nonlocal asked
        asked += 1
        return key in used

    for _ in range(count):
        key = next_tid(NOW, 3, known, after=last)
        assert key not in used
        assert last is None or key > last
        used.add(key)
        last = key
    if not offsets:
        assert asked == count
        for _ in range(count):
            alike.add(next_tid(NOW, 3, alike.__contains__))
        assert used == alike


def test_thousands_at_one_instant_stay_near_it_and_cheap() -> None:
    """The thousandth key is a millisecond later, and costs a few questions, not a thousand."""
    used: set[str] = set()
    asked = 0

    def known(key: str) -> bool:
        nonlocal asked
        asked += 1
        return key in used

    for _ in range(1_000):
        used.add(next_tid(NOW, 0, known))
    assert max(used) == next_tid(NOW + timedelta(microseconds=999), 0, set().__contains__)
    assert asked < 1_000 * 25

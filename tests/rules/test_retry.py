"""When to ask again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.retry import Backoff, next_look

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
BACKOFF = Backoff(first=timedelta(seconds=30), most=timedelta(minutes=30))
LOOKS = (timedelta(seconds=10), timedelta(minutes=2), timedelta(minutes=10))


@pytest.mark.parametrize(
    ("tries", "luck", "seconds"),
    [
        (0, 0, 30),
        (1, 0, 30),
        (2, 0, 60),  # each wait is twice the one before ...
        (6, 0, 960),
        (7, 0, 1800),  # ... up to the longest
        (10**9, 0, 1800),  # however often it was tried
        (1, 1, 37.5),  # luck adds up to a quarter, so that accounts do not all come back at once
        (10, 0.5, 2025),
    ],
)
def test_waits_double(tries: int, luck: float, seconds: float) -> None:
    """From the first wait to the longest."""
    assert BACKOFF.next_try(tries, NOW, luck) - NOW == timedelta(seconds=seconds)


@given(st.integers(0, 200), st.floats(0, 1))
def test_waits_never_shrink(tries: int, luck: float) -> None:
    """One more try never comes sooner, and none comes at once or after more than the longest and a quarter."""
    wait = BACKOFF.next_try(tries, NOW, luck) - NOW
    assert BACKOFF.first <= wait <= BACKOFF.next_try(tries + 1, NOW, luck) - NOW <= BACKOFF.most * 1.25


@pytest.mark.parametrize(
    ("until", "luck", "seconds"),
    [
        (90, 0, 90),  # as the network says ...
        (90, 1, 97.5),  # ... a little later, so that accounts do not all come back at once
        (30, 0, 30),
        (5, 0, 30),  # but never at once
        (0, 0, 30),
        (-3600, 1, 37.5),  # its clock is an hour behind ours
    ],
)
def test_coming_back(until: float, luck: float, seconds: float) -> None:
    """Never before the time that a network names."""
    at = BACKOFF.come_back(NOW + timedelta(seconds=until), NOW, luck)
    assert at - NOW == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("passed", "luck", "seconds"),
    [
        (0, 0, 30),
        (120, 0, 30),
        (600, 0, 150),  # a quarter of the time for which nobody has answered ...
        (600, 1, 187.5),
        (8 * 3600, 0, 1800),  # ... up to the longest wait
        (-5, 0, 30),  # the clock went back meanwhile
    ],
)
def test_asking_what_nobody_answers(passed: float, luck: float, seconds: float) -> None:
    """The longer a network is silent, the less often it is asked."""
    at = BACKOFF.next_unanswered(NOW - timedelta(seconds=passed), NOW, luck)
    assert at - NOW == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("done", "passed", "seconds"),
    [
        (0, 0, 10),
        (1, 10, 110),  # looks are counted from the launch ...
        (2, 120, 480),
        (1, 11, 110),  # ... and never closer together than the network's own interval
        (0, 3600, 0),  # a daemon that was down for an hour looks at once ...
        (1, 3600, 110),  # ... and then takes its time again
        (9, 700, 480),  # there is no more patience than the last interval
    ],
)
def test_looks(done: int, passed: int, seconds: int) -> None:
    """Look by look, at the network's own intervals after the launch."""
    now = NOW + timedelta(seconds=passed)
    assert next_look(LOOKS, done, NOW, now) - now == timedelta(seconds=seconds)


@given(st.integers(0, 10), st.integers(0, 10**6))
def test_looks_are_never_in_the_past(done: int, passed: int) -> None:
    """A look planned for earlier would be due already and hide that it is new."""
    now = NOW + timedelta(seconds=passed)
    assert next_look(LOOKS, done, NOW, now) >= now

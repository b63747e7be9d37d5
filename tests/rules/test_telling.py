"""What is told in one message, what waits, and how a message is signed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.errors import NotTaken
from scheduler.core.telling import AGAIN, DAY, Notice, Rules, Tiding, Topic, untold
from scheduler.telling.webhook import signature

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
GAP = timedelta(minutes=15)
RULES = Rules(gap=GAP, most=5)


def tiding(key: str = "halt-3", *about: str) -> Tiding:
    """What a cause concerns."""
    return Tiding(key=key, topic=Topic.HELD, title=key, words="w", about=frozenset(about or ("a",)))


def notice(ago: timedelta, **told: tuple[str, ...]) -> Notice:
    """A message of so long ago; names have underscores for hyphens."""
    said = {key.replace("_", "-"): names for key, names in told.items()}
    return Notice(at=NOW - ago, topic=Topic.HELD, title="t", words="w", told=said)


@pytest.mark.parametrize(
    ("tidings", "told", "expected"),
    [
        ([tiding("halt-3", *"abcdefghijkl")], [], [{"halt-3"}]),  # twelve of one cause are one message
        ([tiding("halt-3"), tiding("fuse-x")], [], [{"halt-3"}, {"fuse-x"}]),  # one a cause
        ([tiding()], [notice(DAY, halt_3=("a",))], []),  # told once
        ([tiding("halt-3", "a", "b")], [notice(DAY, halt_3=("a",))], [{"halt-3"}]),  # another one since
        ([tiding("halt-3", "a", "b")], [notice(GAP - timedelta(seconds=1), halt_3=("a",))], []),  # ... too soon
        ([tiding("halt-3", "a", "b")], [notice(GAP, halt_3=("a",))], [{"halt-3"}]),  # ... and soon enough
        ([tiding("fuse-x")], [notice(timedelta(0), halt_3=("a",))], [{"fuse-x"}]),  # another cause does not wait
        ([tiding()], [notice(AGAIN, halt_3=("a",))], [{"halt-3"}]),  # it waits still, a week later
        ([tiding()], [notice(GAP, **{f"k{n}": ("a",)}) for n in range(5)], []),  # the day is full
        ([tiding()], [notice(DAY, k0=("a",)), *(notice(GAP, **{f"k{n}": ("a",)}) for n in range(1, 5))], [{"halt-3"}]),  # room again
        ([tiding("k8"), tiding("k9")], [notice(GAP, **{f"k{n}": ("a",)}) for n in range(4)], [{"k8", "k9"}]),  # the last one tells of all
    ],
)  # fmt: skip
def test_untold(tidings: list[Tiding], told: list[Notice], expected: list[set[str]]) -> None:
    """One message a cause, what is known is not told again, and a day has no more than it may."""
    assert [set(each.told) for each in untold(tidings, told, NOW, RULES)] == expected


def test_a_digest_tells_of_each() -> None:
    """What was kept back comes together, each with its title and words."""
    (made,) = untold([tiding("k1"), tiding("k2")], [], NOW, Rules(gap=GAP, most=1))
    assert made.topic is Topic.DIGEST
    assert made.words.count("\n\n") == 1
    assert {"k1", "k2"} <= set(made.words.split())


@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(0, 5), st.sets(st.integers(0, 5), min_size=1)), max_size=60
    ),
    st.integers(1, 6),
)
def test_nothing_is_lost_and_nothing_too_often(story: list[tuple[int, int, set[int]]], most: int) -> None:
    """However things come: within any day no more than allowed, of one cause never sooner than the gap, and all is told in the end."""
    rules, now = Rules(gap=GAP, most=most), NOW
    told: list[Notice] = []
    known: dict[str, set[str]] = {}

    def sweep() -> None:
        found = [tiding(key, *sorted(about)) for key, about in known.items()]
        told.extend(untold(found, told, now, rules))

    for minutes, key, about in story:
        now += timedelta(minutes=minutes)
        known.setdefault(f"k{key}", set()).update(map(str, about))
        sweep()
    for _ in range(2):
        now += DAY
        sweep()
    for each in told:
        within = [other for other in told if each.at <= other.at < each.at + DAY]
        assert len(within) <= most
        for cause in each.told:
            again = [other for other in told if other is not each and cause in other.told]
            assert all(abs(other.at - each.at) >= GAP for other in again)
    for cause, about in known.items():
        assert about <= {name for each in told for name in each.told.get(cause, ())}


def test_signature() -> None:
    """The signature is that of the specification's own libraries for their example.

    Source: https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries (their tests)
    """
    secret, id = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    made = signature(secret, id, 1614265330, b'{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert signature(secret.removeprefix("whsec_"), id, 1614265330, b'{"test": 2432232314}') == made


@pytest.mark.parametrize("secret", ["whsec_not base 64", "whsec_c2hvcnQ=", ""])
def test_no_secret(secret: str) -> None:
    """What is no secret signs nothing, and is not repeated in the error."""
    with pytest.raises(NotTaken) as raised:
        signature(secret, "id", 0, b"")
    assert not secret or secret not in raised.value.message

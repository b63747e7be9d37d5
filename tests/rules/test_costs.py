"""What posts cost, and where the link goes for it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.campaign import Campaign, LinkOn
from scheduler.core.costs import (
    charge,
    cost_to_come,
    delivery_cost,
    link_beside,
    link_choices,
    link_reply,
    part_cost,
)
from scheduler.core.delivery import Delivery, Part, Picture
from scheduler.core.prices import Prices
from scheduler.networks import bluesky, x

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
X, SKY = x.NETWORK, bluesky.NETWORK
CARD = Picture(sha256="a" * 64, alt="“Dignity.”", width=1600, height=900, media_type="image/png")
LINK = "https://ijn.example/2020"
OUT = {"launched_at": NOW, "remote_id": "1", "link": "link/1", "posted_at": NOW}


def part(words: str, n: int = 1, pictures: int = 0) -> Part:
    """A part with so many cards."""
    return Part(n=n, words=words, pictures=(CARD,) * pictures)


def delivery(*parts: Part) -> Delivery:
    """A delivery to an account on X."""
    return Delivery(
        id="ijn.1@x-main", post="ijn.1", campaign="ijn", statement="ijn", account="x-main", parts=parts
    )


def campaign(link_on: LinkOn, link: str | None = LINK) -> Campaign:
    """A campaign with its link."""
    return Campaign(
        id="ijn",
        statement="ijn",
        accounts=("x-main",),
        zone="UTC",
        theme="plain",
        created_at=NOW,
        created_by="ana",
        link=link,
        link_on=link_on,
    )


@pytest.mark.parametrize(
    ("sent", "cost"),
    [
        (part("Dignity."), 15_000),
        (part("Dignity.", pictures=1), 20_000),  # with the card's alt text
        (part("Dignity.", pictures=4), 35_000),  # each picture has its own
        (part(f"Dignity. {LINK}"), 200_000),
        (part(f"Dignity. {LINK}", pictures=1), 205_000),
        (part(f"{LINK} {LINK}"), 200_000),  # by the post, not by the link
        (part("We read example.org today."), 200_000),  # a bare domain is a link
        (part("Ship file.py tonight."), 200_000),  # ... and so is what ends like one
        (part("The U.S. and the U.K. agreed."), 15_000),  # ... but not every dot makes one
        (part("So be it.We go."), 15_000),
        (part("All of us.", n=2), 15_000),  # a later part of a thread
        (part(LINK, n=2), 200_000),  # a link costs the same in an answer
    ],
)
def test_part_on_x(sent: Part, cost: int) -> None:
    """A post costs by whether X makes a link of anything in it, and each alt text on top."""
    assert part_cost(sent, X) == cost


def test_replies_have_a_price_of_their_own() -> None:
    """Where an answer costs something else, it is the configured price."""
    assert X.prices is not None
    network = replace(X, prices=replace(X.prices, reply=10_000))
    assert part_cost(part("All of us.", n=2), network) == 10_000


def test_networks_without_prices() -> None:
    """They cost nothing, and say so."""
    sent = part(f"Dignity. {LINK}", pictures=1)
    assert (part_cost(sent, SKY), charge(sent, SKY), delivery_cost(delivery(sent), SKY)) == (0, None, None)


def test_a_network_that_minds_no_links() -> None:
    """Where a link costs no extra, nobody looks for links."""
    network = replace(SKY, prices=Prices(post=1_000), links=lambda _: pytest.fail("looked"))
    assert part_cost(part(LINK), network) == 1_000


@pytest.mark.parametrize(
    ("parts", "whole", "to_come"),
    [
        ([part("a"), part(LINK, n=2)], 215_000, 215_000),
        ([replace(part("a"), cost=1, **OUT), part("b", n=2)], 15_001, 15_000),  # what it did cost, then
        ([replace(part("a"), cost=None, **OUT | {"launched_at": None})], 0, 0),  # posted by hand
        ([replace(part("a"), cost=7, launched_at=NOW)], 7, 15_000),  # may be out: sent again it costs again
    ],
)
def test_delivery(parts: list[Part], whole: int, to_come: int) -> None:
    """What is launched costs what was recorded then; what is not, what it would cost now."""
    assert (delivery_cost(delivery(*parts), X), cost_to_come(delivery(*parts), X)) == (whole, to_come)


# --- where the link goes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link_on", "first", "second", "reply"),
    [
        (LinkOn.FIRST, LINK, None, ()),
        (LinkOn.ALL, LINK, LINK, ()),
        (LinkOn.REPLY, None, None, (Part(n=2, words=LINK),)),
        (LinkOn.NONE, None, None, ()),
    ],
)
def test_places(link_on: LinkOn, first: str | None, second: str | None, reply: tuple[Part, ...]) -> None:
    """On a network that charges for links it goes where the campaign says; elsewhere it is always there."""
    made = campaign(link_on)
    assert (link_beside(made, 1, X), link_beside(made, 2, X)) == (first, second)
    assert (link_reply(made, 1, X, 1), link_reply(made, 2, X, 1)) == (reply, ())
    assert (link_beside(made, 1, SKY), link_beside(made, 2, SKY)) == (LINK, LINK)
    assert link_reply(made, 1, SKY, 1) == ()


def test_reply_to_a_thread() -> None:
    """The link comes after the last part."""
    assert link_reply(campaign(LinkOn.REPLY), 1, X, 3) == (Part(n=4, words=LINK),)
    assert link_reply(campaign(LinkOn.REPLY, link=None), 1, X, 3) == ()


ALONE = {LinkOn.FIRST: 205_000 + 20_000, LinkOn.ALL: 410_000, LinkOn.REPLY: 240_000, LinkOn.NONE: 40_000}


@pytest.mark.parametrize("link_on", LinkOn)
def test_choices(link_on: LinkOn) -> None:
    """Whichever was chosen, each choice has the price that it would have had."""
    made = campaign(link_on)
    posts = [
        (
            n,
            delivery(
                part(f"Dignity.\n\n{link_beside(made, n, X) or ''}", pictures=1), *link_reply(made, n, X, 1)
            ),
        )
        for n in (1, 2)
    ]
    assert link_choices(made, posts, X) == ALONE
    chosen = sum(delivery_cost(each, X) or 0 for _, each in posts)
    assert chosen == ALONE[link_on]


@pytest.mark.parametrize(
    ("words", "costs"),
    [
        ("See example.org.", [200_000, 200_000, 200_000]),  # a link of one's own costs in any case
        (f"See {LINK}/more", [200_000, 200_000, 200_000]),  # a longer link is another one
        (f"({LINK})", [200_000, 200_000, 15_000]),
    ],
)
def test_links_of_ones_own(words: str, costs: list[int]) -> None:
    """Only the campaign's own link can be left out."""
    found = link_choices(campaign(LinkOn.FIRST), [(1, delivery(part(words)))], X)
    assert [found[LinkOn.FIRST], found[LinkOn.ALL], found[LinkOn.NONE]] == costs


def test_no_choice() -> None:
    """Without a link, or where it costs nothing, there is nothing to choose."""
    posts = [(1, delivery(part("Dignity.")))]
    assert link_choices(campaign(LinkOn.FIRST, link=None), posts, X) == {}
    assert link_choices(campaign(LinkOn.FIRST), posts, SKY) == {}


@given(st.lists(st.sampled_from(["Dignity.", f"Dignity. {LINK}", "example.org", ""]), min_size=1, max_size=4))
def test_choices_in_order(texts: list[str]) -> None:
    """No link is the cheapest, a link on all the dearest of those that add no message."""
    posts = [(n, delivery(part(text))) for n, text in enumerate(texts, start=1)]
    found = link_choices(campaign(LinkOn.FIRST), posts, X)
    assert found[LinkOn.NONE] <= found[LinkOn.FIRST] <= found[LinkOn.ALL]
    assert found[LinkOn.REPLY] == found[LinkOn.NONE] + 200_000

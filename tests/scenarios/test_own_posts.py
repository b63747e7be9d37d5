"""What no statement says: a photo, a link below a post, judged by what the networks' servers hold."""

from io import BytesIO
from pathlib import Path

import pytest
from made_photos import carried, photo
from PIL import Image
from week import Week

pytestmark = pytest.mark.xdist_group("pds")


def test_photo_post(week: Week) -> None:
    """A photo from a phone arrives on both networks upright, described, small enough, and without its place."""
    Path("march.jpg").write_bytes(photo(2_600, 1_950, orientation=6))
    alt = "Hundreds of people with candles before the city hall"
    week("campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0", "--launch", "11:00")
    week(
        "post", "add", "ijn-2020", "--words", "We are many.", "--image", "march.jpg", "--alt", alt, "--at", "T+1h"
    )  # fmt: skip
    week("campaign", "approve", "ijn-2020")
    with week.daemon() as running:
        running.until(week.local("2026-03-02 12:01"))
    on_sky, on_x = week.sky()[-1], week.x()[-1]
    assert (on_sky.words, on_sky.alts) == (on_x.words, on_x.alts) == ("We are many.", (alt,))
    (image,) = on_sky.raw["value"]["embed"]["images"]
    assert image["aspectRatio"] == {"width": 1_500, "height": 2_000}
    where = {"did": week.on_sky.did, "cid": image["image"]["ref"]["$link"]}
    seen = [week.pds.ask("com.atproto.sync.getBlob", **where).content]
    (picture,) = on_x.raw["pictures"]
    seen += [each.data for each in week.x_server.world.media.values() if each.key == picture["media_key"]]
    for data, size, most in zip(seen, ((1_500, 2_000), (1_950, 2_600)), (1_000_000, 5_000_000), strict=True):
        assert list(carried(data)) == []
        assert len(data) <= most
        with Image.open(BytesIO(data)) as made:
            assert (made.format, made.size) == ("JPEG", size)
            assert made.getpixel((5, 5)) != made.getpixel((5, size[1] - 5))
    week("history")


def test_link_as_a_reply(week: Week) -> None:
    """The link goes out below the post on both networks, once that is out, and not before."""
    link = "https://example.org/statement"
    week("campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0", "--launch", "11:00")
    week("post", "add", "ijn-2020", "--words", link, "--reply-to", "ijn-2020.1", "--at", "T+0")
    week("campaign", "approve", "ijn-2020")
    week("post", "move", "ijn-2020.1", "--to", "12:00")
    with week.daemon() as running:
        running.until(week.local("2026-03-02 11:45"))
        assert (week.sky(), week.x()) == ([], [])
        week("attention")
        running.until(week.local("2026-03-02 12:01"))
    (first, below), (first_on_x, below_on_x) = week.sky(), week.x()
    assert (below.words, below.reply_to) == (link, first.id)
    assert (below_on_x.words, below_on_x.reply_to) == (link, first_on_x.id)
    here = {"uri": first.id, "cid": first.raw["cid"]}
    assert below.raw["value"]["reply"] == {"root": here, "parent": here}
    assert set(week.states().values()) == {"posted"}
    week("history")


def test_a_partners_handle(week: Week) -> None:
    """A partner is mentioned by their own handle on each network, as whom it stood for when it was approved."""
    partner = week.pds.account()
    with Path("config.toml").open("a", encoding="utf-8") as file:
        file.write(
            f'\n[handles.acme]\nname = "Acme Tenants Union"\nx = "acmetenants"\nbluesky = "{partner.handle}"\n'
        )
    week("campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0", "--launch", "11:00")
    told = week("post", "add", "ijn-2020", "--words", "Thank you, {@acme}!", "--at", "T+1h")
    assert "plain text" not in told.both
    week("campaign", "approve", "ijn-2020")
    with week.daemon() as running:
        running.until(week.local("2026-03-02 12:01"))
    on_sky, on_x = week.sky()[-1], week.x()[-1]
    assert on_x.words == "Thank you, @acmetenants!"
    assert on_sky.words == f"Thank you, @{partner.handle}!"
    (facet,) = on_sky.raw["value"]["facets"]
    assert [each["did"] for each in facet["features"]] == [partner.did]

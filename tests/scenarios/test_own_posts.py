"""What no statement says: a photo, judged by what the networks' servers hold of it."""

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

"""When words must change: a typo after the yes, two who edit at once."""

from datetime import timedelta
from io import BytesIO

import pytest
from made_photos import carried, photo
from PIL import Image
from week import Week

pytestmark = pytest.mark.xdist_group("pds")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def test_typo_after_approval(week: Week) -> None:
    """A typo in words of one's own, seen after the yes: that post alone needs another yes, and goes out right."""
    start = week.local("2026-03-02 11:00")
    week(
        "campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0, T+1h, T+2h", "--launch", "11:00"
    )
    week("post", "edit", "ijn-2020.2", "--words", "Pubilc money is for schools, not for cages.")
    week("campaign", "approve", "ijn-2020")
    with week.daemon() as running:
        running.until(start + MINUTE)
        week("post", "edit", "ijn-2020.2", "--words", "Public money is for schools, not for cages.")
        assert set(week.states().values()) == {"posted", "draft", "queued"}
        week("queue")
        week("post", "approve", "ijn-2020.2")
        running.until(start + 2 * HOUR + MINUTE)
    for seen in (week.sky(), week.x()):
        assert seen[1].words == "Public money is for schools, not for cages."
        assert [round((each.at - start) / MINUTE) for each in seen] == [0, 60, 120]
        assert all(each.alts for each in seen)


def test_photo_post(week: Week) -> None:
    """A photo from a phone goes out on both networks, upright, with alt text, and without the place it was taken."""
    start = week.local("2026-03-02 11:00")
    (week.drumbeat.folder / "march.jpg").write_bytes(photo(2_600, 1_950, orientation=6))
    week("campaign", "new", "ijn-2020", "--on", "sky,x-main", "--plan", "T+0", "--launch", "11:00")
    words, alt = "We are at City Hall. Come.", "Hundreds of people with candles on the steps of City Hall"
    week("post", "add", "ijn-2020", "--words", words, "--image", "march.jpg", "--at", "11:30", code=2)
    week("post", "add", "ijn-2020", "--words", words, "--image", "march.jpg", "--alt", alt, "--at", "11:30")
    week("campaign", "approve", "ijn-2020")
    with week.daemon() as running:
        running.until(start + HOUR)
    for seen, pictures in ((week.sky(), week.pictures_on_sky), (week.x(), week.pictures_on_x)):
        assert [round((each.at - start) / MINUTE) for each in seen] == [0, 30]
        assert (seen[1].words, seen[1].alts) == (words, (alt,))
        (data,) = pictures(seen[1])
        assert list(carried(data)) == []
        with Image.open(BytesIO(data)) as image:
            assert image.width < image.height

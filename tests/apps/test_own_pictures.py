"""Pictures that a person brings: made anew for each network, described, approved by what they are, and sent."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from made_photos import carried, drawing, file, gradient, moving, noise, photo
from PIL import Image

X3, S3 = "ijn-2020.3@x-main", "ijn-2020.3@sky"
ALT = "Hundreds of people with candles"


@pytest.fixture
def album(planned: Any) -> Any:
    """A campaign, and files beside it."""
    files = {
        "march.jpg": photo(2_600, 1_950, orientation=6),
        "poster.png": file(drawing(1_000, 500), "PNG"),
        "large.png": file(noise(1_400, 1_000), "PNG"),
        "moving.gif": moving(),
        "half.jpg": photo()[:2_000],
        "notes.txt": b"no picture",
        "dot.png": file(gradient(1, 1), "PNG"),
    }
    for name, data in files.items():
        Path(name).write_bytes(data)
    return planned


def add(drumbeat: Any, *given: str, code: int = 0) -> Any:
    """What ``post add`` says."""
    return drumbeat("post", "add", "ijn-2020", "--words", "We are many.", "--at", "T+2h", *given, code=code)


def rows(drumbeat: Any) -> Any:
    """What is sent of the campaign."""
    return {row["delivery"]: row for row in drumbeat.json("campaign", "show", "ijn-2020")["deliveries"]}


def kept(drumbeat: Any, sha256: str) -> bytes:
    """The bytes that are kept under a digest."""
    with drumbeat.office() as office:
        data: bytes = office.desk.pictures.get(sha256)
        return data


def test_made_for_each_network(album: Any) -> None:
    """Each network has its own file, within its bytes and pixels, upright, with nothing in it but pixels."""
    told = add(album, "--image", "march.jpg", "--alt", ALT).out
    for id, side, most in ((X3, 4_096, 5_000_000), (S3, 2_000, 1_000_000)):
        (part,) = rows(album)[id]["parts"]
        data = kept(album, part["pictures"][0])
        with Image.open(BytesIO(data)) as image:
            assert (image.format, image.width / image.height) == ("JPEG", 1_950 / 2_600)
            assert max(image.size) <= side
        assert len(data) <= most
        assert list(carried(data)) == []
        assert part["alt"] == [ALT]
    assert "march.jpg: 1,950×2,600" in told
    assert "1,500×2,000" in told
    assert "on Bluesky" in told
    assert "its place, its camera, its time, its author and other notes removed" in told


def test_what_was_brought_is_on_record(album: Any) -> None:
    """The history says which file it was, how large, and who brought it."""
    add(album, "--image", "poster.png", "--alt", "The date", "--as", "Ana")
    (event,) = album.deliveries("history", "--attempts")[X3]["attempts"]
    size = Path("poster.png").stat().st_size
    assert event["actor"] == "Ana"
    assert event["detail"]["pictures"] == [
        {"name": "poster.png", "width": 1_000, "height": 500, "bytes": size}
    ]


def test_it_goes_out(album: Any) -> None:
    """Up to four, in their order, each with its own alt text; the bytes that arrive are those approved."""
    names = ["march.jpg", "poster.png", "large.png", "poster.png"]
    add(album, *(word for n, name in enumerate(names) for word in ("--image", name, "--alt", f"Picture {n}")))
    album("campaign", "approve", "ijn-2020")
    album("campaign", "launch", "ijn-2020", "--at", "now", "--yes")
    approved = {id: rows(album)[id]["parts"][0]["pictures"] for id in (X3, S3)}
    album.send()
    with album.office() as office:
        for id, account in ((X3, "x-main"), (S3, "sky")):
            post = office.rehearsal.posts(account)[-1]
            assert [each.alt for each in post.pictures] == [f"Picture {n}" for n in range(4)]
            assert [each.sha256 for each in post.pictures] == approved[id]
            for each in post.pictures:
                assert list(carried(office.rehearsal.picture(each.sha256))) == []
    album("verify")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--image", "march.jpg"), "march.jpg has no alt text: 1 picture and 0 alt texts were given"),
        (
            ("--image", "march.jpg", "--image", "poster.png", "--alt", "One"),
            "poster.png has no alt text: 2 pictures and 1 alt text were given",
        ),
        (("--image", "march.jpg", "--alt", "One", "--alt", "Two"), "No picture goes with the alt text 'Two'"),
        (("--alt", "One"), "No picture goes with the alt text 'One'"),
        (("--image", "march.jpg", "--alt", " "), "march.jpg: A picture needs alt text"),
        (("--image", "march.jpg", "--alt", "a" * 1_001), "march.jpg: The alt text has 1001"),  # X's limit
        (("--image", "march.jpg", "--alt", "a" * 2_001, "--on", "sky"), "2001"),
        (("--image", "march.jpg", "--alt", "A sign: “we shall all be free at last”"), "word for word"),
        (("--image", "poster.png", "--alt", "One") * 5, "There are 5 pictures"),
        (("--image", "moving.gif", "--alt", "One"), "moving.gif moves"),
        (("--image", "half.jpg", "--alt", "One"), "half.jpg is broken"),
        (("--image", "notes.txt", "--alt", "One"), "notes.txt is no JPEG, PNG, WebP or GIF"),
        (("--image", "dot.png", "--alt", "One"), "dot.png has 1×1 pixels"),
        (("--image", "gone.jpg", "--alt", "One"), "gone.jpg cannot be read"),
        (("--image", ".", "--alt", "One"), "cannot be read"),
    ],
)
def test_refused(album: Any, given: tuple[str, ...], told: str) -> None:
    """What cannot go out is refused by name, with the figures, and nothing is added or kept."""
    before = rows(album)
    files = set(Path("cards").rglob("*"))
    assert told in add(album, *given, code=2).err
    assert rows(album) == before
    assert set(Path("cards").rglob("*")) == files


def test_a_file_that_is_far_too_large(album: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is not read beyond what any picture has."""
    monkeypatch.setattr("scheduler.services.owning.MOST_BYTES", 10_000)
    assert "more than 10,000 bytes" in add(album, "--image", "large.png", "--alt", "One", code=2).err


def test_never_named(album: Any) -> None:
    """Who is never to be named is not named in alt text either."""
    album("speakers", "ijn-2020", "--never", "Immigrant Justice Network")
    told = add(album, "--image", "poster.png", "--alt", "A banner of the Immigrant Justice Network", code=2)
    assert "never to be named" in told.err


def test_a_dry_run_keeps_no_file(album: Any) -> None:
    """What would be made is told, and no file is kept of it."""
    files = set(Path("cards").rglob("*"))
    assert "march.jpg: 1,950×2,600" in add(album, "--image", "march.jpg", "--alt", ALT, "--dry-run").out
    assert set(Path("cards").rglob("*")) == files


def test_the_alt_text_of_one_picture(album: Any) -> None:
    """Which picture's alt text changes is said where there are several; the others keep theirs."""
    add(album, "--image", "march.jpg", "--alt", "One", "--image", "poster.png", "--alt", "Two")
    edit = ("post", "edit", "ijn-2020.3", "--alt", "Second")
    assert "2 pictures" in album(*edit, code=2).err
    assert "no picture 3" in album(*edit, "--picture", "3", code=2).err
    album(*edit, "--picture", "2")
    assert rows(album)[S3]["parts"][0]["alt"] == ["One", "Second"]


def test_a_file_that_was_changed_does_not_go_out(album: Any) -> None:
    """What was approved is known by its bytes: another picture in its place is held."""
    add(album, "--image", "poster.png", "--alt", "The date", "--on", "sky")
    album("post", "approve", "ijn-2020.3")
    (path,) = Path("cards").rglob(f"{rows(album)[S3]['parts'][0]['pictures'][0]}*")
    path.write_bytes(file(gradient(200, 200), "JPEG"))
    album("post", "move", "ijn-2020.3", "--to", "now")
    album.send()
    row = rows(album)[S3]
    assert (row["state"], row["reason"]) == ("held", "check")
    assert "is missing or was changed" in row["why"]

"""Pictures that a person brings: upright, in sRGB, small enough, and nothing in them but pixels."""

import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_photos import carried, drawing, exif, file, gradient, moving, noise, photo
from PIL import Image, ImageCms

from quotes.cards.render import photos
from quotes.errors import PictureError

SIDE, MOST = 2_000, 1_000_000


def opened(data: bytes) -> Image.Image:
    """The picture in a file that was made."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (photo(), ("its place", "its camera", "its author", "its time", "other notes")),
        (file(gradient(300, 200), "JPEG"), ()),
        (file(gradient(300, 200), "WEBP", exif=exif().tobytes()), ("its place", "its camera")),
        (file(drawing(), "PNG", exif=exif().tobytes()), ("its place",)),
        (file(drawing(), "GIF", comment=b"by hand"), ("other notes",)),
    ],
)
def test_nothing_but_pixels(data: bytes, words: tuple[str, ...]) -> None:
    """Whatever a file carries, what is made of it holds none of it; and what it carried is told."""
    read = photos.read(data)
    made = read.within(SIDE, MOST)
    assert list(carried(made.data)) == []
    assert set(words) <= set(read.carried)
    assert bool(read.carried) == bool(words)


def test_the_files_do_carry_it() -> None:
    """What is looked for above is found in what is brought."""
    assert {"EXIF 34853", "xmpmeta", "Basement Road", "Pentacon Six", "Maria Hernandez"} <= set(
        carried(photo())
    )


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(6, 400), st.integers(0, 255)), max_size=8), st.integers(0, 400))
def test_broken_notes_refuse_no_picture(changes: list[tuple[int, int]], cut: int) -> None:
    """Whatever stands in its EXIF, a whole picture is read, and nothing of that goes out."""
    notes = bytearray(exif(orientation=6).tobytes())
    for at, value in changes:
        notes[at % len(notes)] = value
    notes[:6] = b"Exif\0\0"
    data = file(gradient(100, 80), "JPEG", exif=bytes(notes[: len(notes) - cut % len(notes)]))
    assert list(carried(photos.read(data).within(SIDE, MOST).data)) == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright(orientation: int) -> None:
    """What EXIF says of which way is up is done to the pixels, for nothing says it afterwards."""
    upright = gradient(400, 300)
    turns = {  # as a camera held that way sees the upright picture
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    seen = upright.transpose(turns[orientation]) if orientation > 1 else upright
    read = photos.read(file(seen, "JPEG", quality=95, exif=exif(orientation=orientation)))
    assert (read.width, read.height) == (400, 300)
    made = opened(read.within(SIDE, MOST).data)
    for spot in ((5, 5), (395, 5), (5, 295), (395, 295)):
        assert made.getpixel(spot) == pytest.approx(upright.getpixel(spot), abs=12)


@pytest.mark.parametrize(
    ("image", "kind", "how", "media_type", "mode"),
    [
        (gradient(800, 600), "JPEG", {}, "image/jpeg", "RGB"),
        (noise(300, 200), "PNG", {}, "image/jpeg", "RGB"),  # a photograph, whatever it was kept as
        (drawing(), "PNG", {}, "image/png", "RGB"),
        (drawing(mode="P"), "PNG", {}, "image/png", "RGB"),
        (drawing(mode="L"), "PNG", {}, "image/png", "RGB"),
        (drawing(), "GIF", {}, "image/png", "RGB"),
        (drawing(), "WEBP", {"lossless": True}, "image/png", "RGB"),
        (drawing(mode="RGBA"), "PNG", {}, "image/png", "RGB"),  # opaque all the same
        (gradient(800, 600).convert("CMYK"), "JPEG", {}, "image/jpeg", "RGB"),
        (drawing(mode="I;16"), "PNG", {}, "image/png", "RGB"),  # 16 bits of grey
        (drawing(mode="1"), "PNG", {}, "image/png", "RGB"),
    ],
)
def test_photographs_and_drawings(image: Any, kind: str, how: Any, media_type: str, mode: str) -> None:
    """Photographs become JPEGs; what is flat stays a PNG, whose edges stay sharp."""
    made = photos.read(file(image, kind, **how)).within(SIDE, MOST)
    assert (made.media_type, opened(made.data).mode) == (media_type, mode)
    assert opened(made.data).size == (made.width, made.height) == image.size


def test_sixteen_bits_of_grey_keep_their_tones() -> None:
    """Middle grey of 16 bits is middle grey of 8."""
    grey = Image.new("I;16", (100, 100), 0x8000)
    assert opened(photos.read(file(grey, "PNG")).within(SIDE, MOST).data).getpixel((5, 5)) == (128, 128, 128)


def test_what_is_clear_stays_so() -> None:
    """Transparency is kept, and the colours of what nobody can see of a picture are not."""
    image = Image.new("RGBA", (200, 100), (200, 30, 30, 0))  # a red that was made invisible
    image.paste((0, 0, 0, 255), (50, 25, 150, 75))
    made = photos.read(file(image, "PNG")).within(SIDE, MOST)
    seen = opened(made.data)
    assert (made.media_type, seen.mode) == ("image/png", "RGBA")
    assert (seen.getpixel((5, 5)), seen.getpixel((100, 50))) == ((0, 0, 0, 0), (0, 0, 0, 255))


def test_colours_are_those_that_were_seen() -> None:
    """A file in other colours than sRGB is brought there, since nothing says so afterwards."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    red = file(Image.new("RGB", (100, 100), (250, 0, 0)), "PNG", icc_profile=swapped)
    seen = opened(photos.read(red).within(SIDE, MOST).data).getpixel((50, 50))
    assert seen == pytest.approx((0, 0, 250), abs=3)
    plain = file(gradient(200, 200), "PNG")
    broken = file(gradient(200, 200), "PNG", icc_profile=b"no profile at all")
    assert photos.read(broken).within(SIDE, MOST).data == photos.read(plain).within(SIDE, MOST).data


@pytest.mark.parametrize(
    ("size", "side", "most", "made"),
    [
        ((800, 600), 2_000, 1_000_000, (800, 600)),  # never enlarged
        ((4_032, 3_024), 2_000, 1_000_000, (2_000, 1_500)),
        ((3_024, 4_032), 2_000, 1_000_000, (1_500, 2_000)),
        ((2_000, 2_000), 2_000, 1_000_000, (2_000, 2_000)),
        ((4_000, 100), 2_000, 1_000_000, (2_000, 50)),
    ],
)
def test_size(size: Any, side: int, most: int, made: Any) -> None:
    """The longer side has what a network shows, at most, and the shape stays."""
    done = photos.read(file(gradient(*size), "JPEG")).within(side, most)
    assert (done.width, done.height) == made


def test_only_as_small_as_needed() -> None:
    """Quality goes down first and size only then, each no further than the limit makes it."""
    read = photos.read(file(noise(1_000, 800), "JPEG", quality=95))
    files = [read.within(SIDE, most) for most in (1_000_000, 400_000, 200_000, 50_000)]
    assert [
        len(each.data) <= most
        for each, most in zip(files, (1_000_000, 400_000, 200_000, 50_000), strict=True)
    ]
    assert [each.width for each in files[:2]] == [1_000, 1_000]
    assert files[3].width < files[2].width <= 1_000
    assert len(files[0].data) > len(files[1].data) > len(files[2].data) > len(files[3].data)


def test_the_same_bytes_every_time() -> None:
    """Its SHA-256 is what is approved, so the same picture gives the same file."""
    assert photos.read(photo()).within(SIDE, MOST).data == photos.read(photo()).within(SIDE, MOST).data


HEADER = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is so large, in a few bytes."""
    whole = bytearray(file(Image.new("1", (64, 64)), "PNG"))
    whole[16:24] = width.to_bytes(4) + height.to_bytes(4)
    whole[29:33] = zlib.crc32(whole[12:29]).to_bytes(4)
    return bytes(whole)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is no JPEG"),
        (b"hello", "is no JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is no JPEG"),
        (file(drawing(), "BMP"), "is no JPEG"),
        (file(drawing(), "TIFF"), "is no JPEG"),
        (HEIC, "HEIC"),
        (moving(), "moves"),
        (file(drawing(), "WEBP", save_all=True, append_images=[noise(800, 600)]), "moves"),
        (file(drawing(), "PNG", save_all=True, append_images=[noise(800, 600)]), "moves"),
        (photo()[:3_000], "broken"),  # half of it
        (file(drawing(), "PNG")[:-200], "broken"),
        (HEADER, "broken"),
        (file(drawing(1, 1), "PNG"), "1×1 pixels; each side needs 64"),
        (file(drawing(500, 20), "PNG"), "500×20"),
        (png_of(20_000, 20_000), "far too many pixels; 64,000,000 are allowed"),
        (png_of(20_000, 100), "20,000×100 pixels; a side may have 16,384"),
        (png_of(16_000, 16_000), "64,000,000"),
        (png_of(9_000, 9_000), "81,000,000"),
        (png_of(2_000_000_000, 2_000_000_000), "pixels"),
    ],
)
def test_refused(data: bytes, told: str) -> None:
    """What is no picture, moves, is broken, too small or too large is refused in plain words."""
    with pytest.raises(PictureError, match=told) as refused:
        photos.read(data)
    assert refused.value.remedy


@settings(max_examples=150)
@given(
    st.sampled_from([photo(100, 80), file(drawing(100, 80), "PNG"), file(drawing(100, 80), "GIF")]), st.data()
)
def test_any_damage_is_told(whole: bytes, draw: Any) -> None:
    """A file with any byte changed is read or refused, and nothing else happens."""
    at = draw.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole)
    damaged[at] ^= draw.draw(st.integers(1, 255))
    try:
        made = photos.read(bytes(damaged)).within(SIDE, MOST)
    except PictureError:
        return
    assert list(carried(made.data)) == []

"""Pictures that a person brings, made anew for each network: turned upright, in sRGB, and nothing but pixels.

A file carries more than is seen: the place where it was taken, the camera, a small copy of what was cut
away. So no byte of it goes out; what does is encoded from its pixels alone.
"""

import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from quotes.cards.render import Drawn
from quotes.errors import PictureError

KINDS = ("JPEG", "PNG", "WEBP", "GIF")
"""What is read."""
_JPEGS = ("JPEG", "MPO")
"""Some phones and cameras put a second picture behind the first, which Pillow calls MPO."""
_KINDS = "JPEG, PNG, WebP or GIF"
LEAST_SIDE = 64
"""Pixels; of a smaller picture nothing is seen."""
MOST_SIDE = 16_384
"""Pixels of the longer side."""
MOST_PIXELS = 64_000_000
"""More than phones take (48 million). Each takes four bytes of memory, and a hostile file has any number."""
_QUALITIES = (90, 85, 80, 75, 70, 60)
"""Of a JPEG, the best first; less shows."""
_SMALLER = 0.85
"""By so much its sides shrink where no quality is enough."""

_PLACE, _CAMERA, _TIME, _AUTHOR = "its place", "its camera", "its time", "its author"
_TAGS = {
    ExifTags.Base.Make: _CAMERA,
    ExifTags.Base.Model: _CAMERA,
    ExifTags.Base.DateTime: _TIME,
    ExifTags.Base.Artist: _AUTHOR,
    ExifTags.Base.Copyright: _AUTHOR,
}
_TAGS_BELOW = {
    ExifTags.Base.DateTimeOriginal: _TIME,
    ExifTags.Base.BodySerialNumber: _CAMERA,
    ExifTags.Base.LensModel: _CAMERA,
    ExifTags.Base.CameraOwnerName: _AUTHOR,
}
_OTHER = "other notes"
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By EXIF's orientation: https://exiftool.org/TagNames/EXIF.html"""
_NOTES = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Comment", "Description"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture that was read: its pixels, and what else its file carried."""

    image: Image.Image
    """Upright, in sRGB, with transparency only where there is some."""
    carried: tuple[str, ...]
    """What else the file held, in words: ``its place``, ``its camera`` …"""
    lossy: bool
    """Whether it was a JPEG already, so that no edge of it is sharp any more."""

    @property
    def width(self) -> int:
        """In pixels, upright."""
        return self.image.width

    @property
    def height(self) -> int:
        """In pixels, upright."""
        return self.image.height

    def within(self, side: int, most: int) -> Drawn:
        """Its file for a network that takes *most* bytes, and *side* pixels of the longer side.

        Never enlarged; of lower quality, and then smaller, only as far as that needs. The same bytes for the
        same picture and versions.
        """
        scale = min(1.0, side / max(self.image.size))
        while True:
            width, height = (max(1, round(each * scale)) for each in self.image.size)
            for data, media_type in self._files(_scaled(self.image, width, height)):
                if len(data) <= most:
                    return Drawn(data=data, media_type=media_type, width=width, height=height)
            scale *= _SMALLER

    def _files(self, image: Image.Image) -> Iterator[tuple[bytes, str]]:
        """Files of *image*, the best first: a PNG of what is clear, or drawn; then a JPEG is larger."""
        if image.mode == "RGBA":
            yield _saved(image, "PNG", optimize=True), "image/png"
            return
        best, *rest = _QUALITIES
        jpeg = _jpeg(image, best)
        if not self.lossy and len(png := _saved(image, "PNG", optimize=True)) <= len(jpeg):
            yield png, "image/png"
        yield jpeg, "image/jpeg"
        yield from ((_jpeg(image, quality), "image/jpeg") for quality in rest)


def read(data: bytes) -> Photo:
    """The picture in *data*; raises ``PictureError`` for what is none, is broken, moves, or is of no use."""
    if data[4:8] == b"ftyp":  # https://www.iso.org/standard/83102.html (ISO base media file format)
        raise PictureError("is a HEIC, an AVIF or a film.", remedy="Save it as a JPEG, and take that.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is broken in its notes, which nobody needs
            with Image.open(BytesIO(data), formats=KINDS) as image:
                _check(image)
                image.load()
                return _photo(image)
    except PictureError:
        raise
    except UnidentifiedImageError as error:
        raise PictureError(f"is no {_KINDS}.", remedy="Save it as one of these.") from error
    except Image.DecompressionBombError as error:
        raise _too_large("far too many") from error
    except Exception as error:  # the library raises anything for a hostile file
        raise PictureError("is broken.", remedy="Save it again, or take it from where it came.") from error


def _check(image: Image.Image) -> None:
    """Refuse a picture by its header, before its pixels are read."""
    width, height = image.size
    if image.format not in _JPEGS and getattr(image, "n_frames", 1) > 1:
        raise PictureError("moves.", remedy="Take a picture that stands still.")
    if min(width, height) < LEAST_SIDE:
        raise PictureError(
            f"has {width:,}×{height:,} pixels; each side needs {LEAST_SIDE}.", remedy="Take a larger picture."
        )
    if max(width, height) > MOST_SIDE:
        raise PictureError(
            f"has {width:,}×{height:,} pixels; a side may have {MOST_SIDE:,}.",
            remedy="Make it smaller first.",
        )
    if width * height > MOST_PIXELS:
        raise _too_large(f"{width * height:,}")


def _too_large(pixels: str) -> PictureError:
    return PictureError(f"has {pixels} pixels; {MOST_PIXELS:,} are allowed.", remedy="Make it smaller first.")


def _photo(image: Image.Image) -> Photo:
    carried, turn = _noted(image)
    upright = image if turn is None else image.transpose(turn)
    return Photo(image=_bare(_in_srgb(upright)), carried=carried, lossy=image.format in _JPEGS)


# --- what else it carries -----------------------------------------------------------------------


def _noted(image: Image.Image) -> tuple[tuple[str, ...], Image.Transpose | None]:
    """What the file of *image* carries, in words, and how it is turned upright; broken notes tell nothing."""
    try:
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
        return tuple(dict.fromkeys(_carried(image))), turn
    except (LookupError, OSError, OverflowError, SyntaxError, TypeError, ValueError, struct.error):
        return (_OTHER,), None


def _carried(image: Image.Image) -> Iterator[str]:
    """What the file holds beside the picture, in words."""
    exif = image.getexif()
    below = exif.get_ifd(ExifTags.IFD.Exif)
    notes = b"".join(_bytes(image.info[name]) for name in _NOTES & image.info.keys())
    if exif.get_ifd(ExifTags.IFD.GPSInfo) or b"GPSLatitude" in notes:
        yield _PLACE
    yield from (words for tag, words in _TAGS.items() if tag in exif)
    yield from (words for tag, words in _TAGS_BELOW.items() if tag in below)
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield "a small copy of it"
    if image.format in _JPEGS and getattr(image, "n_frames", 1) > 1:
        yield "a second picture"
    if _NOTES & image.info.keys():
        yield _OTHER


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


# --- pixels -------------------------------------------------------------------------------------


def _in_srgb(image: Image.Image) -> Image.Image:
    """*image* in RGB, or RGBA where it is not opaque; by its own colour profile, if that can be read."""
    profile = image.info.get("icc_profile")
    clear = image.has_transparency_data
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if clear or image.mode not in ("RGB", "CMYK", "L"):
        image = image.convert("RGBA" if clear else "RGB")
    if profile:
        image = _converted(image, profile)
    image = image.convert("RGBA" if clear else "RGB")
    opaque = clear and image.getchannel("A").getextrema() == (255, 255)
    return image.convert("RGB") if opaque else image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """*image*, which is in the colours of *profile*, in sRGB."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        ours = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(image, ours, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):  # no profile, or one for other pictures: as browsers do
        return image
    return made or image


def _bare(image: Image.Image) -> Image.Image:
    """*image* without a note, and without the colours of what nobody can see of it."""
    bare = image.convert("RGBa").convert("RGBA") if image.mode == "RGBA" else image.copy()
    bare.info = {}
    return bare


def _scaled(image: Image.Image, width: int, height: int) -> Image.Image:
    if image.size == (width, height):
        return image
    if image.mode == "RGBA":  # so that what is clear lends no colour
        return image.convert("RGBa").resize((width, height), Image.Resampling.LANCZOS).convert("RGBA")
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    return _saved(image, "JPEG", quality=quality, optimize=True, progressive=True)


def _saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()

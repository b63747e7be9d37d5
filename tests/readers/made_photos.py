"""Pictures as people bring them: photographs and drawings, with what cameras and programs put beside them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageCms

PLACE, CAMERA, OWNER = "Basement Road", "Pentacon Six", "Maria Hernandez"
"""Words that a file carries, to be looked for in what goes out."""


def noise(width: int, height: int, *, mode: str = "RGB") -> Image.Image:
    """A picture that no encoder makes small."""
    return Image.merge("RGB", [Image.effect_noise((width, height), 120) for _ in "RGB"]).convert(mode)


def gradient(width: int, height: int) -> Image.Image:
    """A picture with many colours that is cheap to keep; its upper left is dark, its lower right light."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, down))


def exif(*, orientation: int = 1) -> Image.Exif:
    """What a phone notes: place, camera, owner, time, which way up, and a small copy."""
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = orientation
    notes[ExifTags.Base.Make] = CAMERA
    notes[ExifTags.Base.Artist] = OWNER
    notes[ExifTags.Base.DateTime] = "2026:03:02 15:00:00"
    place: dict[int, object] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (52.0, 31.0, 12.0),
        ExifTags.GPS.GPSAreaInformation: PLACE.encode(),
    }
    notes.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return notes


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f'<rdf:Description rdf:about="" GPSLatitude="52,31.2N" creator="{OWNER}" place="{PLACE}"/></rdf:RDF></x:xmpmeta>'
).encode()


def file(image: Image.Image, kind: str, **how: Any) -> bytes:
    """The file of *image*."""
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def photo(width: int = 800, height: int = 600, *, orientation: int = 1) -> bytes:
    """A JPEG of a phone, with all that it carries; *orientation* as EXIF has it."""
    return file(
        gradient(width, height), "JPEG", quality=95, exif=exif(orientation=orientation), xmp=XMP,
        comment=PLACE.encode(), icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )  # fmt: skip


def drawing(width: int = 800, height: int = 600, *, mode: str = "RGB") -> Image.Image:
    """A poster: few colours, sharp edges."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("navy", (width // 4, height // 4, width // 2, height // 2))
    grey = image.convert("L") if mode == "I;16" else image
    return grey.convert(mode)


def moving() -> bytes:
    """A GIF of two pictures."""
    return file(drawing(), "GIF", save_all=True, append_images=[Image.new("RGB", (800, 600), "red")])


def carried(data: bytes) -> Iterator[str]:
    """What a file that goes out still holds beside its pixels."""
    with Image.open(BytesIO(data)) as image:
        yield from (f"EXIF {tag}" for tag in image.getexif())
        yield from (str(name) for name in image.info if name not in _HARMLESS)
    yield from (
        word for word in (PLACE, CAMERA, OWNER, "GPSLatitude", "Exif\0\0", "xmpmeta") if word.encode() in data
    )


_HARMLESS = frozenset({"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"})
"""What a JPEG's own header says of its pixels."""

"""Turns a canvas into a file: small, within a network's limit, and the same bytes every time."""

import zlib
from io import BytesIO
from xml.sax.saxutils import escape

from PIL import Image, PngImagePlugin

from quotes.cards.card import Card, alt_text, attribution
from quotes.cards.render.canvas import Canvas
from quotes.errors import CardError

MAX_BYTES = 1_000_000
"""The least of the networks' limits for one picture: Bluesky's, as its lexicon long had it
(https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/embed/images.json)."""

_QUALITIES = (92, 88, 84, 80, 75, 70, 60)
"""Of a JPEG, the best first; less shows."""
_FAST = {"compress_level": 6, "compress_type": zlib.Z_RLE}
"""Flat pictures are runs of one colour: a tenth more bytes than with a search, in a third of the time."""
_PERCEPTUAL = b"\x00"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"><dc:identifier>{digest}</dc:identifier>\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">{alt}</rdf:li></rdf:Alt>\
</Iptc4xmpCore:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""
"""How a JPEG says what the picture is; alt text has a property of its own
(https://www.iptc.org/std/photometadata/specification/IPTC-PhotoMetadata#alt-text-accessibility)."""


def encode(canvas: Canvas, card: Card, most: int) -> tuple[bytes, str]:
    """The file and its media type, of at most *most* bytes; raises ``CardError``."""
    if canvas.indexed:
        return _within(_png(canvas, card), most), "image/png"
    if card.theme.backdrop.kind == "plain" and len(data := _png(canvas, card)) <= most:
        return data, "image/png"
    for quality in _QUALITIES:
        data = _jpeg(canvas.image, card, quality)
        if len(data) <= most:
            break
    return _within(data, most), "image/jpeg"


def _within(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise CardError(
            f"The picture has {len(data):,} bytes; networks take at most {most:,}.",
            remedy="Draw it smaller.",
        )
    return data


def _title(card: Card) -> str:
    names = ", ".join(name for name in attribution(card) if name)
    return f"Quote card: {names}" if names else "Quote card"


def _png(canvas: Canvas, card: Card) -> bytes:
    picture = canvas.image
    if canvas.indexed:
        picture.putpalette(canvas.palette)
    notes = PngImagePlugin.PngInfo()
    notes.add(b"sRGB", _PERCEPTUAL)
    notes.add_itxt("Title", _title(card))
    notes.add_itxt("Description", alt_text(card))
    notes.add_itxt("Digest", card.key())
    out = BytesIO()
    picture.save(out, "PNG", pnginfo=notes, **_FAST)
    return out.getvalue()


def _jpeg(picture: Image.Image, card: Card, quality: int) -> bytes:
    said = {"title": _title(card), "alt": alt_text(card), "digest": card.key()}
    note = _XMP.format(**{key: escape(text) for key, text in said.items()})
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling="4:4:4", optimize=True, xmp=note.encode())
    return out.getvalue()

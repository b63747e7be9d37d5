"""Web pages: the article, without what the site puts around it.

The article is the smallest part of the page that holds nearly all of its prose. Within it nothing but links
and known furniture is left out: a list or a heading that is lost is a demand that nobody reads.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from typing import Any

from quotes.errors import StatementError
from quotes.readers.content import Content, reading
from quotes.readers.lines import set_blocks
from quotes.readers.page import Block, blocks

_AROUND = frozenset({"nav", "footer", "aside"})
_ROLES_AROUND = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"}
)
_CLASSES_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|cookies?|consent|gdpr|share|sharing|sharedaddy|social|related|sidebar|"
    r"footer|comments?|disqus|newsletter|subscribe|signup|sign-up|popup|modal|promo|advert|ads?|tags|pagination|pager|"
    r"skip-link|toolbar|widget|jp-relatedposts|post-navigation|addtoany)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Words in the class or the id of what sites put around an article."""
_ARTICLE = re.compile(
    r"(?:^|\s)(?:entry-content|post-content|post-body|article-body|article__body|article-content|articlebody|"
    r"story-body|field--name-body|press-release|release-body|wp-block-post-content|body-content|content__body|"
    r"gh-content|available-content|sqs-layout)(?:$|\s)",
    re.IGNORECASE,
)
"""Classes by which widely used systems call an article's own words."""
_MOST_AROUND = 0.6
"""What holds more of the page's prose than this is not around it, whatever it is called."""
_NEARLY_ALL = 0.75
_NAMED = 0.4
"""So much of the prose must stand in an element that is called an article."""
_LEAST = 120
"""Letters of prose in an article; one of East Asia counts as three."""
_PROSE = 50
"""Characters of a block that is more than a line of furniture."""
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_CHARSET_OF_TYPE = re.compile(r"charset\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def read(data: bytes, name: str, media_type: str | None = None) -> Content:
    """The words of the article in the page *data*; *media_type* may name its encoding.

    Raises ``StatementError`` for a page that holds no article.
    """
    with reading(name, "web page", "lxml"):
        text, lossy = _decoded(data, media_type)
        article = _article(_tree(text, name))
    letters = sum(_prose(block) for block in article)
    if letters < _LEAST:
        raise _nothing(name, letters)
    notes = ("Some letters are in an encoding that the page does not name.",) if lossy else ()
    return Content(text=set_blocks((block.mark, block.text) for block in article), notes=notes)


def _tree(text: str, name: str) -> Any:
    """The page's elements; raises ``StatementError`` where the library would leave some out."""
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(
            _DECLARATION.sub("", text, count=1).replace("\x00", "\ufffd"), parser=parser
        )
    except ParserError as error:  # it has no element
        raise _nothing(name, 0) from error
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise StatementError(
            f"{name} has elements within elements without end.", remedy="Give its words as text."
        )
    return root


def _nothing(name: str, letters: int) -> StatementError:
    return StatementError(
        f"{name} has no article in it: {letters} letters of prose, where at least {_LEAST} are needed.",
        remedy="Give the statement's own page, as a browser saves it, or its words as text.",
    )


def _decoded(data: bytes, media_type: str | None) -> tuple[str, bool]:
    """The page's characters, and whether some could not be told.

    What the first bytes, the server and the page say of the encoding, in this order; else UTF-8, else what
    browsers take. Source: https://html.spec.whatwg.org/#determining-the-character-encoding, https://encoding.spec.whatwg.org
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    served = _CHARSET_OF_TYPE.search(media_type or "")
    said = _CHARSET.search(data[:4096])
    named = [marked, served and served[1], said and said[1].decode("ascii")]
    for encoding in [*filter(None, named), "utf-8", "cp1252"]:
        try:
            return data.decode(_as_browsers(encoding)), False
        except (LookupError, UnicodeError):
            continue
    return data.decode("cp1252", "replace"), True


def _as_browsers(encoding: str) -> str:
    """Browsers read two encodings as the larger one that Windows calls by their name."""
    codec = codecs.lookup(encoding).name
    return "cp1252" if codec in ("iso8859-1", "ascii") else codec


def _prose(block: Block) -> int:
    """How much of *block* is prose: nothing of links and of short lines."""
    length = len(block.text) + 2 * len(_WIDE.findall(block.text))
    return 0 if block.is_linked or length < _PROSE else length


def _article(root: Any) -> Sequence[Block]:
    """The blocks of the article in the page *root*, its headline first."""
    found = blocks(root)
    around = _around(root, _weights(found))
    inside = [block for block in found if not around.intersection(_line(block.element))]
    place = _place(root, _weights(inside))
    within = [number for number, block in enumerate(inside) if place in _line(block.element)]
    if not within:
        return ()
    first, last = within[0], within[-1]
    head = next((n for n in range(first, -1, -1) if inside[n].element.tag == "h1"), first)
    article = inside[head : last + 1]
    return [block for block in article if not block.is_linked or _is_heading(block)]


def _around(root: Any, weights: dict[Any, int]) -> set[Any]:
    """The elements that a site puts around articles: by what they are, or by what they are called."""
    most = _MOST_AROUND * weights.get(root, 0)
    found = set()
    for element in root.iter():
        called = _is_called_around(element) and weights.get(element, 0) <= most
        if (called or _is_around(element)) and not any(True for _ in element.iter("h1", "main")):
            found.add(element)
    return found


def _is_heading(block: Block) -> bool:
    return block.element.tag in ("h1", "h2")


def _line(element: Any) -> Iterable[Any]:
    """*element* and all that it stands in."""
    yield element
    yield from element.iterancestors()


def _weights(found: Iterable[Block]) -> dict[Any, int]:
    """How much prose stands in each element."""
    weights: dict[Any, int] = {}
    for block in found:
        if prose := _prose(block):
            for element in _line(block.element):
                weights[element] = weights.get(element, 0) + prose
    return weights


def _is_around(element: Any) -> bool:
    return element.tag in _AROUND or element.get("role") in _ROLES_AROUND


def _is_called_around(element: Any) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    return _CLASSES_AROUND.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _place(root: Any, weights: dict[Any, int]) -> Any:
    """The element that holds the article: one that is called so, and down as long as one child holds it."""
    enough = _NAMED * weights.get(root, 0)
    named = [element for element in root.iter() if weights.get(element, 0) > enough and _is_named(element)]
    place = named[-1] if named else root
    while True:
        heaviest = max(place, key=lambda child: weights.get(child, 0), default=None)
        if heaviest is None or weights.get(heaviest, 0) < _NEARLY_ALL * weights.get(place, 1):
            return place
        if heaviest.tag in ("p", "li", "ul", "ol", "blockquote", "pre"):
            return place
        place = heaviest


def _is_named(element: Any) -> bool:
    if element.tag in ("article", "main") or element.get("role") in ("main", "article"):
        return True
    return element.get("itemprop") == "articleBody" or _ARTICLE.search(element.get("class", "")) is not None

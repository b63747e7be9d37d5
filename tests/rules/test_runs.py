"""Words as every page shows them: what networks make links, hashtags and mentions of."""

import pytest

from scheduler import networks
from scheduler.core.runs import runs


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("plain", [("text", "plain")]),
        ("", []),
        ("See https://example.org/a.", [("text", "See "), ("link", "example.org/a"), ("text", ".")]),
        ("(https://example.org)", [("text", "("), ("link", "example.org"), ("text", ")")]),
        ("https://example.org/", [("link", "example.org")]),
        ("https://example.org/" + "a" * 40, [("link", "example.org/" + "a" * 19 + "…")]),  # 32 characters
        ("#Dignity now", [("tag", "#Dignity"), ("text", " now")]),
        ("#1", [("text", "#1")]),  # a number is no hashtag
        ("a#b", [("text", "a#b")]),  # nor is this
        ("https://example.org/#top", [("link", "example.org/#top")]),  # nor is a part of a link
        ("javascript:alert(1)", [("text", "javascript:alert(1)")]),  # never a link
    ],
)
def test_links_and_hashtags_are_found(words: str, expected: list[tuple[str, str]]) -> None:
    """As networks render them; the punctuation after a link is not part of it."""
    assert [(run.kind, run.text) for run in runs(words)] == expected


def test_a_shortened_link_leads_to_the_whole_address() -> None:
    """Only what is shown is shortened."""
    address = "https://example.org/" + "a" * 60
    assert [run.href for run in runs(f"See {address} now")] == ["", address, ""]


@pytest.mark.parametrize(
    ("network", "words", "expected"),
    [
        ("x", "See example.org now", [("text", "See "), ("link", "example.org"), ("text", " now")]),
        ("bluesky", "See example.org now", [("text", "See "), ("link", "example.org"), ("text", " now")]),
        ("x", "Of the U.S. and the E.U.", [("text", "Of the U.S. and the E.U.")]),  # no address
        ("x", "@ijn, @ijnews", [("mention", "@ijn"), ("text", ", @ijnews")]),  # a whole handle alone
        ("x", "https://example.org/@ijn", [("link", "example.org/@ijn")]),  # a part of a link is none
        ("x", "To a@ijn.", [("text", "To a@ijn.")]),  # nor is an address of mail
    ],
)
def test_links_and_mentions_as_a_network_makes_them(
    network: str, words: str, expected: list[tuple[str, str]]
) -> None:
    """An address without a scheme where the network links it; handles that are known."""
    found = runs(words, networks.load(network).links, ["ijn"])
    assert [(run.kind, run.text) for run in found] == expected

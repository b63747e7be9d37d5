"""Words from a template: what is left out to fit, in which order, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes import verbatim
from scheduler.core.compose import FIELDS, check_template, compose, fill
from scheduler.core.errors import ConfigError, WordsError
from scheduler.core.limits import Network
from scheduler.networks import bluesky, x

NETWORKS = [x.NETWORK, bluesky.NETWORK]
LINK = "https://example.org/statements/2020/no-one-is-illegal"
VALUES = {
    "quote": "“No one is illegal.”",
    "speaker": "Rosa Ortiz",
    "issuer": "Immigrant Justice Network",
    "link": LINK,
    "hashtags": "#Justice #NotOneMore",
}
WHOLE = f"“No one is illegal.”\n— Rosa Ortiz, Immigrant Justice Network\n\n{LINK}\n\n#Justice #NotOneMore"


def sized(letters: int) -> str:
    """A quotation of so many letters, that both networks count alike: one each, in words."""
    return "“" + ("abcd " * letters)[: letters - 3] + "!”"


# --- templates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "template",
    [
        *(network.template for network in NETWORKS),
        "{quote}",
        "{speaker} says: {quote}",
        "[{quote} — {speaker}]",  # go together
        "[{speaker}: {quote}][ {hashtags}]",
        "Read it[: {link}]",
        "",
        "No field at all.",
    ],
)
def test_templates(template: str) -> None:
    """Each bracket holds one field, or the quote with its speaker."""
    check_template(template, name="words.x")


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{quot}", r"there is no field \{quot\}; the fields are \{quote\}, \{speaker\}"),
        ("{Quote}", "there is no field"),
        ("{quote} {tags}", r"no field \{tags\}"),
        ("{quote", r"every \{ needs"),  # followers would read the brace
        ("quote}", r"every \{ needs"),
        ("{ quote }", r"every \{ needs"),
        ("{}", r"every \{ needs"),
        ("{{quote}}", r"every \{ needs"),
        ("[{quote}", r"every \[ needs its \]"),
        ("{quote}]", r"every \[ needs its \]"),
        ("[{speaker}[, {issuer}]]", "brackets do not nest"),
        ("[or so]{quote}", r"\[or so\] has no field"),
        ("[{link} {hashtags}]", "several fields"),  # the link would go with the hashtags
        ("[{speaker}, {issuer}]", "several fields"),  # the speaker would go with the issuer
        ("[{quote} — {issuer}]", "several fields"),  # the quote would go before its turn
        ("[{issuer} {hashtags}]", "several fields"),  # the issuer would go, and nobody would be told
    ],
)
def test_wrong_templates(template: str, says: str) -> None:
    """A template is refused when it is configured, not when followers have seen it."""
    with pytest.raises(ConfigError, match=says) as caught:
        check_template(template, name="words.x")
    assert caught.value.problems[0].startswith("words.x: ")


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        ([], WHOLE),
        (["hashtags"], f"“No one is illegal.”\n— Rosa Ortiz, Immigrant Justice Network\n\n{LINK}"),
        (["issuer"], f"“No one is illegal.”\n— Rosa Ortiz\n\n{LINK}\n\n#Justice #NotOneMore"),
        (["link"], "“No one is illegal.”\n— Rosa Ortiz, Immigrant Justice Network\n\n#Justice #NotOneMore"),
        (["quote"], f"Rosa Ortiz, Immigrant Justice Network\n\n{LINK}\n\n#Justice #NotOneMore"),
        (["quote", "issuer", "hashtags"], f"Rosa Ortiz\n\n{LINK}"),
    ],
)
def test_fill(gone: list[str], words: str) -> None:
    """Optional text goes with its field; no dash, comma or empty line is left behind."""
    assert fill(x.NETWORK.template, VALUES | dict.fromkeys(gone, "")) == words


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{speaker}\n\n\n\n{link}", f"Rosa Ortiz\n\n{LINK}"),  # never more than one empty line
        ("  {speaker}  \n", "Rosa Ortiz"),
        ("{speaker}  \n{issuer}", "Rosa Ortiz\nImmigrant Justice Network"),
    ],
)
def test_fill_is_tidy(template: str, words: str) -> None:
    """White space that nobody sees is not sent."""
    assert fill(template, VALUES) == words


def test_a_bracket_of_two() -> None:
    """A speaker that shares the brackets of the quote goes with it."""
    template = "[{quote} — {speaker}]\n{link}"
    assert fill(template, VALUES) == f"“No one is illegal.” — Rosa Ortiz\n{LINK}"
    assert fill(template, VALUES | {"quote": ""}) == LINK


def test_a_value_is_no_template() -> None:
    """Braces and brackets of a statement are its words."""
    assert (
        fill("{quote}[ — {speaker}]", {"quote": "“{link} [sic]”", "speaker": "[{issuer}]"})
        == "“{link} [sic]” — [{issuer}]"
    )


# --- what is left out ---------------------------------------------------------------------------

# Both count a letter as one. X counts a link as 23, Bluesky as it is written, here 52.
LINK_COUNTS = {"x": 23, "bluesky": len(LINK)}


@pytest.mark.parametrize("network", NETWORKS, ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("left_out", "kept"),
    [
        ((), ("\n— Rosa Ortiz", ", Immigrant Justice Network", "\n\n", "\n\n#Justice #NotOneMore")),
        (("hashtags",), ("\n— Rosa Ortiz", ", Immigrant Justice Network", "\n\n")),
        (("hashtags", "issuer"), ("\n— Rosa Ortiz", "\n\n")),
    ],
)
def test_left_out_in_order(network: Network, left_out: tuple[str, ...], kept: tuple[str, ...]) -> None:
    """The longest quote that fits with what is kept; with one letter more the next field goes."""
    room = network.limits.text - len("".join(kept)) - LINK_COUNTS[network.name]
    fits = compose(network.template, VALUES | {"quote": sized(room)}, network)
    assert (fits.left_out, fits.size) == (left_out, network.limits.text)
    over = compose(network.template, VALUES | {"quote": sized(room + 1)}, network)
    assert over.left_out == ("hashtags", "issuer", "quote")[: len(left_out) + 1]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda each: each.name)
def test_the_quote_goes_last_and_whole(network: Network) -> None:
    """A quote that is too long is on the card; speaker and link stay."""
    words = compose(network.template, VALUES | {"quote": sized(400)}, network)
    assert (words.text, words.left_out) == (f"Rosa Ortiz\n\n{LINK}", ("hashtags", "issuer", "quote"))


@pytest.mark.parametrize("network", NETWORKS, ids=lambda each: each.name)
def test_what_is_kept_stays(network: Network) -> None:
    """Where no card has the quote, words without it are no post: it stays whole, or they are refused."""
    room = network.limits.text - len("\n— Rosa Ortiz\n\n") - LINK_COUNTS[network.name]
    fits = compose(network.template, VALUES | {"quote": sized(room)}, network, keeps=("quote",))
    assert (fits.left_out, fits.size) == (("hashtags", "issuer"), network.limits.text)
    says = f"have {network.limits.text + 1} .* even without the issuer; .*shorter excerpt"
    with pytest.raises(WordsError, match=says):
        compose(network.template, VALUES | {"quote": sized(room + 1)}, network, keeps=("quote",))


def test_what_is_not_there_is_not_left_out() -> None:
    """Neither an empty field nor one that the template does not have is reported."""
    long = VALUES | {"quote": sized(400), "issuer": ""}
    assert compose(x.NETWORK.template, long, x.NETWORK).left_out == ("hashtags", "quote")
    assert compose("[{quote}\n— ]{speaker}", long, x.NETWORK).left_out == ("quote",)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda each: each.name)
def test_too_long_without_anything(network: Network) -> None:
    """Speaker and link are never left out: what does not fit with both is refused, with both numbers."""
    speaker = "R" * (network.limits.text - 20)  # would fit without the link
    says = rf"have (\d+) {network.limits.unit} on {network.title} even without .* {network.limits.text} are allowed"
    with pytest.raises(WordsError, match=says) as caught:
        compose(network.template, VALUES | {"speaker": speaker}, network)
    assert f"have {len(speaker) + 2 + LINK_COUNTS[network.name]} " in caught.value.message


def test_no_words() -> None:
    """A template of which nothing is left makes no post, and the reason is not their length."""
    with pytest.raises(WordsError, match="makes no words"):
        compose("[{hashtags}]", {}, x.NETWORK)


def test_the_mapping_that_was_given_stays() -> None:
    """Leaving out changes nobody's fields."""
    values = VALUES | {"quote": sized(400)}
    compose(x.NETWORK.template, values, x.NETWORK)
    assert values["quote"] == sized(400)


# --- whatever the statement says ----------------------------------------------------------------

line = st.text(max_size=60).map(verbatim.collapse)
fields = st.fixed_dictionaries(
    {
        "quote": st.text(min_size=1, max_size=320)
        .filter(str.strip)
        .map(lambda raw: verbatim.quoted(raw, "en")),
        "speaker": line.filter(bool),
        "issuer": line,
        "link": st.sampled_from(["", LINK, "https://example.org/" + "a" * 150]),
        "hashtags": st.sampled_from(["", "#Justice", "#Justice #NotOneMore"]),
    }
)


@given(fields, st.sampled_from(NETWORKS))
def test_whatever_is_said(values: dict[str, str], network: Network) -> None:
    """Words fit by the network's rule, and each field is there whole or not at all, by the order."""
    try:
        words = compose(network.template, values, network)
    except WordsError:
        least = fill(network.template, values | {"quote": "", "issuer": "", "hashtags": ""})
        assert network.limits.size(least) > network.limits.text
        return
    assert words.size == network.limits.size(words.text) <= network.limits.text
    present = [name for name in ("hashtags", "issuer", "quote") if values[name]]
    assert list(words.left_out) == present[: len(words.left_out)]
    assert words.text == fill(network.template, values | dict.fromkeys(words.left_out, ""))
    for name in FIELDS:
        if name not in words.left_out:
            assert values[name] in words.text
    if words.left_out:
        one_less = dict.fromkeys(words.left_out[:-1], "")
        assert network.limits.size(fill(network.template, values | one_less)) > network.limits.text


@given(st.text("[]{}abquote speakrlinghti_", max_size=40))
def test_any_template_is_filled_or_refused(template: str) -> None:
    """A template that passes shows no brace or bracket of its own, and every field that has a value."""
    try:
        check_template(template, name="words.x")
    except ConfigError:
        return
    text = fill(template, dict.fromkeys(FIELDS, "value"))
    assert not set("[]{}") & set(text)

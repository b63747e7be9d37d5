"""What a text says about itself, and silence where it says nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assets
from quotes.guesses import guess, language
from quotes.statement import normalise, read

BODY = "\n\nEvery family in this valley deserves a safe home, and we will not stop until every one of them has it.\n"


def test_the_sample_says_who_speaks() -> None:
    """Issuer, language and title of the sample; it names no date and no link."""
    said = guess(read(assets.sample()))
    assert said.issuer == "Immigrant Justice Network"
    assert said.lang == "en"
    assert said.title == (
        "Immigrant Justice Network Calls on Next Administration to Forge a New Way Forward "
        "Toward Dignity and Justice"
    )
    assert said.published is None
    assert said.url is None


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("The River Valley Tenants Union (RVTU) released the following statement:" + BODY, "River Valley Tenants Union"),
        ("In response to the ruling, River Valley Coalition issued the following statement:" + BODY, "River Valley Coalition"),
        ("On Monday, the River Network today released this statement:" + BODY, "River Network"),
        ("A title" + BODY + "\nRiver Union is a coalition of tenants.", None),  # named nowhere else
        ("River Union to the mayor" + BODY + "\nAbout River Union\n\nRiver Union is a coalition of tenants.", "River Union"),
        # two organizations that say what they are: a joint release
        ("River Union and Lake Union speak" + BODY + "\nRiver Union is a coalition of tenants.\n\nLake Union is a coalition of owners.", None),
        ("Mayor Jane Roe released the following statement:" + BODY, None),  # a person
        ("Jane Roe released the following statement:" + BODY, None),
        ("We released the following statement:" + BODY, None),  # nobody by name
        ("Groups released the following statement:" + BODY, None),
        ("A title" + BODY, None),  # no evidence
        ("", None),
    ],
)  # fmt: skip
def test_the_issuer_needs_evidence(text: str, issuer: str | None) -> None:
    """From the lead-in or the About paragraph; an organization, or None."""
    assert guess(text).issuer == issuer


@pytest.mark.parametrize(
    ("frame", "published"),
    [
        ("For immediate release: March 5, 2021", date(2021, 3, 5)),
        ("March 5th, 2021", date(2021, 3, 5)),
        ("5 March 2021", date(2021, 3, 5)),
        ("2021-03-05", date(2021, 3, 5)),
        ("WASHINGTON, March 5, 2021 — ", date(2021, 3, 5)),  # a dateline
        ("March 2021", None),  # no day
        ("March 5", None),  # no year
        ("03/05/2021", None),  # March or May
        ("February 30, 2021", None),  # no such day
        ("March 5, 2021\n\nMarch 6, 2021", None),  # two dates
        (
            "The law of March 5, 2021 hurts every family in this valley, and everybody who lives here knows it.",
            None,
        ),
    ],
)
def test_the_date_is_full_and_stands_in_the_frame(frame: str, published: date | None) -> None:
    """From a release line or the dateline, day, month and year; a date in the text says something else."""
    joint = "" if frame.endswith("— ") else "\n\n"
    text = f"Tenants win in court\n\n{frame}{joint}{BODY.strip()}{BODY}"
    assert guess(text).published == published


def test_a_date_is_read_in_the_language_of_the_text() -> None:
    """Months have other names in Spanish."""
    body = "Todas las familias de este valle merecen un hogar seguro y no vamos a parar."
    assert guess(f"Victoria\n\n5 de marzo de 2021\n\n{body}").published == date(2021, 3, 5)


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("Permalink: https://union.example/a-1", "https://union.example/a-1"),
        ("URL: https://union.example/a?b=c.", "https://union.example/a?b=c"),
        ("Originally published at https://union.example/a", "https://union.example/a"),
        ("This statement is available at https://union.example/a", "https://union.example/a"),
        ("See https://union.example/a for the report.", None),  # another page
        ("https://union.example", None),  # a footer
        ("URL: https://union.example/a\nURL: https://union.example/b", None),  # two
        ("URL: javascript:alert(1)", None),
    ],
)
def test_the_link_is_one_that_the_text_calls_its_own(line: str, url: str | None) -> None:
    """A link that stands in the text is mostly somebody else's."""
    assert guess(f"Tenants win in court{BODY}\n{line}\n").url == url


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Every family in this valley deserves a safe home, and we will not stop.", "en"),
        ("Todas las familias de este valle merecen un hogar seguro y no vamos a parar.", "es"),
        ("Toutes les familles de cette vallée méritent un logement sûr et nous ne lâcherons rien.", "fr"),
        ("كل عائلة في هذا الوادي تستحق بيتا آمنا ولن نتوقف حتى يتحقق ذلك للجميع", "ar"),
        ("这个山谷里的每个家庭都应该有一个安全的家，我们不会停止。", "zh"),
        ("Jede Familie in diesem Tal verdient ein sicheres Zuhause, und wir werden nicht aufhören.", "de"),
        ("Ogni famiglia di questa valle merita una casa sicura e noi non ci fermeremo.", "it"),
        ("Todas as famílias deste vale merecem uma casa segura e não vamos parar.", "pt"),
        ("Chak fanmi nan vale sa a merite yon kay ki an sekirite, epi nou pap kanpe.", "ht"),
        (
            "Totes les famílies d'aquesta vall mereixen una llar segura i no ens aturarem.",
            "ca",
        ),  # not Spanish
        ("Кожна родина в цій долині заслуговує на безпечний дім, і ми не зупинимося.", "uk"),  # not Russian
        (
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.",
            None,
        ),  # nobody speaks it
        ("asdf qwer zxcv uiop hjkl tyui bnml poiu qwas zxre mnko plij uhyg", None),  # nothing is likely
        ("Stop it.", None),  # too few letters to tell
        ("2021-03-05 12:30 — 555-0100 555-0101 555-0102 555-0103", None),  # no letters
    ],
)
def test_the_language_needs_enough_letters(text: str, lang: str | None) -> None:
    """Told from the text, or None where there is too little of it."""
    assert language(text) == lang


@given(st.text(max_size=120))
def test_any_text_can_be_asked(raw: str) -> None:
    """``guess`` never raises, and an issuer stands in the text."""
    text = normalise(raw)
    issuer = guess(text).issuer
    assert issuer is None or issuer in " ".join(text.split())

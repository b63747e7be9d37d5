"""The review sheet: what a director sees, its code, and an approval that is refused when anything changed."""

import base64
import re
import threading
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scheduler.services import reviewing
from scheduler.services.reviewpage import page as page_of

D1 = "ijn-2020.1@x-main"


class Page(HTMLParser):
    """The tags of a page, and the words between them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.tags if "id" in attributes]


def written(drumbeat: Any) -> Page:
    """The page of the campaign."""
    told = drumbeat("campaign", "show", "ijn-2020", "--html", "review.html").out
    assert str(drumbeat.folder / "review.html") in told
    return Page((drumbeat.folder / "review.html").read_text("utf-8"))


@pytest.fixture
def busy(ready: Any) -> Any:
    """A campaign with a thread, a link, a mention, words of its own for one network, and rules."""
    link = (
        "--link",
        "https://ijn.example/2020",
        "--hashtags",
        "Justice",
        "--may-reply",
        "followed,mentioned",
    )
    when = ("--plan", "T+0, T+1h, T+1d 09:00", "--launch", "2030-01-02 09:00")
    ready("campaign", "new", "ijn-2020", "--on", "x-main,sky", *when, *link, "--no-cards")
    ready("post", "join", "ijn-2020.1", "ijn-2020.2")
    ready(
        "post", "edit", "ijn-2020.3", "--on", "x-main", "--words", 'Thank you @cityhall <b>"&"</b> #Justice'
    )
    ready("post", "edit", "ijn-2020.3", "--on", "sky", "--words", "Thank you @cityhall.org")
    return ready


# --- the page -----------------------------------------------------------------------------------


def test_the_page_is_complete_in_itself(planned: Any) -> None:
    """No script, nothing fetched; pictures are inside to the byte, and may come from nowhere else."""
    page = written(planned)
    assert not page.all("script")
    for _, attributes in page.tags:
        for name in ("src", "srcset", "data", "poster", "action"):
            assert str(attributes.get(name) or "data:").startswith("data:")
    assert all(str(link["href"]).startswith("data:") for link in page.all("link"))
    assert "url(" not in page.words
    assert "@import" not in page.words
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv"))
    assert str(policy).startswith("default-src 'none'; img-src data:")
    rows = planned.json("campaign", "show", "ijn-2020")["deliveries"]
    with planned.office() as office:
        files = [office.desk.pictures.get(each) for row in rows for each in row["parts"][0]["pictures"]]
    inside = [base64.b64decode(str(each["src"]).split(",")[1]) for each in page.all("img")]
    assert sorted(inside) == sorted(files)


def test_the_page_shows_each_delivery_as_its_network_does(busy: Any) -> None:
    """Words with links, hashtags and mentions marked, lengths by the network's own measure, parts, rules."""
    page = written(busy)
    assert [each["class"] for each in page.all("article")] == ["frame bluesky", "frame x"] * 2
    assert page.words.count("Part 1 of 2") == page.words.count("Part 2 of 2") == 2
    for row in busy.json("campaign", "show", "ijn-2020")["deliveries"]:
        if row["state"] != "cancelled":
            for part in row["parts"]:
                assert f"{part['size']:,} of {part['limit']:,} " in page.words
    assert ("span", {"class": "mention"}) in page.tags
    assert ("span", {"class": "tag"}) in page.tags
    assert "@cityhallX makes it a mention" in page.words.replace("\n", "")
    assert "@cityhall.orgrehearsal:cityhall.org" in page.words.replace("\n", "")  # whom it is
    links = {str(each["href"]) for each in page.all("a") if not str(each["href"]).startswith("#")}
    assert links == {"https://ijn.example/2020"}
    assert "those whom it follows and those whom it mentions" in page.words
    assert "Wed 2 Jan 2030, 09:00 EST" in page.words
    assert "Thu 3 Jan 2030, 09:00 EST" in page.words
    assert "All times are those of America/New_York." in page.words
    assert '<b>"&"</b>' in page.words  # words are never markup
    assert "X wants no unasked mentions by apps" in page.words
    assert "$0." in page.words


def test_alt_text_is_there_twice(planned: Any) -> None:
    """For those who do not see the picture, and as words for those who check it, with its length."""
    page = written(planned)
    pictures = page.all("img")
    assert len(pictures) == 4
    for each in pictures:
        assert str(each["alt"]) in page.words
    assert " of 1,000 characters" in page.words


def test_a_reader_of_any_kind_finds_the_way(busy: Any) -> None:
    """Language, one main heading, headings in their order, landmarks, a viewport that may be zoomed."""
    page = written(busy)
    assert page.all("html") == [{"lang": "en"}]
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert [len(page.all(tag)) for tag in ("main", "nav", "footer")] == [1, 1, 1]
    named = [each["aria-labelledby"] for tag in ("section", "article", "nav") for each in page.all(tag)]
    assert named
    assert set(named) <= set(page.ids())
    assert len(page.ids()) == len(set(page.ids()))
    inner = {str(a["href"])[1:] for a in page.all("a") if str(a["href"]).startswith("#")}
    assert inner == {"post-1", "post-3"}
    assert inner <= set(page.ids())
    viewport = next(meta["content"] for meta in page.all("meta") if meta.get("name") == "viewport")
    assert "scalable" not in str(viewport)


def _light(colour: str) -> float:
    """The relative luminance of a colour (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    values = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


ON = [  # what is written, and on what
    ("ink", "page"),
    ("ink", "paper"),
    ("ink", "yes"),
    ("soft", "page"),
    ("soft", "paper"),
    ("link", "paper"),
    ("warn-ink", "warn"),
    ("bad-ink", "bad"),
    ("text", "card"),
    ("quiet", "card"),
    ("accent", "card"),
    ("brand", "card"),
]


@pytest.mark.parametrize("network", ["frame", "x", "bluesky"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_contrast(dark: bool, network: str) -> None:  # noqa: FBT001 - a table of two
    """4.5 to 1 at least (https://www.w3.org/TR/WCAG22/#contrast-minimum), in light and in dark."""
    source = resources.files("scheduler.services").joinpath("review.html.j2").read_text("utf-8")
    light, _, rest = source.partition("@media screen and (prefers-color-scheme: dark)")
    colours: dict[str, str] = {}
    for part in [light, *([rest.partition("\n}\n")[0]] if dark else [])]:
        for name in (":root", ".frame", f".{network}"):
            for block in re.findall(rf"^\s*{re.escape(name)} {{(.*?)}}", part, re.MULTILINE | re.DOTALL):
                colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for word, ground in ON:
        dim, bright = sorted(map(_light, (colours[word], colours[ground])))
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, f"{word} on {ground}"


def test_the_same_sheet_is_the_same_page(planned: Any) -> None:
    """To the byte, at the same moment."""
    with planned.office() as office:
        sheet = reviewing.sheet(office.desk, "ijn-2020")
        assert page_of(sheet) == page_of(sheet)


def test_the_code_and_its_command(planned: Any) -> None:
    """In the page, in the terminal and for programs, the same; a page of what is approved asks for no yes."""
    page = written(planned)
    shown = planned.json("campaign", "show", "ijn-2020")
    command = f"drumbeat campaign approve ijn-2020 --revision {shown['revision']}"
    assert page.words.count(command) == 2
    assert command in planned("campaign", "show", "ijn-2020").out
    planned(*command.split()[1:])
    assert "Nothing waits for a yes" in written(planned).words
    assert command not in planned("campaign", "show", "ijn-2020").out


def test_what_cannot_be_approved_is_told_first(planned: Any) -> None:
    """A card whose file is gone, a time that has passed: in the page and in the terminal, in the same words."""
    (row, *_) = planned.json("campaign", "show", "ijn-2020")["deliveries"]
    with planned.office() as office:
        Path(office.desk.pictures.path(row["parts"][0]["pictures"][0])).unlink()
    page = written(planned)
    told = f"{row['delivery']} cannot be approved: picture"
    assert told in page.words
    assert "The file of this picture is missing" in page.words
    assert told in planned("campaign", "show", "ijn-2020").err
    assert any(each.startswith(told) for each in planned.json("campaign", "show", "ijn-2020")["remarks"])


def test_a_page_that_cannot_be_written(planned: Any) -> None:
    """Is refused, and names the file."""
    assert "cannot be written" in planned("campaign", "show", "ijn-2020", "--html", "no/way.html", code=2).err


# --- the code -----------------------------------------------------------------------------------


def test_a_stale_code_is_refused_with_what_changed(busy: Any) -> None:
    """Word by word, by delivery; nothing is approved."""
    seen = busy.json("campaign", "show", "ijn-2020")
    busy("post", "edit", "ijn-2020.3", "--on", "x-main", "--words", "Thank you @cityhall #Justice")
    busy("post", "move", "ijn-2020.3", "--to", "2030-01-03 10:00", "--on", "sky")
    approve = ("campaign", "approve", "ijn-2020", "--revision", seen["revision"])
    told = busy(*approve, code=2).err
    assert f"ijn-2020 was changed since it was shown with the code {seen['revision']}" in told
    assert 'ijn-2020.3 on x-main: words: Thank you @cityhall [-<b>"&"</b> -]#Justice' in told
    assert "ijn-2020.3 on sky: time: Thu 3 Jan 2030 09:00 EST → Thu 3 Jan 2030 10:00 EST" in told
    assert "drumbeat campaign show ijn-2020" in told
    error = busy.refused(*approve)
    assert error["error"] == "Stale"
    assert [(each["delivery"], each["thing"]) for each in error["changes"]] == [
        ("ijn-2020.3@sky", "time"),
        ("ijn-2020.3@x-main", "words"),
    ]
    states = {row["state"] for row in busy.json("campaign", "show", "ijn-2020")["deliveries"]}
    assert states == {"draft", "cancelled"}


def test_a_post_that_was_cancelled_or_added_is_a_change(planned: Any) -> None:
    """Who said yes to two posts did not say yes to one."""
    code = planned.json("campaign", "show", "ijn-2020")["revision"]
    planned("post", "cancel", "ijn-2020.2")
    told = planned("campaign", "approve", "ijn-2020", "--revision", code, code=2).err
    assert "ijn-2020.2 on sky, x-main: cancelled since" in told
    planned("post", "add", "ijn-2020", "--words", "We go on.", "--at", "2030-01-02 09:00")
    told = planned("campaign", "approve", "ijn-2020", "--revision", code, code=2).err
    assert "ijn-2020.3 on sky, x-main: added since" in told


def test_a_redrawn_card_is_a_change(planned: Any) -> None:
    """Words that are the same on another picture are not what was shown."""
    code = planned.json("campaign", "show", "ijn-2020")["revision"]
    planned("speakers", "set", "ijn-2020", "Immigrant Justice Network", "--name", "Immigrant Justice Net")
    told = planned("campaign", "approve", "ijn-2020", "--revision", code, code=2).err
    assert "card: as shown → redrawn" in told
    assert "speaker: Immigrant Justice Network → Immigrant Justice Net" in told


def test_a_code_that_nobody_was_shown(planned: Any) -> None:
    """Says so plainly, and is no diff."""
    told = planned("campaign", "approve", "ijn-2020", "--revision", "00000000", code=2).err
    assert "Nothing of ijn-2020 was ever shown with the code 00000000." in told
    assert planned.refused("post", "approve", "ijn-2020.1", "--revision", "x")["changes"] is None


def test_a_code_is_taken_as_a_person_types_it(planned: Any) -> None:
    """In capitals, with a space at its end."""
    code = planned.json("campaign", "show", "ijn-2020")["revision"]
    planned("campaign", "approve", "ijn-2020", "--revision", f"{code.upper()} ")


def test_one_post_of_a_sheet(planned: Any) -> None:
    """A post that is as it was shown is approved by the sheet's code, whatever became of the others."""
    code = planned.json("campaign", "show", "ijn-2020")["revision"]
    planned("post", "edit", "ijn-2020.2", "--words", "A new way forward.", "--on", "sky")
    assert "ijn-2020.2 on sky" in planned("post", "approve", "ijn-2020.2", "--revision", code, code=2).err
    planned("post", "approve", "ijn-2020.1", "--revision", code)
    assert planned.deliveries("queue")[D1]["state"] == "queued"


def test_what_goes_its_way_keeps_the_code(approved: Any) -> None:
    """Approved or out, it is what was shown: the rest is approved by the same code."""
    code = approved.json("campaign", "show", "ijn-2020")["revision"]
    approved("campaign", "launch", "ijn-2020")
    launched = approved.json("campaign", "show", "ijn-2020")["revision"]
    assert launched != code  # times were set
    approved("run", "--once")
    assert approved.json("campaign", "show", "ijn-2020")["revision"] == launched


def test_a_late_yes_by_the_code(planned: Any) -> None:
    """A time that has passed is what was shown; who approves says when it goes instead."""
    planned("campaign", "launch", "ijn-2020")
    code = planned.json("campaign", "show", "ijn-2020")["revision"]
    planned("run", "--once")
    assert planned.deliveries("attention")[D1]["reason"] == "unapproved"
    planned("campaign", "approve", "ijn-2020", "--revision", code, "--late", "now")


def test_every_sheet_is_kept_once(planned: Any) -> None:
    """Whoever looks again at the same, by whichever face, adds nothing; earlier sheets stay comparable."""
    made = planned.json("campaign", "new", "ijn-2020", "--on", "sky", "--count", "1")
    planned("campaign", "launch", made["id"])
    told = planned(
        "campaign", "approve", made["id"], "--revision", made["revision"], "--late", "now", code=2
    ).err
    assert "time: at launch → " in told  # 'campaign new' showed that code, so it is known
    first = planned.json("campaign", "show", "ijn-2020")["revision"]
    written(planned)
    planned("campaign", "show", "ijn-2020")
    planned("post", "edit", "ijn-2020.1", "--on", "sky", "--words", "A new way forward.")
    second = planned.json("campaign", "show", "ijn-2020")["revision"]
    with planned.office() as office, office.store.read() as unit:
        kept = [unit.reviews.get("ijn-2020", each) for each in (first, second)]
    assert [each.code for each in kept] == [first, second]
    assert kept[0].shown[D1]["parts"][0]["words"] == kept[1].shown[D1]["parts"][0]["words"]


def test_a_look_at_a_database_that_cannot_be_written(planned: Any) -> None:
    """The sheet is shown, and a remark says that its code cannot tell what changes after it."""
    with planned.office() as office, office.store._writer.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON review BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    planned("post", "edit", "ijn-2020.1", "--on", "sky", "--words", "A new way forward.")
    told = planned("campaign", "show", "ijn-2020")
    assert "cannot be told by its code" in told.err
    shown = planned.json("campaign", "show", "ijn-2020")
    assert shown["comparable"] is False
    assert "This code could not be kept" in written(planned).words
    planned("campaign", "approve", "ijn-2020", "--revision", shown["revision"])  # it is what is there


def test_two_who_look_at_once(planned: Any) -> None:
    """Both are shown the same code, and it is kept."""
    with planned.office() as office:
        found: list[reviewing.Sheet] = []
        looks = [
            threading.Thread(target=lambda: found.append(reviewing.sheet(office.desk, "ijn-2020")))
            for _ in range(4)
        ]
        for each in looks:
            each.start()
        for each in looks:
            each.join()
    assert len({each.found.revision for each in found}) == 1
    assert all(each.comparable for each in found)

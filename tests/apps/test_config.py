"""Settings: what is read, what is refused, and that the example tells the truth."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from scheduler import config, networks
from scheduler.config import Settings, example, find, load
from scheduler.config.problems import _lines
from scheduler.core.errors import ConfigError, InputError
from scheduler.core.prices import Prices

NETWORKS = ("bluesky", "x")


def written(folder: Path, text: str) -> Path:
    """A config.toml in *folder*."""
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> list[str]:
    """The problems found in *text*, without the path before the line number."""
    path = written(folder, text)
    with pytest.raises(ConfigError) as caught:
        load(path, NETWORKS)
    return [problem.removeprefix(f"{path}:") for problem in caught.value.problems]


def keys(model: type[BaseModel], prefix: str = "") -> list[str]:
    """Every setting's dotted key."""
    found = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += keys(inner, f"{prefix}{name}.")
        else:
            found.append(f"{prefix}{name}")
    return found


def own_prices() -> dict[str, Prices]:
    """The price lists of all networks that have one."""
    found = {name: networks.load(name).prices for name in networks.names()}
    return {name: prices for name, prices in found.items() if prices is not None}


def test_example_is_the_defaults(tmp_path: Path) -> None:
    """The example changes nothing: it reads as an empty file does."""
    empty = load(written(tmp_path, ""), NETWORKS, own_prices())
    assert load(written(tmp_path, example()), NETWORKS, own_prices()) == empty


def test_example_has_every_price() -> None:
    """Every network that asks for money has its whole price list in the example, with its date and source."""
    shown = tomllib.loads(example())["prices"]
    assert set(shown) == set(own_prices())
    assert all(set(each) == set(config.PriceSettings.model_fields) for each in shown.values())


def test_a_price_of_ones_own(tmp_path: Path) -> None:
    """A price that is given replaces the network's own; the others stay."""
    text = '[prices.x]\npost = "0.01"\n[prices.bluesky]\npost = "1"'
    lists = load(written(tmp_path, text), NETWORKS, own_prices()).prices
    assert lists["x"].whole == replace(own_prices()["x"], post=10_000)
    assert lists["bluesky"].whole == Prices(post=1_000_000)


def test_budget_and_fuse(tmp_path: Path) -> None:
    """Money is micro-dollars inside; an empty budget is none, and 0 is one that nothing fits."""
    settings = load(written(tmp_path, '[budget]\nx = "25.00"\nbluesky = ""\n[fuse]\nhour = 0'), NETWORKS)
    assert settings.budget == {"x": 25_000_000}
    assert (settings.fuse.hour, settings.fuse.day) == (0, 50)
    assert load(written(tmp_path, 'budget.x = "0"'), NETWORKS).budget == {"x": 0}


@pytest.mark.parametrize("key", [key for key in keys(Settings) if key != "words"])
def test_example_has_every_setting(key: str) -> None:
    """Every setting stands in the example."""
    value = tomllib.loads(example())
    for name in key.split("."):
        value = value[name]


def test_example_explains_every_setting() -> None:
    """Above each setting, or group of settings, a comment says what it is for."""
    lines = example().splitlines()
    settings = [n for n, line in enumerate(lines) if re.match(r"\w+ =", line)]
    for n in settings:
        above = lines[n - 1]
        assert above.startswith("#") or n - 1 in settings, f"nothing explains {lines[n]!r}"


def test_paths_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative paths, given or default, belong to the file's folder and not to the current one."""
    written(tmp_path, 'database = "a/b.db"\n[rehearsal]\nfile = "/elsewhere/r.db"\n')
    monkeypatch.chdir(tmp_path.parent)
    settings = load(Path(tmp_path.name) / "config.toml", NETWORKS)
    assert settings.database == tmp_path / "a" / "b.db"
    assert settings.pictures == tmp_path / "cards"
    assert settings.rehearsal.file == Path("/elsewhere/r.db")


def test_home_in_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that begins with ~ is in the home folder."""
    monkeypatch.setenv("HOME", "/home/ana")
    settings = load(written(tmp_path, 'database = "~/drumbeat.db"'), NETWORKS)
    assert settings.database == Path("/home/ana/drumbeat.db")


def test_settings_are_frozen(tmp_path: Path) -> None:
    """Nobody changes settings on the way."""
    settings = load(written(tmp_path, '[words]\nx = "{link}"'), NETWORKS)
    with pytest.raises(ValidationError, match="frozen"):
        settings.person = "Eve"  # type: ignore[misc]
    with pytest.raises(TypeError):
        settings.words["x"] = ""  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        # the keys
        ('databse = "a.db"', "1: databse: there is no such setting; did you mean database?"),
        ('\n[daemon]\nsweeep = "5s"', "3: daemon.sweeep: there is no such setting; did you mean daemon.sweep?"),
        ('sweep = "5s"', "1: sweep: there is no such setting; did you mean daemon.sweep?"),
        ("[demon]", "1: demon: there is no such setting; did you mean daemon?"),
        ("zzz = 1", "1: zzz: there is no such setting"),
        # where a key is, however it is written
        ('campaign = { window = "0s" }', "1: campaign.window: must be from 1m to 7d, not 0s"),
        ('\ncampaign.window = "0s"', "2: campaign.window: must be from 1m to 7d, not 0s"),
        ('[campaign]\nhashtags = [\n  "a",\n]\n"window" = "0s"', "5: campaign.window: must be from 1m to 7d, not 0s"),
        ('person = """\n[daemon]\nsweep = "x"\n"""\ntheme = 1', "5: theme: there is no such setting; did you mean campaign.theme?"),
        # kinds of values
        ("person = 5", "1: person: must be text in quotes, not 5"),
        ("database = true", "1: database: must be a path in quotes, not true"),
        ('database = " "', '1: database: must be a path in quotes, not " "'),
        ("campaign = 1", "1: campaign: must be a section in [brackets], not 1"),
        ('words = "x"', '1: words: must be a section in [brackets], not "x"'),
        ('campaign.hashtags = "A"', '1: campaign.hashtags: must be a list in [brackets], not "A"'),
        ('campaign.theme = ""', '1: campaign.theme: must not be empty, not ""'),
        # durations
        ("daemon.sweep = 60", '1: daemon.sweep: must be a duration in quotes, such as "1s", not 60'),
        ('daemon.sweep = "0s"', "1: daemon.sweep: must be from 1s to 1h, not 0s"),
        ('daemon.notice = "2s"', "1: daemon.notice: must be from 10ms to 1s, not 2s"),
        ('daemon.retry_most = "5s"', "1: daemon.retry_most: must not be less than retry_first, 30s"),
        ('rehearsal.looks = ["3s", "1s"]', "1: rehearsal.looks: must be durations that rise"),
        ("rehearsal.looks = []", "1: rehearsal.looks: must be durations that rise"),
        ('rehearsal.answer_after = ["1s"]', '1: rehearsal.answer_after: must have two durations, not ["1s"]'),
        # rules of their own
        ('campaign.hashtags = ["rent strike"]', '1: campaign.hashtags: "rent strike" is not a hashtag; letters, digits and _ make one'),
        ('campaign.hashtags = ["2026"]', '1: campaign.hashtags: "2026" is not a hashtag; letters, digits and _ make one'),
        ("fuse.hour = true", "1: fuse.hour: must be a whole number from 0 to 1000000, not true"),
        ("fuse.day = -1", "1: fuse.day: must be a whole number from 0 to 1000000, not -1"),
        ("budget.x = 25", '1: budget.x: must be US dollars in quotes, such as "0.015", not 25'),
        ('budget = "25"', '1: budget: must be a section in [brackets], not "25"'),
        ('budget.y = "1"', "1: budget.y: there is no such network"),
        ("prices.x.post = 0.015", '1: prices.x.post: must be US dollars in quotes, such as "0.015", not 0.015'),
        ('words.blusky = ""', "1: words.blusky: there is no such network; did you mean bluesky?"),
        ('rehearsal.file = "drumbeat.db"', "1: database and rehearsal.file must not be the same file"),
    ],
)  # fmt: skip
def test_problem(tmp_path: Path, text: str, problem: str) -> None:
    """A problem is one line: where, which setting, what is wrong, what may have been meant."""
    assert problems(tmp_path, text) == [problem]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ('campaign.stagger = "-5m"', "1: campaign.stagger: '-5m' is not a duration."),
        ('campaign.zone = "Mars/Base"', "1: campaign.zone: There is no time zone 'Mars/Base'."),
        ('campaign.plan = "T+0, soon"', "1: campaign.plan: 'soon' is not a step of a plan."),
        ('[budget]\nx = "much"', "2: budget.x: 'much' is no amount of money."),
        ('prices.x.post = "0.0000001"', "1: prices.x.post: '0.0000001' is no amount of money."),
        ('prices.x.psot = "1"', "1: prices.x.psot: there is no such setting"),
        ('prices.x.as_of = "soon"', "1: prices.x.as_of: "),
        ('words.x = "{quot}"', "1: words.x: the template: there is no field {quot}"),
        ("[campaign]\nzone = Europe/Paris", "2: this is not TOML: invalid value"),
        ('person = "a"\nperson = "b"', "2: this is not TOML: cannot overwrite a value"),
        ("x = [1,\n\n", "3: this is not TOML: "),  # never closed: the last line
    ],
)
def test_problem_of_a_rule(tmp_path: Path, text: str, start: str) -> None:
    """Rules of the core and of TOML are told in their own words, with the line."""
    (problem,) = problems(tmp_path, text)
    assert problem.startswith(start)


def test_all_problems_at_once(tmp_path: Path) -> None:
    """Every problem is told, in the file's order."""
    text = '[daemon]\nsweep = 1\nnotice = 2\n[campaign]\nzone = "No"\n[words]\nx = "["\n'
    assert [problem[0] for problem in problems(tmp_path, text)] == ["2", "3", "5", "7"]


def test_byte_order_mark(tmp_path: Path) -> None:
    """A byte order mark, as some editors write it, does no harm."""
    assert load(written(tmp_path, '\ufeffperson = "Ana"'), NETWORKS).person == "Ana"


def test_windows_line_ends(tmp_path: Path) -> None:
    """Lines may end as they do on Windows."""
    path = tmp_path / "config.toml"
    path.write_bytes(b'person = "Ana"\r\n[daemon]\r\nsweep = 1\r\n')
    with pytest.raises(ConfigError, match=r"config.toml:3: daemon.sweep"):
        load(path, NETWORKS)


def test_not_utf8(tmp_path: Path) -> None:
    """Another encoding is named with the line at which it shows."""
    path = tmp_path / "config.toml"
    path.write_bytes('person = "Ana"\n# caf\u00e9'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"config.toml:2: the file must be in UTF-8"):
        load(path, NETWORKS)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is an error of input that names what makes one."""
    with pytest.raises(InputError, match="drumbeat init") as caught:
        load(tmp_path / "config.toml", NETWORKS)
    assert caught.value.exit_code == 2


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder in the file's place is an error of input."""
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path, NETWORKS)


@pytest.mark.parametrize(
    ("option", "environ", "path"),
    [
        ("a.toml", {"DRUMBEAT_CONFIG": "b.toml"}, "a.toml"),  # the option wins
        (None, {"DRUMBEAT_CONFIG": "b.toml"}, "b.toml"),
        (None, {"DRUMBEAT_CONFIG": ""}, "config.toml"),  # set to nothing is not set
        (None, {}, "config.toml"),
    ],
)
def test_which_file(option: str | None, environ: dict[str, str], path: str) -> None:
    """The command line's file, else the environment's, else the one in the current folder."""
    assert find(option, environ) == Path(path)


def test_words_hold_only_own_templates(tmp_path: Path) -> None:
    """An empty template means the network's own, and is not kept."""
    settings = load(written(tmp_path, '[words]\nx = ""\nbluesky = "{quote}"'), NETWORKS)
    assert settings.words == {"bluesky": "{quote}"}


def test_hashtags_lose_their_sign(tmp_path: Path) -> None:
    """A hashtag may be given with or without its sign, and is kept without."""
    settings = load(written(tmp_path, 'campaign.hashtags = ["#Housing", "Rent"]'), NETWORKS)
    assert settings.campaign.hashtags == ("Housing", "Rent")


def test_actor() -> None:
    """Changes are recorded as the configured person, else as the system's user."""
    assert Settings(person="Ana").actor == "Ana"
    assert Settings().actor


def test_actor_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a name, as in some containers, is known by number."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 987654)
    assert Settings().actor == "user 987654"


def test_zone_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """No zone means this computer's, by its IANA name."""
    monkeypatch.setenv("TZ", "Asia/Katmandu")
    assert Settings().campaign.zone_name == "Asia/Katmandu"
    assert config.CampaignSettings(zone="Europe/Rome").zone_name == "Europe/Rome"


@given(st.lists(st.sampled_from(["", "# a", "[daemon]", "[words]", "[campaign]", "a = [\n1,\n\n2]", 'b = """\n[x]\n"""']), unique=True), st.integers(0, 9))  # fmt: skip
def test_lines_of_keys(statements: list[str], at: int) -> None:
    """Whatever stands before it, a key's line is the one on which it begins."""
    before = "\n".join(statements[:at])
    text = f"{before}\nneedle = 1\n"
    found = {key[-1]: line for key, line in _lines(text).items()}
    assert text.split("\n")[found["needle"] - 1] == "needle = 1"

"""Bad input: one message with a remedy, exit code 2, and nothing changed."""

from pathlib import Path
from typing import Any

import pytest

CASES = [
    # files that are no statement
    ("statement add missing.txt", "cannot be read"),
    ("statement add empty.txt", "no words"),
    ("statement add binary.txt", "not a text file"),
    ("statement add picture.png", "is a picture, not a statement"),
    ("statement add latin.txt", "not in UTF-8"),
    ("statement add large.txt", "at most 1,000,000"),
    # things that are not there; the nearest is named
    ("statement show ijn-202", "Did you mean ijn-2020?"),
    ("campaign show ijn", "no campaign"),
    ("post move ijn-2020.9 --to now", "Did you mean ijn-2020"),
    ("decide ijn-2020.1@sly now", "Did you mean ijn-2020.1@sky?"),
    ("account remove sly --yes", "Did you mean sky?"),
    # values that are wrong
    ("statement set ijn-2020 --published 2020-13-45", "is not a date"),
    ("statement set ijn-2020 --url example", "is not a link"),
    ("statement set ijn-2020", "Nothing to set"),
    ("account add mastodon m --rehearsal", "no network"),
    ("account add x BAD --rehearsal", "cannot name an account"),
    ("account add x x-main --rehearsal", "Take another name"),
    ("account add x x-main", "is a rehearsal"),
    ("account add bluesky real", "--handle"),
    ("account add bluesky real --handle ijn.example", "DRUMBEAT_BLUESKY_APP_PASSWORD"),
    ("account add bluesky real --handle ijn.example --secrets none.toml", "cannot be read"),
    ("account add bluesky real --handle ijn.example --service http://example.org", "not encrypted"),
    ("account add bluesky real --handle ijn.example --service example.org", "no address"),
    ("account check sly", "Did you mean sky?"),
    ("campaign new ijn-2020", "needs an account"),
    ("campaign new ijn-2020 --on sky,sky", "named twice"),
    ("campaign new ijn-2020 --on sky --plan T+x", "not a step"),
    ("campaign new ijn-2020 --on sky --plan T+0 --over 2d", "--plan or --over"),
    ("campaign new ijn-2020 --on sky --count 0", "is none"),
    ("campaign new ijn-2020 --on sky --count 9", "9 posts for the 5 times"),
    ("campaign new ijn-2020 --on sky --launch later", "is not a time"),
    ("campaign new ijn-2020 --on sky --zone Moon/Base", "no time zone"),
    ("campaign new ijn-2020 --on sky --theme none", "no theme"),
    ("campaign new ijn-2020 --on sky --hashtags 12", "not a hashtag"),
    ("campaign new ijn-2020 --on sky --excerpts nonsense", "not the id of an excerpt"),
    ("campaign new ijn-2020 --on sky --launch +1h --embargo +2h", "before the embargo"),
    ("excerpt card ijn-2020:5-2", "no part of the statement"),
    ("excerpt card ijn-2020:963-1083 --size 20", "not a size"),
    ("excerpt add ijn-2020 nowhere-to-be-found", "Give words"),
    ("campaign launch ijn-2020 --at 2020-01-01T00:00:00Z", "has passed"),
    ("post edit ijn-2020.1", "Nothing to change"),
    ("post move ijn-2020.1 --to whenever", "is not a time"),
    ("decide ijn-2020.1@sky move", "needs a time"),
    ("decide ijn-2020.1@sky now tomorrow", "takes nothing"),
    # what a rule forbids now; the message says what opens it
    ("decide ijn-2020.1@sky now", "not approved"),
    ("decide ijn-2020.1@sky absent", "no doubt"),
    ("resume --yes", "Nothing is halted"),
    ("rehearsal fault sky none", "Faults:"),
    # the command line itself
    ("quue", "Did you mean 'queue'?"),
    ("queue --limit 0", "--limit"),
    ("campaign new", "Missing argument"),
]


@pytest.fixture
def bad_files(planned: Any) -> Any:
    """The campaign, with files beside it that are no statements."""
    Path("empty.txt").write_bytes(b" \n")
    Path("binary.txt").write_bytes(b"\x7fELF\0\0")
    Path("picture.png").write_bytes(b"\x89PNG\r\n")
    Path("latin.txt").write_bytes("café".encode("latin-1"))
    Path("large.txt").write_bytes(b"a " * 500_001)
    return planned


@pytest.mark.parametrize(("words", "told"), CASES, ids=[words for words, _ in CASES])
def test_bad_input(bad_files: Any, words: str, told: str) -> None:
    """Exit code 2, one message that names the fault, and the database as it was."""
    before = Path("drumbeat.db").read_bytes()
    answer = bad_files(*words.split(), code=2)
    assert told in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""
    assert Path("drumbeat.db").read_bytes() == before

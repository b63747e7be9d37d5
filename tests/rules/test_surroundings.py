"""What the doctor reads of the computer."""

import re
from pathlib import Path

import pytest

from scheduler.services.surroundings import file_system, time_zone_data, unfit

MOUNTS = r"""21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
22 21 0:21 / /proc rw - proc proc rw
40 21 0:40 / /srv rw,relatime shared:9 master:1 - nfs4 files:/srv rw,vers=4.2
41 40 0:41 / /srv/local rw - xfs /dev/vdb rw
42 21 0:42 / /home/ana/my\040files rw - fuse.sshfs ana@files:/ rw
43 21 0:43 / /mnt/twice rw - ext4 /dev/vdc rw
44 43 0:44 / /mnt/twice rw - cifs //files/twice rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/drumbeat/drumbeat.db", "ext4"),  # below the root
        ("/srv/drumbeat.db", "nfs4"),
        ("/srv/local/drumbeat.db", "xfs"),  # the nearest counts
        ("/srv/locality/drumbeat.db", "nfs4"),  # a folder is no beginning of a name
        ("/home/ana/my files/drumbeat.db", "fuse.sshfs"),
        ("/mnt/twice/drumbeat.db", "cifs"),  # what was mounted last covers the rest
        ("/srv", "nfs4"),
    ],
)
def test_file_system(tmp_path: Path, path: str, kind: str) -> None:
    """That of the nearest folder on which something is mounted."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS, encoding="utf-8")
    assert file_system(Path(path), mounts) == kind


def test_a_system_that_does_not_tell(tmp_path: Path) -> None:
    """Without a list there is no answer, and no error."""
    assert file_system(tmp_path, tmp_path / "none") is None


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("ext4", False),
        ("xfs", False),
        ("btrfs", False),
        ("overlay", False),  # a container's own
        ("tmpfs", False),
        ("fuseblk", False),  # a disk of this computer with another system's format
        ("nfs", True),
        ("nfs4", True),
        ("cifs", True),
        ("smb3", True),
        ("9p", True),  # a virtual machine's view of its host
        ("fuse", True),
        ("fuse.sshfs", True),
    ],
)
def test_where_sqlite_must_not_live(kind: str, *, bad: bool) -> None:
    """On what another computer may write too."""
    assert unfit(kind) is bad


def test_time_zone_data() -> None:
    """Their version, and where they come from."""
    assert re.fullmatch(
        r"(20\d\d[a-z]+|of no known version), of (this system \(/.*\)|the package tzdata)", time_zone_data()
    )


def test_time_zone_data_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has none, those that are installed with Drumbeat serve."""
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    assert re.fullmatch(r"20\d\d[a-z]+, of the package tzdata", time_zone_data())


def test_time_zone_data_of_macos(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """There the version stands in a file of its own."""
    (tmp_path / "America").mkdir()
    (tmp_path / "America" / "New_York").write_bytes(b"TZif")
    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path),))
    assert time_zone_data() == f"of no known version, of this system ({tmp_path})"
    (tmp_path / "+VERSION").write_text("2026f\n", encoding="utf-8")
    assert time_zone_data() == f"2026f, of this system ({tmp_path})"

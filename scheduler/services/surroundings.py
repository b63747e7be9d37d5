"""What the doctor reads of the computer: the file system of a file, and the time zone data in force."""

import os
import re
import zoneinfo
from importlib import resources
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_SAMPLE = "America/New_York"
_REMOTE = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "fuse",
        "glusterfs",
        "lustre",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
    }
)
"""Their locks, or their shared memory, are not those of one computer.

Source: https://sqlite.org/useovernet.html and https://sqlite.org/howtocorrupt.html
"""


def file_system(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of file system that *path* is on, such as ``ext4``; None where the system does not tell.

    *mounts* is a list as Linux keeps it; https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
    """
    try:
        lines = mounts.read_text("utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    here = path.resolve()
    found: tuple[int, str] | None = None
    for line in lines:
        before, _, after = line.partition(" - ")
        point = Path(_unescaped(before.split(" ")[4]))
        depth = len(point.parts)
        if (here == point or point in here.parents) and (found is None or depth >= found[0]):
            found = depth, after.split(" ")[0]  # of several on one folder, the last covers the others
    return found[1] if found else None


def _unescaped(text: str) -> str:
    """White space and backslashes are written as octal numbers there."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def unfit(kind: str) -> bool:
    """Whether SQLite must not live on such a file system."""
    return kind in _REMOTE or kind.startswith("fuse.")


def time_zone_data() -> str:
    """Which version of the IANA time zone data is in force, and where it comes from."""
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / _SAMPLE).is_file():
            return f"{_version(folder)}, of this system ({folder})"
    return f"{_version(Path(str(resources.files('tzdata') / 'zoneinfo')))}, of the package tzdata"


def _version(folder: Path) -> str:
    """The version as the data themselves give it: in a comment on Linux, in a file of its own on macOS."""
    for name, pattern in (("tzdata.zi", r"# version (\S+)"), ("+VERSION", r"(\S+)")):
        path = folder / name
        if os.access(path, os.R_OK):
            with path.open(encoding="utf-8") as file:
                match = re.match(pattern, file.readline())
            if match:
                return match[1]
    return "of no known version"

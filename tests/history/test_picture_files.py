"""Pictures by their digest: whole or not there, and never another picture's bytes."""

import os
from pathlib import Path

import pytest

from db.picturefiles import ContentFiles
from quotes.statement import sha256
from scheduler.core.errors import StoreError
from scheduler.testing import png

KINDS = [  # the first bytes, and the ending of the file's name
    (png(), ".png"),
    (b"\xff\xd8\xff\xe0 rest", ".jpg"),
    (b"GIF89a rest", ".gif"),
    (b"RIFF\0\0\0\0WEBP", ".webp"),
    (b"anything", ".bin"),
    (b"", ".bin"),
]


@pytest.fixture
def files(tmp_path: Path) -> ContentFiles:
    """Picture files in a folder that is not there yet."""
    return ContentFiles(tmp_path / "data" / "pictures")


@pytest.mark.parametrize(("data", "ending"), KINDS)
def test_picture_comes_back(files: ContentFiles, data: bytes, ending: str) -> None:
    """What is put comes back under its SHA-256, from one file that a person can open."""
    digest = files.put(data)
    assert digest == sha256(data)
    assert files.get(digest) == data
    path = Path(files.path(digest))
    assert path.read_bytes() == data
    assert path.name == f"{digest}{ending}"
    assert [each for each in files.folder.rglob("*") if each.is_file()] == [path]


def test_same_picture_is_kept_once(files: ContentFiles) -> None:
    """Putting the same bytes again writes nothing."""
    path = Path(files.path(files.put(png())))
    before = path.stat()
    files.put(png())
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_missing_picture_is_none(files: ContentFiles) -> None:
    """A picture that was never put, or was deleted, is None; ``path`` says where it would be."""
    assert files.get("a" * 64) is None
    assert Path(files.path("a" * 64)).parent == files.folder / "aa"
    digest = files.put(png())
    Path(files.path(digest)).unlink()
    assert files.get(digest) is None


@pytest.mark.parametrize("spoiled", [b"", png()[:-1], png()[:-1] + b"x", png(200)])
def test_spoiled_picture_is_none(files: ContentFiles, spoiled: bytes) -> None:
    """A file whose bytes no longer match its name is as good as missing; putting it again mends it."""
    digest = files.put(png())
    path = Path(files.path(digest))
    path.write_bytes(spoiled)
    assert files.get(digest) is None
    assert files.put(png()) == digest
    assert files.get(digest) == png()


def test_picture_appears_whole_or_not_at_all(files: ContentFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """If writing fails, nothing is there under the picture's name, and no draft stays; later it works."""

    def no_room(_file: int) -> None:
        raise OSError(28, "No space left on device")

    (files.folder / sha256(png())[:2]).mkdir(parents=True)  # else making it would fail first
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", no_room)
        with pytest.raises(StoreError, match="No space left") as refused:
            files.put(png())
    assert str(files.folder) in refused.value.remedy
    assert not [each for each in files.folder.rglob("*") if each.is_file()]
    assert files.get(sha256(png())) is None
    assert files.get(files.put(png())) == png()


def test_bytes_are_on_the_disk_before_the_name(files: ContentFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes are synced before the file gets its name, and the folder after: no power cut shows half."""
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(file: int) -> None:
        done.append("sync")
        fsync(file)

    def noted_replace(draft: Path, target: Path) -> Path:
        done.append("name")
        assert draft.read_bytes() == png()
        return replace(draft, target)

    files.folder.mkdir(parents=True)
    (files.folder / sha256(png())[:2]).mkdir()
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    files.put(png())
    assert done == ["sync", "name", "sync"]


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "/x", "a" * 64 + "\n"]
)
def test_what_is_no_digest_is_refused(files: ContentFiles, name: str) -> None:
    """Only a digest names a picture: no name leads out of the folder."""
    with pytest.raises(ValueError, match="no SHA-256"):
        files.get(name)
    with pytest.raises(ValueError, match="no SHA-256"):
        files.path(name)

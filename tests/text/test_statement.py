"""A statement's text: read from bytes, normalised once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.errors import StatementError
from quotes.statement import MAX_BYTES, normalise, read, sha256, text_sha256

RAW = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\ufeff\r\ne\u0301")), max_size=60)


@given(RAW)
def test_normalising_twice_is_normalising_once(raw: str) -> None:
    """``normalise`` is idempotent, also for several byte order marks."""
    assert normalise(normalise(raw)) == normalise(raw)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\ufeffWords.", "Words."),  # a byte order mark
        ("\ufeff\ufeffWords.", "Words."),  # two, from a file that was joined
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),  # the line ends of Windows and old Macs
        ("e\u0301", "é"),  # a letter and its accent
        ("a  b\u00a0c\t", "a  b\u00a0c\t"),  # white space is the author's
        ("“q” 'q' …", "“q” 'q' …"),  # so is punctuation
        ("in\ufeffside", "in\ufeffside"),  # inside, it is no byte order mark
    ],
)
def test_what_normalising_changes(raw: str, text: str) -> None:
    """Byte order marks, line ends and NFC; nothing else."""
    assert normalise(raw) == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "has no words"),  # empty
        (b" \n\t\r\n", "has no words"),  # white space alone
        (b"\xef\xbb\xbf", "has no words"),  # a byte order mark alone
        (b"%PDF-1.7\x00\x01", "is not a text file"),  # binary
        ("Été".encode("latin-1"), "byte 1 is 0xc9"),  # another encoding, and where
        ("Words".encode("utf-16"), "is not"),  # UTF-16
        (b"a" * (MAX_BYTES + 1), "1,000,001 bytes; a statement has at most 1,000,000"),  # too large
    ],
)
def test_what_is_no_statement_is_refused(data: bytes, words: str) -> None:
    """The error names the file, what is wrong with it, and what to do."""
    with pytest.raises(StatementError) as refused:
        read(data, name="notes.txt")
    assert refused.value.message.startswith("notes.txt ")
    assert words in refused.value.message
    assert refused.value.remedy


def test_a_statement_of_the_largest_size_is_read() -> None:
    """The limit itself is allowed."""
    assert len(read(b"a" * MAX_BYTES)) == MAX_BYTES


def test_digests_are_of_bytes_and_of_utf8() -> None:
    """A text's digest is that of its UTF-8 bytes."""
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert text_sha256("é") == sha256(b"\xc3\xa9")

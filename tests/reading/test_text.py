"""Bytes become text, or a finding that says where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import table

from mkdocs_traceability.reading.text import MAX_BYTES, decode, shown
from mkdocs_traceability.reading.yaml.unreadable import Unreadable


def reason(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        decode(data)
    return caught.value


@table(
    "data",
    ("line feeds", b"a\nb\n"),
    ("carriage returns and line feeds", b"a\r\nb\r\n"),
    ("carriage returns", b"a\rb\r"),
    ("a byte order mark", b"\xef\xbb\xbfa\nb\n"),
)
def test_line_ends_and_marks_make_no_difference(data: bytes) -> None:
    assert decode(data) == "a\nb\n"


@table(
    "data, place, byte",
    ("the first byte", b"\xffa", (1, 1), "0xFF"),
    ("behind letters", "ab\näö".encode() + b"\xff", (2, 3), "0xFF"),
    ("behind an emoji", "😀".encode() + b"\x80", (1, 2), "0x80"),
    ("behind carriage returns", b"a\r\nb\rc\xc3", (3, 2), "0xC3"),
    ("behind a byte order mark", b"\xef\xbb\xbfabc\xfe", (1, 4), "0xFE"),
    ("Latin-1", "title: Größe".encode("latin-1"), (1, 10), "0xF6"),
    ("half a character", "a😀".encode()[:-1], (1, 2), "0xF0"),
)
def test_a_byte_that_is_not_utf_8_is_named_at_its_place(
    data: bytes, place: tuple[int, int], byte: str
) -> None:
    error = reason(data)
    assert (error.line, error.column) == place
    assert error.message == f"the byte {byte} here is not UTF-8"
    assert error.help == "save the file as UTF-8"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_another_encoding_is_named(encoding: str) -> None:
    text = "flows: []\n" if encoding in ("utf-16", "utf-32") else "\ufeffflows: []\n"
    assert reason(text.encode(encoding)).message == f"the file is {encoding[:6].upper()}"
    assert shown(text.encode(encoding)).removeprefix("\ufeff") == "flows: []\n"


def test_a_file_that_is_too_large_is_refused() -> None:
    assert decode(b"a" * MAX_BYTES)
    assert reason(b"a" * (MAX_BYTES + 1)).message.startswith("the file has 20 MB; the limit is 20 MB")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused_at_a_place_within(data: bytes) -> None:
    problem = None
    try:
        assert "\r" not in decode(data)
    except Unreadable as error:
        problem = error
    assert problem is None or (problem.line >= 1 and problem.column >= 1)

"""Bytes of a file as text: UTF-8, any line ends, no more of it than is bearable."""

from typing import Final

from mkdocs_traceability.reading.yaml.unreadable import Unreadable

MAX_BYTES: Final = 20_000_000
"""The largest source that is read: forty thousand items and more; a larger one was made by mistake."""

_OTHER_ENCODINGS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def decode(data: bytes) -> str:
    r"""Decode a source, without its byte order mark and with `\n` for every line end.

    Raises:
        Unreadable: where it is not UTF-8, or larger than `MAX_BYTES`.

    """
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    for mark, encoding in _OTHER_ENCODINGS:
        if data.startswith(mark):
            raise Unreadable(f"the file is {encoding}", 1, 1, help="save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        data = error.object  # without the mark
        before = line_ends_as_one(data[: error.start].decode("utf-8"))
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        message = f"the byte 0x{data[error.start]:02X} here is not UTF-8"
        raise Unreadable(message, line, column, 1, "save the file as UTF-8") from None
    return line_ends_as_one(text)


def line_ends_as_one(text: str) -> str:
    r"""Return a text with `\n` for every line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def shown(data: bytes) -> str:
    """Decode a file for the eye, whatever it is."""
    for mark, encoding in _OTHER_ENCODINGS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return data.decode("utf-8-sig", "replace")


def too_large(size: int) -> Unreadable:
    """Say that a file has more bytes than are read."""
    message = f"the file has {size / 1e6:,.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB"
    return Unreadable(message, 1, 1, help="split it into several files")

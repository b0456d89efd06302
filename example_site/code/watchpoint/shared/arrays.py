"""Arrays as inference writes them and workers read them: chunks of numbers that carry a checksum."""

import struct
import zlib
from collections.abc import Sequence
from typing import Final

_HEAD: Final = struct.Struct("<I")


class DamagedArrayError(Exception):
    """A chunk that is not what was written."""


def pack_chunk(values: Sequence[float]) -> bytes:
    """Return a chunk, its checksum first."""
    body = struct.pack(f"<{len(values)}f", *values)
    return _HEAD.pack(zlib.crc32(body)) + body


def unpack_chunk(chunk: bytes) -> tuple[float, ...]:
    """Return the values of a chunk, or raise `DamagedArrayError`."""
    body = chunk[_HEAD.size :]
    if len(chunk) < _HEAD.size or len(body) % 4 or _HEAD.unpack_from(chunk)[0] != zlib.crc32(body):
        raise DamagedArrayError(f"a chunk of {len(chunk)} bytes")
    return struct.unpack(f"<{len(body) // 4}f", body)

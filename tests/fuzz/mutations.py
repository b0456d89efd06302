"""Changes of a file that keep some of its structure: what is wrong then is deep inside, where readers are at work."""

import json
import re
from pathlib import Path
from random import Random

TOKENS: tuple[bytes, ...] = (
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b"(",
        b")",
        b"<",
        b">",
        b"</",
        b"/>",
        b"<!--",
        b"-->",
        b'"',
        b"'",
        b"`",
        b"```",
    ),
    *(
        b":",
        b": ",
        b"- ",
        b"? ",
        b"| ",
        b"> ",
        b"#",
        b"# ",
        b"&a ",
        b"*a",
        b"!!python/object:os.system ",
        b"!ENV ",
    ),
    *(
        b"<<: ",
        b"---\n",
        b"...\n",
        b"%YAML 9\n",
        b"\t",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\r",
        b"\x85",
    ),
    *(
        b"\xe2\x80\xa8",
        b"\xf0\x9f\x9a\x80",
        b"\\",
        b"\\u0000",
        b"\\ud800",
        b"null",
        b"true",
        b"NaN",
        b"-1",
        b"1e999",
    ),
    *(
        b"9" * 5000,
        b"0x",
        b"2026-13-45",
        b"../" * 40,
        b"/etc/passwd",
        b"file:///",
        b"*" * 40,
        b"?" * 40,
        b"a" * 3000,
    ),
    *(
        b"[" * 300,
        b"{a: " * 300,
        b"(" * 300,
        b"<a>" * 300,
        b"- " * 300,
        b"> " * 300,
        b"&#x110000;",
        b"<!DOCTYPE x [",
        b"$ref",
    ),
    *(
        b"[trace: count flows]",
        b"[trace: ",
        b"<!-- traceability: flows -->",
        b"| a | b |\n| - | - |\n",
        b"[EVAL-001]",
    ),
)
"""What readers of one form or another mind."""

_WORD = re.compile(rb"\w+")


def changed(data: bytes, others: list[bytes], random: Random) -> bytes:
    """Return a file that is changed at one place or at some."""
    for _ in range(random.choice((1, 1, 2, 4))):
        data = random.choice(_WAYS)(data, others, random)
    return data[:200_000]


def _token(data: bytes, others: list[bytes], random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(TOKENS) + data[at + random.choice((0, 0, 1, 5)) :]


def _word(data: bytes, others: list[bytes], random: Random) -> bytes:
    """Put a word of another file, or something odd, in the place of one."""
    spans = [each.span() for each in _WORD.finditer(data)] or [(0, 0)]
    words = _WORD.findall(random.choice(others)) or [b""]
    start, end = random.choice(spans)
    return data[:start] + random.choice((random.choice(words), random.choice(TOKENS), b"")) + data[end:]


def _cut(data: bytes, others: list[bytes], random: Random) -> bytes:
    one, other = sorted(random.randint(0, len(data)) for _ in range(2))
    return random.choice((data[:one], data[one:], data[:one] + data[other:]))


def _again(data: bytes, others: list[bytes], random: Random) -> bytes:
    one, other = sorted(random.randint(0, len(data)) for _ in range(2))
    return data[:other] + data[one:other] * random.choice((1, 2, 30)) + data[other:]


def _flip(data: bytes, others: list[bytes], random: Random) -> bytes:
    if not data:
        return b"\0"
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]


def _spliced(data: bytes, others: list[bytes], random: Random) -> bytes:
    other = random.choice(others)
    return data[: random.randint(0, len(data))] + other[random.randint(0, len(other)) :]


def _lines(data: bytes, others: list[bytes], random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines[: random.randint(0, len(lines))])


def _indented(data: bytes, others: list[bytes], random: Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b"\n"]
    at = random.randrange(len(lines))
    lines[at] = random.choice((b"  " + lines[at], lines[at].lstrip(), b"\t" + lines[at]))
    return b"".join(lines)


_WAYS = (_token, _token, _word, _word, _cut, _again, _flip, _spliced, _lines, _indented)


def contents(folder: Path) -> dict[str, bytes]:
    """Return what the files below a folder hold, by their paths."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def other_shape(body: bytes, random: Random) -> bytes:
    """Put something of another type somewhere into JSON."""
    lines = body.split(b"\n")
    at = random.randrange(len(lines))
    try:
        value = json.loads(lines[at])
    except ValueError:
        return changed(body, [body], random)
    odd = (
        None,
        -1,
        10**30,
        1.5,
        True,
        "",
        "../../etc/passwd",
        "\0",
        "\ud800",
        [],
        {},
        [[[]]],
        {"": {}},
        ["a"] * 20,
    )
    return b"\n".join(
        [*lines[:at], json.dumps(_odd_in(value, random.choice(odd), random)).encode(), *lines[at + 1 :]]
    )


def _odd_in(value: object, odd: object, random: Random) -> object:
    if isinstance(value, dict) and value and random.randrange(8):
        name = random.choice(sorted(value))
        return {**value, name: _odd_in(value[name], odd, random)}
    if isinstance(value, list) and value and random.randrange(8):
        at = random.randrange(len(value))
        return [*value[:at], _odd_in(value[at], odd, random), *value[at + 1 :]]
    return odd

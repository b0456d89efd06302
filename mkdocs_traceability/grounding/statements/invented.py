"""Which names are made up: they stand for a name that a reader is to put in, or belong to an example."""

import re
from typing import Final

_GAP: Final = re.compile(r"[<>{}…\[\]|]|\.\.\.|%\w|\$[({\w]|\*\*\*|[Xx]\.[YyXx]\b|~")
_PARTS: Final = re.compile(r"[/\\.:#()\s?=&,@!*]+")
_WORDS: Final = re.compile(r"[-_]+|(?<=[a-z0-9])(?=[A-Z])")
_OWNERS: Final = re.compile(
    r"(?:my|your|some|any|another|example|sample|dummy|fake)[-_]|(?:My|Your|Some)(?=[A-Z])"
)
_STAND_INS: Final = frozenset(
    """
    foo bar baz qux quux foobar foobaz fizz buzz fizzbuzz lorem ipsum xxx xxxx yyy yyyy zzz abc xyz nnn
    nnnn placeholder whatever something somewhere blah acme asdf dd hh mm hello world
    """.split()  # noqa: SIM905 - thirty words in quotes are no list to read
)
_ALONE: Final = frozenset(
    """
    a b c d e f g n x y z file filename file1 file2 name page path folder dir directory one two thing
    """.split()  # noqa: SIM905 - words in quotes are no list to read
)
"""Stand-ins where nothing else is said, as in `file.txt`."""
_PATH_TO: Final = re.compile(r"(?:^|/)(?:path|dir)/to(?:/|$)|path[-_]to")


def has_gap(text: str) -> bool:
    """Whether a text has a place for a reader to put something in: `<name>`, `{x}`, `…`."""
    return _GAP.search(text) is not None


def is_invented(text: str) -> bool:
    """Whether a name belongs to no project: `foo/bar.py`, `path/to/file`, `my-app`, `YYYY-MM.md`."""
    if _PATH_TO.search(text):
        return True
    parts = [each for each in _PARTS.split(text) if each]
    return any(map(_is_stand_in, parts)) or (
        bool(parts)
        and all(each.lower() in _ALONE for each in (parts[:-1] if "." in text else parts) or parts)
    )


def _is_stand_in(part: str) -> bool:
    if _OWNERS.match(part):
        return True
    words = [each.lower() for each in _WORDS.split(part) if each and not each.isdigit()]
    return bool(words) and all(each.rstrip("0123456789") in _STAND_INS for each in words)

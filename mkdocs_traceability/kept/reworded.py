"""Whether an edit only rewords what no rule reads: titles and notes. Then findings at most move.

Many edits are of this kind. After one, nothing has to be read but two versions of one file, and nothing is
linked and judged. What is not surely such an edit is none.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple, TypeGuard, TypeVar

from mkdocs_traceability.model.baseline import BaselineEntry
from mkdocs_traceability.model.finding import Finding, Related
from mkdocs_traceability.model.item import Waiver
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.slips import without_quotes
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml import nodes, tree
from mkdocs_traceability.reading.yaml.unreadable import Unreadable
from mkdocs_traceability.registry.nearest import plain_spelling

T = TypeVar("T")

FREE_FIELDS: Final = ("title", "summary", "notes")
"""Fields of every kind that people read, and rules only where a site asks for it."""

_ID: Final = re.compile(r"^(?![ \t]*#).*?(?<![\w-])id:", re.MULTILINE)
"""What tells also who only looks at the text that a sidecar has items."""

_LINE: Final = re.compile(r"\blines? ([0-9]+)")


class FreeTexts(NamedTuple):
    """What of the sidecars of a site may be reworded without another finding.

    `fields` has names of fields by the plural of their kind. A text that is `meant`, as `about` spells it, is
    not free: references are compared with it. `places` says from where to where each source stands in the
    contents that are kept of all.
    """

    fields: dict[str, list[str]]
    meant: list[str]
    places: dict[str, tuple[int, int]]


class Shift(NamedTuple):
    """Which lines of a file were changed, from the `first` to the `last`, and how many more it has now."""

    first: int
    last: int
    more: int


def about(text: str) -> str:
    """Return a text so that whatever is taken for the same name becomes the same; more may."""
    return plain_spelling(text).replace("0", "")


def reworded(before: bytes, after: bytes, free: FreeTexts) -> Shift | None:
    """Return what an edit of a sidecar has moved; None where it does more than to reword what is free."""
    try:
        old, new = decode(before), decode(after)
        texts = list(_texts(tree.parse(old), tree.parse(new), free.fields))
    except (Unreadable, _OtherError):
        return None
    meant = frozenset(free.meant)
    if any(about(text) in meant for text in texts) or not (_ID.search(old) and _ID.search(new)):
        return None
    return _shift(old.split("\n"), new.split("\n"))


class _OtherError(Exception):
    """Two trees differ in what may be read."""


def _texts(
    old: nodes.Node | None, new: nodes.Node | None, fields: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Go through the texts that differ between two sidecars.

    Raises:
        _OtherError: where anything else differs.

    """
    for key, mine, theirs in _entries(old, new):
        free = fields.get(key, ())
        if not (free and isinstance(mine, nodes.Sequence) and isinstance(theirs, nodes.Sequence)):
            _refuse_other(mine, theirs)
            continue
        for item, other in _pairs(mine.items, theirs.items):
            if isinstance(item, nodes.Mapping):
                yield from _texts_of_item(item, other, free)
            else:
                _refuse_other(item, other)


def _texts_of_item(old: nodes.Node, new: nodes.Node, free: Collection[str]) -> Iterator[str]:
    for name, mine, theirs in _entries(old, new):
        if name in free and _is_free(mine) and _is_free(theirs):
            yield from {mine.text, theirs.text} if mine.text != theirs.text else ()
        else:
            _refuse_other(mine, theirs)


def _is_free(node: nodes.Node) -> TypeGuard[nodes.Scalar]:
    """Whether a value is text about which nothing can be said."""
    if type(node) is not nodes.Scalar or not node.text.strip():
        return False
    return not (node.plain and (node.is_null or without_quotes(node.text)))


def _entries(old: nodes.Node | None, new: nodes.Node | None) -> Iterator[tuple[str, nodes.Node, nodes.Node]]:
    """Go through the entries of two mappings that have the same keys, which are texts."""
    if not (isinstance(old, nodes.Mapping) and isinstance(new, nodes.Mapping)):
        raise _OtherError
    for (key, mine), (other, theirs) in _pairs(old.entries, new.entries):
        _refuse_other(key, other)
        if not isinstance(key, nodes.Scalar):
            raise _OtherError
        yield key.text, mine, theirs


def _pairs(old: list[T], new: list[T]) -> Iterator[tuple[T, T]]:
    if len(old) != len(new):
        raise _OtherError
    return zip(old, new, strict=True)


def _refuse_other(old: nodes.Node, new: nodes.Node) -> None:
    """Raise where two values are not the same but for where they stand."""
    waiting = [(old, new)]
    while waiting:
        old, new = waiting.pop()
        if type(old) is not type(new):
            raise _OtherError
        if isinstance(old, nodes.Mapping) and isinstance(new, nodes.Mapping):
            for (key, mine), (other, theirs) in _pairs(old.entries, new.entries):
                waiting += ((key, other), (mine, theirs))
        elif isinstance(old, nodes.Sequence) and isinstance(new, nodes.Sequence):
            waiting += _pairs(old.items, new.items)
        elif _said(old) != _said(new):
            raise _OtherError


def _said(node: nodes.Node) -> tuple[object, ...]:
    assert isinstance(node, nodes.Scalar)
    return node.text, node.plain, node.comment if isinstance(node, nodes.CutScalar) else ""


def _shift(old: list[str], new: list[str]) -> Shift:
    shorter = min(len(old), len(new))
    first = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    alike = next((n for n in range(shorter - first) if old[-1 - n] != new[-1 - n]), shorter - first)
    return Shift(first + 1, len(old) - alike, len(new) - len(old))


class Moving:
    """Moves findings along with the text of one file.

    The help of a finding may name a line of it, in brackets behind a suggestion. Such a place moves, too,
    unless one of `known_texts`, which are the site's own, looks like it.
    """

    def __init__(self, path: str, shift: Shift, known_texts: Iterable[bytes] = ()) -> None:
        self._path = path
        self._shift = shift
        self._named = re.compile(rf"{re.escape(path)}:([0-9]+)")
        self._suggested = re.compile(rf"\({self._named.pattern}\)")
        own = f"({path}:".encode()
        self._has_own = bool(shift.more) and any(own in text for text in known_texts)

    def finding(self, finding: Finding) -> Finding:
        """Return a finding where it stands now.

        Raises:
            ValueError: where that cannot be told.

        """
        help_, rest = self._help(finding.help)
        texts = (finding.message, finding.label, rest, finding.mistake)
        self.texts((*texts, *(each.text for each in finding.related)), is_here=self._touches(finding))
        return replace(
            finding,
            help=help_,
            position=self._position(finding.position),
            related=tuple(Related(self._position(each.position), each.text) for each in finding.related),
            declaration=finding.declaration and self._position(finding.declaration),
            waiver=finding.waiver and self._waiver(finding.waiver),
            entries=tuple(map(self.finding, finding.entries)),
        )

    def _help(self, text: str) -> tuple[str, str]:
        """Return what to do with the lines where they are now, and what of it names no such place."""
        if self._has_own or not self._shift.more:
            return text, text
        quoted = text.split("`")  # names stand between backticks, whatever they are
        now, rest = quoted[:], quoted[:]
        now[::2] = [self._suggested.sub(self._renumbered, part) for part in quoted[::2]]
        rest[::2] = [self._suggested.sub("", part) for part in quoted[::2]]
        return "`".join(now), "`".join(rest)

    def _renumbered(self, found: re.Match[str]) -> str:
        at = self._position(Position(self._path, int(found[1]), 1))
        return f"({at.path}:{at.line})"

    def gone(self, entry: BaselineEntry) -> BaselineEntry:
        """Return an entry of the baseline where it stands now."""
        return entry._replace(position=self._position(entry.position))

    def texts(self, texts: Collection[str], *, is_here: bool = False) -> None:
        """Refuse texts that name a line which may have moved.

        Raises:
            ValueError: where one does.

        """
        named = [self._named, _LINE] if is_here else [self._named]
        lines = (int(line) for text in texts for each in named for line in each.findall(text))
        if self._shift.more and any(line >= self._shift.first for line in lines):
            raise ValueError("a line that may have moved")

    def _touches(self, finding: Finding) -> bool:
        places = (finding.position, *(each.position for each in finding.related))
        return any(each.path == self._path for each in places)

    def _waiver(self, waiver: Waiver) -> Waiver:
        of = tuple(each._replace(position=self._position(each.position)) for each in waiver.of)
        return waiver._replace(position=self._position(waiver.position), of=of)

    def _position(self, at: Position) -> Position:
        if at.path != self._path or at.line < self._shift.first:
            return at
        if at.line <= self._shift.last:
            raise ValueError("a place that has changed")
        return at._replace(line=at.line + self._shift.more)

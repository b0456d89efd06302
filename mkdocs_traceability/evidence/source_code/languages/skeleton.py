"""The skeleton of a source file: its declarations, with the bodies of functions overwritten by blanks.

Most of what a grammar cannot read stands inside functions: macros, the newest syntax, halves of statements
between `#if` and `#else`. No outline looks in there, so it may go. Blanks keep every position as it is. What
a brace opens is said by the module of each language; here they are counted, and branches of `#if` told apart.
"""

import re
from collections.abc import Callable, Iterable
from enum import Enum, auto
from typing import Final, NamedTuple

_LONGEST_HEAD: Final = 20_000
_LONGEST_REST: Final = 500
"""How many bytes before a brace are looked at, and how many where its statement has had a brace before."""

_DEEPEST_GROUPS: Final = 100
_NOT_A_LINE_BREAK: Final = re.compile(rb"[^\r\n]")
_GOES_ON: Final = re.compile(rb"\s*[,;.(){=?:]")
_CONDITION: Final = re.compile(rb"\s*#\s*(?:el)?if\b(.+)", re.DOTALL)

Span = tuple[int, int]


class Opens(Enum):
    """What a brace opens: declarations, statements and values (which go), or nobody knows (which stays)."""

    DECLARATIONS = auto()
    BODY = auto()
    UNKNOWN = auto()


class Dialect(NamedTuple):
    """How the files of a language are cut up.

    `token` has the groups `skip` (comments and strings), `directive` (with `word`), `brace`, `parenthesis`
    and `end`. A head is the text of a statement before a brace; comments, strings and what stands in
    parentheses are blanks in it. `opens` and `removable` are given a head, and that of the brace around it.
    The second says what goes of the head; its flag says that nothing follows.
    """

    token: re.Pattern[bytes]
    opens: Callable[[bytes, bytes], Opens]
    removable: Callable[[bytes, bytes, bool], Iterable[Span]]
    simplifies_conditions: bool = False
    blanks_bodies: bool = True
    blanks_in_parentheses: bool = False


class Skeleton(NamedTuple):
    """What is left of a file; `is_partial` if a branch of an `#if` had to go that may declare something."""

    text: bytes
    is_partial: bool


def skeleton(source: bytes, dialect: Dialect) -> Skeleton | None:
    """Return the skeleton of a file, None where its braces do not match."""
    scan = _Scan(source, dialect)
    for match in dialect.token.finditer(source):
        if not scan.take(match):
            return None
    return scan.finished()


def blank(text: bytearray, start: int, end: int) -> None:
    """Overwrite a part of a text with blanks, without moving a line."""
    text[start:end] = _NOT_A_LINE_BREAK.sub(b" ", text[start:end])


class _Around(NamedTuple):
    """A brace that is open, by what stands before it, and the one around it."""

    head: bytes
    outer: "_Around | None"


class _At(NamedTuple):
    """Where the scan is: within which braces, where the statement began, how deep it is in a body."""

    around: _Around | None = None
    statement: int = 0
    is_rest: bool = False
    parentheses: int = 0
    body: int = 0
    body_start: int = 0
    body_goes: bool = True

    def is_within(self, other: "_At") -> bool:
        """Whether as much is open here as at another place."""
        mine, theirs = (self.parentheses, self.body), (other.parentheses, other.body)
        return self.around is other.around and mine == theirs


class _OpenIf:
    """An `#if` that is open: where the scan was before it, its directives, and where its first branch led."""

    def __init__(self, before: _At, directive: Span, *, is_split: bool) -> None:
        self.before = before
        self.directives = [directive]
        self.after: _At | None = None
        self.is_split = is_split


class _Scan:
    def __init__(self, source: bytes, dialect: Dialect) -> None:
        self._source = source
        self._dialect = dialect
        self._out = bytearray(source)
        self._at = _At()
        self._groups: list[_OpenIf] = []
        self._is_partial = False

    def take(self, match: re.Match[bytes]) -> bool:
        """Take in a token; return whether the file still makes sense."""
        kind = match.lastgroup
        if kind == "brace":
            return self._opened(match.start()) if match[0] == b"{" else self._closed(match.start())
        if kind == "directive":
            return self._directive(match)
        at = self._at
        if kind == "parenthesis" and not at.body:
            depth = at.parentheses + (1 if match[0] == b"(" else -1)
            self._at = at._replace(parentheses=max(depth, 0))
        elif kind == "end" and not at.body and not at.parentheses:
            self._remove(match.start(), is_all=False)
            self._at = _At(at.around, match.end())
        return True

    def finished(self) -> Skeleton | None:
        """Return what is left, if all that was opened is closed."""
        if self._groups or not self._at.is_within(_At()):
            return None
        self._remove(len(self._source), is_all=True)
        return Skeleton(bytes(self._out), self._is_partial)

    def _opened(self, position: int) -> bool:
        at = self._at
        if at.body:
            self._at = at._replace(body=at.body + 1)
            return True
        if at.parentheses:
            goes = self._dialect.blanks_in_parentheses
        else:
            self._remove(position, is_all=False)
            head = self._head(position)
            opens = self._dialect.opens(head, at.around.head if at.around else b"")
            if opens is Opens.DECLARATIONS:
                self._at = _At(_Around(head, at.around), position + 1)
                return True
            goes = opens is Opens.BODY
        self._at = at._replace(body=1, body_start=position + 1, body_goes=goes)
        return True

    def _closed(self, position: int) -> bool:
        at = self._at
        if at.body > 1:
            self._at = at._replace(body=at.body - 1)
        elif at.body:
            if at.body_goes and self._dialect.blanks_bodies:
                blank(self._out, at.body_start, position)
            goes_on = at.parentheses or _GOES_ON.match(self._source, position + 1)
            self._at = at._replace(body=0, is_rest=True) if goes_on else _At(at.around, position + 1)
        elif at.around is None or at.parentheses:
            return False
        else:
            self._remove(position, is_all=b"enum" not in at.around.head)
            self._at = _At(at.around.outer, position + 1)
        return True

    def _directive(self, match: re.Match[bytes]) -> bool:
        word = match["word"]
        if word not in _BRANCHES:
            return True
        if match.start() - self._at.statement < _LONGEST_REST:
            is_enum = self._at.around is not None and b"enum" in self._at.around.head
            self._remove(match.start(), is_all=not is_enum)
        self._simplify(match)
        if word[:2] == b"if" and len(self._groups) < _DEEPEST_GROUPS:
            self._groups.append(_OpenIf(self._at, match.span(), is_split=not self._is_between(match.start())))
            return True
        if not self._groups or word[:2] == b"if":
            return False
        group = self._groups[-1]
        group.directives.append(match.span())
        is_same = self._at.is_within(group.before) and self._is_between(match.start())
        group.is_split = group.is_split or not is_same
        group.after = group.after or self._at
        if word == b"endif":
            self._end_group(self._groups.pop())
        else:
            self._at = group.before
        return True

    def _simplify(self, match: re.Match[bytes]) -> None:
        """Replace a condition by one that every grammar knows: both branches are looked at."""
        condition = _CONDITION.fullmatch(match[0]) if self._dialect.simplifies_conditions else None
        if condition:
            start, end = (match.start() + each for each in condition.span(1))
            blank(self._out, start, end)
            self._out[min(start + 1, end - 1)] = ord("1")

    def _is_between(self, position: int) -> bool:
        """Whether no declaration has begun that has not ended. A list of members may be cut anywhere."""
        if self._at.body:
            return True
        start = max(self._at.statement, position - _LONGEST_REST)
        before = _masked(bytes(self._out[start:position]), self._dialect.token).strip()
        return not self._at.parentheses and before[-1:] in (b"", b",", b":")

    def _end_group(self, group: _OpenIf) -> None:
        """Take directives away that cut a declaration into pieces, with all branches but the first."""
        after = group.after or self._at
        if not group.is_split:
            return
        self._at = after
        for start, end in group.directives:
            blank(self._out, start, end)
        if len(group.directives) > 2:
            start, end = group.directives[1][1], group.directives[-1][0]
            self._is_partial = self._is_partial or bool(self._out[start:end].strip())
            blank(self._out, start, end)

    def _remove(self, position: int, *, is_all: bool) -> None:
        """Take away what a statement begins with that is none of it; `is_all` if nothing follows."""
        if self._at.is_rest or self._at.parentheses or self._at.body:
            return
        start = max(self._at.statement, position - _LONGEST_HEAD)
        around = self._at.around.head if self._at.around else b""
        for first, last in self._dialect.removable(self._head(position), around, is_all):
            blank(self._out, start + first, start + last)

    def _head(self, position: int) -> bytes:
        longest = _LONGEST_REST if self._at.is_rest else _LONGEST_HEAD
        start = max(self._at.statement, position - longest)
        return _masked(bytes(self._out[start:position]), self._dialect.token)


_BRANCHES: Final = frozenset(
    {b"if", b"ifdef", b"ifndef", b"else", b"elif", b"elifdef", b"elifndef", b"endif"}
)


def _masked(text: bytes, token: re.Pattern[bytes]) -> bytes:
    """Return text of the same length without comments, strings, directives and what is in parentheses."""
    masked = bytearray(text)
    opened: list[int] = []
    outside = 0
    for match in token.finditer(text):
        if match.lastgroup in ("skip", "directive"):
            blank(masked, *match.span())
        elif match[0] == b"(":
            opened.append(match.end())
        elif match[0] == b")" and len(opened) > 1:
            opened.pop()
        elif match[0] == b")" and opened:
            blank(masked, opened.pop(), match.start())
        elif match[0] == b")":
            outside = match.start()
    blank(masked, 0, outside)
    if opened:
        blank(masked, opened[0], len(masked))
    return bytes(masked)

"""A SQL script as the statements it consists of: what comes before any statement is looked into.

It knows what a `;` can stand in without ending anything: strings, quoted names, comments, dollar quotes, the
bodies of routines, data behind `COPY … FROM stdin`; and what is no SQL at all: commands of psql, `DELIMITER`,
`GO`, sections of a migration that undo it. Statements that declare nothing (most of a dump is data) are
stepped over. One pass, in a time proportional to the length of the script.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from mkdocs_traceability.reading.yaml.unreadable import Unreadable


class Statement(NamedTuple):
    """A statement that may declare something, with blanks for its comments, and the line it begins on."""

    text: str
    line: int


_RELEVANT: Final = re.compile(
    r"(?:CREATE|ALTER|DROP|RENAME|SET|USE|EXEC|EXECUTE)\b"
    r"|(?:DO|BEGIN|IF|ELSE|ELSIF|ELSEIF|WHEN|EXCEPTION|LOOP|FOR|FOREACH|WHILE|THEN|<<\w+>>)(?:\b|(?<=>))",
    re.IGNORECASE,
)
"""How a statement begins that may declare something, or a block that holds one."""
_ROUTINE: Final = re.compile(
    r"(?:CREATE|ALTER)\s+(?:OR\s+(?:REPLACE|ALTER)\s+)?(?:DEFINER\s*=\s*\S{1,200}\s+)?"
    r"(?:AGGREGATE\s+|CONSTRAINT\s+|TEMP\s+|TEMPORARY\s+|EDITIONABLE\s+)?"
    r"(?:FUNCTION|PROCEDURE|PROC|TRIGGER|EVENT|PACKAGE)\b",
    re.IGNORECASE,
)
_COPY: Final = re.compile(r"COPY\b.*\bFROM\s+STDIN\b", re.IGNORECASE | re.DOTALL)
_DELIMITER: Final = re.compile(r"DELIMITER[ \t]+(\S{1,20})[^\n]*", re.IGNORECASE)
_MIGRATION: Final = re.compile(
    r"(?:--|#)[\s-]*(?:\+(?:goose|migrate|micrate)\s+|rambler\s+|migrate:|//\s*@|!)"
    r"(up|down|undo|statementbegin|statementend)s?\b",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(
    r"--[\s=*#-]*(up|down|undo)(?:\s+(?:migration|script))?[\s=*#:-]*", re.IGNORECASE
)
"""A comment that is nothing but the name of a half of a migration: both halves stand in one file."""
_DATA_END: Final = re.compile(r"^\\\.[ \t]*$", re.MULTILINE)

_COMMENT: Final = re.compile(r"/\*|\*/")
_TEXT: Final = re.compile(r"\S")
_WORD: Final = re.compile(r"\s{0,200}(\w*)")

_BACKSLASH: Final = ("mysql", "clickhouse")
"""Dialects in which a backslash escapes, in any string."""

_LOOKED_AT: Final = 2_000
"""How much of a statement's beginning tells what it is."""

# What guessing a dialect steps over: comments, strings, and names between double quotes.
_NO_CODE: Final = re.compile(r"--[^\n]*+|/\*(?!!)(?:[^*]|\*(?!/))*+(?:\*/|\Z)|'[^']*+'|\"[^\"]*+\"")
_SIGNS: Final = (
    ("mysql", re.compile(r"^DELIMITER\s", re.IGNORECASE | re.MULTILINE)),
    (
        "clickhouse",
        re.compile(
            r"\bENGINE\s*=?\s*(?:\w*MergeTree|(?:Tiny|Stripe)?Log|Distributed|Kafka)\b"
            r"|\bON\s+CLUSTER\b|\b(?:LowCardinality|Nullable|DateTime64|FixedString)\s*\(",
            re.IGNORECASE,
        ),
    ),
    ("sqlite", re.compile(r"\bAUTOINCREMENT\b|\bWITHOUT\s+ROWID\b|\bPRAGMA\s", re.IGNORECASE)),
    (
        "postgres",
        re.compile(
            r"\$\$|::|^\\[a-z]|\bSERIAL\b|\bBIGSERIAL\b|\bJSONB\b|\bFROM\s+stdin\b|\bOWNER\s+TO\b",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    (
        "oracle",
        re.compile(
            r"^/[ \t]*$|\bVARCHAR2\b|\bFROM\s+DUAL\b|\bEXECUTE\s+IMMEDIATE\b|\bNUMBER\s*\(\s*\d",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    (
        "mysql",
        re.compile(r"`|\bENGINE\s*=|\bAUTO_INCREMENT\b|/\*!\d|\bUNSIGNED\b", re.IGNORECASE),
    ),
    (
        "tsql",
        re.compile(
            r"(?:[\s(,.]|^)\[[A-Za-z_][^\[\]\n]*\]|^GO[ \t]*$|\bIDENTITY\s*\(\d|\bNVARCHAR\b",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
)


def dialects_of(script: str) -> list[str]:
    """Guess whose SQL a script is, by what few dialects write; the best guess first.

    PostgreSQL's is nearest the standard, and SQLite's takes names in anybody's quotes.
    """
    mysql = "`" in script or "\\'" in script
    code = _NO_CODE.sub(" ", script.replace("\\'", "") if mysql else script)
    signed = [dialect for dialect, sign in _SIGNS if sign.search(code)]
    return list(dict.fromkeys([*signed, "postgres", *(["sqlite"] if signed else [])]))


def statements(script: str, dialect: str) -> Iterator[Statement]:
    """Go through the statements of a script that may declare tables.

    Raises:
        Unreadable: where a quote or a comment never ends.

    """
    return _Script(script, dialect).read()


@lru_cache(maxsize=16)
def _marks(dialect: str, delimiter: str) -> re.Pattern[str]:
    """Return what to stop at: everything between two such marks is of no interest here."""
    string = r"'(?:[^'\\]|\\.)*+'" if dialect in _BACKSLASH else r"'[^']*+'"
    name = r'"(?:[^"\\]|\\.)*+"' if dialect in _BACKSLASH else r'"[^"]*+"'
    parts = [
        rf"(?P<quoted>{string}|{name}|`[^`]*+`)",
        r"(?P<comment>--[^\n]*+)" if dialect != "mysql" else r"(?P<comment>(?:--(?=\s|\Z)|\#)[^\n]*+)",
        r"(?P<conditional>/\*!\d*|\*/)" if dialect == "mysql" else r"(?P<conditional>(?!))",
        r"(?P<block>/\*)",
        r"(?P<open>['\"`])" if dialect in _BACKSLASH else r"(?P<open>(?<!\w)[eE]'|['\"`])",
        rf"(?P<end>{re.escape(delimiter)})" if delimiter else r"(?P<end>(?!))",
        r"(?P<block_word>\b(?:BEGIN|CASE|END)\b)",
        r"(?P<delimiter>^[ \t]*DELIMITER[ \t][^\n]*+)",
        r"(?P<go>^[ \t]*GO(?:[ \t]+\d+)?[ \t]*$)" if dialect == "tsql" else r"(?P<go>^(?!))",
        r"(?P<slash>^[ \t]*/[ \t]*$)",
        r"(?P<psql>\\[^\n]*+)" if dialect not in _BACKSLASH else r"(?P<psql>(?!))",
        r"(?P<new>^(?=[ \t]*(?:CREATE|ALTER|DROP)\s+(?:TABLE|VIEW)\b))"
        if dialect == "tsql"
        else r"(?P<new>(?!))",
    ]
    if dialect not in _BACKSLASH:
        parts.insert(0, r"(?P<escaped>(?<!\w)[eE]'(?:[^'\\]|\\.)*+')")
        parts.insert(1, r"(?P<dollar>(?<![\w$])\$(?:[^\W\d]\w*+)?\$)")
    if dialect in ("tsql", "sqlite"):
        parts.append(r"(?P<bracket>\[[^\[\]\n]*+\])")
    return re.compile("|".join(parts), re.IGNORECASE | re.MULTILINE | re.DOTALL)


@dataclass
class _OpenStatement:
    """The statement that is being read: where it begins, once it has, and its comments as spans."""

    start: int = -1
    comments: list[tuple[int, int]] = field(default_factory=list)
    blocks: int = 0
    closed: int = -1


class _Script:
    """One pass over a script."""

    def __init__(self, script: str, dialect: str) -> None:
        self._script = script
        self._dialect = dialect
        self._delimiter = ";"
        self._undoing = False
        self._has_up = False
        self._whole = False
        self._at = self._from = 0
        self._statement = _OpenStatement()
        self._line, self._counted = 1, 0

    def read(self) -> Iterator[Statement]:
        """Go through the statements."""
        while mark := _marks(self._dialect, self._delimiter).search(self._script, self._at):
            self._at = mark.end()
            kind = mark.lastgroup
            if kind in ("quoted", "escaped", "bracket"):
                continue
            if kind in ("end", "go"):
                yield from self._ended(mark)
            elif kind == "comment" and (section := self._half_of_migration(mark[0])):
                yield from self._section(section, mark.start())
            elif kind == "slash":
                yield from self._slash(mark.start())
            elif kind == "psql":
                # A command of psql stands for itself, or ends what stands before it (`\\gexec`).
                yield from self._taken(mark.start(), self._at)
            elif kind == "new":
                # T-SQL needs no `;`: a statement that begins a line ends the one before, but in a routine.
                if not self._is_routine(mark.start()):
                    yield from self._taken(mark.start(), mark.start())
                self._at += 1
            else:
                self._pass(mark)
        if self._is_routine(len(self._script)) and self._statement.blocks > 0 and self._is_counted():
            raise self._never_ends(self._statement.start, "the body of a routine never ends")
        yield from self._taken(len(self._script), len(self._script))

    def _pass(self, mark: re.Match[str]) -> None:
        kind = mark.lastgroup
        if kind in ("comment", "conditional", "block"):
            if kind == "block":
                self._at = self._end_of_comment(mark.start())
            self._comment(mark.start(), self._at)
        elif kind == "dollar":
            end = self._script.find(mark[0], mark.end())
            if end < 0:
                raise self._never_ends(mark.start(), f"a text that `{mark[0]}` opens is never closed")
            self._at = end + len(mark[0])
        elif kind == "block_word":
            self._count_block(mark)
        elif kind == "delimiter":
            if self._start(mark.start()) < 0:
                found = _DELIMITER.match(mark[0].strip())
                self._delimiter = found[1] if found else ";"
                self._from = self._at
        else:
            raise self._never_ends(mark.start(), "a quote that is never closed")

    def _ended(self, mark: re.Match[str]) -> Iterator[Statement]:
        end = mark.start()
        if mark.lastgroup == "end" and self._is_routine(end):
            inside = self._whole or (self._statement.blocks > 0 and self._is_counted())
            if inside or self._dialect == "tsql":
                return
        start = self._start(end)
        if start >= 0 and _COPY.match(self._script, start, min(end, start + 100_000)):
            data = _DATA_END.search(self._script, self._at)
            self._at = data.end() if data else len(self._script)
        yield from self._taken(end, self._at)

    def _taken(self, end: int, next_from: int) -> Iterator[Statement]:
        """Give the statement that ends here, if it can matter, and begin the next."""
        start = self._start(end)
        is_of_use = start >= 0 and not self._undoing and not self._is_routine(end)
        ended, self._statement, self._from = self._statement, _OpenStatement(), next_from
        if not is_of_use or not _RELEVANT.match(self._script, start):
            return
        pieces, at = [], start
        for first, last in ended.comments:
            pieces += [self._script[at:first], "\n" * self._script.count("\n", first, last) or " "]
            at = last
        pieces.append(self._script[at:end])
        yield Statement("".join(pieces), self._line_of(start))

    def _start(self, before: int) -> int:
        """Return where the statement begins; -1 where nothing of it has been passed."""
        if self._statement.start < 0 and (found := _TEXT.search(self._script, self._from, before)):
            self._statement.start = found.start()
        return self._statement.start

    def _comment(self, start: int, end: int) -> None:
        if self._start(start) < 0:
            self._from = end
        else:
            self._statement.comments.append((start, end))

    def _is_routine(self, before: int) -> bool:
        start = self._start(before)
        return start >= 0 and _ROUTINE.match(self._script, start, start + _LOOKED_AT) is not None

    def _is_counted(self) -> bool:
        """Whether the end of a routine is told by its blocks, not by a delimiter of its own or `GO`."""
        return self._delimiter == ";" and self._dialect != "tsql"

    def _count_block(self, mark: re.Match[str]) -> None:
        """Count what `BEGIN` and `CASE` open in a routine; `END IF` and the like close nothing of theirs."""
        if not self._is_routine(self._at):
            return
        following = _WORD.match(self._script, self._at)
        word = following[1].upper() if following else ""
        if mark[0].upper() != "END":
            self._statement.blocks += mark.start() != self._statement.closed
        elif word not in ("IF", "LOOP", "WHILE", "REPEAT", "FOR"):
            self._statement.blocks -= 1
            if following and word == "CASE":
                self._statement.closed = following.start(1)

    def _slash(self, start: int) -> Iterator[Statement]:
        """End a statement as SQL*Plus does: a lone `/` runs what stands before it."""
        if self._dialect == "oracle" and self._start(start) >= 0:
            yield from self._taken(start, self._at)
        elif self._start(start) < 0:
            self._from = self._at

    def _half_of_migration(self, comment: str) -> str:
        """Return what a comment says of the half of a migration that follows, empty where it says nothing."""
        if found := _MIGRATION.match(comment):
            return found[1].lower()
        if found := _HEADING.fullmatch(comment):
            self._has_up |= found[1].lower() == "up"
            return found[1].lower() if self._has_up else ""
        return ""

    def _section(self, word: str, start: int) -> Iterator[Statement]:
        """Obey what a tool for migrations reads in comments: which section undoes, which text is a whole."""
        if word == "statementbegin":
            self._whole = True
            self._comment(start, self._at)
        elif word == "statementend":
            self._whole = False
            yield from self._taken(start, self._at)
        else:
            yield from self._taken(start, self._at)
            self._undoing = word != "up"

    def _end_of_comment(self, start: int) -> int:
        """Return where a comment between `/*` and `*/` ends; in PostgreSQL and T-SQL they nest."""
        nests = self._dialect in ("postgres", "tsql")
        depth = 0
        for mark in _COMMENT.finditer(self._script, start):
            if mark[0] == "*/":
                depth -= 1
            elif nests or depth == 0:
                depth += 1
            if depth == 0:
                return mark.end()
        raise self._never_ends(start, "a comment that is never closed")

    def _line_of(self, offset: int) -> int:
        self._line += self._script.count("\n", self._counted, offset)
        self._counted = offset
        return self._line

    def _never_ends(self, offset: int, message: str) -> Unreadable:
        line = self._script.count("\n", 0, offset) + 1
        column = offset - self._script.rfind("\n", 0, offset)
        return Unreadable(message, line, column, 1, "close it")

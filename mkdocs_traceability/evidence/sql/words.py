"""The words of one SQL statement, and the moves by which they are read: forward only, never by recursion."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.sql.script import Statement

_OPENS: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSES: Final = frozenset(_OPENS.values())
_VERB: Final = re.compile(r"\w+")
_DECLARES: Final = re.compile(r"\b(?:TABLE|VIEW|SCHEMA|COLUMN)\b", re.IGNORECASE)

_NO_ALIAS: Final = (
    "END",
    "NULL",
    "TRUE",
    "FALSE",
    "ZONE",
    "CURRENT_TIMESTAMP",
    "CURRENT_DATE",
    "CURRENT_USER",
)
_AFTER_WORD: Final = (
    "AND", "OR", "NOT", "IS", "LIKE", "ILIKE", "IN", "THEN", "ELSE", "WHEN", "CASE", "BETWEEN", "DISTINCT",
    "COLLATE", "ESCAPE", "INTERVAL", "SIMILAR", "TO", "DIV", "MOD", "XOR", "REGEXP", "RLIKE", "GLOB",
    "BINARY", "OVER",
)  # fmt: skip


@dataclass
class Undecipherable(Exception):  # noqa: N818 - it says what the statement is, not what went wrong in us
    """A statement that declares something cannot be read: what is wrong, and on which line."""

    message: str
    line: int


class Name(NamedTuple):
    """The name of a table, perhaps with its schema, and the line it stands on.

    Both are as `Word.written` has them: between double quotes where they were quoted, in whatever way.
    """

    schema: str = ""
    name: str = ""
    line: int = 0


class Token(NamedTuple):
    """A word, a quoted name, a string, a number or a sign."""

    text: str
    line: int
    kind: str

    @property
    def is_word(self) -> bool:
        """Whether it can be a name."""
        return self.kind in ("word", "quoted")

    @property
    def is_value(self) -> bool:
        """Whether it is a string or a number."""
        return self.kind in ("string", "number")

    @property
    def written(self) -> str:
        """The text of a name, between double quotes where it was quoted."""
        return f'"{self.text}"' if self.kind == "quoted" else self.text

    @property
    def shown(self) -> str:
        """How messages name it."""
        text = self.text if len(self.text) <= 40 else f"{self.text[:40]}…"
        return "the end of the statement" if self.kind == "end" else f"`{text}`"

    def is_one_of(self, *words: str) -> bool:
        """Whether it is one of these words or signs, and not quoted."""
        return self.kind in ("word", "sign") and self.text.upper() in words


class Tokens:
    """A stretch of a statement, read from its beginning on."""

    def __init__(self, every: list[Token], partners: dict[int, int], start: int, end: int) -> None:
        self._every = every
        self._partners = partners
        self._at = start
        self._end = end

    @property
    def at_end(self) -> bool:
        """Whether all has been read."""
        return self._at >= self._end

    @property
    def next(self) -> Token:
        """The word that is read next."""
        return self.after(0)

    @property
    def line(self) -> int:
        """The line of the word that is read next, or of the last one."""
        return self.next.line

    def after(self, count: int) -> Token:
        """Return the word that comes `count` words after the next; a word of no kind behind the last."""
        at = self._at + count
        if at < self._end:
            return self._every[at]
        return Token("", self._every[self._end - 1].line if self._end else 1, "end")

    def take(self) -> Token:
        """Read the next word."""
        word = self.next
        self._at += 1
        return word

    def skip(self, *words: str) -> bool:
        """Read the next word if it is one of these."""
        if self.next.is_one_of(*words):
            self._at += 1
            return True
        return False

    def skip_phrase(self, *phrase: str) -> bool:
        """Read the next words if they are these, one after the other."""
        if all(self.after(count).is_one_of(word) for count, word in enumerate(phrase)):
            self._at += len(phrase)
            return True
        return False

    def skip_to(self, word: str) -> None:
        """Go on to a word, outside any brackets, or to the end."""
        self.until(word)

    def until(self, *words: str) -> "Tokens":
        """Read what stands before the first of these words, outside any brackets."""
        start = at = self._at
        while at < self._end:
            # `IS DISTINCT FROM` compares.
            compares = self._every[at].is_one_of("FROM") and self._every[at - 1].is_one_of("DISTINCT")
            if self._every[at].is_one_of(*words) and not compares:
                break
            at = self._partners.get(at, at) + 1
        self._at = min(at, self._end)
        return Tokens(self._every, self._partners, start, self._at)

    def group(self) -> "Tokens":
        """Read what stands between the bracket that is next and its partner."""
        closing = self._partners.get(self._at)
        if closing is None or closing >= self._end:
            raise Undecipherable(f"expected a bracket, found {self.next.shown}", self.line)
        inner = Tokens(self._every, self._partners, self._at + 1, closing)
        self._at = closing + 1
        return inner

    def entries(self) -> Iterator["Tokens"]:
        """Go through what commas separate, outside any brackets."""
        while not self.at_end:
            yield self.until(",")
            self._at += 1

    def name(self) -> Name:
        """Read the name of a table or schema."""
        hashes = ""
        while self.next.is_one_of("#"):  # a temporary table of T-SQL
            hashes += self.take().text
        first = self.take()
        parts = [first]
        while self.skip("."):
            if not self.next.is_one_of("."):
                parts.append(self.take())
        for part in parts:
            if not part.is_word:
                raise Undecipherable(f"expected a name, found {part.shown}", part.line)
        schema = parts[-2].written if len(parts) > 1 else ""
        return Name(schema, hashes + parts[-1].written, first.line)

    @property
    def last_text(self) -> str:
        """The text of the last word, the value of a parameter; empty where there is none."""
        return self._every[self._end - 1].text if self._at < self._end else ""

    @property
    def is_star(self) -> bool:
        """Whether this entry of a query stands for all columns of something."""
        return (
            not self.at_end
            and self._every[self._end - 1].is_one_of("*")
            and (self._end - self._at == 1 or self._every[self._end - 2].is_one_of("."))
        )

    def result_name(self) -> Token | None:
        """Return the name that a query gives to this entry; None where it gives it none."""
        count = self._end - self._at
        if count == 0:
            return None
        last, before = self._every[self._end - 1], self._every[self._end - 2]
        if count > 1 and before.is_one_of("AS"):
            return last
        is_alias = last.is_word and not last.is_one_of(*_NO_ALIAS)
        ends_value = before.is_word or before.is_value or before.is_one_of(")", "]")
        if count > 1 and is_alias and ends_value and not before.is_one_of(*_AFTER_WORD):
            return last
        return self._own_name()

    def _own_name(self) -> Token | None:
        """Return the name of a column or a function that is not given another; a cast leaves it."""
        named = self.take()
        while self.next.is_one_of(".") and self.after(1).is_word:
            self.take()
            named = self.take()
        if self.next.is_one_of("("):
            self.group()
        return named if named.is_word and (self.at_end or self.next.is_one_of("::")) else None

    def only_source(self) -> Name | None:
        """Return the table that a query reads, where it reads one and no other."""
        if not self.skip("FROM") or not self.next.is_word:
            return None
        name = self.name()
        if self.skip("AS") or (self.next.is_word and not self.next.is_one_of(*_AFTER_SOURCE)):
            self.take()
        return name if self.at_end or self.next.is_one_of(*_AFTER_SOURCE) else None


_AFTER_SOURCE: Final = (
    "WHERE",
    "ORDER",
    "GROUP",
    "LIMIT",
    "WITH",
    "UNION",
    "EXCEPT",
    "INTERSECT",
    "HAVING",
    "OFFSET",
)


def words(statement: Statement, dialect: str) -> Tokens:
    """Return the words of a statement.

    Raises:
        Undecipherable: where it cannot be told apart into words, or brackets do not match, and it may declare
            something.

    """
    verb = _VERB.match(statement.text)
    first = Token(verb[0] if verb else "", statement.line, "word")
    rest = statement.text[verb.end() :] if verb else ""
    try:
        every = [first, *_tokens(rest, statement.line, dialect)]
        return Tokens(every, _partners(every), 0, len(every))
    except Undecipherable:
        if _DECLARES.search(statement.text):
            raise
        return Tokens([first], {}, 0, 1)


def _tokens(text: str, line: int, dialect: str) -> Iterator[Token]:
    """Go through the words behind the first, which sqlglot would read as a command with a text behind it."""
    from sqlglot import Dialect, TokenType
    from sqlglot.errors import SqlglotError

    try:
        tokens = Dialect.get_or_raise(dialect).tokenize(text)
    except (SqlglotError, RecursionError):
        raise Undecipherable("a statement that cannot be parsed", line) from None
    for token in tokens:
        here = line + token.line - 1
        source = text[token.start : token.end + 1]
        if token.token_type == TokenType.IDENTIFIER or (source.startswith('"') and dialect == "mysql"):
            yield Token(token.text, here, "quoted")
        elif token.token_type == TokenType.NUMBER:
            yield Token(token.text, here, "number")
        elif token.token_type == TokenType.VAR or source[:1].isalpha() or source.startswith("_"):
            if "'" in source:
                yield Token(token.text, here, "string")  # E'…', N'…', _utf8'…'
            else:
                # `PRIMARY KEY` is one token to sqlglot.
                yield from (Token(part, here, "word") for part in source.split())
        elif source[:1] in ("'", '"', "$"):
            yield Token(token.text, here, "string")
        else:
            yield Token(token.text, here, "sign")


def _partners(every: list[Token]) -> dict[int, int]:
    """Return, by the index of each opening bracket, that of the one which closes it."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for index, word in enumerate(every):
        if word.kind != "sign":
            continue
        if word.text in _OPENS:
            opened.append(index)
        elif word.text in _CLOSES:
            if not opened or _OPENS[every[opened[-1]].text] != word.text:
                raise Undecipherable(f"{word.shown} has no counterpart", word.line)
            partners[opened.pop()] = index
    if opened:
        word = every[opened[-1]]
        raise Undecipherable(f"{word.shown} is never closed", word.line)
    return partners

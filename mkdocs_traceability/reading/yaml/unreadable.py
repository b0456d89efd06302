"""Why a text cannot be read as YAML, in plain words: what YAML stumbled over, and what people mean by it."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from mkdocs_traceability.reading.slips import slip_in

if TYPE_CHECKING:
    from yaml import MarkedYAMLError


@dataclass
class Unreadable(Exception):  # noqa: N818 - it says what the text is, not what went wrong in us
    """The text cannot be read as YAML: what is wrong, where, and what to do about it.

    `code` is that of the rule which says so, where it is not the one about what cannot be read.
    """

    message: str
    line: int
    column: int
    length: int = 0
    help: str = ""
    code: str = ""


_CONFLICT: Final = re.compile(r"^(?:<{7}|>{7}|={7})(?: |$)", re.MULTILINE)
_ESCAPE: Final = re.compile(r"\\(?:u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|x[0-9a-fA-F]{0,2}|.)")
_COMMENT: Final = re.compile(r"(?<![^\s\[{,])#")
_BRACKET_VALUE: Final = re.compile(r"(?:^|[:-])\s+[{\[]")

# YAML 1.1 §5.1: what may not stand in a stream.
_FORBIDDEN: Final = "[^\t\r\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Compiled where it is needed: that takes longer than all other patterns of this module."""


def bad_character(text: str, first_line: int) -> Unreadable:
    """Say which character YAML does not allow, and where it stands."""
    for number, line in enumerate(text.split("\n")):
        if found := re.search(_FORBIDDEN, line):
            what = f"the character U+{ord(found[0]):04X}, which YAML does not allow"
            return Unreadable(what, number + first_line, found.start() + 1, 1, "remove it")
    return Unreadable("a character that YAML does not allow", first_line, 1, help="remove it")


def explained(error: "MarkedYAMLError", text: str, first_line: int) -> Unreadable:
    """Say a syntax error in words of ours."""
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start())
        found = Unreadable("an unresolved merge conflict", line, 0, 7, "resolve it")
    else:
        found = _Syntax(error, text).explained()
    found.line += first_line
    found.column += 1
    return found


class _Mark(NamedTuple):
    """A place in a text, from 0."""

    line: int
    column: int


class _Syntax:
    """One syntax error and the lines around it; lines and columns from 0, as YAML counts them."""

    def __init__(self, error: "MarkedYAMLError", text: str) -> None:
        self.lines = text.split("\n")
        self.problem = error.problem or "not YAML"
        self.context = error.context or ""
        opened, mark = (
            each and _Mark(each.line, each.column) for each in (error.context_mark, error.problem_mark)
        )
        self.mark = mark or opened or _Mark(0, 0)
        self.opened = opened or self.mark
        self.written = self._line(self.mark.line)
        self.before = self.written[: self.mark.column]

    def explained(self) -> Unreadable:
        """Go from what is told most surely by YAML's words to what is told least."""
        return (
            self._tab()
            or self._slip()
            or self._beginning()
            or self._quoted()
            or self._flow()
            or self._colon()
            or self._after_the_end()
            or self._otherwise()
        )

    def _line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""

    def _character(self, at: _Mark) -> str:
        return self._line(at.line)[at.column : at.column + 1]

    def _here(self, message: str, remedy: str = "", length: int = 1) -> Unreadable:
        return Unreadable(message, self.mark.line, self.mark.column, length, remedy)

    def _where_it_began(self, message: str, remedy: str = "") -> Unreadable:
        return Unreadable(message, self.opened.line, self.opened.column, 1, remedy)

    def _tab(self) -> Unreadable | None:
        if "tab character" in self.problem or (
            "cannot start any token" in self.problem and self._character(self.mark) == "\t"
        ):
            return self._here("a tab where YAML expects spaces", "indent with spaces")
        return None

    def _slip(self) -> Unreadable | None:
        """Look for a blank that is missing, or is none, in the lines that YAML could not put together."""
        above = self.mark.line - 1
        while above > 0 and not self._line(above).strip():
            above -= 1
        if '"' in self.context or "quoted" in self.context or "flow" in self.context:
            return None
        for number in dict.fromkeys((self.opened.line, above, self.mark.line)):
            if number >= 0 and (slip := slip_in(self._line(number))):
                return Unreadable(slip.message, number, slip.column, slip.length, slip.help)
        return None

    def _beginning(self) -> Unreadable | None:
        """Explain a value that begins with a character that means something else to YAML."""
        at = self.mark
        if any(
            what in self.context
            for what in ("scanning an alias", "an anchor", "a block scalar", "a directive")
        ):
            at = self.opened
        elif not any(
            what in self.problem
            for what in ("cannot start any token", "expected node content", "mapping keys are not allowed")
        ):
            return None
        character = self._character(at)
        if not character:
            return None
        remedy = "quote it"
        if character in "|>":
            remedy = "quote it, or begin the text on the next line"
        message = f"an unquoted value cannot begin with {_code(character)}"
        return Unreadable(message, at.line, at.column, 1, remedy)

    def _quoted(self) -> Unreadable | None:
        if "quoted scalar" not in self.context:
            return None
        if "escape" in self.problem or "hexdecimal" in self.problem:
            column = max(self.written.rfind("\\", 0, self.mark.column + 1), 0)
            found = _ESCAPE.match(self.written, column)
            escape = found[0] if found else "\\"
            remedy = r"write `\\` for a backslash, or put the value in single quotes"
            message = f"{_code(escape)} is not an escape sequence in double quotes"
            return Unreadable(message, self.mark.line, column, len(escape), remedy)
        return self._where_it_began("a quoted value that never ends", "add the missing quote")

    def _flow(self) -> Unreadable | None:
        """Explain an error between brackets: mostly a value that would have to be quoted there."""
        if "flow" not in self.context:
            return None
        character = self._character(self.mark)
        entry = re.split(r"[,{\[]", self.before)[-1]
        begins_anew = not self.before.strip(" \t-") and self.mark.line > self._bracket().line
        is_text = not begins_anew and self.before.rstrip()[-1:] not in ("]", "}", '"', "'")
        if character in ("{", "[") and is_text:
            remedy = 'quote the whole value: `"…"`'
            return self._here(f"an unquoted {_code(character)} inside a value", remedy)
        if character == ":" and ": " in entry:
            return self._here("`: ` inside an unquoted value", "quote the value, or add the missing `,`")
        self.opened = self._bracket()
        bracket = self._character(self.opened)
        if any(_COMMENT.search(self._line(n)) for n in range(self.opened.line, self.mark.line + 1)):
            message = f"{_code(bracket)} is never closed: `#` begins a comment"
            return self._where_it_began(message, "quote the value that holds the `#`")
        what = "a mapping" if bracket == "{" else "a list"
        message = f"{_code(bracket)} is never closed, or what it holds is not {what}"
        remedy = "close it, or quote the value if the bracket is part of it"
        return self._where_it_began(message, remedy)

    def _bracket(self) -> _Mark:
        """Return where the bracket stands that is open at the error."""
        if self._character(self.opened) in ("[", "{"):
            return self.opened
        closed = 0
        for number in range(min(self.mark.line, len(self.lines) - 1), -1, -1):
            line = self.before if number == self.mark.line else self.lines[number]
            line = _COMMENT.split(line, maxsplit=1)[0]
            for column in range(len(line) - 1, -1, -1):
                closed += (line[column] in "]}") - (line[column] in "[{")
                if closed < 0:
                    return _Mark(number, column)
        return self.opened

    def _colon(self) -> Unreadable | None:
        """Explain a `:` that makes a key where there is a value already."""
        if "mapping values are not allowed" not in self.problem:
            return None
        if ": " in self.before or ":\t" in self.before:
            return self._here("`: ` inside an unquoted value", 'quote it: `key: "a: b"`')
        indent = len(self.before) - len(self.before.lstrip())
        message = "this line is indented more than the keys above it"
        return Unreadable(
            message, self.mark.line, indent, 0, "align it with them, or quote what it continues"
        )

    def _after_the_end(self) -> Unreadable | None:
        if "did not find expected" not in self.problem:
            return None
        if "document start" in self.problem:
            return self._here(
                "a second document starts here", "write one document per file: remove the `...`", 0
            )
        if self.before.rstrip().endswith(("'", '"')):
            return self._here("a value goes on after its closing quote", "quote the whole value", 0)
        if _BRACKET_VALUE.search(self.before) and self.before.rstrip().endswith(("]", "}")):
            message = "a value that begins with `{` or `[` goes on after the bracket is closed"
            return self._here(message, "quote it", 0)
        return None

    def _otherwise(self) -> Unreadable:
        if "could not find expected ':'" in self.problem:
            remedy = "write `key: value`, or indent the line if it continues the one above"
            return Unreadable("a key without `:` after it", self.opened.line, self.opened.column, 0, remedy)
        if "block sequence entries are not allowed" in self.problem:
            return self._here("a list cannot begin on the line of its key", "begin it on the next line")
        if "incompatible YAML" in self.problem or "%YAML" in self.problem:
            return self._here("a version of YAML that is not known", "remove the line `%YAML`", 0)
        if "expected key" in self.problem or "expected '-'" in self.problem:
            message = "this line fits neither the list nor the mapping above it"
            return self._here(message, "check its indentation, and the `:` after its key", 0)
        return self._here(self.problem, "check the quotes, brackets and indentation of this line", 0)


def _code(text: str) -> str:
    """Quote text for a message, which itself may be a backquote."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"

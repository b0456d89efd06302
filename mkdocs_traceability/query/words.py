"""The text of a marker as words: where each stands, which are arguments, and what their values are."""

import re
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"\S+")
_BLANKS: Final = re.compile(r"\s*")
_KEY: Final = re.compile(r"""([^\s=!<>,"']+)(!=|<=|>=|=|<|>)""")
_PIECE: Final = re.compile(
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^\s,"'][^\s,]*))(?=,|\s|\Z)"""
)
_LONGEST: Final = 60
"""How much of a word a message repeats."""


class MarkerWord(NamedTuple):
    """Something that stands in a marker, and where: `offset` counts from behind `[trace:`."""

    text: str
    offset: int
    length: int

    @property
    def shown(self) -> str:
        """The word as messages name it: without what would end the name, and not endlessly."""
        text = " ".join(self.text.replace("`", "'").split())
        return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


class Argument(NamedTuple):
    """`key=value`, `key!=value`, or a comparison such as `key<=value`; commas part several values."""

    key: MarkerWord
    sign: str
    values: tuple[MarkerWord, ...]

    @property
    def is_excluding(self) -> bool:
        """Whether the values are those that nothing may have."""
        return self.sign == "!="

    @property
    def is_comparing(self) -> bool:
        """Whether the value is a limit."""
        return self.sign[0] in "<>"


class MarkerProblem(NamedTuple):
    """What is wrong with a marker, at one of its words.

    What only `follows` from a mistake elsewhere is no finding of its own: an id that stands in a source that
    cannot be read, a name whose declaration is wrong. Where nothing has the id that stands there, `of_kinds`
    are the kinds it may be of. `is_absent` says that nothing is wrong with the word if an item is declared
    that is not known here. `suggestions` are what may be meant in its place, as it would be written there.
    """

    message: str
    at: MarkerWord
    help: str = ""
    follows: bool = False
    of_kinds: tuple[str, ...] = ()
    is_absent: bool = False
    suggestions: tuple[str, ...] = ()


class MarkerParts(NamedTuple):
    """A marker taken apart: its form, its subject, its arguments, and what is wrong with the writing."""

    form: MarkerWord | None
    subject: MarkerWord | None
    arguments: tuple[Argument, ...]
    problems: tuple[MarkerProblem, ...]


def take_apart(text: str, has_item: bool) -> MarkerParts:
    """Take a marker's text apart; an id may look like an argument. It ends at the first mistake."""
    form, at = _word(text, 0)
    subject = None
    if form is not None:
        word, end = _word(text, at)
        if word is not None and (has_item or not _KEY.match(word.text)):
            subject, at = word, end
    return MarkerParts(form, subject, *arguments_in(text, at))


def arguments_in(text: str, at: int = 0) -> tuple[tuple[Argument, ...], tuple[MarkerProblem, ...]]:
    """Return the arguments that stand in a text from a place on, and what is wrong with the writing."""
    arguments: list[Argument] = []
    while (at := _end(_BLANKS, text, at)) < len(text):
        read = _argument(text, at)
        if isinstance(read, MarkerProblem):
            return tuple(arguments), (read,)
        argument, at = read
        arguments.append(argument)
    return tuple(arguments), ()


def as_one_argument(word: str) -> str:
    """Return what is one word to a shell as one argument: blanks belong to its values.

    One with quotes of its own is as it should be read.
    """
    key = _KEY.match(word)
    values = word[key.end() :] if key else ""
    if key is None or not _WORD.search(values) or '"' in values or "'" in values:
        return word
    quoted = (f'"{value}"' if any(map(str.isspace, value)) else value for value in values.split(","))
    return f"{key[0]}{','.join(quoted)}"


def _argument(text: str, at: int) -> tuple[Argument, int] | MarkerProblem:
    key = _KEY.match(text, at)
    if key is None:
        word, _ = _word(text, at)
        assert word is not None
        remedy = "write `key=value`, without spaces around `=`; a value with spaces needs quotes"
        return MarkerProblem(f"{word.shown} is neither a filter nor an option", word, remedy)
    name = MarkerWord(key[1], at, len(key[1]))
    at = key.end()
    values: list[MarkerWord] = []
    while at < len(text) and not text[at].isspace():
        if text[at] == ",":
            at += 1
            continue
        piece = _PIECE.match(text, at)
        if piece is None:
            return _bad_quote(text, at)
        group = piece.lastgroup or "plain"
        values.append(MarkerWord(piece[group], at, piece.end() - at))
        at = piece.end()
    if not any(value.text.strip() for value in values):
        return MarkerProblem(
            f"{name.shown} has no value", name, f"write it after the sign: `{name.text}{key[2]}value`"
        )
    return Argument(name, key[2], tuple(values)), at


def _bad_quote(text: str, at: int) -> MarkerProblem:
    quote = text[at]
    end = text.find(quote, at + 1)
    if end < 0:
        return MarkerProblem(
            "a quote is never closed", MarkerWord(text[at:], at, 1), f"end the value with `{quote}`"
        )
    word = MarkerWord(text[at : end + 1], at, end + 1 - at)
    return MarkerProblem(
        f"something follows the quoted value {word.shown}", word, "put a space, or a comma, after it"
    )


def _word(text: str, at: int) -> tuple[MarkerWord | None, int]:
    found = _WORD.search(text, at)
    if found is None:
        return None, len(text)
    return MarkerWord(found[0], found.start(), len(found[0])), found.end()


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at

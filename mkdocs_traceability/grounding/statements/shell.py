"""Read a code span as what is typed into a shell: one or more commands, each as its words."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"""(?:[^\s"'|&;]++|"[^"]*+"|'[^']*+')++|&&|\|\|?|;|&|["']""")
_JOINS: Final = frozenset(("&&", "||", "|", ";", "&"))
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
_BEFORE: Final = frozenset(("sudo", "time", "exec", "env", "command", "$", "%", ">"))


class Word(NamedTuple):
    """A word, and where it begins in the text."""

    text: str
    start: int


class Command(NamedTuple):
    """A command that may be typed: what is set for it, and its words. `folder` is where `cd` went before."""

    assignments: tuple[Word, ...]
    words: tuple[Word, ...]
    folder: str = ""

    @property
    def program(self) -> str:
        """The first word."""
        return self.words[0].text if self.words else ""

    @property
    def writes(self) -> bool:
        """Whether it sends something to a file."""
        return any(">" in each.text for each in self.words)


def commands_in(text: str) -> Iterator[Command]:
    """Go through the commands of a text."""
    words: list[Word] = []
    folder = ""
    for found in (*_WORD.finditer(text), None):
        if found and found[0] not in _JOINS:
            words.append(Word(found[0], found.start()))
            continue
        command = _command(words, folder)
        if command.program == "cd" and len(command.words) == 2:
            folder = command.words[1].text
        if command.words or command.assignments:
            yield command
        words = []


def _command(words: list[Word], folder: str) -> Command:
    number = 0
    while number < len(words) and words[number].text in _BEFORE:
        number += 1
    first = number
    while number < len(words) and _ASSIGNMENT.fullmatch(words[number].text):
        number += 1
    return Command(tuple(words[first:number]), tuple(words[number:]), folder)

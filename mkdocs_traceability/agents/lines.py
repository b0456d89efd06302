"""Lines of text that fit a terminal, for answers that people and agents read.

Everything that a source says is made harmless here: it steers no terminal.
"""

from collections.abc import Callable
from typing import Final

from mkdocs_traceability.model.shown_words import BADGE_TONES, shown_word
from mkdocs_traceability.reports.terminal import wrapped
from mkdocs_traceability.reports.wording import harmless

_UNLIMITED: Final = 100_000
"""How wide text is that no terminal shows."""

_FURTHER_IN: Final = 4
"""How far the second and later lines of a text stand further in than the first."""


class Lines:
    """Makes lines: `columns` wide where that is not 0, in colours where `paint` has some."""

    def __init__(self, columns: int = 0, paint: Callable[[str, str], str] = lambda text, _: text) -> None:
        self.columns = columns or _UNLIMITED
        self.paint = paint

    def fitted(self, text: str, indent: int) -> list[str]:
        """Return a text in lines that fit, the first of them `indent` columns in."""
        lines = wrapped(harmless(" ".join(text.split())), self.columns - indent - _FURTHER_IN)
        return [f"{' ' * (indent + bool(number) * _FURTHER_IN)}{line}" for number, line in enumerate(lines)]

    def marked(self, mark: str, tone: str, text: str, indent: int) -> list[str]:
        """Return the same with a coloured word before the text."""
        first, *others = self.fitted(f"{mark} {text}", indent)
        return [f"{' ' * indent}{self.paint(mark, tone)}{first[indent + len(mark) :]}", *others]

    def badge(self, word: str) -> str:
        """Return the word of a badge as readers see it, in its colour."""
        return self.paint(shown_word(word, "badge"), BADGE_TONES.get(word, "info"))

    def heading(self, text: str) -> str:
        """Return a text that stands above others."""
        return self.paint(harmless(text), "heading")

    def named(self, id_: str, title: str) -> str:
        """Return an id with its title as the heading of what is told of an item."""
        return f"{self.heading(id_)}  {harmless(' '.join(title.split()))}".rstrip()

    def verdict(self, word: str, basis: str) -> list[str]:
        """Return a badge and what it rests on, nothing where there is none."""
        if not word:
            return []
        shown = shown_word(word, "badge")
        first, *others = self.fitted(f"{shown}: {basis}" if basis else shown, 0)
        return [f"{self.badge(word)}{first.removeprefix(shown)}", *others]

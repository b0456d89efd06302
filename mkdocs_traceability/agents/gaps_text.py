"""Gaps as text, for a terminal or an agent: below each reason the items of which it is the heaviest."""

from collections.abc import Callable, Iterator
from itertools import groupby

from mkdocs_traceability.agents.gaps import REASONS, Gaps, Missing
from mkdocs_traceability.agents.lines import Lines
from mkdocs_traceability.model.shown_words import several


class GapsText:
    """Makes text of gaps: `columns` wide where that is not 0, in colours where `paint` has some."""

    def __init__(self, columns: int = 0, paint: Callable[[str, str], str] = lambda text, _: text) -> None:
        self._lines = Lines(columns, paint)

    def of(self, gaps: Gaps) -> str:
        """Return the text, ending in a line end."""
        if not gaps.missing:
            return "Nothing is missing.\n"
        parts = []
        for reason, group in groupby(gaps.missing, key=lambda each: each.reasons[0]):
            found = list(group)
            said = REASONS[reason]
            heading = self._lines.heading(f"{said[0].upper()}{said[1:]}: {several(len(found), 'item')}")
            parts.append(
                "\n".join([heading, *(line for each in found for line in self._missing(each))]) + "\n"
            )
        return "\n".join(parts)

    def _missing(self, told: Missing) -> Iterator[str]:
        due = f"due {told.due}" if told.due else ""
        said = ", ".join(filter(None, (told.status, told.severity, due, *told.owners, told.place)))
        title = f" {told.title}" if told.title else ""
        yield from self._lines.fitted(f"{told.kind} {told.id}{title} ({said})", 2)
        others = "; ".join(REASONS[reason] for reason in told.reasons[1:])
        basis = "" if told.badge == "planned" else told.basis  # which only repeats the status
        for text in filter(None, (basis, told.action, others, ", ".join(told.findings))):
            yield from self._lines.fitted(text, 6)

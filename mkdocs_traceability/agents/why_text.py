"""Why as text, for a terminal or an agent: each reason stands further in than what it is the reason of."""

from collections.abc import Callable, Iterable, Iterator

from mkdocs_traceability.agents.lines import Lines
from mkdocs_traceability.agents.why import ChainHop, Connection, Reason, Why
from mkdocs_traceability.model.shown_words import shown_word


class WhyText:
    """Makes text of reasons: `columns` wide where that is not 0, in colours where `paint` has some."""

    def __init__(self, columns: int = 0, paint: Callable[[str, str], str] = lambda text, _: text) -> None:
        self._lines = Lines(columns, paint)

    def of(self, told: Why | Connection) -> str:
        """Return the text, ending in a line end."""
        lines = self._why(told) if isinstance(told, Why) else self._connection(told)
        return "\n".join(lines) + "\n"

    def _why(self, told: Why) -> Iterator[str]:
        yield self._lines.named(told.id, told.title)
        yield from self._lines.fitted(f"{told.kind} ({told.place})", 0)
        yield from self._lines.verdict(told.badge, told.basis)
        if told.meaning:
            yield from self._lines.fitted(told.meaning, 0)
        if told.reasons:
            yield ""
        yield from self._reasons(told.reasons, 2)

    def _reasons(self, reasons: Iterable[Reason], indent: int) -> Iterator[str]:
        for reason in reasons:
            place = f" ({reason.place})" if reason.place and reason.place not in reason.text else ""
            text = f"{reason.text}{place}"
            if reason.badge:
                word = shown_word(reason.badge, "badge")
                first, *others = self._lines.fitted(f"← {word} {text}", indent)
                badge = self._lines.badge(reason.badge)
                yield f"{' ' * indent}← {badge}{first[indent + 2 + len(word) :]}"
                yield from others
            else:
                yield from self._lines.fitted(f"← {text}", indent)
            yield from self._reasons(reason.reasons, indent + 4)

    def _connection(self, told: Connection) -> Iterator[str]:
        start, end = told.start, told.end
        if not told.chains:
            alike = start == end
            said = "these are the same item" if alike else "no chain of relations connects them"
            yield from self._lines.fitted(f"{start.id}, {end.id}: {said}", 0)
        for number, chain in enumerate(told.chains):
            if number:
                yield ""
            yield self._lines.named(start.id, start.title)
            for hop in chain:
                yield from self._lines.fitted(_said(hop), 2)


def _said(hop: ChainHop) -> str:
    """Return a step as a sentence whose other end is the item above: `→ uses X`, `← X uses`."""
    title = f" ({hop.title})" if hop.title else ""
    onward = ", ".join(way.verb for way in hop.ways if way.is_out)
    back = ", ".join(way.verb for way in hop.ways if not way.is_out)
    told = [f"→ {onward} {hop.id}{title}"] if onward else []
    return "; ".join([*told, *([f"← {hop.id}{title} {back}"] if back else [])])

"""Show: an item in full as text, for a terminal or a file.

Everything that a source says is made harmless here: it steers no terminal.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.analysis.neighbours import Branch
from mkdocs_traceability.model.shown_words import BADGE_TONES, shown_word
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reports.item_card import CardClaim, CardEnd, CardEvidence, CardRelation, ItemCard
from mkdocs_traceability.reports.report import Paint, plain
from mkdocs_traceability.reports.terminal import padded, text_width, wrapped
from mkdocs_traceability.reports.text import render
from mkdocs_traceability.reports.wording import harmless

MOST_ENDS: Final = 60
"""How many ends of one relation are listed."""

_UNLIMITED: Final = 100_000
"""How wide text is that no terminal shows."""


class CardText:
    """Makes text of cards: `columns` wide where that is not 0, in colours where `paint` has some."""

    def __init__(self, excerpts: Excerpts, columns: int = 0, paint: Paint = plain) -> None:
        self._excerpts = excerpts
        self._columns = columns or _UNLIMITED
        self._paint = paint

    def of(self, card: ItemCard) -> str:
        """Return the text of a card, ending in a line end."""
        sections = [
            ("", self._head(card)),
            ("", self._paragraphs(card.summary)),
            ("Fields", self._pairs((field.label, field.lines) for field in card.fields)),
            ("Relations", self._relations(card.relations)),
            ("Evidence", self._evidence(card.evidence)),
            ("Notes", self._paragraphs(card.notes)),
            ("Findings", render(card.findings, self._excerpts, self._paint).splitlines()),
            ("Neighbourhood", self._tree(card.neighbourhood)),
        ]
        told = [
            "\n".join([*([self._paint(title, "heading")] if title else []), *lines])
            for title, lines in sections
            if lines
        ]
        return "\n\n".join(told) + "\n"

    def _head(self, card: ItemCard) -> list[str]:
        item = card.item
        phase = shown_word(str(card.phase), "phase")
        status = f"{card.status_label} ({phase})" if card.status else ""
        name = self._named(harmless(item.id), harmless(item.own_title))
        second = ", ".join(filter(None, (card.kind.label, harmless(status))))
        return [*name, second, *self._badge_lines(card.badge), "", *self._pairs(_identity(card))]

    def _named(self, id_: str, title: str) -> list[str]:
        indent = " " * (text_width(id_) + 2)
        first, *others = wrapped(title, self._columns - len(indent))
        return [f"{self._paint(id_, 'heading')}  {first}".rstrip(), *(f"{indent}{line}" for line in others)]

    def _badge_lines(self, badge: Badge) -> list[str]:
        if not badge:
            return []
        state = shown_word(badge.word, "badge")
        first, *others = wrapped(f"{state}: {harmless(badge.basis)}" if badge.basis else state, self._columns)
        return [f"{self._badge(badge)}{first.removeprefix(state)}", *others]

    def _badge(self, badge: Badge) -> str:
        return self._paint(shown_word(badge.word, "badge"), BADGE_TONES.get(badge.word, "info"))

    def _paragraphs(self, text: str) -> list[str]:
        return [line for each in text.splitlines() for line in wrapped(harmless(each), self._columns)]

    def _pairs(self, pairs: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
        """Return labels with their texts beside them, as a table without lines."""
        shown = [(harmless(label), list(map(harmless, texts))) for label, texts in pairs if texts]
        wide = max((text_width(label) for label, _ in shown), default=0) + 2
        lines = []
        for label, texts in shown:
            parts = [part for text in texts for part in wrapped(text, self._columns - wide - 2)]
            heads = [label, *[""] * (len(parts) - 1)]
            lines += [f"  {padded(head, wide)}{part}" for head, part in zip(heads, parts, strict=True)]
        return lines

    def _relations(self, relations: Sequence[CardRelation]) -> list[str]:
        lines = []
        for relation in relations:
            lines.append(f"  {'→' if relation.is_out else '←'} {harmless(relation.label)}")
            for end in relation.ends[:MOST_ENDS]:
                lines += self._end(end)
            if (left_out := len(relation.ends) - MOST_ENDS) > 0:
                lines.append(f"      and {left_out} more; list all with --format json")
        return lines

    def _end(self, end: CardEnd) -> Iterator[str]:
        name = harmless(end.text)
        marks = [*([end.broken] if end.broken else []), *(["optional"] if end.optional else [])]
        badge = f" [{self._badge(end.badge)}]" if end.badge else ""
        title = f"  {harmless(end.item.own_title)}" if end.item and end.item.own_title else ""
        broken = f" ({self._paint(', '.join(marks), 'error' if end.broken else 'info')})" if marks else ""
        yield f"      {name}{title}{badge}{broken}"
        said = "; ".join(f"{key}: {harmless(text)}" for key, text in end.attributes.items())
        if said:
            yield from (f"          {line}" for line in wrapped(said, self._columns - 10))

    def _evidence(self, evidence: Sequence[CardEvidence]) -> list[str]:
        lines = []
        for said in evidence:
            lines.append(f"  {harmless(said.label)}")
            if said.not_applicable:
                text = harmless(f"not applicable: {said.not_applicable}")
                lines += [f"      {line}" for line in wrapped(text, self._columns - 6)]
            if said.unknown:
                lines.append("      marked unknown")
            for claim in said.claims:
                lines += self._claim(claim)
        return lines

    def _claim(self, told: CardClaim) -> Iterator[str]:
        claim, found = told.claim, told.outcome.found_at
        written = f"{claim.text} ({claim.lines})" if claim.lines else claim.text
        at = f"  at {found}" if found and str(found) != claim.text else ""
        state = shown_word(told.badge.word, "badge")
        yield f"      {self._badge(told.badge)}{' ' * (11 - len(state))} {harmless(written + at)}"
        said = "; ".join(filter(None, (told.badge.basis, claim.note)))
        if said:
            yield from (f"                  {line}" for line in wrapped(harmless(said), self._columns - 18))

    def _tree(self, root: Branch) -> list[str]:
        if not root.branches:
            return []
        return [f"  {harmless(root.item.id)}", *self._branches(root, "  ")]

    def _branches(self, branch: Branch, indent: str) -> Iterator[str]:
        last = len(branch.branches) - 1 if not branch.left_out else -1
        for number, below in enumerate(branch.branches):
            yield f"{indent}{'└─' if number == last else '├─'} {self._leaf(below)}"
            yield from self._branches(below, indent + ("   " if number == last else "│  "))
        if branch.left_out:
            yield f"{indent}└─ and {branch.left_out} more"

    def _leaf(self, branch: Branch) -> str:
        title = f"  ({branch.item.own_title})" if branch.item.own_title else ""
        end = "  (cycle)" if branch.is_above else "  (shown above)" if branch.is_told else ""
        return harmless(f"{_linked(branch)}{title}") + self._paint(end, "info")


def _linked(branch: Branch) -> str:
    """Return a neighbour as a sentence whose other end is what it hangs on: `→ uses X`, `← X uses`."""
    if any(way.is_onward for way in branch.ways):
        signs = {way: "↔" if way.is_mutual else "→" if way.is_out else "←" for way in branch.ways}
        return f"{', '.join(f'{sign} {way.label}' for way, sign in signs.items())} {branch.item.id}"
    return f"← {branch.item.id} {', '.join(way.label for way in branch.ways)}"


def _identity(card: ItemCard) -> Iterator[tuple[str, Sequence[str]]]:
    """Go through where an item is declared, who answers for it, and what else it is called."""
    yield "Source", [str(card.item.position)]
    yield "Page", [card.home] if card.home else []
    yield "Owner", [", ".join(owner.name for owner in card.owners)] if card.owners else []
    if card.deadline:
        by = card.deadline.stated_by
        yield "Due", [f"{card.deadline.day}{'' if by is card.item else f' (from {by.id})'}"]
    yield "Former ids", [", ".join(card.former_ids)] if card.former_ids else []
    yield "Aliases", [", ".join(card.aliases)] if card.aliases else []

"""Show: all there is to say of one item as plain data, of which the script makes a panel or a card.

Addresses are relative to the root of the site. What is Markdown is safe HTML already, below the key `html`;
all else is text.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.analysis.neighbours import acts
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.model.shown_words import shown_word
from mkdocs_traceability.pages.parts.linked_text import linker
from mkdocs_traceability.pages.parts.panel import fact_cells, facts_of
from mkdocs_traceability.pages.rendering.inline import Rendered, as_html, simple_markdown
from mkdocs_traceability.pages.site.shown import Cell, Flag, ShownClaim, ShownEvidence
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import End

if TYPE_CHECKING:
    from mkdocs_traceability.pages.parts.cells import CellOf

MOST_ENDS: Final = 60
"""How many items of one relation are listed; the row of the item has all of them."""


class ItemData:
    """Turns items into data. `view` is the site as seen from its root."""

    def __init__(self, view: SiteView) -> None:
        self._view = view
        self._say = view.translate
        self._linked = linker(view, is_markdown=True)
        self._made: dict[Item, dict[str, Any]] = {}
        self._relations_of: dict[str, list[tuple[str, str, str]]] = {}
        self._cells: dict[str, list[tuple[str, str, CellOf]]] = {}

    def of(self, item: Item) -> dict[str, Any]:
        """Return all that is shown of an item."""
        view = self._view
        kind = view.registry.kind(item)
        status = item.text("status")
        place = view.place(item)
        return said(
            id=item.id,
            title=item.own_title,
            kind=self._say(kind.label),
            kind_name=kind.name,
            status=self._say(status),
            phase=str(phase(view.registry, item)) if status else "",
            **self._badge(view.assessment.badge(item)),
            summary=self._html(item.text("summary"), item),
            notes=self._html(item.text("notes"), item),
            findings=[self._finding(flag) for flag in view.flags(item)],
            relations=list(self._relations(item)),
            evidence=[self._evidence(each, item) for each in view.evidence(item, fields=True)],
            facts=list(self._facts(item)),
            href=view.link(item).href,
            row=view.row(item),
            permanent=view.href(view.places.index_of(kind), view.places.anchor(item)),
            place=place.text,
            source=place.href,
        )

    def _badge(self, badge: Badge) -> dict[str, str]:
        return {"badge": badge.word, "badge_label": self._word(badge.word, "badge"), "basis": badge.basis}

    def _word(self, machine: str, of: str) -> str:
        return self._say(shown_word(machine, of)) if machine else ""

    def _html(self, text: str, item: Item) -> str:
        return str(as_html(self._linked(text, item))) if text else ""

    def _relations(self, item: Item) -> Iterator[dict[str, Any]]:
        registry = self._view.registry
        kind = registry.kind(item)
        linked = registry.relations_of(item)
        for name, label, leads in self._names(kind):
            if name not in linked and name not in item.references:
                continue
            if ends := registry.ends(item, name):
                shown = [self._end(end, item) for end in ends[:MOST_ENDS]]
                relation = said(name=name, label=label, leads=leads, ends=shown)
                if left_out := len(ends) - len(shown):
                    relation |= {"more": f"+{left_out}", "row": self._view.row(item)}
                yield relation

    def _names(self, kind: Kind) -> list[tuple[str, str, str]]:
        """Return the relations and inverses of a kind, how they are called, and which way arrows lead."""
        if kind.name not in self._relations_of:
            names = dict.fromkeys((*kind.relations, *kind.inverses))
            self._relations_of[kind.name] = [
                (name, self._say(head(kind, name)[0]), "out" if acts(kind, name) else "in") for name in names
            ]
        return self._relations_of[kind.name]

    def _end(self, end: End, item: Item) -> dict[str, Any]:
        bare = self._bare(end.item) if end.item else {"id": end.reference.text}
        if not (end.reference.attributes or end.reference.optional or end.failure):
            return bare
        reference = self._view.reference(end)
        if reference.is_bare:
            return bare
        return bare | said(
            role=reference.role,
            via=reference.via,
            because=self._html(reference.because, item),
            note=self._html(reference.note, item),
            optional=reference.optional,
            broken=self._say(reference.broken) if reference.broken else "",
        )

    def _bare(self, item: Item) -> dict[str, Any]:
        """Return an item as it is where others lead to it, made once."""
        made = self._made.get(item)
        if made is None:
            shown = self._view.link(item)
            badge = self._view.assessment.badge(item).word
            made = self._made[item] = said(
                id=shown.id,
                title=item.own_title,
                href=shown.href,
                badge=badge,
                badge_label=self._word(badge, "badge"),
            )
        return made

    def _evidence(self, evidence: ShownEvidence, item: Item) -> dict[str, Any]:
        return said(
            label=self._say(evidence.type),
            **({} if evidence.claims else self._badge(evidence.badge)),
            claims=list(map(self._claim, evidence.claims)),
            not_applicable=self._html(evidence.not_applicable, item),
        )

    def _claim(self, claim: ShownClaim) -> dict[str, Any]:
        return said(text=claim.text, href=claim.href, note=claim.note, **self._badge(claim.badge))

    def _finding(self, flag: Flag) -> dict[str, Any]:
        return said(
            code=flag.code,
            weight=flag.weight,
            weight_label=self._word(flag.weight, "severity"),
            message=str(simple_markdown(flag.message)),
            href=flag.href,
        )

    def _facts(self, item: Item) -> Iterator[dict[str, Any]]:
        if item.kind not in self._cells:
            self._cells[item.kind] = fact_cells(self._view, self._view.registry.kind(item))
        for name, cell in facts_of(self._view, item, self._cells[item.kind]):
            yield {"label": self._say(name), **self._fact(cell)}

    def _fact(self, cell: Cell) -> dict[str, Any]:
        value = cell.value
        if cell.form == "choices":
            return {"text": ", ".join(self._say(label) for _, label, _ in value)}
        if cell.form == "owners":
            return {"text": ", ".join(owner.name for owner in value)}
        if cell.form == "due":
            return {
                "text": f"{value.day:%Y-%m-%d}" + (f" ({self._say('overdue')})" if value.is_overdue else "")
            }
        if cell.form == "texts":
            return {"entries": [{"html": str(as_html(text))} for text in value]}
        if cell.form == "lists":
            named = (
                (f"{name}: " if name else "", ", ".join(map(str, texts))) for name, texts in value.items()
            )
            lines = (f"{name}{texts}" for name, texts in named)
            return {"entries": [{"text": line} for line in lines]}
        if cell.form == "markdown" or isinstance(value, Rendered):
            return {"html": str(as_html(value))}
        return {"text": str(value)}


def said(**values: Any) -> dict[str, Any]:
    """Leave out what is empty."""
    return {name: value for name, value in values.items() if value}

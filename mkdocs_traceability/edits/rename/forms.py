"""What sources say, without places and with the old and the new id as one: it must stay the same."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item, Reference
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import BARE, Marker, Mention
from mkdocs_traceability.model.restated import RestatedRow
from mkdocs_traceability.reading.read import SourceReading

_ONE: Final = "\0"
_QUOTES: Final = re.compile("[\"']")


class Forms:
    """Compares readings before and after an item got another id; `known` are the ids of its registry."""

    def __init__(self, kind: str, old: str, new: str, former: str, known: frozenset[str]) -> None:
        self._kind = kind
        self._ids = (old, new)
        self._former = former
        self._known = known
        ids = "|".join(re.escape(each) for each in sorted(self._ids, key=len, reverse=True))
        self._either = re.compile(rf"(?<!\w)(?:{ids})(?!\w)")

    def text(self, text: str) -> str:
        """Return a text in which the two ids are one."""
        return self._either.sub(_ONE, text)

    def differs(self, old: SourceReading, new: SourceReading) -> str:
        """Name what another id makes of a source beyond that; empty where it is nothing."""
        parts: dict[str, Callable[[SourceReading], object]] = {
            "items": lambda each: self.form(each.items),
            "tables": lambda each: self.form(each.restated),
            "markers": lambda each: self.form(each.markers),
            "numbers": lambda each: self.form(each.numbers),
            "references in the text": lambda each: self.form(_in_brackets(each.mentions)),
            "unread": lambda each: (self.form(each.nameless), each.unread_ids is None),
        }
        for name, form in parts.items():
            if form(old) != form(new):
                return name
        more = self._bare(new.mentions) - self._bare(old.mentions)
        return "ids in the text" if more else "problems" if self._more_findings(old, new) else ""

    def form(self, value: Any) -> object:
        """Return a value as it is compared."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Position):
            return None
        if isinstance(value, Item):
            return self._item(value)
        if isinstance(value, Marker):  # a value may get quotes, or lose them
            return self.text(_QUOTES.sub("", value.text)), value.is_alone, value.is_call, value.instead
        if isinstance(value, RestatedRow):
            return self._item(value.item), tuple(value.cells)
        if isinstance(value, Mapping):
            return tuple((self.form(key), self.form(each)) for key, each in value.items())
        if isinstance(value, list | tuple):
            return tuple(map(self.form, value))
        if isinstance(value, set | frozenset):
            return tuple(sorted(map(self.text, value)))
        if is_dataclass(value):
            return tuple(self.form(getattr(value, each.name)) for each in fields(value))
        return value

    def _item(self, item: Item) -> object:
        is_renamed = item.kind == self._kind and item.id in self._ids
        values = {name: each for name, each in item.values.items() if not is_renamed or name != self._former}
        invalid = item.invalid - {"id"} if is_renamed else item.invalid
        references = {name: self.written(each) for name, each in item.references.items()}
        said = (
            item.kind,
            item.id,
            item.page,
            values,
            references,
            tuple(item.keys),
            item.evidence,
            item.waivers,
        )
        return self.form((*said, invalid, item.title_from, item.table_page, item.text_page))

    def written(self, references: Iterable[Reference]) -> list[tuple[object, ...]]:
        """Return the entries of a relation, without what is only a number between the ends of a range."""
        return [
            (each.text, each.attributes, each.optional, each.is_text)
            for each in references
            if self.counts(each)
        ]

    def counts(self, reference: Reference) -> bool:
        """Whether an entry is more than a number between the ends of a range that no item has."""
        return not reference.between or self._is_id(reference.text)

    def _is_id(self, text: str) -> bool:
        return text in self._known or text in self._ids

    def _bare(self, mentions: Iterable[Mention]) -> Counter[str]:
        """Count what nothing declares: the two ids may be recognized without brackets, or not."""
        return Counter(each.text for each in mentions if each.form == BARE and not self._is_id(each.text))

    def _more_findings(self, old: SourceReading, new: SourceReading) -> Counter[object]:
        return self._findings(new.findings) - self._findings(old.findings)

    def _findings(self, findings: Iterable[Finding]) -> Counter[object]:
        return Counter(self.form((each.code, each.message, each.field, each.item)) for each in findings)


def _in_brackets(mentions: Iterable[Mention]) -> list[Mention]:
    return [each for each in mentions if each.form != BARE]

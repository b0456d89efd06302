"""What a table says otherwise than the registry: cell by cell, both ways, and which items it lacks.

Texts compare without marks, case and repeated blanks, several values as sets, names of items by what they
resolve to: an id, an alias, or a title that one item has. What is wrong in its own right, or follows from a
mistake that is reported elsewhere, is not compared.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Evidence, Item, Plain, Reference
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.restated import RestatedRow, RestatedTable
from mkdocs_traceability.registry.called import Called, compared_text, ids_in
from mkdocs_traceability.registry.registry import End, Registry

_ROLE: Final = "role"
_REMARKS: Final = ("notes",)
"""Fields that take in what else a row says: each table has its own."""


class Difference(NamedTuple):
    """A cell that differs: `here` is what only the table says, `there` what only the registry says.

    Both are as they are written; `declared` is where it is declared, None where it is not.
    """

    item: Item
    name: str
    position: Position
    here: tuple[str, ...]
    there: tuple[str, ...]
    declared: Position | None


class UnknownName(NamedTuple):
    """A name in a table that nothing has: the kinds of which it may be, and the field if it is no row's."""

    text: str
    position: Position
    kinds: tuple[str, ...]
    item: Item | None = None
    name: str = ""


Meant = Callable[[str, tuple[str, ...]], list[Item]]


class Comparison:
    """Compares one table with the registry. `meant` knows what a misspelt name may mean."""

    def __init__(self, registry: Registry, table: RestatedTable, meant: Meant) -> None:
        self._registry = registry
        self._meant = meant
        self._called = Called(registry)
        self._table = table
        self._kind = registry.schema.kinds[table.kind]
        self.unknown: list[UnknownName] = []
        self.differing: set[Item] = set()
        self._broken = {(each.item, each.name) for each in registry.broken}
        self._sources = {each.item for each in registry.broken}
        self.rows: dict[Item, list[RestatedRow]] = defaultdict(list)
        for row in table.rows:
            if "id" in row.item.invalid:
                continue  # reported where it was read
            names = (row.item.id, *row.item.texts("aliases"))
            item = next(filter(None, (self._called.item(name, (table.kind,)) for name in names)), None)
            if item is not None:
                self.rows[item].append(row)
            elif not self._may_be_unread(row.item.id, (table.kind,)):
                self.unknown.append(UnknownName(row.item.id, row.item.position, (table.kind,)))

    def _may_be_unread(self, text: str, kinds: tuple[str, ...]) -> bool:
        """Whether something has the name: several items, or what stands in a source that cannot be read."""
        several = any(each.kind in kinds for each in self._registry.answering(text))
        return several or text in self._registry.unread_ids

    # ---------------------------------------------------------------- cells

    def differences(self) -> Iterator[Difference]:
        """Go through the cells that differ; the rows of one item say together what it is linked to."""
        for item, rows in self.rows.items():
            for name in dict.fromkeys(name for row in rows for name in row.cells if name not in _REMARKS):
                having = [row for row in rows if name in row.cells and name not in row.item.invalid]
                if having and name not in item.invalid:
                    for found in self._of(item, name, having):
                        self.differing.add(item)
                        yield found

    def _of(self, item: Item, name: str, rows: list[RestatedRow]) -> Iterator[Difference]:
        if name in self._kind.relations or name in self._kind.inverses:
            yield from self._of_relation(item, name, rows)
        elif name in item.evidence or any(name in row.item.evidence for row in rows):
            yield from self._of_claims(item, name, rows)
        else:
            yield from (found for row in rows if (found := self._of_value(item, name, row)))

    def _of_value(self, item: Item, name: str, row: RestatedRow) -> Difference | None:
        """Compare a plain value; an empty cell says nothing of it."""
        here = row.item.values.get(name)
        if here is None:
            return None
        declared = item.values.get(name)
        if any(_same(here.plain, each) for each in self._spellings(item, name)):
            return None
        only_here, only_there = _apart(here.plain, self._declared(item, name))
        return Difference(
            item, name, here.position, only_here, only_there, declared.position if declared else None
        )

    def _declared(self, item: Item, name: str) -> Plain:
        if name == "domain" and item.kind == "flow":
            return self._registry.domain(item)
        value = item.values.get(name)
        return value.plain if value is not None else ()

    def _spellings(self, item: Item, name: str) -> Iterator[Plain]:
        """Go through the values that say what is declared."""
        yield self._declared(item, name)
        if name == "title":
            yield item.title
        if name == "domain" and (domain := self._registry.domains.get(self._registry.domain(item))):
            yield domain.title

    def _of_relation(self, item: Item, name: str, rows: list[RestatedRow]) -> Iterator[Difference]:
        if (item, name) in self._broken:
            return
        kinds = self._registry.schema.targets(item.kind, name)
        named: dict[object, Reference] = {}
        misspelt: set[Item] = set()
        for row in rows:
            for reference in row.item.references.get(name, ()):
                target = None if reference.is_text else self._called.item(reference.text, kinds)
                if target is None and reference.between:
                    continue  # in a range, and there is none
                if target is None and not self._is_text(item, name, reference):
                    if not self._may_be_unread(reference.text, kinds):
                        self.unknown.append(
                            UnknownName(reference.text, reference.position, kinds, item, name)
                        )
                    misspelt.update(self._meant(reference.text, kinds))
                    misspelt.update(
                        filter(None, (self._called.item(each, kinds) for each in ids_in(reference.text)))
                    )
                    continue
                named.setdefault(target or compared_text(reference.text), reference)
        ends = self._registry.ends(item, name)
        known: dict[object, End] = {end.item or compared_text(end.reference.text): end for end in ends}
        only_here = [
            reference
            for end, reference in named.items()
            if end not in known and not (isinstance(end, Item) and end in self._sources)
        ]
        only_there = [end for each, end in known.items() if each not in named and each not in misspelt]
        if only_here or only_there:
            first = only_here[0].position if only_here else rows[0].cells[name]
            declared = only_there[0].reference.position if only_there else item.keys.get(name)
            yield Difference(
                item,
                name,
                first,
                tuple(reference.text for reference in only_here),
                tuple(end.item.id if end.item else end.reference.text for end in only_there),
                declared,
            )
        yield from self._of_roles(item, name, named, known)

    def _is_text(self, item: Item, name: str, reference: Reference) -> bool:
        relation = self._kind.relations.get(name)
        return (
            relation is not None
            and relation.declared.or_text
            and (
                reference.is_text
                or any(
                    compared_text(reference.text) == compared_text(end.reference.text)
                    for end in self._registry.ends(item, name)
                    if end.item is None
                )
            )
        )

    def _of_roles(
        self, item: Item, name: str, named: Mapping[object, Reference], known: Mapping[object, End]
    ) -> Iterator[Difference]:
        """Compare what stands in parentheses behind an id with its role, where both are written."""
        for end, reference in named.items():
            here = reference.attributes.get(_ROLE, "")
            declared = known[end].reference if end in known else None
            there = declared.attributes.get(_ROLE, "") if declared else ""
            if here and there and compared_text(here) != compared_text(there):
                assert declared is not None
                yield Difference(item, name, reference.position, (here,), (there,), declared.position)

    def _of_claims(self, item: Item, name: str, rows: list[RestatedRow]) -> Iterator[Difference]:
        declared = item.evidence.get(name)
        said = [row.item.evidence[name] for row in rows if name in row.item.evidence]
        here = {compared_text(claim): claim for evidence in said for claim in _claims(evidence)}
        there = {compared_text(claim): claim for claim in (_claims(declared) if declared else ())}
        only_here = tuple(claim for key, claim in here.items() if key not in there)
        only_there = tuple(claim for key, claim in there.items() if key not in here)
        if only_here or only_there:
            at = _place(said, only_here) or rows[0].cells[name]
            yield Difference(item, name, at, only_here, only_there, declared.position if declared else None)


def _claims(evidence: Evidence) -> tuple[str, ...]:
    if evidence.unknown:
        return ("unknown",)
    return ("not applicable",) if evidence.not_applicable else tuple(claim.text for claim in evidence.claims)


def _place(said: list[Evidence], only_here: tuple[str, ...]) -> Position | None:
    claims = (claim for evidence in said for claim in evidence.claims)
    return next((claim.position for claim in claims if claim.text in only_here), None)


def _key(plain: Plain) -> object:
    if isinstance(plain, tuple):
        return frozenset(map(_key, plain))
    if isinstance(plain, dict):
        return frozenset((compared_text(name), _key(value)) for name, value in plain.items())
    return compared_text(plain) if isinstance(plain, str) else plain


def _same(here: Plain, there: Plain) -> bool:
    return _key(here) == _key(there) or _key((here,)) == _key(there) or _key(here) == _key((there,))


def _apart(here: Plain, there: Plain) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what only the one and what only the other says, as texts."""
    ours, theirs = _texts(here), _texts(there)
    return (
        tuple(text for key, text in ours.items() if key not in theirs),
        tuple(text for key, text in theirs.items() if key not in ours),
    )


def _texts(plain: Plain) -> dict[object, str]:
    if isinstance(plain, dict):
        return {_key({name: value}): name for name, value in plain.items()}
    values = plain if isinstance(plain, tuple) else (plain,)
    return {_key(value): str(value) for value in values}

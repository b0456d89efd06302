"""What is seen of dependencies in the code (show): declared, imported, or against the layers.

Rules have said already what is missing and what is forbidden; here it is put beside the pair it is about.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.ancestors import Covered
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.observations import ObservedImport
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.result import Result

RELATION: Final = ("component", "depends_on")
"""The relation that imports are compared with."""

BOTH: Final = "declared and imported"
DECLARED: Final = "declared, not imported"
KIN: Final = "imported, declared for a parent or part"
IMPORTED: Final = "imported, not declared"
AGAINST: Final = "violates layering"

MARKS: Final = {BOTH: "◆", DECLARED: "◇", KIN: "◈", IMPORTED: "+", AGAINST: "⊘"}
"""What stands in a cell, by what it means, in the order of legends."""


class Seen(NamedTuple):
    """What is seen of one component's use of another: in words, at which lines, and what was found of it."""

    words: tuple[str, ...]
    places: tuple[Position, ...] = ()
    findings: tuple[Finding, ...] = ()


class ImportsSeen:
    """Says of every two components what is declared, what is imported, and what must not be."""

    def __init__(self, result: Result) -> None:
        self._registry = result.registry
        self._observations = result.observations
        self._against: set[tuple[str, str]] = set()
        self._missed: set[tuple[str, str]] = set()
        self._found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in result.raw_findings:
            if finding.kind == RELATION[0]:
                self._enter(finding)
        self._declared = {
            each: {link.item for link in self._registry.related(each, RELATION[1])}
            for each in self._registry.items(RELATION[0])
        }
        self._covered = Covered(
            self._registry,
            ((each, target) for each in self._registry.items(RELATION[0]) for target in self._declared[each]),
        )
        self._borne_out = Covered(
            self._registry, ((each.importer, each.imported) for each in self._observations.imports)
        )

    def of(self, importer: Item, imported: Item) -> Seen | None:
        """Return what is seen of a pair, None where there is nothing to say beside what is declared."""
        pair = importer.id, imported.id
        is_declared = imported in self._declared[importer]
        seen = self._observations.of(importer, imported)
        words = []
        if is_declared and (seen or self._borne_out.has(importer, imported)):
            words.append(BOTH)
        elif is_declared and pair in self._missed:
            words.append(DECLARED)
        elif seen and not is_declared:
            words.append(KIN if self._covered.has(importer, imported) else IMPORTED)
        if pair in self._against:
            words.append(AGAINST)
        if not words:
            return None
        return Seen(tuple(words), seen.places if seen else (), tuple(self._found.get(pair, ())))

    def undeclared(self) -> Iterator[ObservedImport]:
        """Go through the imports of which nothing is declared between the two components themselves."""
        for seen in self._observations.imports:
            if seen.imported not in self._declared[seen.importer]:
                yield seen

    def _enter(self, finding: Finding) -> None:
        pair = finding.item, finding.subject
        if finding.code == "TR305":
            self._against.add(pair)
        elif finding.code == "TR308":
            self._missed.add(pair)
        if finding.code == "TR307" or (finding.code in ("TR305", "TR109") and finding.field == "paths"):
            self._found[pair].append(finding)

"""Rules about imports: what components say they depend on, against what their Python code imports.

A dependency that is declared of a whole covers its parts, and the other way.
"""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.analysis.ancestors import Covered, outwards
from mkdocs_traceability.analysis.layers import Directions
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.observations import ObservedImport
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Link, place_of
from mkdocs_traceability.rules.cycles import import_cycles
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import and_elsewhere, where_written

_NOT_THERE: Final = (Phase.AHEAD, Phase.OVER)


@rule(
    "TR307",
    title="Undeclared import",
    severity=Severity.WARNING,
    needs_complete=True,
    needs=("component.depends_on",),
)
def undeclared_import(context: RuleContext) -> Iterator[Finding]:
    """Reports a component whose Python code imports a component that it does not declare as a dependency.

    `paths` says which code belongs to a component. A dependency of a parent covers the imports of its
    parts, and the other way round. Imports between a part and its parent, and those under `if
    TYPE_CHECKING:`, need no declaration. An import that violates layering is reported as TR305, one that
    closes a cycle as TR109.

    Why it matters: according to the map the two can change independently, according to the code they
    cannot.

    Fails:

        # file: app/api.py
        from app import store
        # file: app/store.py
        rows = []
        # file: docs/example.trace.yml
        components:
          - {id: api, paths: [app/api.py], depends_on: [queue]}
          - {id: store, paths: [app/store.py]}
          - {id: queue}
        flows:
          - {id: RUN-001, components: [api, store]}

    Passes:

        # file: app/api.py
        from app import store
        # file: app/store.py
        rows = []
        # file: docs/example.trace.yml
        components:
          - {id: api, paths: [app/api.py], depends_on: [queue, store]}
          - {id: store, paths: [app/store.py]}
          - {id: queue}
        flows:
          - {id: RUN-001, components: [api, store]}
    """
    absences = Absences(context)
    judged = set(absences.judged("component", ahead=True))
    for seen in undeclared(context):
        importer = seen.importer
        if importer in judged and all(
            absences.is_sure(each, "depends_on") for each in outwards(context.registry, importer)
        ):
            yield _undeclared(seen)


def undeclared(context: RuleContext) -> Iterator[ObservedImport]:
    """Go through the observed imports that no dependency covers, and that nothing else is said of."""
    registry, imports = context.registry, context.observations.imports
    if not imports:
        return
    declared = Covered(
        registry,
        (
            (each, link.item)
            for each in registry.items("component")
            for link in registry.related(each, "depends_on")
        ),
    )
    reported = {seen for seen, _ in Directions(registry, context.observations).observed()}
    reported.update(cycle.steps[-1] for cycle in import_cycles(context))
    for seen in imports:
        if seen not in reported and not declared.has(seen.importer, seen.imported):
            yield seen


def _undeclared(seen: ObservedImport) -> Finding:
    importer, imported, places = seen
    return Finding.of(
        importer,
        "TR307",
        f"{importer.label} imports {imported.id} without declaring the dependency",
        at=place_of(importer, "depends_on"),
        label=f"`{imported.id}` is not in `depends_on` of {importer.label}",
        help=f"add `{imported.id}` to `depends_on`, or remove the import",
        related=(Related(places[0], f"imports {imported.id}{and_elsewhere(places)}"),),
        field="depends_on",
        subject=imported.id,
    )


@rule(
    "TR308",
    title="Declared dependency without an import",
    severity=Severity.INFO,
    needs_complete=True,
    needs=("component.depends_on",),
)
def unobserved_dependency(context: RuleContext) -> Iterator[Finding]:
    """Reports a declared dependency between two components whose code shows no import.

    This is checked only if all code of both components is readable Python and contains no imports by name
    (`importlib`). Dependencies with `via`, optional and planned ones are ignored. A type-only import (`if
    TYPE_CHECKING:`) is enough.

    Why it matters: an outdated or premature dependency makes the system look more entangled than it is.

    Fails:

        # file: app/api.py
        import json
        # file: app/store.py
        rows = []
        # file: docs/example.trace.yml
        components:
          - {id: api, paths: [app/api.py], depends_on: [store]}
          - {id: store, paths: [app/store.py]}
        flows:
          - {id: RUN-001, components: [api, store]}

    Passes:

        # file: app/api.py
        import json
        # file: app/store.py
        rows = []
        # file: docs/example.trace.yml
        components:
          - {id: api, paths: [app/api.py], depends_on: [{id: store, via: a queue}]}
          - {id: store, paths: [app/store.py]}
        flows:
          - {id: RUN-001, components: [api, store]}
    """
    registry, observations = context.registry, context.observations
    if not observations.readable:
        return
    seen = Covered(
        registry,
        (
            (each.importer, each.imported)
            for each in (*observations.imports, *observations.for_types, *observations.possible)
        ),
    )
    readable = _Readable(context)
    for component in Absences(context).judged("component"):
        for link in registry.related(component, "depends_on"):
            said = link.reference
            if "via" in said.attributes or said.optional or phase(registry, link.item) in _NOT_THERE:
                continue
            if readable.both(component, link.item) and not seen.has(component, link.item):
                yield _unobserved(context, component, link)


class _Readable:
    """Knows of which components all code was seen: what they say is theirs, and what their parts say.

    A component without paths of its own is what its parts are; each of them has to say where it is.
    """

    def __init__(self, context: RuleContext) -> None:
        self._registry = context.registry
        readable = context.observations.readable
        unread, unknown, read = [], [], []
        for each in context.registry.items("component"):
            if each in readable:
                read.append(each)
            elif each.says("paths"):
                unread.append(each)
            elif not context.registry.related(each, "parts"):
                unknown.append(each)
        self._unread = self._up_from(unread)
        self._unknown = self._up_from(unknown, until="paths")
        self._has_code = self._up_from(read)

    def both(self, one: Item, other: Item) -> bool:
        """Whether all imports between two components would be seen: never between a whole and its part."""
        return (
            self._is_readable(one)
            and self._is_readable(other)
            and not any(each is other for each in outwards(self._registry, one))
            and not any(each is one for each in outwards(self._registry, other))
        )

    def _is_readable(self, component: Item) -> bool:
        return (
            component in self._has_code and component not in self._unread and component not in self._unknown
        )

    def _up_from(self, components: list[Item], until: str = "") -> set[Item]:
        """Return components and what they are part of; up to one that has the field `until`."""
        reached: set[Item] = set()
        for component in components:
            for each in outwards(self._registry, component):
                if each in reached or (until and each.says(until)):
                    break
                reached.add(each)
        return reached


def _unobserved(context: RuleContext, component: Item, link: Link) -> Finding:
    return Finding.of(
        component,
        "TR308",
        f"{component.label} declares a dependency on {link.item.id}, but does not import it",
        at=link.reference.position,
        label=where_written(context.registry, component, "depends_on", link),
        help="remove the entry, or add `via` if the dependency is not an import",
        field="depends_on",
        subject=link.item.id,
    )

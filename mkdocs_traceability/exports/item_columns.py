"""The columns of the items of a kind as plain text: what CSV files and lists have of every item.

Several values stand in one cell, `; ` between them. Names are those of fields, relations and claim types;
where two would be the same, one is longer: `evidence_tests`, `_badge`.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from mkdocs_traceability.analysis.deadlines import DUE, deadline_of
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Evidence, Item, Plain
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.registry.registry import End, Registry
from mkdocs_traceability.result import Result

_BETWEEN: Final = "; "

_WORKED_OUT: Final = ("domain", DUE)
"""Fields that may have something where an item says nothing."""

CellText = Callable[[Item], str]


def nothing(item: Item) -> str:
    """Return the cell of a column in which no item has anything."""
    return ""


def item_columns(result: Result, kind: Kind, items: Sequence[Item] | None = None) -> dict[str, CellText]:
    """Return all columns of a kind in their order, each with what gives its cells.

    Who asks for the cells of many `items` names them: where none of them says anything it is `nothing`.
    """
    registry, assessment = result.registry, result.assessment
    said = None if items is None else _said_by(registry, items)
    columns: dict[str, CellText] = {
        "id": lambda item: item.id,
        "title": lambda item: item.text("title"),
        "status": lambda item: item.text("status"),
    }
    for name in kind.fields:
        if name != "title":
            is_empty = said is not None and name not in said and name not in _WORKED_OUT
            columns[kind.exported(name)] = nothing if is_empty else _field_cells(registry, name)
    for name in (*kind.relations, *kind.inverses):
        is_empty = said is not None and name not in said
        columns[name] = nothing if is_empty else _relation_cells(registry, name)
    for name in CLAIM_TYPES:
        is_empty = said is not None and name not in said
        columns[f"evidence_{name}" if name in columns else name] = nothing if is_empty else _claim_cells(name)
    ours: dict[str, CellText] = {
        "badge": lambda item: assessment.badge(item).word,
        "rests_on": lambda item: assessment.badge(item).basis,
        "findings": lambda item: _findings(assessment.findings_of(item)),
        "source": lambda item: str(item.position),
        "owner": lambda item: _BETWEEN.join(owner.name for owner in owners_of(registry, item)),
    }
    return columns | {f"_{name}" if name in columns else name: cells for name, cells in ours.items()}


def _said_by(registry: Registry, items: Sequence[Item]) -> frozenset[str]:
    """Return the names under which any of some items says something, or is linked."""
    return frozenset().union(
        *[item.values for item in items],
        *[item.evidence for item in items],
        *[item.references for item in items],
        *map(registry.relations_of, items),
    )


def _field_cells(registry: Registry, name: str) -> CellText:
    def cell(item: Item) -> str:
        if name in item.values or name in item.evidence or name in _WORKED_OUT:
            return _field(registry, item, name)
        return ""

    return cell


def _relation_cells(registry: Registry, name: str) -> CellText:
    def cell(item: Item) -> str:
        if name in registry.relations_of(item) or name in item.references:
            return _relation(registry, item, name)
        return ""

    return cell


def _claim_cells(name: str) -> CellText:
    return lambda item: _claims(item.evidence.get(name))


def _field(registry: Registry, item: Item, name: str) -> str:
    if name == "domain" and item.kind == "flow":
        return registry.domain(item)
    if name == DUE and registry.kind(item).fields[name].type == "date":
        deadline = deadline_of(registry, item)
        return str(deadline.day) if deadline else ""
    value = item.values.get(name)
    said = "" if value is None else _text(value.plain)
    if name in item.evidence:  # a field may be a claim, or a text with claims
        return _BETWEEN.join(filter(None, (said, _claims(item.evidence[name]))))
    return said


def _text(plain: Plain) -> str:
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, tuple):
        return _BETWEEN.join(map(_listed, plain))
    if isinstance(plain, dict):
        return _BETWEEN.join(f"{name}: {_listed(value)}" for name, value in plain.items())
    return str(plain)


def _listed(value: Plain) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_listed(each)}" for name, each in value.items())
    return ", ".join(map(_listed, value)) if isinstance(value, tuple) else _text(value)


def _relation(registry: Registry, item: Item, name: str) -> str:
    qualified = len(registry.schema.targets(item.kind, name)) > 1
    return _BETWEEN.join(_end(end, qualified) for end in registry.ends(item, name))


def _end(end: End, qualified: bool) -> str:
    target, reference = end.item, end.reference
    text = target.id if target else reference.text
    text = f"{target.kind}:{text}" if target and qualified else text
    if not (reference.attributes or reference.optional):
        return text
    said = [f"{name}: {value}" for name, value in reference.attributes.items() if value]
    said += ["optional"] if reference.optional else []
    return f"{text} [{', '.join(said)}]" if said else text


def _claims(evidence: Evidence | None) -> str:
    if evidence is None:
        return ""
    if evidence.unknown:
        return "unknown"
    if evidence.not_applicable:
        return f"not applicable: {evidence.not_applicable}"
    return _BETWEEN.join(claim.text for claim in evidence.claims)


def _findings(found: Iterable[Finding]) -> str:
    said = (
        each.code if each.effective_severity == "error" else f"{each.code} [{each.effective_severity}]"
        for each in found
    )
    return _BETWEEN.join(dict.fromkeys(said))

"""The sections of a kind's matrix: which there are, in which order, and the items in each."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from mkdocs_traceability.model.anchors import unique
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.model.presentation import Presentation
from mkdocs_traceability.registry.registry import Registry


class Section(NamedTuple):
    """Some items under a heading of their own; a matrix without sections has one without a title.

    `key` is the value that its items have in common.
    """

    key: str
    title: str
    description: str
    anchor: str
    items: list[Item]


def sections_of(
    registry: Registry,
    presentation: Presentation,
    kind: Kind,
    items: Sequence[Item],
    taken: set[str],
    by: str = "",
) -> list[Section]:
    """Divide items by a field or relation, in the order of the settings, with anchors not yet `taken`.

    `by` is by default what the kind's matrix says; where that is nothing, one section has no title.
    """
    by = by or kind.declared.matrix.section or ""
    if not by:
        return [Section("", "", "", "", list(items))]
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(_section_key(registry, kind, item, by), []).append(item)
    if set(groups) == {""}:
        return [Section("", "", "", "", list(items))]
    titles = _section_titles(registry, presentation, kind, by)
    order = [*(key for key in titles if key in groups), *(key for key in groups if key and key not in titles)]
    order += [""] if "" in groups else []
    sections = []
    for key in order:
        title, description = titles.get(key) or _title_of_other_section(registry, kind, by, key)
        anchor = unique("section-" + (re.sub(r"[^\w-]+", "-", key) or "none"), taken)
        sections.append(Section(key, title, description, anchor, groups[key]))
    return sections


def _section_key(registry: Registry, kind: Kind, item: Item, by: str) -> str:
    if by == "domain" and kind.name == "flow":
        return registry.domain(item)
    if by in kind.relations or by in kind.inverses:
        links = registry.related(item, by)
        return links[0].item.id if links else ""
    return item.text(by)


def _section_titles(
    registry: Registry, presentation: Presentation, kind: Kind, by: str
) -> dict[str, tuple[str, str]]:
    """Return title and description of the sections that settings or a vocabulary name, in their order."""
    if by == "domain" and kind.name == "flow":
        domains = registry.domains.values()
        return {domain.key: (domain.title, domain.description) for domain in domains}
    declared = {kind.system_field: presentation.systems, "area": presentation.areas}.get(by)
    if declared is not None:
        return {key: (section.title or key, section.description) for key, section in declared.items()}
    vocabulary = kind.statuses if by == "status" else (kind.fields[by].one_of if by in kind.fields else None)
    return {key: (word.label or key, word.description) for key, word in (vocabulary or {}).items()}


def _title_of_other_section(registry: Registry, kind: Kind, by: str, key: str) -> tuple[str, str]:
    """Return the title and description of a section by what its key names: nothing, an item, or a word."""
    if not key:
        return f"Without {head(kind, by)[0].lower()}", ""
    if by in kind.relations or by in kind.inverses:
        for target in registry.schema.targets(kind.name, by):
            if item := registry.get(target, key):
                return item.title, item.text("summary")
    return key, ""


def parts_after_wholes(registry: Registry, items: Sequence[Item]) -> list[tuple[Item, int]]:
    """Return items in their order, but each followed by its parts, with how deep each stands."""
    here = set(items)
    parts: dict[Item, list[Item]] = {}
    tops = []
    for item in items:
        whole = next(registry.ancestors(item), None)
        if whole is None or whole not in here:
            tops.append(item)
        else:
            parts.setdefault(whole, []).append(item)
    ordered: list[tuple[Item, int]] = []
    placed: set[Item] = set()
    for top in (*tops, *items):  # items again: those in a cycle are below none of the tops
        waiting = [(top, 0)]
        while waiting:
            item, depth = waiting.pop()
            if item not in placed:
                placed.add(item)
                ordered.append((item, depth))
                waiting += [(part, depth + 1) for part in reversed(parts.get(item, []))]
    return ordered

"""Import: the items that rows refer to: one spelling for each, and those that nothing declares.

What is spelled several ways gets one id and the other spellings as aliases. A component, a layer or a
resource that is referred to and declared nowhere becomes an item with its title.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.importing.drafts import Doubt, Draft
from mkdocs_traceability.importing.headings import ID
from mkdocs_traceability.importing.spellings import unified
from mkdocs_traceability.importing.values import DECLARED, id_of
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.tables.cells import CellValue
from mkdocs_traceability.registry.nearest import likeness
from mkdocs_traceability.registry.registry import Registry

_SLIP: Final = 0.9
_MANY: Final = 1000
"""Among more names slips are not looked for."""


class _Use(NamedTuple):
    draft: Draft
    relation: str
    piece: CellValue
    kind: str


def resolve_names(
    drafts: list[Draft], schema: Schema, registry: Registry | None, doubts: list[Doubt]
) -> list[Draft]:
    """Give every name one spelling; return the items that have to be declared besides."""
    uses = list(_uses(drafts, schema, registry))
    more: list[Draft] = []
    for kind in DECLARED:
        if kind in schema.kinds:
            more += _of_kind(
                kind, drafts, [use for use in uses if use.kind == kind], schema, registry, doubts
            )
    return more


def _uses(drafts: list[Draft], schema: Schema, registry: Registry | None) -> Iterator[_Use]:
    """Go through the references that are to be resolved, each with the kind that it leads to."""
    known = {(draft.kind.name, name) for draft in drafts for name in (draft.id, *_aliases(draft))}
    for draft in drafts:
        for relation, pieces in list(draft.names.items()):
            targets = schema.targets(draft.kind.name, relation)
            if len(targets) > len(DECLARED) + 1:  # whatever there is: only what is known can be meant
                _keep_known(draft, relation, known, targets, registry)
                continue
            for piece in pieces:
                is_known = [kind for kind in targets if _knows(kind, piece.text, known, registry)]
                kind = next((each for each in DECLARED if each in targets), targets[0])
                if is_known:
                    kind = is_known[0]
                elif len(targets) > 1 and ID.fullmatch(piece.text) and not piece.text[0].isdigit():
                    continue  # which kind it is nobody says: a finding of the check
                yield _Use(draft, relation, piece, kind)


def _knows(kind: str, name: str, known: set[tuple[str, str]], registry: Registry | None) -> bool:
    if (kind, name) in known:
        return True
    return registry is not None and (name in registry.ids(kind) or name in registry.aliases(kind))


def _keep_known(
    draft: Draft,
    relation: str,
    known: set[tuple[str, str]],
    targets: Iterable[str],
    registry: Registry | None,
) -> None:
    """Keep a relation to anything only where it names what there is; else its text is a note."""
    named = {
        piece.text: [kind for kind in targets if _knows(kind, piece.text, known, registry)]
        for piece in draft.names[relation]
    }
    if all(named.values()):
        new = {name: name if len(kinds) == 1 else f"{kinds[0]}:{name}" for name, kinds in named.items()}
        _respell(draft, relation, new)
        return
    header, cell = draft.cells[relation]
    draft.data.pop(relation)
    draft.names.pop(relation)
    if "location" in draft.kind.fields and "location" not in draft.data:
        draft.data["location"] = " ".join(cell.text.replace("`", "").split())
    draft.note(header, cell.text)


def _of_kind(
    kind: str,
    drafts: list[Draft],
    uses: list[_Use],
    schema: Schema,
    registry: Registry | None,
    doubts: list[Doubt],
) -> list[Draft]:
    ours = [draft for draft in drafts if draft.kind.name == kind]
    declared = [*registry.ids(kind), *registry.aliases(kind)] if registry else []
    spelled = [*(draft.id for draft in ours), *(use.piece.text for use in uses)]
    chosen = {
        name: _declared_id(kind, meant, registry) or id_of(meant)
        for name, meant in unified(spelled, declared).items()
    }
    groups: dict[str, list[str]] = {}
    for name, id_ in chosen.items():
        groups.setdefault(id_, []).append(name)
    for draft in ours:
        id_ = chosen.get(draft.id, draft.id)
        if id_ != draft.id:
            draft.data.setdefault("title", draft.id)
            draft.id = id_
    by_id = {draft.id: draft for draft in ours}
    rows = [*by_id, *declared] if len(by_id) + len(declared) <= _MANY else []
    more: list[Draft] = []
    for use in uses:
        id_ = chosen[use.piece.text]
        if use.piece.text != id_:
            _respell(use.draft, use.relation, {use.piece.text: id_})
            if id_of(use.piece.text) != id_:
                doubts.append(
                    Doubt(
                        use.piece.line,
                        use.piece.column,
                        f"`{use.piece.text}` is read as `{id_}`",
                        use.draft.page,
                    )
                )
        if id_ in by_id or id_ in declared:
            continue
        if meant := _meant_by(id_, rows):
            message = f"`{use.piece.text}` is declared nowhere; did you mean `{meant}`?"
            doubts.append(Doubt(use.piece.line, use.piece.column, message, use.draft.page))
            continue
        draft = Draft(schema[kind], id_, use.piece.line, use.piece.column, use.draft.page)
        draft.data["title"] = max(groups[id_], key=lambda each: (" " in each, len(each)))
        if draft.data["title"] == id_:
            del draft.data["title"]
        by_id[id_] = draft
        more.append(draft)
    _add_aliases(by_id, groups)
    return more


def _meant_by(id_: str, declared: list[str]) -> str | None:
    """Return what has an id so much like another one that this is a slip of the keyboard."""
    digits = [each for each in id_ if each.isdigit()]
    alike = (each for each in declared if likeness(id_.casefold(), each.casefold()) >= _SLIP)
    return next((each for each in alike if [c for c in each if c.isdigit()] == digits), None)


def _declared_id(kind: str, name: str, registry: Registry | None) -> str | None:
    """Return the id of what the site has under a name."""
    if registry is None or name in registry.ids(kind):
        return name if registry else None
    items = registry.aliases(kind).get(name, ())
    return items[0].id if len(items) == 1 else None


def _add_aliases(by_id: dict[str, Draft], groups: dict[str, list[str]]) -> None:
    for id_, draft in by_id.items():
        spellings = [each for each in groups.get(id_, ()) if each != id_ and id_of(each) == each]
        aliases = list(dict.fromkeys([*_aliases(draft), *spellings]))
        if aliases:
            draft.data["aliases"] = aliases


def _aliases(draft: Draft) -> list[str]:
    aliases: list[str] = draft.data.get("aliases", [])
    return aliases


def _respell(draft: Draft, relation: str, new: dict[str, str]) -> None:
    value = draft.data[relation]
    if isinstance(value, list):
        draft.data[relation] = _each_once(_respelled(each, new) for each in value)
    else:
        draft.data[relation] = _respelled(value, new)


def _each_once(references: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for reference in references:
        if reference not in found:
            found.append(reference)
    return found


def _respelled(reference: Any, new: dict[str, str]) -> Any:
    if isinstance(reference, dict):
        return (
            {**reference, "id": new.get(reference["id"], reference["id"])} if "id" in reference else reference
        )
    return new.get(reference, reference)

"""What the words of the schema mean, as Markdown: for completion and for hovers."""

from collections.abc import Iterable, Iterator

from mkdocs_traceability.lsp.markdown import code, escaped
from mkdocs_traceability.model.declared import CLAIM_TYPES, DeclaredField, DeclaredStatus
from mkdocs_traceability.model.key_descriptions import CLAIM_TYPE_KEYS, ITEM_KEYS
from mkdocs_traceability.model.kinds import Kind, Relation
from mkdocs_traceability.model.shown_words import shown_word

_MOST_LISTED = 12


def of_kind(kind: Kind) -> str:
    """Return what a kind is."""
    return _joined([escaped(kind.declared.description or kind.title)])


def of_key(kind: Kind, name: str) -> str:
    """Return what a key of an item means, and what it takes."""
    if name in ITEM_KEYS:
        words = code_list(kind.statuses) if name == "status" else ""
        return _joined([ITEM_KEYS[name], words and f"One of {words}"])
    if name in kind.fields:
        return _joined(_of_field(kind.fields[name]))
    if name in kind.relations:
        return _joined(_of_relation(kind.relations[name]))
    if name in kind.inverses:
        return _joined(_of_inverse(kind.inverses[name]))
    return CLAIM_TYPE_KEYS.get(name, "") if name in CLAIM_TYPES else ""


def of_status(status: DeclaredStatus) -> str:
    """Return what a status means."""
    phase = f"Phase: {shown_word(status.phase, 'phase')}"
    return _joined([escaped(status.description or status.label), phase])


def code_list(words: Iterable[str]) -> str:
    """Return words in code, not endlessly many."""
    listed = list(words)
    shown = ", ".join(code(word) for word in listed[:_MOST_LISTED])
    return f"{shown}, …" if len(listed) > _MOST_LISTED else shown


def _of_field(field: DeclaredField) -> Iterator[str]:
    yield escaped(field.description or field.label)
    if field.one_of:
        yield f"One of {code_list(field.one_of)}"
    elif field.type == "boolean":
        yield "`true` or `false`"
    elif field.type == "date":
        yield "A date, such as `2027-01-31`"
    elif field.type == "claim":
        yield CLAIM_TYPE_KEYS[field.claims]
    if field.many:
        yield "One value or a list"
    if field.required:
        yield "Required"


def _of_relation(relation: Relation) -> Iterator[str]:
    declared = relation.declared
    yield escaped(declared.description)
    number = "One id" if declared.single else "Ids"
    yield f"{number} of {_kinds(relation.to)}" + (", or free text" if declared.or_text else "")
    if relation.inverse:
        yield f"Inverse: {code(relation.inverse)}"
    if declared.required:
        yield "Required"


def _of_inverse(relations: tuple[Relation, ...]) -> Iterator[str]:
    listed = " and ".join(f"{code(each.name)} of {_kinds((each.kind,))}" for each in relations[:_MOST_LISTED])
    yield f"Inverse of {listed}"


def _kinds(kinds: tuple[str, ...]) -> str:
    if len(kinds) > _MOST_LISTED // 2:
        return "any kind"
    return " or ".join(escaped(kind.replace("_", " ")) for kind in kinds)


def _joined(parts: Iterable[str]) -> str:
    return "  \n".join(filter(None, parts))

"""An item of a kind as JSON Schema: its keys with all the forms in which the reader takes their values."""

from collections.abc import Iterator, Mapping
from typing import Final

from mkdocs_traceability.json_schema.definitions import Definitions
from mkdocs_traceability.json_schema.forms import (
    ANYTHING,
    BOOLEAN,
    DATE,
    NOTHING,
    NUMBER,
    TEXT,
    TEXT_OR_NOTHING,
    Form,
    either,
    listed,
    mapping,
    one_of,
    said,
)
from mkdocs_traceability.model.declared import CLAIM_TYPES, IMPLIED_BY_ACTION, DeclaredField
from mkdocs_traceability.model.key_descriptions import (
    ACTION_KEYS,
    CLAIM_KEYS,
    CLAIM_TYPE_KEYS,
    ITEM_KEYS,
    REFERENCE_KEYS,
    WAIVER_KEYS,
)
from mkdocs_traceability.model.kinds import Kind, Relation

CLAIM: Final = mapping(
    {
        "claim": said(TEXT, description=CLAIM_KEYS["claim"]),
        "lines": said(TEXT_OR_NOTHING, description=CLAIM_KEYS["lines"]),
        "note": said(TEXT_OR_NOTHING, description=CLAIM_KEYS["note"]),
    },
    ["claim"],
)

NOT_APPLICABLE: Final = mapping({"not_applicable": said(TEXT, description=CLAIM_KEYS["not_applicable"])})


def item(kind: Kind, definitions: Definitions) -> Form:
    """Return the schema of an item."""
    keys = {
        "id": said(TEXT, description=f"Its id, unique among {kind.plural_label}"),
        **more_keys(kind, definitions),
    }
    return mapping(keys, ["id"], title=kind.label.capitalize(), description=kind.declared.description)


def more_keys(kind: Kind, definitions: Definitions) -> dict[str, Form]:
    """Return the keys of an item but its id, former names among them, each with its schema."""
    return {name: {"title": _title(name), **form} for name, form in _more_keys(kind, definitions)}


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _more_keys(kind: Kind, definitions: Definitions) -> Iterator[tuple[str, Form]]:
    for name, declared in kind.fields.items():
        yield name, _field(declared)
    yield "status", _status(kind)
    for name, relation in kind.relations.items():
        yield name, _relation(relation, relation.to, definitions)
    yield "evidence", {"anyOf": [{"$ref": "#/definitions/evidence"}]}
    for name, ways in kind.inverses.items():
        sources = tuple(dict.fromkeys(way.kind for way in ways))
        yield name, _inverse(ways, sources, definitions)
    yield "waive", {"anyOf": [{"$ref": "#/definitions/waive"}]}
    for former, name in kind.former_names.items():
        yield former, _former(former, name, _field(kind.fields[name]))
    for name in kind.refused:  # the settings declare it wrongly, which is said there
        yield name, {"doNotSuggest": True}


def _former(former: str, name: str, form: Form) -> Form:
    return {**form, "doNotSuggest": True, "deprecationMessage": f"`{former}` is spelled `{name}` now"}


def _field(declared: DeclaredField) -> Form:
    if declared.type == "claim":
        form = _claims(single=not declared.many)
    elif declared.type == "action":
        form = _action()
    elif declared.type == "lists":
        entries = either(listed(TEXT), TEXT_OR_NOTHING)
        form = either({"type": "object", "additionalProperties": entries}, NOTHING)
    elif declared.type == "structure":
        form = ANYTHING
    else:
        value = _value(declared)
        form = either(value, listed(value), NOTHING) if declared.many else either(value, NOTHING)
        form = TEXT_OR_NOTHING if form == either(TEXT, NOTHING) else form
    return said(form, declared.label, declared.description)


def _value(declared: DeclaredField) -> Form:
    if declared.one_of is not None:
        words = {value: choice.description or choice.label for value, choice in declared.one_of.items()}
        return one_of(words, hyphens=True)
    return {"boolean": BOOLEAN, "number": NUMBER, "date": DATE}.get(declared.type, TEXT)


def _status(kind: Kind) -> Form:
    words = {name: declared.description for name, declared in kind.statuses.items()}
    refused = [one_of(dict.fromkeys(kind.refused_statuses, ""))] if kind.refused_statuses else []
    return said(either(one_of(words), *refused, NOTHING), description=ITEM_KEYS["status"])


# ---------------------------------------------------------------- evidence


def evidence(definitions: Definitions) -> Form:
    """Return the schema of what an item shows."""
    claims = definitions.shared("claims", _claims())
    types = {name: {"description": CLAIM_TYPE_KEYS[name], "anyOf": [claims]} for name in CLAIM_TYPES}
    return said(either(mapping(types), NOTHING), description=ITEM_KEYS["evidence"])


def _claims(*, single: bool = False) -> Form:
    claim = either(TEXT, CLAIM)
    return either(TEXT_OR_NOTHING, CLAIM, NOT_APPLICABLE, listed(claim, 1 if single else None))


def _action() -> Form:
    keys = {
        "text": said(TEXT_OR_NOTHING, description=ACTION_KEYS["text"]),
        "artifacts": said(_claims(), description=ACTION_KEYS["artifacts"]),
        **{name: _field(declared) for name, declared in IMPLIED_BY_ACTION.items()},
    }
    return either(TEXT_OR_NOTHING, mapping(keys))


def waivers(codes: Mapping[str, str], definitions: Definitions) -> Form:
    """Return the schema of waivers; `codes` has the title of each rule."""
    named = either(TEXT, listed(either(TEXT, listed(ANYTHING))))
    keys = {
        "reason": said(TEXT, description=WAIVER_KEYS["reason"]),
        "owner": said(TEXT_OR_NOTHING, description=WAIVER_KEYS["owner"]),
        "until": said(either(DATE, NOTHING), description=WAIVER_KEYS["until"]),
        "of": said(
            either(named, {"type": "object", "additionalProperties": named}),
            description=WAIVER_KEYS["of"],
        ),
    }
    full = mapping(keys)
    waiver = definitions.shared("waiver", either(TEXT, full, listed(full)))
    properties = {code: {"description": title, "anyOf": [waiver]} for code, title in codes.items()}
    form = {"type": "object", "properties": properties, "additionalProperties": waiver}
    return said(either(form, NOTHING), description=ITEM_KEYS["waive"])


# ---------------------------------------------------------------- references


def _relation(relation: Relation, targets: tuple[str, ...], definitions: Definitions) -> Form:
    declared = relation.declared
    form = _references(targets, definitions, single=declared.single, or_text=declared.or_text)
    return said(form, declared.label, declared.description or _leads_to(targets))


def _inverse(ways: tuple[Relation, ...], sources: tuple[str, ...], definitions: Definitions) -> Form:
    label = ways[0].declared.inverse_label
    inverse_of = " and ".join(f"`{way.name}` of {way.kind.replace('_', ' ')}" for way in ways[:3])
    return said(_references(sources, definitions), label, f"Inverse of {inverse_of}")


def _leads_to(targets: tuple[str, ...]) -> str:
    return "" if len(targets) > 3 else f"Names {' or '.join(each.replace('_', ' ') for each in targets)} ids"


def _references(
    targets: tuple[str, ...], definitions: Definitions, *, single: bool = False, or_text: bool = False
) -> Form:
    """Return an id, a mapping with one, or a list of both.

    Known ids are offered and others accepted: which there are is the check's matter, which knows them all.
    """
    id_ = either(TEXT, *definitions.ids(targets))
    keys = {
        "id": said(id_, description=REFERENCE_KEYS["id"]),
        "role": said(TEXT_OR_NOTHING, description=REFERENCE_KEYS["role"]),
        "via": said(TEXT_OR_NOTHING, description=REFERENCE_KEYS["via"]),
        "because": said(TEXT_OR_NOTHING, description=REFERENCE_KEYS["because"]),
        "optional": said(either(BOOLEAN, NOTHING), description=REFERENCE_KEYS["optional"]),
        "note": said(TEXT_OR_NOTHING, description=REFERENCE_KEYS["note"]),
    }
    if or_text:
        keys["text"] = said(TEXT_OR_NOTHING, description=REFERENCE_KEYS["text"])
    entry = mapping(keys) if or_text else mapping(keys, ["id"])
    name = f"{'-'.join(targets)}{'-or-text' * or_text}"
    shared = definitions.shared(f"reference-{name}", entry)
    form = either(id_, NOTHING, shared, listed(either(id_, shared), 1 if single else None))
    return {"anyOf": [definitions.shared(f"{'one-' * single}{name}", form)]}

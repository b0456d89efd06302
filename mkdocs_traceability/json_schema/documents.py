"""What can stand in a sidecar and in front matter, as JSON Schema of the kinds that a site has."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from mkdocs_traceability.json_schema.definitions import Definitions
from mkdocs_traceability.json_schema.forms import NOTHING, TEXT, Form, either, listed, mapping, said
from mkdocs_traceability.json_schema.items import evidence, item, more_keys, waivers
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.own_key import KEY
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.rules import all_rules

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
"""The draft that the YAML language server knows best."""

_OF_DEFAULTS: Final = "Values for all items of this file that do not say otherwise"


def rendered(form: Form) -> bytes:
    """Return a schema as a file holds it."""
    return f"{json.dumps(form, indent=1, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")


def sidecar(schema: Schema, registry: Registry | None = None) -> Form:
    """Return the schema of sidecars; ids are offered where there is a registry."""
    definitions = Definitions(registry)
    keys = {kind.plural: _list_of(kind) for kind in schema}
    keys["defaults"] = said(
        either(mapping(_defaults(schema, definitions)), NOTHING), description=_OF_DEFAULTS
    )
    form = mapping(keys | _refused(schema))
    return {
        "$schema": DRAFT,
        "title": "Sidecar of mkdocs-traceability",
        **form,
        "type": ["object", "null"],
        "definitions": _definitions(schema, definitions),
    }


def front_matter(schema: Schema, registry: Registry | None = None) -> Form:
    """Return the schema of the front matter of pages; other keys than ours are free."""
    definitions = Definitions(registry)
    keys = {kind.name: _page_itself(kind) for kind in schema} | {
        kind.plural: _list_of(kind) for kind in schema
    }
    own = said(
        either(mapping(keys | _refused(schema)), NOTHING), description="The items that this page declares"
    )
    return {
        "$schema": DRAFT,
        "title": "Front matter with mkdocs-traceability",
        "type": ["object", "null"],
        "properties": {KEY: own},
        "definitions": _definitions(schema, definitions),
    }


def rule_titles() -> dict[str, str]:
    """Return what each rule finds, by its code."""
    return {code: rule.title for code, rule in all_rules().items()}


def _definitions(schema: Schema, definitions: Definitions) -> Mapping[str, Form]:
    items = {f"item-{kind.name}": item(kind, definitions) for kind in schema}
    return {
        **items,
        "evidence": evidence(definitions),
        "waive": waivers(rule_titles(), definitions),
        **definitions.forms,
    }


def _list_of(kind: Kind) -> Form:
    items = listed({"$ref": f"#/definitions/item-{kind.name}"})
    return said({**items, "type": ["array", "null"]}, kind.title, kind.declared.description)


def _page_itself(kind: Kind) -> Form:
    form = either({"$ref": f"#/definitions/item-{kind.name}"}, TEXT)
    return said(form, kind.label.capitalize(), f"The {kind.label} that this page is about")


def _refused(schema: Schema) -> dict[str, Form]:
    """Return kinds that the settings declare wrongly, which is said there."""
    return {name: {"doNotSuggest": True} for name in sorted(schema.refused)}


def _defaults(schema: Schema, definitions: Definitions) -> dict[str, Form]:
    """Return what each key may be by default: whatever it may be in one of the kinds."""
    forms: dict[str, list[Form]] = {}
    for name, form in _of_all_kinds(schema, definitions):
        known = forms.setdefault(name, [])
        if form not in known:
            known.append(form)
    return {name: each[0] if len(each) == 1 else {"anyOf": each} for name, each in forms.items()}


def _of_all_kinds(schema: Schema, definitions: Definitions) -> Iterator[tuple[str, Form]]:
    for kind in schema:
        yield from more_keys(kind, definitions).items()

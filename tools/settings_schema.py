"""Makes the JSON Schema of the plugin's settings, as `mkdocs.yml` has them, from the models that read them.

It is static, published with the package, and held against the models by a test. What a validator admits
before the model sees it (one name for a list of names) pydantic cannot know: `_ALSO` has it, by validator.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final, get_args

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from mkdocs_traceability.cli.explanations import SETTINGS as MEANINGS
from mkdocs_traceability.json_schema.documents import DRAFT, rule_titles
from mkdocs_traceability.json_schema.forms import TEXT, Form
from mkdocs_traceability.model.declared import CLAIM_TYPES, Choice, DeclaredField, Phase
from mkdocs_traceability.model.editors import EDITORS
from mkdocs_traceability.model.shapes import DeclaredSource, ShapeKind
from mkdocs_traceability.reading.built_in import built_in
from mkdocs_traceability.reading.shapes.presets import preset_kinds, preset_names
from mkdocs_traceability.settings.declared import SETTINGS

_TEXT: Final[Form] = {"type": "string"}
_NOTHING: Final[Form] = {"type": "null"}
_NUMBER: Final[Form] = {"type": "number"}
_BOOLEAN: Final[Form] = {"type": "boolean"}
_NAMES: Final[Form] = {"anyOf": [{"type": "array", "items": _TEXT}, _TEXT]}
_OFF: Final[Form] = {"const": False}

_ALSO: Final[Mapping[str, list[Form]]] = {
    "_section": [_TEXT, _NOTHING],
    "_severity": [_OFF],
    "_by_severity": [{"enum": ["error", "warning", "info", "off"]}, _OFF],
    "_by_system": [_NAMES, {"type": "object", "additionalProperties": {"anyOf": [_NAMES, _NOTHING]}}],
    "_all_or_some": [_BOOLEAN],
    "_nav": [_BOOLEAN, _TEXT],
    "_by_state": [_NUMBER],
    "_wanted": [TEXT, {"type": "array", "items": TEXT}],
    "_keyed": [_NAMES],
    "_text": [TEXT],
    "<lambda>": [_TEXT, _NOTHING],
}
"""What validators that come before a model admit beside what the model does."""


_SHORT: Final[Mapping[str, Form]] = {
    "type": {"enum": [*get_args(DeclaredField.model_fields["type"].annotation)]},
    "to": _TEXT,
    "phase": {"enum": [*Phase]},
}
"""What a field, a relation and a status may be where they are written as the one value that matters most."""


class _Models(GenerateJsonSchema):
    """Writes models with what their validators admit besides."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """Return the schema behind a validator, and what the validator turns into it."""
        inner, name = self.generate_inner(schema["schema"]), _name(schema)
        if name == "_choices":
            choice = self.generate_inner(Choice.__pydantic_core_schema__)
            values = {"type": "object", "additionalProperties": {"anyOf": [choice, TEXT, _NOTHING]}}
            return {"anyOf": [{"type": "array", "items": TEXT}, values, _NOTHING]}
        if name in ("_sources", "_list"):
            return {"anyOf": [inner, _entry(inner)]}
        if name == "_under.<locals>.laid_under":
            return {
                "anyOf": [
                    inner,
                    _SHORT[schema["function"]["function"].__closure__[0].cell_contents],
                    _NOTHING,
                ]
            }
        return {"anyOf": [inner, *_ALSO[name]]}

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> JsonSchemaValue:
        """Return a text or a model: of both functions that decide between the two."""
        model = {"_source": DeclaredSource, "_kind": ShapeKind}[_name(schema)]
        return {"anyOf": [_TEXT, self.generate_inner(model.__pydantic_core_schema__)]}

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        """Return the schema before a validator, and what of it the validator admits."""
        inner, name = self.generate_inner(schema["schema"]), _name(schema)
        if name == "_claim_type":
            return {"enum": [*CLAIM_TYPES]}
        if name == "_named":
            return {**inner, "pattern": "^[a-z][a-z0-9_]*$"}
        if name == "_editor":
            return {"anyOf": [{"enum": [*EDITORS]}, inner]}
        return inner

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return a schema without its default: editors would write it out."""
        return self.generate_inner(schema["schema"])


def _entry(form: Form) -> Form:
    """Return the schema of an entry of a list, which may be one of several forms."""
    return form["items"] if "items" in form else next(map(_entry, form["anyOf"]))


def _name(schema: Any) -> str:
    """Return the name of a validator; those that pydantic makes of constraints have none."""
    return getattr(schema["function"]["function"], "__qualname__", "")


def settings_schema() -> Form:
    """Return the schema of `mkdocs.yml` as far as the plugin is concerned; all else in it is free."""
    made = SETTINGS.model_json_schema(schema_generator=_Models, ref_template="#/definitions/{model}")
    definitions: dict[str, Form] = made.pop("$defs")
    definitions["DeclaredRelation"]["properties"]["allow_over"] = {
        **definitions["DeclaredRelation"]["properties"]["allow_closed"],
        "doNotSuggest": True,
    }
    definitions["DeclaredSource"]["properties"]["preset"] = {
        "anyOf": [{"enum": [*preset_names()]}, _NOTHING],
        "title": "Preset",
    }
    for name in ("TextPattern", "TextMention"):  # which presets alone have
        del definitions[name]
    del definitions["DeclaredSource"]["properties"]["text"]
    definitions |= _laid_over(definitions)
    properties = made["properties"]
    _know(properties["rules"], rule_titles())
    built_in_kinds = {name: str(kind.get("description", "")) for name, kind in built_in().kinds.items()}
    of_presets = dict.fromkeys(preset_kinds(preset_names()), "")
    _know(properties["kinds"], of_presets | built_in_kinds, {"$ref": "#/definitions/DeclaredKind-laid-over"})
    for name, form in properties.items():
        properties[name] = {
            "title": name,
            "markdownDescription": MEANINGS[name].meaning,
            "anyOf": [{key: part for key, part in form.items() if key != "title"}, _NOTHING],
        }
    properties["enabled"] = {"type": "boolean", "description": "Whether MkDocs loads the plugin"}
    definitions["settings"] = {
        **made,
        "type": ["object", "null"],
        "title": "Traceability",
        "description": _ABOUT,
    }
    return {
        "$schema": DRAFT,
        "title": "mkdocs.yml with mkdocs-traceability",
        "type": "object",
        "properties": {"plugins": _PLUGINS},
        "definitions": _without_titles(definitions),
    }


_ABOUT: Final = "Checks the facts that your architecture documents claim"

_OWN: Final[Form] = {"properties": {"traceability": {"$ref": "#/definitions/settings"}}}

_PLUGINS: Final[Form] = {
    "anyOf": [
        {
            "type": "array",
            "items": {"anyOf": [{"enum": ["traceability"]}, {"type": "object", **_OWN}, _TEXT]},
        },
        {"type": "object", **_OWN},
        _NOTHING,
    ]
}


def _know(form: Form, names: Mapping[str, str], value: Form | None = None) -> None:
    """Let a mapping of names offer those that are known."""
    value = value or form["additionalProperties"]
    form["properties"] = {name: {"description": text, "anyOf": [value]} for name, text in names.items()}


def _laid_over(definitions: Mapping[str, Form]) -> dict[str, Form]:
    """Return what is declared of a kind that is there already: nothing in it is required."""
    names = [name for name in definitions if name in ("DeclaredKind", "DeclaredRelation", "DeclaredStatus")]
    made = {}
    for name in names:
        form = {key: part for key, part in deepcopy(definitions[name]).items() if key != "required"}
        made[f"{name}-laid-over"] = _referring(form, names)
    return made


def _referring(form: Any, names: list[str]) -> Any:
    """Let references lead to the definitions of what is laid over others."""
    if isinstance(form, list):
        return [_referring(each, names) for each in form]
    if not isinstance(form, dict):
        return form
    ours = {f"#/definitions/{name}": f"#/definitions/{name}-laid-over" for name in names}
    return {
        key: ours.get(part, part) if key == "$ref" else _referring(part, names) for key, part in form.items()
    }


def _without_titles(definitions: Mapping[str, Form]) -> dict[str, Form]:
    """Leave out the names of our classes, and their docstrings where a setting says it better."""
    return {
        name: {key: part for key, part in form.items() if key != "title" or name == "settings"}
        for name, form in sorted(definitions.items())
    }

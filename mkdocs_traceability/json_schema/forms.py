"""Small JSON Schemas for what a single value may be, in draft-07: what YAML's editors understand best.

A schema accepts whatever the reader accepts. The reader takes scalars as they are written (`0016` and `true`
are texts), editors as what YAML 1.2 makes of them: so where a text is wanted, every scalar will do. Types
other than text are said by what a value is *not*: editors offer `true` and `null` for types that are named.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

Form = dict[str, Any]
"""A JSON Schema."""

_OTHER_TYPES: Final = {"string", "object", "array"}

OTHER_SCALAR: Final[Form] = {"not": {"type": sorted({*_OTHER_TYPES, "null"})}}
"""A number or a truth value."""

NOTHING: Final[Form] = {"not": {"type": ["array", "boolean", "number", "object", "string"]}}
"""No value behind the key."""

TEXT: Final[Form] = {"anyOf": [{"type": "string"}, OTHER_SCALAR]}

TEXT_OR_NOTHING: Final[Form] = {"anyOf": [{"type": "string"}, {"not": {"type": sorted(_OTHER_TYPES)}}]}

ANYTHING: Final[Form] = {}

BOOLEAN: Final[Form] = {
    "anyOf": [
        {"type": "boolean"},
        {"type": "string", "pattern": "^(?:[Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Oo][Nn])$"},
        {"type": "string", "pattern": "^(?:[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo]|[Oo][Ff][Ff])$"},
    ]
}

NUMBER: Final[Form] = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?(?:[0-9]+|[0-9]*\.[0-9]+)$"}]
}

DATE: Final[Form] = {
    "type": "string",
    "pattern": "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$",
    "patternErrorMessage": "A date is written as 2027-01-31.",
}

_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)")


def either(*forms: Form) -> Form:
    """Return what accepts all that one of the forms accepts."""
    branches: list[Form] = []
    for form in forms:
        each = form["anyOf"] if form.keys() == {"anyOf"} else [form]
        branches += [branch for branch in each if branch not in branches]
    return branches[0] if len(branches) == 1 else {"anyOf": branches}


def said(form: Form, title: str = "", description: str = "") -> Form:
    """Return a form with what an editor shows of it."""
    words = {"title": title, "description": description}
    return {**{name: text for name, text in words.items() if text}, **form}


def listed(entry: Form, most: int | None = None) -> Form:
    """Return a list."""
    return {"type": "array", "items": entry} | ({} if most is None else {"maxItems": most})


def mapping(forms: Mapping[str, Form], required: Iterable[str] = (), **more: Any) -> Form:
    """Return a mapping with these keys and no others; `-` and `_` in them are alike."""
    variants = {_other_spellings(name): form for name, form in forms.items() if "_" in name}
    form: Form = {"type": "object", "properties": dict(forms), "additionalProperties": False, **more}
    if variants:
        form["patternProperties"] = variants
    if names := list(required):
        form["required"] = names
    return form


def _other_spellings(name: str) -> str:
    """Return a pattern of a key's other spellings, which no editor offers."""
    return f"^(?!{re.escape(name)}$){'[-_]'.join(map(re.escape, name.split('_')))}$"


def one_of(values: Mapping[str, str], *, hyphens: bool = False) -> Form:
    """Return a vocabulary in any case, each value with its description; `hyphens`: `_` and `-` are alike."""
    form: Form = {"enum": [_offered(value) for value in values]}
    if any(values.values()):
        form["enumDescriptions"] = list(values.values())
    patterns = "|".join(_in_any_case(value, hyphens=hyphens) for value in values)
    others = [
        {"not": {"not": {"enum": [each]}}} for each in map(_as_yaml_reads, values) if each not in values
    ]
    return either(form, {"type": "string", "pattern": f"^(?:{patterns})$"}, *others)


def _offered(value: str) -> Any:
    """Return a value as it is offered: `1` without quotes, `1.10` with some, which are a part of no value."""
    read = _as_yaml_reads(value)
    return read if json.dumps(read) == value else value


def _as_yaml_reads(text: str) -> Any:
    """Return what YAML 1.2 makes of a plain scalar (its core schema, section 10.3.2)."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if _NUMBER.fullmatch(text):
        return int(text) if re.fullmatch(r"[-+]?[0-9]+", text) else float(text)
    return text


def _in_any_case(value: str, *, hyphens: bool) -> str:
    return "".join(_in_either_case(character, hyphens=hyphens) for character in value)


def _in_either_case(character: str, *, hyphens: bool) -> str:
    if hyphens and character in "-_":
        return "[-_]"
    cases = {character, character.lower(), character.upper()}
    single = sorted(each for each in cases if each.lower() == character.lower())
    if len(single) == 1:
        return re.escape(single[0])
    return f"(?:{'|'.join(single)})" if any(len(each) > 1 for each in single) else f"[{''.join(single)}]"

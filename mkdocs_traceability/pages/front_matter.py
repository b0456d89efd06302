"""Front matter as every reader of YAML reads it: JSON, but for characters that YAML does not read so."""

from collections.abc import Mapping


def front_matter(data: Mapping[str, object]) -> str:
    """Return the front matter of a page; nothing where there is none."""
    lines = [f"{name}: {_value(value)}" for name, value in data.items()]
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""


def _value(value: object) -> str:
    if isinstance(value, str):
        return f'"{"".join(map(_character, value))}"'
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_value(key)}: {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return {True: "true", False: "false", None: "null"}[value] if not _is_number(value) else str(value)  # type: ignore[index]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _character(character: str) -> str:
    code = ord(character)
    if character in '"\\':
        return f"\\{character}"
    if 0xD800 <= code <= 0xDFFF:  # half a character: no encoding has it
        return "\ufffd"
    if character.isprintable():
        return character
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

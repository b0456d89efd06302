"""Values of fields: text, words of a vocabulary, numbers, dates, named lists."""

import re
from datetime import date
from typing import Final

from mkdocs_traceability.model.declared import DeclaredField
from mkdocs_traceability.model.item import Item, Plain, Value
from mkdocs_traceability.model.kinds import Kind, article
from mkdocs_traceability.reading.slips import without_quotes
from mkdocs_traceability.reading.source_form import QUOTE_TEXT, SourceForm, one_of, shown, suggested
from mkdocs_traceability.reading.yaml.nodes import CutScalar, Mapping, Node, Scalar, Sequence

BOOLEANS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
TRUE_OR_FALSE: Final = "write `true` or `false`"
_TEXT: Final = DeclaredField()

_LISTS_OF_WORDS: Final = {
    "tags": re.compile(r"[,;\s]"),
    "aliases": re.compile(r"[,;]\s"),
    "former_ids": re.compile(r"[,;\s]"),
}
"""Fields that hold several words, and what in one of them shows that it was meant to be several."""


_LONGEST_NUMBER: Final = 16


def read_status(form: SourceForm, kind: Kind, item: Item, node: Node) -> bool:
    """Enter a status; whether it is one of the kind."""
    message = "a status is one word"
    if isinstance(node, Scalar):
        node = form.unquoted(node, item, "status")
        wanted = node.text.lower()
        if status := kind.status_by_lower.get(wanted):
            item.values["status"] = Value(status, form.at(node))
            return True
        if wanted in kind.refused_statuses:
            return False
        message = f"`{shown(node.text)}` is not a status of {article(kind.label)}"
    meant = suggested(node.text, kind.statuses) if isinstance(node, Scalar) else ()
    form.wrong(node, message, one_of(node, kind.statuses), item, "status", meant)
    return False


def read_field(form: SourceForm, item: Item, name: str, declared: DeclaredField, node: Node) -> bool:
    """Enter the value of a field that is no claim; whether all of it is what the field wants."""
    if declared.type == "lists":
        return _read_lists(form, item, name, node)
    if declared.type == "structure":
        item.values[name] = Value(structure_of(node), form.at(node))
        return True
    if isinstance(node, Sequence):
        if not declared.many:
            form.wrong(node, f"`{name}` is one value, not a list", "keep one of the values", item, name)
            return False
        fine = _read_all(form, item, name, declared, node)
        item.values[name] = Value(fine, form.at(node))
        return len(fine) == len(node.items)
    if isinstance(node, Scalar) and declared.many and (words := _several(name, declared, node)):
        listed = ", ".join(words)
        form.wrong(node, f"`{name}` is a list", f"write `{name}: [{shown(listed)}]`", item, name)
        if declared.one_of is None:
            item.values[name] = Value(words, form.at(node))
        return False
    plain = _read_one(form, item, name, declared, node)
    if plain is None:
        return False
    item.values[name] = Value((plain,) if declared.many else plain, form.at(node))
    return True


def structure_of(node: Node) -> Plain:
    """Return whatever YAML says: mappings, lists, numbers, truth values and text."""
    if isinstance(node, Sequence):
        return tuple(map(structure_of, node.items))
    if isinstance(node, Mapping):
        return {_key_text(key): structure_of(value) for key, value in node.entries}
    if node.is_null:
        return ""
    return _typed(node.text) if node.plain else node.text


def _key_text(key: Node) -> str:
    return key.text if isinstance(key, Scalar) else str(structure_of(key))


def _typed(text: str) -> Plain:
    """Return a number or a truth value where a text is nothing else: `1.10` stays a text."""
    if text in ("true", "false"):
        return text == "true"
    for number in (int, float):
        if len(text) < _LONGEST_NUMBER and re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text):
            try:
                if str(number(text)) == text:
                    return number(text)
            except ValueError:
                continue
    return text


def _several(name: str, declared: DeclaredField, node: Scalar) -> tuple[str, ...]:
    """Return the words of a text that was meant to be a list of them: none if it was not."""
    if declared.one_of is not None:
        words = [word for word in re.split(r"[,;\s]+", node.text) if word]
        known = set(map(spelled, declared.one_of))
        is_list = len(words) > 1 and all(spelled(word) in known for word in words)
        return tuple(words) if is_list else ()
    separator = _LISTS_OF_WORDS.get(name)
    if separator is None or not separator.search(node.text.strip()):
        return ()
    return tuple(word for word in (each.strip() for each in separator.split(node.text)) if word)


def read_date(form: SourceForm, item: Item, name: str, node: Scalar) -> date | None:
    """Read a date as YAML writes it; None where it is none."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
            return date.fromisoformat(node.text)
    except ValueError:  # such as the 30th of February
        pass
    form.wrong(node, f"`{shown(node.text)}` is not a date", "write it as 2027-01-31", item, name)
    return None


def _read_all(
    form: SourceForm, item: Item, name: str, declared: DeclaredField, node: Sequence
) -> tuple[Plain, ...]:
    plains = [_read_one(form, item, name, declared, entry) for entry in node.items]
    return tuple(plain for plain in plains if plain is not None)


def _read_one(form: SourceForm, item: Item, name: str, declared: DeclaredField, node: Node) -> Plain | None:
    """Read one value of a field; None where it is not what the field wants."""
    if not isinstance(node, Scalar):
        what = "a mapping" if isinstance(node, Mapping) else "a list"
        remedy = 'quote it if it is text: `"{…}"`' if isinstance(node, Mapping) else QUOTE_TEXT
        form.wrong(node, f"`{name}` takes text, not {what}", remedy, item, name)
        return None
    if node.is_null or (declared.many and not node.text.strip()):
        form.wrong(node, f"an empty entry in `{name}`", "remove it", item, name)
        return None
    node = _as_meant(form, item, name, declared, node)
    if declared.one_of is not None:
        return _choice(form, item, name, declared, node)
    if declared.type == "boolean":
        boolean = BOOLEANS.get(node.text.lower())
        if boolean is None:
            message = f"`{name}` is `true` or `false`, not `{shown(node.text)}`"
            form.wrong(node, message, TRUE_OR_FALSE, item, name)
        return boolean
    if declared.type == "number":
        return _number(form, item, name, node)
    if declared.type == "date":
        return read_date(form, item, name, node)
    return node.text


def _as_meant(form: SourceForm, item: Item, name: str, declared: DeclaredField, node: Scalar) -> Scalar:
    """Return a value without typographic quotes, where they can only be a slip; say so of a text as well."""
    is_text = declared.one_of is None and declared.type in ("text", "markdown")
    if not is_text:
        return form.unquoted(node, item, name)
    if node.plain and (text := without_quotes(node.text)):
        message = f"the quotes are part of `{name}`: YAML knows straight ones only"
        form.report("TR007", node, message, f'write `"{shown(text)}"`', item, name)
    elif isinstance(node, CutScalar):
        form.cut(node, item, name)
    return node


def spelled(value: str) -> str:
    """Return a value of a vocabulary as it is compared: without case, and with `-` for `_`."""
    return value.lower().replace("_", "-")


def _choice(form: SourceForm, item: Item, name: str, declared: DeclaredField, node: Scalar) -> str | None:
    vocabulary = declared.one_of or {}
    wanted = spelled(node.text)
    for value in vocabulary:
        if spelled(value) == wanted:
            return value
    message = f"`{shown(node.text)}` is not a value of `{name}`"
    form.wrong(node, message, one_of(node, vocabulary), item, name, suggested(node.text, vocabulary))
    return None


def _number(form: SourceForm, item: Item, name: str, node: Scalar) -> int | float | None:
    if re.fullmatch(r"[-+]?[0-9]{1,15}", node.text):
        return int(node.text)
    if re.fullmatch(r"[-+]?[0-9]{0,15}\.[0-9]{1,15}", node.text):
        return float(node.text)
    message = f"`{name}` is a number, not `{shown(node.text)}`"
    form.wrong(node, message, "write digits only, such as `5` or `0.5`", item, name)
    return None


def _read_lists(form: SourceForm, item: Item, name: str, node: Node) -> bool:
    if not isinstance(node, Mapping):
        remedy = f"write `{name}: {{name: [a, b]}}`"
        form.wrong(node, f"`{name}` is a mapping of names to lists", remedy, item, name)
        return False
    fine = True
    lists: dict[str, Plain] = {}
    for key, value in form.entries(node).values():
        if isinstance(value, Sequence):
            entries = _read_all(form, item, name, _TEXT, value)
            fine = fine and len(entries) == len(value.items)
        elif isinstance(value, Scalar) and value.is_null:
            entries = ()
        else:
            plain = _read_one(form, item, name, _TEXT, value)
            entries = () if plain is None else (plain,)
            fine = fine and plain is not None
        lists[key.text] = entries
    item.values[name] = Value(lists, form.at(node))
    return fine

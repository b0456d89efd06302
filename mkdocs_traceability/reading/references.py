"""References: the ids that an item writes under a relation or an inverse, and what it says beside each."""

from typing import Final

from mkdocs_traceability.model.item import Item, Reference
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.fields import BOOLEANS
from mkdocs_traceability.reading.form import Form, shown
from mkdocs_traceability.reading.ids import NOT_IN_AN_ID
from mkdocs_traceability.reading.yaml_tree import Mapping, Node, Scalar, Sequence

_KEYS: Final = ("id", "role", "via", "because", "optional", "note")
_NO_ATTRIBUTES: Final[dict[str, str]] = {}


def read_references(form: Form, item: Item, name: str, node: Node, single: bool, or_text: bool) -> bool:
    """Enter the entries of a relation; whether each of them names something."""
    nodes = node.items if isinstance(node, Sequence) else [node]
    fine = True
    if single and len(nodes) > 1:
        form.wrong(node, f"`{name}` leads to one item only", "", item, name)
        nodes, fine = nodes[:1], False
    references = []
    path = form.path
    for entry in nodes:
        if isinstance(entry, Scalar):
            text = entry.text
            if entry.plain and entry.is_null:
                form.wrong(entry, f"an empty entry in `{name}`", "remove it", item, name)
                fine = False
                continue
            is_text = or_text and NOT_IN_AN_ID.search(text) is not None
            position = Position(path, entry.line, entry.column, entry.length)
            references.append(Reference(text, position, _NO_ATTRIBUTES, False, is_text))
        elif isinstance(entry, Mapping):
            reference = _read_attributed(form, item, name, entry, or_text)
            if reference is None:
                fine = False
            else:
                references.append(reference)
        else:
            form.wrong(entry, f"an entry of `{name}` is an id, or a mapping with one", "", item, name)
            fine = False
    item.references[name] = tuple(references)
    return fine


def _read_attributed(form: Form, item: Item, name: str, node: Mapping, or_text: bool) -> Reference | None:
    """Read a reference that is a mapping: its id, and what is said beside it."""
    known = (*_KEYS, "text") if or_text else _KEYS
    texts: dict[str, Scalar] = {}
    unknown = False
    for key_name, (key, value) in form.entries(node).items():
        if key_name not in known:
            form.unknown_key(item, name, key, value, known)
            unknown = True
        elif not isinstance(value, Scalar):
            form.wrong(value, f"`{key_name}` is text", "", item, name)
            unknown = unknown or key_name in ("id", "text")
        elif not value.is_null:
            texts[key_name] = value
    named = texts.pop("id", None)
    text = texts.pop("text", None)
    if named is None and text is None:
        if not unknown:  # else the one mistake is said already
            at = node.entries[0][0] if node.entries else node
            form.report("TR004", at, f"an entry of `{name}` without an `id`", "write `{id: …}`", item, name)
        return None
    optional = _is_optional(form, item, name, texts.pop("optional", None))
    attributes = {key_name: value.text for key_name, value in texts.items()}
    if named is None:
        assert text is not None
        return Reference(text.text, form.at(text), attributes, optional, True)
    return Reference(named.text, form.at(named), attributes, optional)


def _is_optional(form: Form, item: Item, name: str, written: Scalar | None) -> bool:
    if written is None:
        return False
    optional = BOOLEANS.get(written.text.lower())
    if optional is None:
        message = f"`optional` is `true` or `false`, not `{shown(written.text)}`"
        form.wrong(written, message, "", item, name)
    return bool(optional)

"""References: the ids that an item writes under a relation or an inverse, and what it says beside each."""

from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Item, Reference
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.fields import BOOLEANS, TRUE_OR_FALSE
from mkdocs_traceability.reading.ids import NOT_IN_AN_ID
from mkdocs_traceability.reading.slips import OPENING_QUOTES
from mkdocs_traceability.reading.source_form import QUOTE_TEXT, SourceForm, shown
from mkdocs_traceability.reading.yaml.nodes import InnerScalar, Mapping, Node, Scalar, Sequence
from mkdocs_traceability.registry.nearest import nearest_word

REFERENCE_KEYS: Final = ("id", "role", "via", "because", "optional", "note")
_WORDS: Final = (*REFERENCE_KEYS, "text", "name", "title", "ref", "target", "kind", "description")
"""What people write in a reference: a mapping that has none of it has ids for its keys."""
NO_ATTRIBUTES: Final[dict[str, str]] = {}
"""What is said beside the ids of most references."""


def read_references(form: SourceForm, item: Item, name: str, node: Node, single: bool, or_text: bool) -> bool:
    """Enter the entries of a relation; whether each of them names something."""
    nodes = node.items if isinstance(node, Sequence) else [node]
    fine = True
    if single and len(nodes) > 1:
        form.wrong(node, f"`{name}` leads to one item only", "keep one of the ids", item, name)
        nodes, fine = nodes[:1], False
    references = []
    path = form.path
    for entry in nodes:
        if form.is_refused(entry, item, name):
            fine = False
        elif isinstance(entry, Scalar):
            text = entry.text
            if not text.strip() or entry.is_null:
                form.wrong(entry, f"an empty entry in `{name}`", "remove it", item, name)
                fine = False
                continue
            if text[0] in OPENING_QUOTES:
                text = form.unquoted(entry, item, name).text
            is_text = or_text and NOT_IN_AN_ID.search(text) is not None
            position = Position(path, entry.line, entry.column, entry.length)
            between = isinstance(entry, InnerScalar)
            references.append(Reference(text, position, NO_ATTRIBUTES, False, is_text, between))
        elif isinstance(entry, Mapping):
            read = _read_mapping(form, item, name, entry, or_text)
            fine = fine and read is not None and not read.is_bad
            references += read.references if read else ()
        else:
            remedy = f"write the ids in one list: `{name}: [a, b]`"
            form.wrong(entry, f"an entry of `{name}` is an id, or a mapping with one", remedy, item, name)
            fine = False
    item.references[name] = tuple(references)
    return fine


class _Read(NamedTuple):
    """The references that a mapping makes; it `is_bad` where it is not written as it has to be."""

    references: tuple[Reference, ...]
    is_bad: bool = False


def _read_mapping(form: SourceForm, item: Item, name: str, node: Mapping, or_text: bool) -> _Read | None:
    keys = [key for key, _ in node.entries]
    if keys and all(isinstance(key, Scalar) and not _is_known(key) for key in keys):
        _report_ids_as_keys(form, item, name, node)
        return _Read((), is_bad=True)
    reference = _read_attributed(form, item, name, node, or_text)
    return None if reference is None else _Read((reference,))


def _is_known(key: Scalar) -> bool:
    """Whether a key is, or was meant to be, one of a reference, and no id."""
    text = key.text
    return text in _WORDS or nearest_word(text, _WORDS) is not None or (text == "<<" and key.plain)


def _report_ids_as_keys(form: SourceForm, item: Item, name: str, node: Mapping) -> None:
    """Say how a mapping of ids to what is said of each, `{batcher: Evaluator}`, is written."""
    written = []
    for id_, (key, value) in form.entries(node).items():
        role = value.text if isinstance(value, Scalar) and not value.is_null else ""
        written.append(f"{{id: {shown(key.text)}, role: {shown(role)}}}" if role else shown(id_))
    remedy = f"write a list: `{name}: [{', '.join(written[:2])}{', …' if len(written) > 2 else ''}]`"
    message = f"`{name}` is a list of ids, not a mapping of them"
    form.report("TR002", node.entries[0][0], message, remedy, item, name)


def _read_attributed(
    form: SourceForm, item: Item, name: str, node: Mapping, or_text: bool
) -> Reference | None:
    """Read a reference that is a mapping: its id, and what is said beside it."""
    known = (*REFERENCE_KEYS, "text") if or_text else REFERENCE_KEYS
    texts: dict[str, Scalar] = {}
    unknown = False
    for key_name, (key, value) in form.entries(node).items():
        if key_name not in known:
            form.unknown_key(item, name, key, value, known)
            unknown = True
        elif not isinstance(value, Scalar):
            remedy = "write an entry for each id" if key_name == "id" else QUOTE_TEXT
            form.wrong(value, f"`{key_name}` is text", remedy, item, name)
            unknown = unknown or key_name in ("id", "text")
        elif not value.is_null:
            texts[key_name] = value
    named = texts.pop("id", None)
    text = texts.pop("text", None)
    if named is not None and not named.text.strip():
        form.wrong(named, f"an empty id in `{name}`", "name an item, or remove the entry", item, name)
        return None
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
    return Reference(form.unquoted(named, item, name).text, form.at(named), attributes, optional)


def _is_optional(form: SourceForm, item: Item, name: str, written: Scalar | None) -> bool:
    if written is None:
        return False
    optional = BOOLEANS.get(written.text.lower())
    if optional is None:
        message = f"`optional` is `true` or `false`, not `{shown(written.text)}`"
        form.wrong(written, message, TRUE_OR_FALSE, item, name)
    return bool(optional)

"""A new item at the end of its kind's list in a sidecar, or in a sidecar of its own."""

from collections.abc import Mapping
from typing import Any

from mkdocs_traceability.edits.fixes.yaml_parts import YamlPart, has_anchors, replacement, yaml_part
from mkdocs_traceability.edits.proposals.changes import CannotPropose, Data
from mkdocs_traceability.edits.proposals.mappings import written_value
from mkdocs_traceability.edits.text_edits import apply_edits
from mkdocs_traceability.edits.yaml_form import Form, read_form
from mkdocs_traceability.edits.yaml_spans import Span, last_line
from mkdocs_traceability.edits.yaml_text import in_line, sidecar
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable


def with_item(path: str, text: str, plural: str, item: Mapping[str, Data]) -> str:
    """Return the text of a sidecar with one item more.

    `plural` is how the kind is called there, and `item` has the keys of the new one, its id the first.

    Raises:
        CannotPropose: where that cannot be done safely.

    """
    if _is_empty(text):
        return _at_end(text, plural, item)
    part = yaml_part(path, text)
    if part is None or not part.root.is_mapping or part.root.is_flow:
        raise CannotPropose(f"{path} is no mapping of kinds to items; edit it by hand, or name another file")
    key = next((key for key, _ in part.root.entries if key.text.replace("-", "_") == plural), None)
    after = _in_list(part, path, text, key, item) if key else _at_end(text, plural, item)
    named = key.text if key else plural
    before, then = _items(read_form(part.text), named), _items(_form(path, after), named)
    if then != {**before, named: (*before[named], _said(read_form(in_line(dict(item)))))}:
        raise CannotPropose(f"{path}: more than that would change; edit it by hand, or name another file")
    return after


def _is_empty(text: str) -> bool:
    """Whether a text has comments and blank lines only."""
    try:
        return parse(text) is None
    except Unreadable:
        return False


def _at_end(text: str, plural: str, item: Mapping[str, Data]) -> str:
    end = "" if not text or text.endswith(("\n", "\r")) else "\n"
    added = f"{end}{chr(10) if text else ''}{sidecar({plural: [item]})}"
    return text + (added.replace("\n", "\r\n") if "\r\n" in text else added)


def _in_list(part: YamlPart, path: str, text: str, key: Span, item: Mapping[str, Data]) -> str:
    items = next(value for name, value in part.root.entries if name is key)
    if has_anchors(items) or not items.is_list:
        raise CannotPropose(f"{path}: `{key.text}` is not a list of its own; edit it by hand")
    if items.is_flow:
        at = items.parts[-1].end if items.parts else items.start + 1
        written = f"{', ' if items.parts else ''}{written_value(dict(item), in_flow=True)}"
        return apply_edits(text, [replacement(part, path, at, at, written)])
    lines = part.text.split("\n")
    line = last_line(part.text, items)
    end = sum(len(each) + 1 for each in lines[:line]) + len(lines[line])
    dash, indent = " " * items.column, " " * (items.column + 2)
    keys = [f"{key}: {written_value(value, in_flow=False)}" for key, value in item.items()]
    gap = "\n" if _are_apart(part.text, items) else ""
    written = f"{gap}\n{dash}- " + f"\n{indent}".join(keys)
    return apply_edits(text, [replacement(part, path, end, end, written)])


def _are_apart(text: str, items: Span) -> bool:
    """Whether blank lines stand between the items of a list."""
    starts = [each.line for each in items.parts[:2]]
    return len(starts) == 2 and not text.split("\n")[starts[1] - 1].strip()


def _form(path: str, text: str) -> Form | None:
    part = yaml_part(path, text)
    return read_form(part.text) if part else None


def _items(form: Form | None, named: str) -> dict[object, Any]:
    """Return what a sidecar reads as by its keys, the items of one of them as a tuple."""
    pairs = form[2] if form and form[0] == "map" else ()
    assert isinstance(pairs, tuple)
    read: dict[object, Any] = {key[2]: value for key, value in pairs}
    kind, _, items = read.get(named, ("list", "", ()))
    return {**read, named: tuple(map(_said, items)) if kind == "list" else kind}


def _said(form: Any) -> Any:
    """Return a form without how its texts are quoted."""
    if isinstance(form, tuple) and form[:1] == ("scalar",):
        return form[:3]
    return tuple(map(_said, form)) if isinstance(form, tuple) else form

"""Evidence: the claims that an item makes, or why it makes none; and what an action says of its work."""

from collections.abc import Collection
from typing import Final

from mkdocs_traceability.model.declared import ARTIFACTS, CLAIM_TYPES, IMPLIED_BY_ACTION
from mkdocs_traceability.model.item import Claim, Evidence, Item, Value
from mkdocs_traceability.reading.fields import read_field
from mkdocs_traceability.reading.source_form import QUOTE_TEXT, SourceForm, did_you_mean, shown, suggested
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

_PLACEHOLDERS: Final = frozenset(
    {"n/a", "na", "none", "nothing", "not applicable", "not_applicable", "no", "todo", "tbd", "tba", "fixme"}
    | {"-", "--", "–", "—", "?", "???", "...", "…", "later", "pending", "missing", "nil"}
)
"""What people write where there is no evidence, or none yet."""

_CLAIM_KEYS: Final = ("claim", "lines", "note")
_ACTION_KEYS: Final = ("text", "artifacts", *IMPLIED_BY_ACTION)


def read_evidence(form: SourceForm, item: Item, node: Node) -> bool:
    """Enter what an item shows, by claim type; whether all of it can be read."""
    if not isinstance(node, Mapping):
        remedy = "write `evidence: {code: [path/to/file.py:Symbol]}`"
        form.wrong(node, "`evidence` is a mapping of claim types to claims", remedy, item, "evidence")
        return False
    fine = True
    for name, (key, value) in form.entries(node).items():
        if name in CLAIM_TYPES:
            fine = read_claims(form, item, name, name, value) and fine
        else:
            message = f"unknown claim type `{shown(key.text)}`"
            meant = suggested(name, CLAIM_TYPES)
            remedy = did_you_mean(name, CLAIM_TYPES)
            form.report("TR002", key, message, remedy, item, "evidence", suggestions=meant)
            fine = False
    return fine


def read_claims(
    form: SourceForm, item: Item, name: str, type_: str, node: Node, single: bool = False
) -> bool:
    """Enter the claims of one type, under the type's name or that of a field that is a claim."""
    position = form.at(node)
    if isinstance(node, Scalar):
        if node.is_null:
            return True
        if node.text.lower() == "unknown":
            item.evidence[name] = Evidence(type_, position, unknown=True)
            return True
    elif isinstance(node, Mapping) and _says_not_applicable(node):
        return _read_not_applicable(form, item, name, type_, node)
    nodes = node.items if isinstance(node, Sequence) else [node]
    if single and len(nodes) > 1:
        form.wrong(node, f"`{name}` is one claim, not a list", "keep one of the claims", item, name)
        return False
    claims = [_read_claim(form, item, name, type_, entry) for entry in nodes]
    fine = tuple(claim for claim in claims if claim is not None)
    item.evidence[name] = Evidence(type_, position, fine)
    return len(fine) == len(claims)


def read_action(form: SourceForm, item: Item, name: str, node: Node, written: Collection[str]) -> bool:
    """Enter what is to be done: a text, the files that must come to exist by it, a date and the effort.

    Date and effort become those of the item, unless it has them itself: `written` are the keys of the item.
    """
    if isinstance(node, Scalar):
        item.values[name] = Value(node.text, form.at(node))
        return True
    if not isinstance(node, Mapping):
        remedy = f"write `{name}: {{text: …, artifacts: [path]}}`"
        form.wrong(node, f"`{name}` has a `text` and `artifacts`", remedy, item, name)
        return False
    fine = True
    for key_name, (key, value) in form.entries(node).items():
        if key_name == "artifacts":
            fine = read_claims(form, item, name, ARTIFACTS, value) and fine
        elif key_name in IMPLIED_BY_ACTION:
            fine = _read_work(form, item, name, key_name, value, written) and fine
        elif key_name != "text":
            form.unknown_key(item, name, key, value, _ACTION_KEYS)
            fine = False
        elif isinstance(value, Scalar):
            item.values[name] = Value(value.text, form.at(value))
        else:
            form.wrong(value, "`text` is text", QUOTE_TEXT, item, name)
            fine = False
    return fine


def _read_work(
    form: SourceForm, item: Item, name: str, work: str, node: Node, written: Collection[str]
) -> bool:
    """Enter the date or the effort of an action as that of its item."""
    if work in written or work in item.values:
        message = f"duplicate `{work}`: in `{name}` and beside it"
        form.wrong(node, message, "keep one of the two", item, name)
        return False
    if isinstance(node, Scalar) and node.is_null:
        return True
    return read_field(form, item, work, IMPLIED_BY_ACTION[work], node)


def _says_not_applicable(node: Mapping) -> bool:
    keys = [key.text.replace("-", "_") for key, _ in node.entries if isinstance(key, Scalar)]
    return "not_applicable" in keys


def _read_not_applicable(form: SourceForm, item: Item, name: str, type_: str, node: Mapping) -> bool:
    entries = form.entries(node)
    key, reason = entries.pop("not_applicable")
    fine = not entries
    for other, value in entries.values():
        form.unknown_key(item, name, other, value, ("not_applicable",))
    if not isinstance(reason, Scalar) or reason.is_null or not reason.text.strip():
        form.report("TR004", key, "`not_applicable` without a reason", "say why none applies", item, name)
        return False
    item.evidence[name] = Evidence(type_, form.at(node), not_applicable=reason.text)
    return fine


def _read_written(form: SourceForm, item: Item, name: str, type_: str, node: Scalar) -> Claim | None:
    if node.is_null or not node.text.strip():
        form.wrong(node, f"an empty claim in `{name}`", "remove it, or write `unknown`", item, name)
        return None
    if node.text.strip().lower().rstrip(":") in _PLACEHOLDERS:
        remedy = f"write `{name}: {{not_applicable: why}}` if there can be none, else `{name}: unknown`"
        form.wrong(node, f"`{shown(node.text)}` is not a valid claim of `{name}`", remedy, item, name)
        return None
    return Claim(type_, form.unquoted(node, item, name).text, form.at(node))


def _read_claim(form: SourceForm, item: Item, name: str, type_: str, node: Node) -> Claim | None:
    if form.is_refused(node, item, name):
        return None
    if isinstance(node, Scalar):
        return _read_written(form, item, name, type_, node)
    if not isinstance(node, Mapping):
        remedy = "write each claim as an entry of its own"
        form.wrong(node, f"a claim in `{name}` is text, or a mapping with a `claim`", remedy, item, name)
        return None
    texts: dict[str, Scalar] = {}
    unknown = False
    for key_name, (key, value) in form.entries(node).items():
        if key_name not in _CLAIM_KEYS:
            form.unknown_key(item, name, key, value, (*_CLAIM_KEYS, "not_applicable"))
            unknown = True
        elif not isinstance(value, Scalar):
            form.wrong(value, f"`{key_name}` is text", QUOTE_TEXT, item, name)
            unknown = unknown or key_name == "claim"
        elif not value.is_null:
            texts[key_name] = value
    if "claim" not in texts or not texts["claim"].text.strip():
        if not unknown:  # else the one mistake is said already
            at = node.entries[0][0] if node.entries else node
            message = f"a mapping in `{name}` without a `claim`"
            form.report("TR004", at, message, "write `{claim: …}`", item, name)
        return None
    rest = {key_name: texts[key_name].text for key_name in ("lines", "note") if key_name in texts}
    return Claim(type_, texts["claim"].text, form.at(texts["claim"]), **rest)

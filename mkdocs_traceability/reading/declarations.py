"""Declared YAML as items: every key is looked up in its kind, every value checked against what the kind says.

An item with a bad field is kept with that field marked invalid, so that one mistake gives one message.
Whether what an item refers to exists is not asked here.
"""

import re
from collections.abc import Iterable, Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.declared import CLAIM_TYPES, DeclaredField
from mkdocs_traceability.model.item import Claim, Evidence, Item, Plain, Reference, Value, Waiver
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.nearest import nearest_word
from mkdocs_traceability.reading.yaml_tree import Mapping, Node, Scalar, Sequence

MAX_ID_LENGTH: Final = 200
_NOT_IN_AN_ID: Final = re.compile(r"[\s\[\]<>\x00-\x1f\x7f-\x9f]")

# What YAML 1.1 (and, for `1e3`, 1.2) makes of a plain scalar: null, booleans, numbers in every base, dates.
_YAML_RETYPES: Final = re.compile(
    r"""(?:~|null|Null|NULL|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF
    |[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?)
    |[-+]?\.(?:[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|inf|Inf|INF)|\.nan|\.NaN|\.NAN
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})\Z""",
    re.VERBOSE,
)
_BOOLEANS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_REFERENCE_KEYS: Final = ("id", "role", "via", "because", "optional", "note")
_CLAIM_KEYS: Final = ("claim", "lines", "note")
_WAIVER_KEYS: Final = ("reason", "owner", "until")
_NO_ATTRIBUTES: Final[dict[str, str]] = {}


@dataclass
class Declared:
    """What one source declares, and what is wrong with its form."""

    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def declare_sidecar(root: Node | None, path: str, schema: Schema) -> Declared:
    """Read the items of a sidecar: plural kinds at the top, `defaults` beside them."""
    reader = _Reader(path, schema)
    if root is None or (isinstance(root, Scalar) and root.is_null):
        return reader.declared
    if not isinstance(root, Mapping):
        reader.wrong(root, "a sidecar is a mapping of kinds to lists of items", "begin it with `flows:`")
        return reader.declared
    entries = reader.entries(root)
    _, defaults = entries.pop("defaults", (None, None))
    if defaults is not None:
        reader.take_defaults(defaults)
    for name, (key, node) in entries.items():
        kind = schema.by_plural.get(name)
        if kind is None:
            reader.unknown_kind(key, name, [*schema.by_plural, "defaults"])
        else:
            reader.items(kind, node)
    return reader.declared


def declare_page(node: Node, path: str, page: str, title: str, schema: Schema) -> Declared:
    """Read what a page's front matter has under `traceability`.

    A singular kind makes the page the item's home, and the page's title its default title.
    """
    reader = _Reader(path, schema)
    if isinstance(node, Scalar) and node.is_null:
        return reader.declared
    if not isinstance(node, Mapping):
        reader.wrong(node, "`traceability` is a mapping of kinds to what the page declares")
        return reader.declared
    for name, (key, value) in reader.entries(node).items():
        if kind := schema.kinds.get(name):
            if isinstance(value, Sequence):
                help_ = f"to list several, write `{kind.plural}:`"
                reader.wrong(value, f"`{name}` makes this page one {kind.label}, it is no list", help_)
            elif not (isinstance(value, Scalar) and value.is_null):
                reader.item(kind, value, page, title)
            else:
                reader.missing_id(kind, key)
        elif kind := schema.by_plural.get(name):
            reader.items(kind, value)
        else:
            reader.unknown_kind(key, name, [*schema.kinds, *schema.by_plural])
    return reader.declared


class _Reader:
    """Reads one source's items and keeps what it finds wrong on the way."""

    def __init__(self, path: str, schema: Schema) -> None:
        self.path = path
        self.schema = schema
        self.declared = Declared()
        self.defaults: dict[str, tuple[Scalar, Node]] = {}
        self._default_items: dict[str, Item] = {}
        self._reported: set[tuple[str, int, int]] = set()

    # ---------------------------------------------------------------- findings

    def at(self, node: Node) -> Position:
        return Position(self.path, node.line, node.column, node.length)

    def report(
        self,
        code: str,
        node: Node,
        message: str,
        help: str = "",  # noqa: A002 - the finding's own name
        item: Item | None = None,
        name: str = "",
        label: str = "",
    ) -> None:
        # Defaults, and values that are repeated through an anchor, are read more than once.
        if (mark := (code, node.line, node.column)) in self._reported:
            return
        self._reported.add(mark)
        subject = node.text if isinstance(node, Scalar) else ""
        if item is None:
            finding = Finding(code, message, self.at(node), label=label, help=help, subject=subject)
        else:
            label = label or (f"in `{name}` of {item.label}" if name else "")
            finding = Finding.of(
                item, code, message, at=self.at(node), label=label, help=help, field=name, subject=subject
            )
        self.declared.findings.append(finding)

    def wrong(
        self, node: Node, message: str, help: str = "", item: Item | None = None, name: str = ""
    ) -> None:  # noqa: A002
        self.report("TR003", node, message, help, item, name)

    def unknown_kind(self, key: Scalar, name: str, known: list[str]) -> None:
        self.report("TR002", key, f"unknown kind `{key.text}`", _did_you_mean(name, known))

    def missing_id(self, kind: Kind, node: Node) -> None:
        self.report("TR004", node, f"{_a(kind.label)} without an `id`", "give it an id of its own")

    # ---------------------------------------------------------------- mappings

    def entries(self, mapping: Mapping) -> dict[str, tuple[Scalar, Node]]:
        """Return a mapping's entries by key, `-` and `_` alike; say which stand twice."""
        entries: dict[str, tuple[Scalar, Node]] = {}
        merged: list[Node] = []
        for key, node in mapping.entries:
            if not isinstance(key, Scalar):
                self.wrong(key, "a key is a single word")
                continue
            if key.text == "<<" and key.plain:
                merged.append(node)
                continue
            name = key.text.replace("-", "_")
            if name in entries:
                first = entries[name][0]
                self.report(
                    "TR005",
                    key,
                    f"the key `{key.text}` stands twice, first in line {first.line}",
                    "keep one of the two: YAML would silently take the last",
                )
                continue
            entries[name] = (key, node)
        for node in merged:
            for source in node.items if isinstance(node, Sequence) else [node]:
                if isinstance(source, Mapping):
                    entries = {**self.entries(source), **entries}
                else:
                    self.wrong(source, "`<<` merges mappings")
        return entries

    def take_defaults(self, node: Node) -> None:
        if not isinstance(node, Mapping):
            self.wrong(node, "`defaults` is a mapping of fields to values")
            return
        self.defaults = self.entries(node)
        known = sorted({name for kind in self.schema for name in kind.keys if name != "id"})
        for name, (key, _) in list(self.defaults.items()):
            if name not in known:
                help_ = _did_you_mean(name, known)
                self.report("TR002", key, f"no kind has a field `{key.text}`", help_)
                del self.defaults[name]

    def _default_item(self, kind: Kind) -> Item:
        """Read the defaults as an item of `kind`, once: its values are shared by all that lack their own."""
        if kind.name not in self._default_items:
            known = [name for name in self.defaults if name in kind.keys]
            item = Item(kind.name, "", Position(self.path, 1, 1))
            self._fill(kind, item, {name: self.defaults[name] for name in known}, from_defaults=True)
            self._default_items[kind.name] = item
        return self._default_items[kind.name]

    # ---------------------------------------------------------------- items

    def items(self, kind: Kind, node: Node) -> None:
        if isinstance(node, Sequence):
            for entry in node.items:
                self.item(kind, entry)
        elif not (isinstance(node, Scalar) and node.is_null):
            self.wrong(node, f"`{kind.plural}` is a list", "begin every item with `- id:`")

    def item(self, kind: Kind, node: Node, page: str | None = None, title: str = "") -> None:
        if isinstance(node, Scalar) and page is not None:
            entries: dict[str, tuple[Scalar, Node]] = {"id": (node, node)}
        elif isinstance(node, Mapping):
            entries = self.entries(node)
        else:
            self.wrong(node, f"{_a(kind.label)} is a mapping with an `id`", "write `- id: …`")
            return
        identity = self._identity(kind, node, entries)
        if identity is None:
            return
        item = Item(kind.name, identity.text, self.at(identity), page)
        entries.pop("id")
        invalid = {"id"} if self._bad_id(kind, item, identity) else set()
        self._fill(kind, item, entries, invalid)
        if self.defaults:
            self._apply_defaults(kind, item)
        if title and "title" not in item.values and "title" not in item.invalid:
            item.values["title"] = Value(title, item.position)
        self.declared.items.append(item)

    def _identity(
        self, kind: Kind, node: Node, entries: MappingOf[str, tuple[Scalar, Node]]
    ) -> Scalar | None:
        key, identity = entries.get("id", (None, None))
        if identity is None or (isinstance(identity, Scalar) and (identity.is_null or not identity.text)):
            at = key or (node.entries[0][0] if isinstance(node, Mapping) and node.entries else node)
            self.missing_id(kind, at)
            return None
        if not isinstance(identity, Scalar):
            self.wrong(identity, f"the id of {_a(kind.label)} is a single word")
            return None
        return identity

    def _bad_id(self, kind: Kind, item: Item, identity: Scalar) -> bool:
        """Report an id that is not one; whether there was anything to report."""
        text = identity.text
        if found := _NOT_IN_AN_ID.search(text):
            what = (
                "a blank"
                if found[0].isspace()
                else f"`{found[0]}`"
                if found[0].isprintable()
                else "a control character"
            )
            self.report(
                "TR006", identity, f"`{_shown(text)}` is no id: it holds {what}", item=item, name="id"
            )
        elif len(text) > MAX_ID_LENGTH:
            message = (
                f"`{_shown(text)}` is no id: it has {len(text)} characters, {MAX_ID_LENGTH} are the most"
            )
            self.report("TR006", identity, message, item=item, name="id")
        elif kind.id_pattern and not kind.id_pattern.fullmatch(text):
            message = f"`{text}` does not look like the id of {_a(kind.label)}"
            help_ = f"ids of {kind.plural} match `{kind.id_pattern.pattern}`"
            self.report("TR006", identity, message, help_, item, "id")
        else:
            if identity.plain and _YAML_RETYPES.match(text):
                message = (
                    f"YAML would read the id `{text}` as something other than text; it is taken as written"
                )
                self.report("TR007", identity, message, f'quote it: "{text}"', item, "id")
            return False
        return True

    def _apply_defaults(self, kind: Kind, item: Item) -> None:
        default = self._default_item(kind)
        written = item.values.keys() | item.references.keys() | item.evidence.keys() | item.invalid
        for name, value in default.values.items():
            if name not in written:
                item.values[name] = value
        for name, references in default.references.items():
            if name not in written:
                item.references[name] = references
                item.keys[name] = default.keys[name]
        for name, evidence in default.evidence.items():
            if name not in written:
                item.evidence[name] = evidence
        waived = {waiver.code for waiver in item.waivers}
        item.waivers += tuple(waiver for waiver in default.waivers if waiver.code not in waived)

    def _fill(
        self,
        kind: Kind,
        item: Item,
        entries: MappingOf[str, tuple[Scalar, Node]],
        invalid: Iterable[str] = (),
        from_defaults: bool = False,
    ) -> None:
        bad = set(invalid)
        fields, relations, inverses = kind.fields, kind.relations, kind.inverses
        for name, (key, node) in entries.items():
            if node.__class__ is Scalar and node.is_null:  # type: ignore[union-attr]
                continue
            if name in relations:
                declared = relations[name].declared
                fine = self._references(item, name, node, declared.single, declared.or_text)
                item.keys[name] = self.at(key)
            elif name in fields:
                fine = self._field(item, name, fields[name], node)
            elif name == "status":
                fine = self._status(kind, item, node)
            elif name == "evidence":
                fine = self._evidence(item, node)
            elif name == "waive":
                fine = self._waivers(item, node, from_defaults)
            elif name in inverses:
                fine = self._references(item, name, node, False, False)
                item.keys[name] = self.at(key)
            else:
                meant = nearest_word(name, kind.keys)
                help_ = (
                    f"did you mean `{meant}`?" if meant else "a field of your own is declared under `kinds:`"
                )
                self.report("TR002", key, f"{_a(kind.label)} has no field `{key.text}`", help_, item)
                bad.add(meant or name)
                continue
            if not fine:
                bad.add(name)
        if bad:
            item.invalid = frozenset(bad)

    # ---------------------------------------------------------------- values

    def _status(self, kind: Kind, item: Item, node: Node) -> bool:
        if isinstance(node, Scalar) and (status := kind.status_by_lower.get(node.text.lower())):
            item.values["status"] = Value(status, self.at(node))
            return True
        known = list(kind.statuses)
        what = (
            f"`{node.text}` is no status of {_a(kind.label)}"
            if isinstance(node, Scalar)
            else "a status is one word"
        )
        self.wrong(node, what, _one_of(node, known), item, "status")
        return False

    def _field(self, item: Item, name: str, declared: DeclaredField, node: Node) -> bool:
        if declared.type == "claim":
            return self._claims(item, name, declared.claims, node, single=not declared.many)
        if declared.type == "action":
            return self._action(item, name, node)
        if declared.type == "lists":
            return self._lists(item, name, node)
        if isinstance(node, Sequence):
            if not declared.many:
                self.wrong(node, f"`{name}` is one value, not a list", item=item, name=name)
                return False
            plains = [self._plain(item, name, declared, entry) for entry in node.items]
            fine = tuple(plain for plain in plains if plain is not None)
            item.values[name] = Value(fine, self.at(node))
            return len(fine) == len(plains)
        plain = self._plain(item, name, declared, node)
        if plain is None:
            return False
        item.values[name] = Value((plain,) if declared.many else plain, self.at(node))
        return True

    def _plain(self, item: Item, name: str, declared: DeclaredField, node: Node) -> Plain | None:
        """Read one value of a field; None where it is not what the field wants."""
        if not isinstance(node, Scalar):
            what = "a mapping" if isinstance(node, Mapping) else "a list"
            help_ = 'quote it if it is text: `"{…}"`' if isinstance(node, Mapping) else ""
            self.wrong(node, f"`{name}` wants text, this is {what}", help_, item, name)
            return None
        text = node.text
        if declared.one_of is not None:
            return self._choice(item, name, declared, node)
        if declared.type == "boolean":
            boolean = _BOOLEANS.get(text.lower())
            if boolean is None:
                self.wrong(node, f"`{name}` is `true` or `false`, not `{_shown(text)}`", "", item, name)
            return boolean
        if declared.type == "number":
            return self._number(item, name, node)
        if declared.type == "date":
            return self._date(item, name, node)
        return text

    def _choice(self, item: Item, name: str, declared: DeclaredField, node: Scalar) -> str | None:
        assert declared.one_of is not None
        wanted = node.text.lower().replace("_", "-")
        for value in declared.one_of:
            if value.lower().replace("_", "-") == wanted:
                return value
        message = f"`{_shown(node.text)}` is not a value of `{name}`"
        self.wrong(node, message, _one_of(node, list(declared.one_of)), item, name)
        return None

    def _number(self, item: Item, name: str, node: Scalar) -> int | float | None:
        if re.fullmatch(r"[-+]?[0-9]{1,15}", node.text):
            return int(node.text)
        if re.fullmatch(r"[-+]?[0-9]{0,15}\.[0-9]{1,15}", node.text):
            return float(node.text)
        self.wrong(node, f"`{name}` is a number, not `{_shown(node.text)}`", "", item, name)
        return None

    def _date(self, item: Item | None, name: str, node: Scalar) -> date | None:
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            self.wrong(node, f"`{_shown(node.text)}` is no date", "write it as 2027-01-31", item, name)
            return None

    def _lists(self, item: Item, name: str, node: Node) -> bool:
        if not isinstance(node, Mapping):
            self.wrong(node, f"`{name}` is a mapping of names to lists", item=item, name=name)
            return False
        fine = True
        lists: dict[str, Plain] = {}
        text = DeclaredField()
        for key, value in self.entries(node).values():
            entries = value.items if isinstance(value, Sequence) else [value]
            plains = [self._plain(item, name, text, entry) for entry in entries]
            lists[key.text] = tuple(plain for plain in plains if plain is not None)
            fine = fine and None not in plains
        item.values[name] = Value(lists, self.at(node))
        return fine

    def _action(self, item: Item, name: str, node: Node) -> bool:
        if isinstance(node, Scalar):
            item.values[name] = Value(node.text, self.at(node))
            return True
        if not isinstance(node, Mapping):
            self.wrong(node, f"`{name}` has a `text` and `artifacts`", item=item, name=name)
            return False
        fine = True
        for key_name, (key, value) in self.entries(node).items():
            if key_name == "text" and isinstance(value, Scalar):
                item.values[name] = Value(value.text, self.at(value))
            elif key_name == "text":
                self.wrong(value, "`text` is text", item=item, name=name)
                fine = False
            elif key_name == "artifacts":
                fine = self._claims(item, name, "files", value) and fine
            else:
                self._unknown_key(item, name, key, ("text", "artifacts"))
                fine = False
        return fine

    # ---------------------------------------------------------------- relations

    def _references(self, item: Item, name: str, node: Node, single: bool, or_text: bool) -> bool:
        if isinstance(node, Sequence):
            if single and len(node.items) > 1:
                self.wrong(node, f"`{name}` leads to one item only", item=item, name=name)
                return False
            nodes = node.items
        else:
            nodes = [node]
        references = []
        fine = True
        for entry in nodes:
            if entry.__class__ is Scalar:
                text = entry.text  # type: ignore[union-attr]
                is_text = or_text and _NOT_IN_AN_ID.search(text) is not None
                position = Position(self.path, entry.line, entry.column, entry.length)
                references.append(Reference(text, position, _NO_ATTRIBUTES, False, is_text))
            elif isinstance(entry, Mapping):
                reference = self._attributed(item, name, entry, or_text)
                if reference is None:
                    fine = False
                else:
                    references.append(reference)
            else:
                self.wrong(entry, f"an entry of `{name}` is an id, or a mapping with one", "", item, name)
                fine = False
        item.references[name] = tuple(references)
        return fine

    def _attributed(self, item: Item, name: str, node: Mapping, or_text: bool) -> Reference | None:
        """Read a reference that is a mapping: its id, and what is said beside it."""
        entries = self.entries(node)
        known = (*_REFERENCE_KEYS, "text") if or_text else _REFERENCE_KEYS
        attributes: dict[str, str] = {}
        optional = False
        named: Scalar | None = None
        is_text = False
        for key_name, (key, value) in entries.items():
            if key_name not in known:
                self._unknown_key(item, name, key, known)
            elif not isinstance(value, Scalar):
                self.wrong(value, f"`{key_name}` is text", "", item, name)
            elif key_name == "optional":
                boolean = _BOOLEANS.get(value.text.lower())
                if boolean is None:
                    self.wrong(
                        value, f"`optional` is `true` or `false`, not `{_shown(value.text)}`", "", item, name
                    )
                optional = bool(boolean)
            elif key_name in ("id", "text"):
                named, is_text = value, key_name == "text"
            elif not value.is_null:
                attributes[key_name] = value.text
        if named is None or named.is_null:
            at = node.entries[0][0] if node.entries else node
            self.report("TR004", at, f"an entry of `{name}` without an `id`", "write `{id: …}`", item, name)
            return None
        return Reference(named.text, self.at(named), attributes, optional, is_text)

    def _unknown_key(self, item: Item, name: str, key: Scalar, known: Iterable[str]) -> None:
        known = tuple(known)
        help_ = _did_you_mean(key.text, known)
        self.report("TR002", key, f"unknown key `{key.text}` in `{name}`", help_, item, name)

    # ---------------------------------------------------------------- evidence

    def _evidence(self, item: Item, node: Node) -> bool:
        if not isinstance(node, Mapping):
            help_ = "write `evidence: {code: [path/to/file.py:Symbol]}`"
            self.wrong(node, "`evidence` is a mapping of claim types to claims", help_, item, "evidence")
            return False
        fine = True
        for name, (key, value) in self.entries(node).items():
            if name not in CLAIM_TYPES:
                help_ = _did_you_mean(name, CLAIM_TYPES)
                self.report("TR002", key, f"unknown claim type `{key.text}`", help_, item, "evidence")
                fine = False
            elif not self._claims(item, name, name, value):
                fine = False
        return fine

    def _claims(self, item: Item, name: str, type_: str, node: Node, single: bool = False) -> bool:
        """Read the claims of one type, under the type's name or that of a field that is a claim."""
        position = self.at(node)
        if isinstance(node, Scalar):
            if node.is_null:
                return True
            if node.text == "unknown":
                item.evidence[name] = Evidence(type_, position, unknown=True)
                return True
        elif isinstance(node, Mapping) and any(
            isinstance(key, Scalar) and key.text.replace("-", "_") == "not_applicable"
            for key, _ in node.entries
        ):
            return self._not_applicable(item, name, type_, node)
        elif isinstance(node, Sequence) and single and len(node.items) > 1:
            self.wrong(node, f"`{name}` is one claim, not a list", item=item, name=name)
            return False
        nodes = node.items if isinstance(node, Sequence) else [node]
        claims = [self._claim(item, name, type_, entry) for entry in nodes]
        fine = tuple(claim for claim in claims if claim is not None)
        item.evidence[name] = Evidence(type_, position, fine)
        return len(fine) == len(claims)

    def _not_applicable(self, item: Item, name: str, type_: str, node: Mapping) -> bool:
        for key_name, (key, value) in self.entries(node).items():
            if key_name != "not_applicable":
                self._unknown_key(item, name, key, ("not_applicable",))
                return False
            if not isinstance(value, Scalar) or value.is_null or not value.text.strip():
                self.report(
                    "TR004", key, "`not_applicable` without a reason", "say why none applies", item, name
                )
                return False
            item.evidence[name] = Evidence(type_, self.at(node), not_applicable=value.text)
        return True

    def _claim(self, item: Item, name: str, type_: str, node: Node) -> Claim | None:
        if isinstance(node, Scalar):
            if node.is_null or not node.text.strip():
                self.wrong(node, f"an empty claim in `{name}`", "remove it, or write `unknown`", item, name)
                return None
            return Claim(type_, node.text, self.at(node))
        if not isinstance(node, Mapping):
            self.wrong(node, f"a claim in `{name}` is text, or a mapping with a `claim`", "", item, name)
            return None
        texts: dict[str, Scalar] = {}
        for key_name, (key, value) in self.entries(node).items():
            if key_name not in _CLAIM_KEYS:
                self._unknown_key(item, name, key, _CLAIM_KEYS)
            elif not isinstance(value, Scalar):
                self.wrong(value, f"`{key_name}` is text", "", item, name)
            else:
                texts[key_name] = value
        if "claim" not in texts or not texts["claim"].text.strip():
            at = node.entries[0][0] if node.entries else node
            self.report(
                "TR004", at, f"a mapping in `{name}` without a `claim`", "write `{claim: …}`", item, name
            )
            return None
        rest = {key_name: texts[key_name].text for key_name in ("lines", "note") if key_name in texts}
        return Claim(type_, texts["claim"].text, self.at(texts["claim"]), **rest)

    # ---------------------------------------------------------------- waivers

    def _waivers(self, item: Item, node: Node, from_defaults: bool) -> bool:
        if not isinstance(node, Mapping):
            help_ = "write `waive: {TR201: {reason: …, owner: …, until: 2027-01-31}}`"
            self.wrong(node, "`waive` is a mapping of rule codes to reasons", help_, item, "waive")
            return False
        waivers = []
        for key, value in self.entries(node).values():
            if waiver := self._waiver(item, key, value, from_defaults):
                waivers.append(waiver)
        item.waivers = tuple(waivers)
        return len(waivers) == len(node.entries)

    def _waiver(self, item: Item, key: Scalar, node: Node, from_defaults: bool) -> Waiver | None:
        texts: dict[str, Scalar] = {}
        if isinstance(node, Scalar):
            texts["reason"] = node
        elif isinstance(node, Mapping):
            for name, (name_key, value) in self.entries(node).items():
                if name not in _WAIVER_KEYS:
                    self._unknown_key(item, "waive", name_key, _WAIVER_KEYS)
                elif not isinstance(value, Scalar):
                    self.wrong(value, f"`{name}` is text", "", item, "waive")
                elif not value.is_null:
                    texts[name] = value
        else:
            self.wrong(node, "a waiver has a reason, an owner and a date", "", item, "waive")
            return None
        if "reason" not in texts or not texts["reason"].text.strip():
            help_ = "say why it may stay: `{reason: …, owner: …, until: 2027-01-31}`"
            self.report("TR004", key, f"the waiver of {key.text} has no reason", help_, item, "waive")
            return None
        until = None
        if "until" in texts:
            until = self._date(item, "waive", texts["until"])
            if until is None:
                return None
        owner = texts["owner"].text if "owner" in texts else ""
        return Waiver(key.text.upper(), texts["reason"].text, owner, until, self.at(key), from_defaults)


def _a(label: str) -> str:
    return f"an {label}" if label[:1] in "aeio" else f"a {label}"


def _shown(text: str) -> str:
    """Shorten a value for a message."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    known = tuple(known)
    if meant := nearest_word(word, known):
        return f"did you mean `{meant}`?"
    return f"known are {', '.join(f'`{name}`' for name in known)}" if len(known) <= 12 else ""


def _one_of(node: Node, known: list[str]) -> str:
    meant = nearest_word(node.text, known) if isinstance(node, Scalar) else None
    listed = ", ".join(f"`{value}`" for value in known)
    return f"did you mean `{meant}`? It is one of {listed}" if meant else f"it is one of {listed}"

"""Declared YAML as items: every key is looked up in its kind, every value checked against what the kind says.

An item with a bad field is kept with that field marked invalid, so that one mistake gives one message.
Whether what an item refers to exists is not asked here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mkdocs_traceability.model.declared import DeclaredField
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item, Nameless, Value
from mkdocs_traceability.model.kinds import SPECIAL_KEYS, Kind, Schema, article
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.restated import RestatedTable
from mkdocs_traceability.reading.claims import read_action, read_claims, read_evidence
from mkdocs_traceability.reading.fields import read_field, read_status
from mkdocs_traceability.reading.ids import is_bad_id
from mkdocs_traceability.reading.markdown.page_title import PageTitle
from mkdocs_traceability.reading.own_key import KEY
from mkdocs_traceability.reading.references import read_references
from mkdocs_traceability.reading.regular import keys_of, read_regular
from mkdocs_traceability.reading.shapes.guess import guessed_source
from mkdocs_traceability.reading.shapes.paths import entries_of
from mkdocs_traceability.reading.slips import odd_blank, tight
from mkdocs_traceability.reading.source_form import (
    AFTER_A_COMMA,
    Entries,
    SourceForm,
    did_you_mean,
    entries_again,
    is_without_value,
    shown,
    suggested,
)
from mkdocs_traceability.reading.waivers import read_waivers
from mkdocs_traceability.reading.yaml.nodes import CutScalar, Mapping, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse_documents
from mkdocs_traceability.reading.yaml.unreadable import Unreadable
from mkdocs_traceability.registry.nearest import nearest_name, nearest_word

_MANY: Final = 20
"""So many items of which none has an id are no items."""

_NAMES: Final = ("id", "aliases", "former_ids")
"""Keys whose values others refer to."""

_NO_TITLE: Final = PageTitle("")


@dataclass
class Declared:
    """What one source declares, and what is wrong with its form.

    `lost` has the names of what could not be made out; it is None where all of it could. `nameless` are the
    items that have no id. `restated` are tables that repeat what is declared elsewhere.
    """

    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread_ids: frozenset[str] | None = None
    nameless: list[Nameless] = field(default_factory=list)
    restated: list[RestatedTable] = field(default_factory=list)

    def with_more(self, more: "Declared") -> "Declared":
        """Return what is declared here and there."""
        unread_ids = self.unread_ids
        if more.unread_ids is not None:
            unread_ids = (unread_ids or frozenset()) | more.unread_ids
        return Declared(
            [*self.items, *more.items],
            [*self.findings, *more.findings],
            unread_ids,
            [*self.nameless, *more.nameless],
            [*self.restated, *more.restated],
        )


def declare_sidecar(root: Node | None, path: str, schema: Schema, glob: str = "") -> Declared:
    """Read the items of a sidecar: plural kinds at the top, `defaults` beside them.

    `glob` is what the settings name it by, if they do.
    """
    form = SourceForm(path, root)
    reader = _ItemReader(form, schema)
    if isinstance(root, Mapping):
        entries = list(form.all_entries(root))
        if _is_foreign(entries, schema, is_named=bool(glob)):
            _say_foreign(form, root, schema, glob)
            return reader.declared
        for name, _, node in entries:
            if name == "defaults":
                reader.take_defaults(node)
                break
        for name, key, node in entries:
            if kind := schema.by_plural.get(name):
                reader.items(kind, node)
            elif name != "defaults":
                reader.unknown_kind(key, name, node, [*schema.by_plural, "defaults"])
        form.fold_strange_keys(len(reader.declared.items), lambda: guessed_source(root, glob or path, schema))
    elif root is not None and not _is_nothing(root):
        remedy = "begin it with `flows:`"
        if guessed := guessed_source(root, glob or path, schema):
            remedy += f"; a file of another shape has an entry of its own in `sources`: `{guessed}`"
        form.wrong(root, "a sidecar is a mapping of kinds to lists of items", remedy)
        form.lose(root)
    return reader.declared


def declare_foreign(text: str, path: str, schema: Schema, glob: str) -> Declared | None:
    """Say of a file that is no sidecar, but was meant for other tools, how it could be read; else None."""
    try:
        roots = parse_documents(text)
    except Unreadable:
        return None
    form = SourceForm(path, roots[0] if roots else None)
    if len(roots) < 2 or not isinstance(roots[0], Mapping):
        return None
    if not _is_foreign(list(form.all_entries(roots[0])), schema, is_named=bool(glob)):
        return None
    _say_foreign(form, roots[0], schema, glob)
    return Declared([], form.findings, form.unread_ids)


def _say_foreign(form: SourceForm, root: Mapping, schema: Schema, glob: str) -> None:
    """Say once of a file of another shape that nothing in it is read, and how it could be."""
    entries = [key for key, _ in root.entries if isinstance(key, Scalar)]
    remedy = "remove it from `sources`, or rename it; items are listed under their kind, such as `flows:`"
    guessed = guessed_source(root, glob or form.path, schema)
    if guessed:
        remedy = f"remove it from `sources`, or say there how it is read: `{guessed}`"
    keys = ", ".join(f"`{shown(key.text)}`" for key in entries[:3])
    more = ", …" if len(entries) > 3 else ""
    message = f"this file declares no items: it has {keys}{more}"
    form.report("TR003", root, message, remedy, mistake=f"another shape {guessed}" if guessed else "")
    form.lose(Sequence(root.line, root.column))


def _is_foreign(entries: list[tuple[str, Scalar, Node]], schema: Schema, *, is_named: bool) -> bool:
    """Whether a file was never meant for us: it has keys unlike any kind's, and nothing in it has an id.

    Of one that `is_named` by the settings, and by its name is no sidecar, one such key tells it.
    """
    of_kinds = [node for name, _, node in entries if name in schema.by_plural]
    if any(_may_have_ids(node) for node in of_kinds) or any(name == "defaults" for name, _, _ in entries):
        return False
    known = [*schema.by_plural, *schema.kinds, "defaults", "traceability", *schema.refused]
    strange = [name for name, _, _ in entries if nearest_word(name, known) is None]
    nameless = sum(len(node.items) for node in of_kinds if isinstance(node, Sequence))
    is_strange = len(strange) > 1 or (bool(strange) and (bool(of_kinds) or is_named))
    return is_strange or nameless >= _MANY


def _may_have_ids(node: Node) -> bool:
    """Whether an item in a list has an id, or is a mere id; a list of texts with blanks has none."""
    if not isinstance(node, Sequence):
        return False
    for entry in node.items:
        if isinstance(entry, Mapping):
            if any(isinstance(key, Scalar) and nearest_word(key.text, ("id",)) for key, _ in entry.entries):
                return True
        elif isinstance(entry, Scalar) and tight(entry.text):
            return True
    return False


def declare_page(
    node: Node | None,
    path: str,
    page: str,
    title: PageTitle,
    schema: Schema,
    misspelt: Iterable[tuple[Scalar, Node]] = (),
) -> Declared:
    """Read what a page's front matter has under `traceability`.

    A singular kind makes the page the item's home, and the page's title its default title. `misspelt` are
    keys that are meant to be ours, with what stands under them.
    """
    form = SourceForm(path, node)
    reader = _ItemReader(form, schema)
    for key, value in misspelt:
        message, remedy = f"the key `{shown(key.text)}` has no effect", f"did you mean `{KEY}`?"
        form.report("TR002", key, message, remedy, suggestions=(KEY,))
        form.lose(value)
    if isinstance(node, Mapping) and _is_bare_item(node, schema):
        keys = ", ".join(f"`{shown(key.text)}`" for key, _ in entries_of(node))
        remedy = "put them below a kind, such as `component:`, or beside this key and map them in `sources`"
        form.wrong(node, f"`{KEY}` has the keys of an item, and no kind: {keys}", remedy)
        form.lose(node)
    elif isinstance(node, Mapping):
        for name, key, value in form.all_entries(node):
            if kind := schema.kinds.get(name):
                reader.own_item(kind, key, value, page, title)
            elif kind := schema.by_plural.get(name):
                reader.items(kind, value)
            else:
                reader.unknown_kind(key, name, value, [*schema.kinds, *schema.by_plural])
    elif node is not None and not _is_nothing(node):
        remedy = "write a kind and an id below it: `component: {id: …}`"
        form.wrong(node, "`traceability` is a mapping of kinds to what the page declares", remedy)
        form.lose(node)
    return reader.declared


class Declaration(NamedTuple):
    """One item that was declared in another shape, as a tree of ours; `page` is its home, if it has one."""

    kind: Kind
    node: Mapping
    page: str | None = None
    title: PageTitle = _NO_TITLE


def declare_each(declarations: Iterable[Declaration], form: SourceForm, schema: Schema) -> Declared:
    """Read items that are declared one by one; `form` may have findings of them already."""
    reader = _ItemReader(form, schema)
    for each in declarations:
        reader.item(*each)
    return reader.declared


def _is_bare_item(node: Mapping, schema: Schema) -> bool:
    """Whether front matter has an item's keys where it should have kinds."""
    known = [*schema.kinds, *schema.by_plural, *schema.refused]
    names = [key.text.replace("-", "_") for key, _ in entries_of(node)]
    return len(names) > 1 and "id" in names and all(nearest_word(name, known) is None for name in names)


def _title_in(node: Node) -> str:
    """Return the title that an item writes, wherever that cannot be asked of the item itself."""
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if isinstance(key, Scalar) and key.text == "title" and isinstance(value, Scalar):
            return value.text
    return ""


def _is_tight_dash(key: Node) -> bool:
    return isinstance(key, Scalar) and key.plain and key.text[:1] == "-" and key.text[1:2].isalpha()


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


class _ItemReader:
    """Reads one source's items."""

    def __init__(self, form: SourceForm, schema: Schema) -> None:
        self.form = form
        self._schema = schema
        self._keys = keys_of(schema)
        self._items: list[Item] = []
        self._nameless: list[Nameless] = []
        self._defaults: Mapping | None = None
        self._default_items: dict[str, Item] = {}

    @property
    def declared(self) -> Declared:
        """What has been read."""
        findings = [*self.form.findings, *self.form.first_renamed]
        return Declared(self._items, findings, self.form.unread_ids, self._nameless)

    # ---------------------------------------------------------------- what holds items

    def unknown_kind(self, key: Scalar, name: str, node: Node, known: list[str]) -> None:
        self.form.lose(node)
        if name not in self._schema.refused:
            message, remedy = f"unknown kind `{shown(key.text)}`", did_you_mean(name, known)
            self.form.report("TR002", key, message, remedy, suggestions=suggested(name, known))

    def items(self, kind: Kind, node: Node) -> None:
        if isinstance(node, Sequence):
            for entry in node.items:
                self.item(kind, entry)
        elif not _is_nothing(node):
            remedy = "begin every item with `- id:`"
            if isinstance(node, Mapping) and any(_is_tight_dash(key) for key, _ in node.entries):
                remedy = "put a space after each `-`: `- id: …`"
            self.form.wrong(node, f"`{kind.plural}` is a list", remedy)
            self.form.lose(node)

    def own_item(self, kind: Kind, key: Scalar, node: Node, page: str, title: PageTitle) -> None:
        """Read the item that a page is."""
        if isinstance(node, Sequence):
            message = f"`{kind.name}` makes this page one {kind.label} and takes no list"
            self.form.wrong(node, message, f"to list several, write `{kind.plural}:`")
            self.items(kind, node)
        elif _is_nothing(node):
            self._missing_id(kind, key, node)
        else:
            self.item(kind, node, page, title)

    def item(self, kind: Kind, node: Node, page: str | None = None, title: PageTitle = _NO_TITLE) -> None:
        item = self._regular(kind, node, page) or self._irregular(kind, node, page)
        if item is None:
            return
        if self._defaults is not None:
            self._apply_defaults(item, self._default_item(kind, self._defaults))
        if title.text and "title" not in item.values and "title" not in item.invalid:
            item.values["title"] = Value(title.text, item.position)
            item.title_from = "page" if title.is_sure else "markup"
        self._items.append(item)

    def _regular(self, kind: Kind, node: Node, page: str | None) -> Item | None:
        """Return an item that is written as most are, None of any other."""
        if not isinstance(node, Mapping):
            return None
        read = read_regular(self._keys[kind.name], kind, node, self.form.path, page)
        if read is None:
            return None
        item, evidence = read
        if evidence is not None and not read_evidence(self.form, item, evidence):
            item.invalid = frozenset({"evidence"})
        return item

    def _irregular(self, kind: Kind, node: Node, page: str | None) -> Item | None:
        """Return an item, and report what is wrong with it; None where it has no id that can be used."""
        entries: Entries
        invalid: list[str] = []
        if isinstance(node, Mapping):
            entries = self.form.entries(node, kind.former_names)
            if len(entries) != len(node.entries):
                invalid = self._twice(kind, node, entries)
        elif isinstance(node, Scalar) and not node.is_null:
            entries = self._meant_by(kind, node, is_page=page is not None)
        else:
            self.form.wrong(node, f"{article(kind.label)} is a mapping with an `id`", "write `- id: …`")
            self.form.lose(node)
            return None
        identity = self._identity(kind, node, entries)
        if identity is None:
            self.form.lose(node)
            return None
        item = Item(kind.name, identity.text, self.form.at(identity), page)
        if is_bad_id(self.form, kind, item, identity):
            invalid.append("id")
        self._fill(kind, item, entries, invalid)
        return item

    def _meant_by(self, kind: Kind, node: Scalar, *, is_page: bool) -> Entries:
        """Return the entries of an item that is written as one word: its id, or `id:x` without a blank."""
        if node.plain and (parts := tight(node.text)):
            key, value = parts
            blank = odd_blank(node.text) or "no space"
            remedy = f"write `{key}: {shown(value)}`"
            self.form.slip(node, f"{blank} after the `:` of `{key}`", remedy)
            return {key: (node, Scalar(value, node.line, node.column, node.length, True))}
        if not is_page:
            remedy = f"write `- id: {shown(node.text)}`"
            self.form.wrong(node, f"{article(kind.label)} is a mapping with an `id`", remedy)
        return {"id": (node, node)}

    # ---------------------------------------------------------------- the id

    def _identity(self, kind: Kind, node: Node, entries: Entries) -> Scalar | None:
        """Take the id out of an item's entries; None where it has none that can be used."""
        key, identity = entries.pop("id", (None, None))
        if key is None and (meant := nearest_word("id", entries)):
            key, identity = entries.pop(meant)
            message = f"{article(kind.label)} has no field `{shown(key.text)}`"
            self.form.report("TR002", key, message, "did you mean `id`?", suggestions=("id",))
        if identity is None or (isinstance(identity, Scalar) and (identity.is_null or not identity.text)):
            if isinstance(identity, CutScalar):
                key = identity
            at = key or (node.entries[0][0] if isinstance(node, Mapping) and node.entries else node)
            self._missing_id(kind, at, node)
            return None
        if not isinstance(identity, Scalar):
            self.form.wrong(identity, f"the id of {article(kind.label)} is a single word", "quote it")
            return None
        return identity

    def _missing_id(self, kind: Kind, at: Node, node: Node) -> None:
        nameless = Nameless(kind.name, self.form.at(at), _title_in(node))
        message = f"{article(kind.label)} without an `id`"
        self.form.report("TR004", at, message, "give it an id of its own", mistake=nameless.mistake)
        self.form.lose(node)
        self._nameless.append(nameless)

    def _twice(self, kind: Kind, node: Mapping, entries: Entries) -> list[str]:
        """Return the keys that stand twice: what they mean nobody can say."""
        twice = []
        for name, _, value in entries_again(node, entries, kind.former_names):
            twice.append(name)
            if name in _NAMES:
                self.form.lose(value)
        return twice

    # ---------------------------------------------------------------- defaults

    def take_defaults(self, node: Node) -> None:
        if _is_nothing(node):
            return
        if not isinstance(node, Mapping):
            remedy = "write `defaults: {field: value}`"
            self.form.wrong(node, "`defaults` is a mapping of fields to values", remedy)
            return
        self._defaults = node
        known = sorted({name for kind in self._schema for name in kind.keys if name != "id"})
        former = {former: name for kind in self._schema for former, name in kind.former_names.items()}
        for name, (key, _) in self.form.entries(node).items():
            is_known = name in known or name in former
            if not (is_known or any(name in kind.refused for kind in self._schema)):
                message = f"no kind has a field `{shown(key.text)}`"
                meant = nearest_name(name, known, former) or name
                suggestions = suggested(meant, known)
                self.form.report("TR002", key, message, did_you_mean(meant, known), suggestions=suggestions)

    def _default_item(self, kind: Kind, defaults: Mapping) -> Item:
        """Read the defaults as an item of `kind`, once: its values are shared by all that lack their own."""
        if kind.name not in self._default_items:
            entries = self.form.entries(defaults, kind.former_names)
            known = {name: entry for name, entry in entries.items() if name in kind.keys and name != "id"}
            twice = {name for name, _, _ in entries_again(defaults, entries, kind.former_names)}
            item = Item(kind.name, "", Position(self.form.path, 1, 1))
            self._fill(kind, item, known, twice & {*kind.former_names.values()}, from_defaults=True)
            self._default_items[kind.name] = item
        return self._default_items[kind.name]

    def _apply_defaults(self, item: Item, default: Item) -> None:
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
        if bad := default.invalid - written:
            item.invalid |= bad
        waived = {waiver.code for waiver in item.waivers}
        item.waivers += tuple(waiver for waiver in default.waivers if waiver.code not in waived)

    # ---------------------------------------------------------------- what an item says

    def _fill(
        self,
        kind: Kind,
        item: Item,
        entries: Entries,
        invalid: Iterable[str] = (),
        from_defaults: bool = False,
    ) -> None:
        twice = set(invalid)
        bad = set(twice)
        form = self.form
        fields, relations, inverses = kind.fields, kind.relations, kind.inverses
        for name, (key, node) in entries.items():
            if isinstance(node, Scalar) and node.is_null and name in kind.keys:
                bad |= self._swallowed(item, name, node)
                continue
            if name in relations:
                declared = relations[name].declared
                fine = read_references(form, item, name, node, declared.single, declared.or_text)
                item.keys[name] = form.at(key)
            elif name in fields:
                fine = self._field(item, name, fields[name], node, entries)
            elif name in SPECIAL_KEYS:
                fine = self._special(kind, item, name, node, from_defaults)
            elif name in inverses:
                fine = read_references(form, item, name, node, False, False)
                item.keys[name] = form.at(key)
            else:
                bad.add(self._unknown_field(kind, item, name, key, node))
                continue
            if not fine:
                bad.add(name)
                if name in _NAMES:
                    form.lose(node)
        self._say_renamed(kind, item, entries, twice)
        if bad:
            item.invalid = frozenset(bad)

    def _say_renamed(self, kind: Kind, item: Item, entries: Entries, twice: set[str]) -> None:
        """Report a field with a former name, unless it stands twice: that is said already."""
        for former, name in kind.former_names.items():
            key, _ = entries.get(name, (None, None))
            if key is not None and name not in twice and key.text.replace("-", "_") == former:
                self.form.renamed(former, name, key, item)

    def _swallowed(self, item: Item, name: str, node: Scalar) -> set[str]:
        """Report that there is only a comment where a value was meant to be."""
        if not isinstance(node, CutScalar):
            return set()
        self.form.wrong(node, f"`{name}` has no value", item=item, name=name)
        return {name}

    def _field(self, item: Item, name: str, declared: DeclaredField, node: Node, entries: Entries) -> bool:
        if declared.type == "claim":
            return read_claims(self.form, item, name, declared.claims, node, single=not declared.many)
        if declared.type == "action":
            return read_action(self.form, item, name, node, entries)
        return read_field(self.form, item, name, declared, node)

    def _special(self, kind: Kind, item: Item, name: str, node: Node, from_defaults: bool) -> bool:
        """Read what every item may have and that is neither field nor relation."""
        if name == "status":
            return read_status(self.form, kind, item, node)
        if name == "evidence":
            return read_evidence(self.form, item, node)
        return read_waivers(self.form, item, node, from_defaults)

    def _unknown_field(self, kind: Kind, item: Item, name: str, key: Scalar, node: Node) -> str:
        """Report a key that the kind does not have; return the name that was probably meant."""
        if name in kind.refused:
            return name
        meant = nearest_name(name, kind.keys, kind.former_names)
        of_your_own = "a field of your own is declared under `kinds:`"
        otherwise = AFTER_A_COMMA if is_without_value(node) else of_your_own
        remedy = f"did you mean `{meant}`?" if meant else otherwise
        message = f"{article(kind.label)} has no field `{shown(key.text)}`"
        if not (meant or remedy == AFTER_A_COMMA):
            self.form.strange_key(key)
        self.form.report("TR002", key, message, remedy, item, suggestions=(meant,) if meant else ())
        if meant in _NAMES:
            self.form.lose(node)
        return meant or name

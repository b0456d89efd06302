"""What the rows of a page are beside what their cells show: the values that filters, facets and sorting use.

They stand in the page once, as JSON: a list of the words for each key, in their order, and for each row the
numbers of its words. Words are those of `query.criteria`: a filter means the same here and in a marker.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from struct import unpack
from typing import Final, NamedTuple

from markupsafe import Markup

from mkdocs_traceability.analysis.badges import HELD, HOLDS
from mkdocs_traceability.analysis.deadlines import DUE, OVERDUE
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.analysis.ranks import rank_of
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.model.shown_words import BADGES, PHASES, machine_names
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.query.criteria import ATTENTION, YES_OR_NO, Criterion
from mkdocs_traceability.query.judged_facts import JudgedFacts

_OF_ALL_KINDS: Final = ("owner", DUE, "priority", "severity", "horizon", "tags")
"""What rows of several kinds can be asked for, beside what is judged of each item."""

_LONGEST: Final = 48
"""Longer words are published as a number made of them: they stand in cells, and are only compared."""


class RowKey(NamedTuple):
    """A key of filters: how it is called, the words that rows can have there, and those of each row.

    `labels` are what readers see in place of words. The first `known` words are those of a vocabulary.
    """

    name: str
    head: str
    words: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    labels: Mapping[str, str] = {}
    shown: Mapping[str, str] = {}
    known: int = 0
    order: str = ""
    """`date` or `number` where words can be compared."""

    @property
    def has_vocabulary(self) -> bool:
        """Whether a vocabulary says which words there are."""
        return self.known > 0

    @property
    def totals(self) -> Counter[str]:
        """How many rows have each word; under the empty one, how many have none."""
        return Counter(word for row in self.rows for word in (dict.fromkeys(row) or ("",)))

    def published(self) -> dict[str, object]:
        """Return what the page says of it."""
        places = {word: place for place, word in enumerate(self.words, start=1)}
        numbers = {row: _places(row, places) for row in set(self.rows)}
        said: dict[str, object] = {
            "name": self.name,
            "head": self.head,
            "words": [_published(word, self.labels.get(word, "")) for word in self.words],
            "rows": [numbers[row] for row in self.rows],
        }
        if self.shown:
            said["shown"] = dict(self.shown)
        if self.known:
            said["known"] = self.known
        if self.order:
            said["order"] = self.order
        return said


class RowData(NamedTuple):
    """All keys of the rows of a page, in the order in which its tables have them.

    `bare` are keys of which no row has anything; `lines` are the places of the rows in the file of all rows,
    `also` other names of items that rows lead to, and `formerly` former names of keys.
    """

    keys: Sequence[RowKey]
    bare: Sequence[str] = ()
    lines: Sequence[int] = ()
    also: Mapping[str, str] = {}
    formerly: Mapping[str, str] = {}

    def key(self, name: str) -> RowKey | None:
        """Return a key by its name."""
        return next((key for key in self.keys if key.name == name), None)

    @property
    def attention(self) -> int:
        """How many rows need attention."""
        key = self.key(ATTENTION)
        return key.totals["yes"] if key else 0

    @property
    def _others(self) -> tuple[tuple[str, object], ...]:
        return ("bare", self.bare), ("also", self.also), ("formerly", dict(self.formerly))

    @property
    def json(self) -> Markup:
        """The data as it stands in the page, as text: a theme that navigates instantly would run a script."""
        said: dict[str, object] = {"keys": [key.published() for key in self.keys]}
        said |= {name: value for name, value in self._others if value}
        if self.lines and list(self.lines) != list(range(len(self.lines))):
            said["lines"] = self.lines
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c"))


def keyed(
    name: str,
    head: str,
    rows: Sequence[tuple[str, ...]],
    labels: Mapping[str, str] | None = None,
    vocabulary: Iterable[str] = (),
    shown: Mapping[str, str] | None = None,
) -> RowKey:
    """Return a key of rows with its words in their order: that of the vocabulary, else by their rank."""
    used = dict.fromkeys(word for row in rows for word in row)
    known = dict.fromkeys(vocabulary)
    others = sorted((word for word in used if word not in known), key=lambda word: rank_of(word, name))
    return RowKey(name, head, (*known, *others), rows, labels or {}, shown or {}, len(known))


def rows_of(view: SiteView, items: Sequence[Item], lines: Sequence[int] = ()) -> RowData:
    """Return the data of rows that are items; of several kinds, they have what all kinds have."""
    made = _ItemRows(view, items)
    keys = [made.ids(), *filter(None, map(made.key, made.names()))]
    found = {key.name for key in keys}
    bare = [name for name in (*made.names(), *CLAIM_TYPES) if name not in found]
    formerly = made.kinds[0].former_names if len(made.kinds) == 1 else {}
    return RowData(keys, list(dict.fromkeys(bare)), lines, _other_names(view, keys), formerly)


class _ItemRows:
    """Makes the keys of items."""

    def __init__(self, view: SiteView, items: Sequence[Item]) -> None:
        self._view, self._items = view, items
        self._facts = JudgedFacts(view.assessment, view.result.today)
        self._criteria = view.criteria
        self.kinds = _kinds_of(view, items)
        self._said = {name for item in items for name in (*item.values, *item.evidence)}
        self._linked = {
            name for item in items for name in (*view.registry.relations_of(item), *item.references)
        }

    def names(self) -> list[str]:
        """Return the names of all keys but the id, in the order in which they are offered."""
        names = ["status", "badge", ATTENTION, "finding", "phase"]
        if len(self.kinds) != 1:
            names += ["kind", "system", *_OF_ALL_KINDS]
            return list(dict.fromkeys((*names, *CLAIM_TYPES)))
        (kind,) = self.kinds
        return list(dict.fromkeys((*names, *self._criteria.keys(kind), *kind.relations, *kind.inverses)))

    def ids(self) -> RowKey:
        """Return the key of ids; its words are in the order of people."""
        return keyed("id", self._head("id"), [(item.id,) for item in self._items])

    def key(self, name: str) -> RowKey | None:
        """Return a key, None where no row has anything there."""
        if name == "kind":
            return kind_key(self._view, self._items)
        if len(self.kinds) != 1 and name == "system":
            return system_key(self._view, self._items)
        if len(self.kinds) == 1 and (name in self.kinds[0].relations or name in self.kinds[0].inverses):
            return self._relation(self.kinds[0], name) if name in self._linked else None
        if self._is_unsaid(name):
            return None
        criteria = {kind.name: self._criteria.of(kind, name) for kind in self.kinds}
        rows = [_in_order(self._words(item, criteria[item.kind])) for item in self._items]
        if not any(rows):
            return None
        known = [criterion for criterion in criteria.values() if criterion is not None]
        vocabulary = dict.fromkeys(word for each in known for word in self._vocabulary(name, each))
        shown = {word: meant for each in known for word, meant in each.shown.items()}
        key = keyed(name, self._head(name), rows, self._labels(name), vocabulary, shown)
        return key._replace(order=self._order(name))

    def _order(self, name: str) -> str:
        """Return as what the words of a key are compared, if they are."""
        types = {kind.fields[name].type if name in kind.fields else "" for kind in self.kinds}
        if name == DUE and types <= {"", "date"}:
            return "date"
        return next(iter(types)) if types in ({"date"}, {"number"}) else ""

    def _words(self, item: Item, criterion: Criterion | None) -> Collection[str]:
        return criterion.values(item, self._facts) if criterion else ()

    def _is_unsaid(self, name: str) -> bool:
        """Whether a field or evidence is named by no item, without asking each for its words."""
        fields = [kind.fields.get(name) for kind in self.kinds]
        is_plain = name in CLAIM_TYPES or all(field and field.type != "boolean" for field in fields)
        is_worked_out = name in (DUE, "domain")
        return is_plain and not is_worked_out and name not in self._said

    def _vocabulary(self, name: str, criterion: Criterion) -> tuple[str, ...]:
        """Return the words in their order; of rules, systems and owners only those that rows have."""
        systems = [kind.system_field for kind in self.kinds]
        return () if name in ("finding", "domain", "owner", *systems) else criterion.vocabulary

    def _relation(self, kind: Kind, name: str) -> RowKey | None:
        registry = self._view.registry
        is_mixed = len(registry.schema.targets(kind.name, name)) > 1

        def named(item: Item) -> tuple[str, ...]:
            links, own = registry.related(item, name), item.references.get(name, ())
            if not links and not own:
                return ()
            ids = [f"{it.kind}:{it.id}" if is_mixed else it.id for it, _ in links]
            ids += [each.text for each in own if registry.is_text(each)]
            return tuple(dict.fromkeys(ids))

        rows = [named(item) for item in self._items]
        return keyed(name, self._head(name), rows) if any(rows) else None

    def _head(self, name: str) -> str:
        return self._view.translate(head(self.kinds[0], name)[0]) if self.kinds else name

    def _labels(self, name: str) -> dict[str, str]:
        translate = self._view.translate
        if name == "badge" or name in CLAIM_TYPES:
            return {word: translate(shown) for word, shown in BADGES.items()}
        if name == "phase":
            return {word: translate(shown) for word, shown in PHASES.items()}
        labels: dict[str, str] = {}
        for kind in self.kinds:
            field = kind.fields.get(name)
            words = kind.statuses if name == "status" else (field and field.one_of) or {}
            labels |= {word: translate(each.label or word) for word, each in words.items()}
        return labels | ({OVERDUE: translate(OVERDUE)} if name == DUE else {})


def _in_order(words: Collection[str]) -> tuple[str, ...]:
    if not words:
        return ()
    return tuple(sorted(filter(None, words))) if len(words) > 1 else tuple(filter(None, words))


def kind_key(view: SiteView, items: Sequence[Item | None]) -> RowKey:
    """Return the key of the kinds of rows; those without an item have none."""
    kinds = _kinds_of(view, items)
    labels = {kind.name: view.translate(kind.label) for kind in kinds}
    rows = [(item.kind,) if item else () for item in items]
    return keyed("kind", view.translate("Kind"), rows, labels, [kind.name for kind in kinds])


def item_keys(
    view: SiteView, items: Sequence[Item | None], answering: Sequence[tuple[str, ...]] = ()
) -> list[RowKey]:
    """Return what rows can be asked for that are about items: id, kind, system and owner.

    `answering` names those who answer for each row beside the owners of its item.
    """
    owners = [_owners(view, item) for item in items]
    if answering:
        pairs = zip(owners, answering, strict=True)
        owners = [tuple(dict.fromkeys((*own, *others))) for own, others in pairs]
    keys = [
        keyed("id", view.translate("ID"), [(item.id,) if item else () for item in items]),
        kind_key(view, items),
        system_key(view, items),
        keyed("owner", view.translate("Owner"), owners) if any(owners) else None,
    ]
    return [key for key in keys if key]


def _owners(view: SiteView, item: Item | None) -> tuple[str, ...]:
    return tuple(owner.name for owner in owners_of(view.registry, item)) if item else ()


def judged_keys(
    view: SiteView, badges: Iterable[str], attention: Iterable[bool], head: str = "Badge"
) -> list[RowKey]:
    """Return the keys of the badges of rows, and of whether they need attention."""
    words = [(*filter(None, (word,)), *((HOLDS,) if word in HELD else ())) for word in badges]
    labels = {word: view.translate(shown) for word, shown in BADGES.items()}
    return [
        keyed("badge", view.translate(head), words, labels, (*BADGES, HOLDS), machine_names("badge")),
        attention_key(view, attention),
    ]


def attention_key(view: SiteView, attention: Iterable[bool]) -> RowKey:
    """Return the key of whether rows need attention."""
    yes_or_no = [("yes" if needed else "no",) for needed in attention]
    return keyed(ATTENTION, view.translate("Needs attention"), yes_or_no, vocabulary=YES_OR_NO)


def system_title(view: SiteView, system: str) -> str:
    """Return what a system is called: its title in the settings, or else its name."""
    declared = view.result.presentation.systems.get(system)
    return (declared.title if declared else "") or system


def system_key(view: SiteView, items: Sequence[Item | None]) -> RowKey | None:
    """Return the key of the systems of rows, in the order of the settings; None where none is named."""
    rows = [tuple(filter(None, (view.registry.schema.system(item) if item else "",))) for item in items]
    declared = view.result.presentation.systems
    labels = {name: section.title or name for name, section in declared.items()}
    used = {word for row in rows for word in row}
    order = [name for name in declared if name in used]
    return keyed("system", view.translate("System"), rows, labels, order) if used else None


def _kinds_of(view: SiteView, items: Iterable[Item | None]) -> list[Kind]:
    found = {item.kind for item in items if item}
    return [kind for kind in view.registry.schema if kind.name in found]


def _other_names(view: SiteView, keys: Iterable[RowKey]) -> dict[str, str]:
    """Return the other names of the items that are rows or that rows lead to, each with the id."""
    named = {word for key in keys for word in key.words}
    return {
        alias: item.id
        for kind in view.registry.schema
        for alias, found in view.registry.aliases(kind.name).items()
        for item in found[:1]
        if item.id in named or f"{item.kind}:{item.id}" in named
    }


def _places(row: tuple[str, ...], places: Mapping[str, int]) -> int | list[int]:
    found = sorted({places[word] for word in row})
    return found if len(found) > 1 else found[0] if found else 0


def _published(word: str, label: str) -> object:
    if len(word) > _LONGEST:
        return number_of(word.casefold())
    return [word, label] if label and label != word else word


def number_of(text: str) -> int:
    """Return the number that stands for a long word: FNV-1a of its UTF-16, as scripts read text."""
    number = 0x811C9DC5
    for unit in _units(text):
        number = ((number ^ unit) * 0x01000193) & 0xFFFFFFFF
    return number


def _units(text: str) -> Iterable[int]:
    if text.isascii():  # most words are, and have a unit a byte
        return text.encode("ascii")
    data = text.encode("utf-16-le", "surrogatepass")
    return unpack(f"<{len(data) // 2}H", data)

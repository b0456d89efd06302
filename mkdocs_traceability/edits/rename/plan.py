"""A new id for an item: the edits in all sources that name it, proven by reading and linking what they make.

Nothing is read from disk or written: the command brings what lies there, an editor what is not saved yet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from mkdocs_traceability.edits.fixes.written import lines_of, written_at
from mkdocs_traceability.edits.rename.cells import former_in_table
from mkdocs_traceability.edits.rename.former import FormerId, Insertion
from mkdocs_traceability.edits.rename.forms import Forms
from mkdocs_traceability.edits.rename.linked import led_elsewhere
from mkdocs_traceability.edits.rename.names import CannotRename, item_named, new_id
from mkdocs_traceability.edits.rename.own import OwnPlaces
from mkdocs_traceability.edits.rename.spots import Named, Spot, named_places
from mkdocs_traceability.edits.rename.trees import Tree
from mkdocs_traceability.edits.rename.writing import rewritten, shortened_behind
from mkdocs_traceability.edits.text_edits import apply_edits
from mkdocs_traceability.model.fix import TextEdit
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.query.filters import ANY, NONE
from mkdocs_traceability.reading.read import Source, SourceReading, read_source
from mkdocs_traceability.reading.tables.words import BUILT_IN_WORDS, TableWords
from mkdocs_traceability.reading.text import MAX_BYTES
from mkdocs_traceability.registry.link import link
from mkdocs_traceability.registry.registry import Registry

FORMER: Final = "former_ids"
"""The field of former ids, as the built-in kinds have it."""


_Key = tuple[str, int, int]


@dataclass(frozen=True)
class Renaming:
    """What a new id makes of the sources: edits by file, the contents after them, and what stays as it is."""

    item: Item
    new: str
    edits: tuple[TextEdit, ...]
    contents: Mapping[str, bytes] = field(default_factory=dict)
    is_former_kept: bool = True
    left: tuple[Position, ...] = ()


@dataclass(frozen=True)
class NamedSources:
    """The sources of a site and the registry that was linked of them, and how pages are read."""

    registry: Registry
    sources: Sequence[Source]
    prose_ids: frozenset[str] = frozenset()
    words: TableWords = BUILT_IN_WORDS

    @cached_property
    def by_path(self) -> Mapping[str, Source]:
        """The sources by their paths."""
        return {source.path: source for source in self.sources}

    def read(self, source: Source) -> SourceReading:
        """Read one source."""
        return read_source(source, self.registry.schema, self.prose_ids, self.words)


def rename(site: NamedSources, old: str, new: str, *, keep_former: bool = True) -> Renaming:
    """Return what it takes to give the item with the id `old` the id `new`.

    Either may have its kind before it: `component:api`. `keep_former` enters the old id in `former_ids`.

    Raises:
        CannotRename: where that is not possible without another change of the sources before.
        AlreadyRenamed: where it is done already.

    """
    item = item_named(site.registry, old, new)
    return rename_item(site, item, new_id(site.registry, item, new), keep_former=keep_former)


def rename_item(site: NamedSources, item: Item, new: str, *, keep_former: bool = True) -> Renaming:
    """Return what it takes to give an item another id, which it can have.

    Raises:
        CannotRename: as `rename` does.

    """
    named = named_places(site.registry, item)
    if named.ambiguous:
        why = (
            f"`{item.id}` may mean several items here; write `{item.kind}:{item.id}` where this one is meant"
        )
        raise CannotRename(why, named.ambiguous)
    if unread := [path for path, source in site.by_path.items() if _is_unread(site, source, item.id)]:
        places = (Position(path, 1, 1) for path in unread)
        raise CannotRename(f"files that cannot be read may use `{item.id}`; fix them first", places)
    work = _Work(site, item, new)
    work.enter(named)
    if keep_former:
        work.keep_former()
    work.prove()
    return work.renaming()


def _is_unread(site: NamedSources, source: Source, id_: str) -> bool:
    """Whether a source cannot be read where an id is, or nobody knows what it has in it."""
    is_in_part = not source.data or len(source.data) >= MAX_BYTES
    if source.problem is not None and not source.problem.code and is_in_part:
        return True
    if site.registry.is_complete or id_.encode() not in source.data:
        return False
    reading = site.read(source)
    return reading.unread_ids is not None and (id_ in reading.unread_ids or not reading.items)


class _Work:
    """Collects the edits of a renaming; knows the texts, and what each file is expected to say after them."""

    def __init__(self, site: NamedSources, item: Item, new: str) -> None:
        self._site = site
        self._item = item
        self._new = new
        self._edits: dict[_Key, TextEdit] = {}
        self._inserted: list[TextEdit] = []
        self._left: list[Position] = []
        self._kept = False
        self._texts: dict[str, str] = {}
        self._trees: dict[str, Tree] = {}
        self._own = OwnPlaces(site.by_path, site.read)
        self._odd: list[Position] = []
        self._ranges: list[Position] = []

    # ---------------------------------------------------------------- edits

    def enter(self, named: Named) -> None:
        """Enter the edits of all places that name the item."""
        if not self._own.has(self._item.position):
            raise CannotRename(
                f"{self._item.label} is declared in a file of another shape, which is only read; "
                "change the id there",
                [self._item.position],
            )
        for spot in named.spots:
            if self._own.has(spot.position):
                self._spot(spot)
            else:
                self._left.append(spot.position)
        if named.markers and (self._new.casefold() in (NONE, ANY) or "*" in self._new):
            places = [words.marker.position for words in named.markers]
            raise CannotRename(f"`{self._new}` has another meaning in the filters of markers", places)
        for words in named.markers:
            lines = self._lines(words.marker.position.path)
            pieces = words.pieces(lines, self._item.id, self._new)
            if not pieces or (len(pieces) < len(words.words) and not words.marker.is_call):
                self._odd.append(words.marker.position)
            for line, column, length, text in pieces:
                self._replace(Position(words.marker.position.path, line, column, length), text)
        if self._odd:
            raise CannotRename("the id is written in a way that cannot be changed safely here", self._odd)
        self._edits = dict(_without_parts(self._edits))

    def _spot(self, spot: Spot) -> None:
        written = written_at(spot.position, self._text)
        line = self._lines(spot.position.path)[spot.position.line - 1]
        text = rewritten(written, spot, line, self._item.id, self._new) if written else None
        if text is None:
            self._odd.append(spot.position)
            return
        self._replace(spot.position, text)
        if written is not None and not written.is_yaml and "|" in line:
            end = spot.position.column - 1 + len(written.text)
            for column, raw, full in shortened_behind(line, end, self._item.id):
                self._replace(spot.position._replace(column=column, length=len(raw)), full)
        self._ranges += [spot.position] if spot.series else []
        if tree := self._tree(spot.position):
            tree.expect(spot.position, spot.text.removesuffix(self._item.id) + self._new, text)

    def _replace(self, at: Position, text: str) -> None:
        path, line, column, length = at
        old = self._edits.get((path, line, column))
        if old is None or old.end_column < column + length:  # else it is a range of ids, which is written out
            self._edits[path, line, column] = TextEdit(path, line, column, line, column + length, text)

    def keep_former(self) -> None:
        """Enter the old id among the former ids of the item, where its source has a place for them."""
        at = self._item.position
        key = self._site.registry.kind(self._item).common.get(FORMER, "")
        for insertion in self._former(at, key) if key else ():
            line, column, length, text = insertion
            self._kept = True
            edit = TextEdit(at.path, line, column, line, column + length, text)
            if (
                length and (at.path, line, column) in self._edits
            ):  # the id itself is a part of what is written
                self._edits[at.path, line, column] = edit
            else:
                self._inserted.append(edit)

    def _former(self, at: Position, key: str) -> list[Insertion]:
        old, new = self._item.id, self._new
        if tree := self._tree(at):
            return FormerId(tree.root, self._lines(at.path), key).enter(at.line, at.column, old, new)
        text = "\n".join(self._lines(at.path))
        kind, schema = self._site.registry.kind(self._item), self._site.registry.schema
        found = former_in_table(text, at, kind, schema, self._site.words, key, old, new)
        return [found] if found else []

    # ---------------------------------------------------------------- proof

    def prove(self) -> None:
        """Hold what the edits make against what is expected of it.

        Raises:
            CannotRename: where it says anything else.

        """
        site, item = self._site, self._item
        known = frozenset(each.id for each in site.registry.all)
        key = site.registry.kind(item).common.get(FORMER, "")
        forms = Forms(item.kind, item.id, self._new, key, known)
        after: dict[str, SourceReading] = {}
        for path, data in self._contents.items():
            source = site.by_path[path]
            new = Source(path, data, source.page, shapes=source.shapes, glob=source.glob)
            after[path] = site.read(new)
            tree = self._trees.get(path)
            what = forms.differs(site.read(source), after[path])
            what = what or ("" if tree is None or tree.is_met_by(data) else "YAML")
            if what:
                raise self._not_safe(path, what)
        if not self._kept and self._left:
            why = "files of another shape, which are only read, name the id; it can only stay a former id"
            raise CannotRename(why, self._left)
        if places := led_elsewhere(site.registry, self._linked(after), forms):
            raise CannotRename(f"`{self._new}` would not lead to the same item here", places)

    def _not_safe(self, path: str, what: str) -> CannotRename:
        if ranges := [each for each in self._ranges if each.path == path]:
            return CannotRename(
                "the id is an end or a part of a range; write the ids of the range out", ranges
            )
        places = [Position(*edit[:3]) for edit in self._edits.values() if edit.path == path]
        why = (
            f"with `{self._new}` this file would read differently in other ways ({what}); "
            "choose another id, or edit it by hand"
        )
        return CannotRename(why, places[:1])

    def _linked(self, after: Mapping[str, SourceReading]) -> Registry:
        """Return the registry that the sources make after the edits."""
        old = self._site.registry

        def merged(of_all: Iterable[Any], name: str) -> list[Any]:
            kept = [each for each in of_all if _path(each) not in after]
            return kept + [each for reading in after.values() for each in getattr(reading, name)]

        return link(
            old.schema,
            merged(old.all, "items"),
            domains=old.domains,
            unread_ids=old.unread_ids,
            nameless=old.nameless,
            is_complete=old.is_complete,
            mentions=merged(old.mentions, "mentions"),
            markers=merged(old.markers, "markers"),
            numbers=merged(old.numbers, "numbers"),
            restated=merged(old.restated, "restated"),
        )

    # ---------------------------------------------------------------- what comes of it

    def renaming(self) -> Renaming:
        """Return all that was found."""
        edits = tuple(sorted((*self._edits.values(), *self._inserted), key=lambda each: each[:5]))
        left = tuple(dict.fromkeys(self._left))
        return Renaming(self._item, self._new, edits, self._contents, self._kept, left)

    @cached_property
    def _contents(self) -> dict[str, bytes]:
        paths = dict.fromkeys(edit.path for edit in (*self._edits.values(), *self._inserted))
        return {path: self._edited(path).encode("utf-8") for path in sorted(paths)}

    def _edited(self, path: str) -> str:
        text = self._text(path)
        assert text is not None
        edits = (*self._edits.values(), *self._inserted)
        return apply_edits(text, (each for each in edits if each.path == path))

    def _text(self, path: str) -> str | None:
        if path not in self._texts:
            self._texts[path] = self._site.by_path[path].data.decode("utf-8")
        return self._texts[path]

    def _lines(self, path: str) -> list[str]:
        return lines_of(self._text(path) or "")

    def _tree(self, at: Position) -> Tree | None:
        """Return the YAML that a place is in, None in the text of a page."""
        if at.path not in self._trees:
            source = self._site.by_path[at.path]
            if (tree := Tree.of(source)) is None:
                return None
            self._trees[at.path] = tree
        tree = self._trees[at.path]
        return tree if tree.has_line(at.line) else None


def _without_parts(edits: Mapping[_Key, TextEdit]) -> Iterator[tuple[_Key, TextEdit]]:
    """Leave out the edits of ids within a range that is written out."""
    last: TextEdit | None = None
    for key, edit in sorted(edits.items()):
        if last is None or last[:2] != edit[:2] or last.end_column <= edit.column:
            yield key, edit
            last = edit


def _path(value: Any) -> str:
    position: Position = getattr(value, "marker", value).position
    return position.path

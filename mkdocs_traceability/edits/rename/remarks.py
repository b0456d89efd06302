"""What a renaming leaves for its author to know: places that keep the old id, and what else changes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mkdocs_traceability.edits.rename.markers import patterns_with
from mkdocs_traceability.edits.rename.plan import NamedSources, Renaming
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_MOST: Final = 5
_WORD: Final = re.compile(r"\w+")
_HEADING: Final = re.compile(r" {0,3}#{1,6}(?!#)")


def remarks_on(site: NamedSources, renaming: Renaming, *, asked_former: bool) -> Iterator[str]:
    """Go through what is to be said of a renaming, a sentence each."""
    old, new = renaming.item.id, renaming.new
    if asked_former and not renaming.is_former_kept:
        yield f"`{old}` is not kept as a former id: {renaming.item.position} has no place for `former_ids`"
    if renaming.left:
        yield f"files of another shape are not edited; `{old}` stays as a former id: {_listed(renaming.left)}"
    for marker in site.registry.markers:
        for pattern in patterns_with(site.registry, marker, old, new):
            yield f"`{pattern}` no longer includes it: {marker.position}"
    if anchors := list(_headings(site, renaming)):
        yield f"links to the anchors of these headings may have to be changed: {_listed(anchors)}"
    if others := list(_other_places(renaming.contents, site, renaming)):
        yield f"`{old}` also stands in comments or text, which stay as they are: {_listed(others)}"


def _headings(site: NamedSources, renaming: Renaming) -> Iterator[Position]:
    for path, line, column, *_ in renaming.edits:
        source = site.by_path[path]
        if source.page is not None and _HEADING.match(decode(source.data).split("\n")[line - 1]):
            yield Position(path, line, column)


def _other_places(
    contents: Mapping[str, bytes], site: NamedSources, renaming: Renaming
) -> Iterator[Position]:
    """Go through what still looks like the old id. A mere word is in any text."""
    old = renaming.item.id
    if _WORD.fullmatch(old) and not any(letter.isdigit() for letter in old):
        return
    pattern = re.compile(rf"(?<![\w./-]){re.escape(old)}(?![\w/-]|\.\w)")
    former = re.compile(r"former[_-]ids|^\s*-\s")
    left = {(each.path, each.line) for each in renaming.left}
    if renaming.item.table_page:  # where it is a former id now
        left.add((renaming.item.position.path, renaming.item.position.line))
    for source in site.sources:
        try:
            text = decode(contents.get(source.path, source.data))
        except Unreadable:
            continue
        if old not in text:
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            found = pattern.search(line)
            if found and (source.path, number) not in left and not former.search(line[: found.start()]):
                yield Position(source.path, number, found.start() + 1)


def _listed(places: Iterable[Position]) -> str:
    places = list(dict.fromkeys(places))
    more = f" and {len(places) - _MOST} more" if len(places) > _MOST else ""
    return ", ".join(map(str, places[:_MOST])) + more

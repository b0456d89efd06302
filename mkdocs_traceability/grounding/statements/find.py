"""Find the statements of a document: what its text names, outside of fenced code and quotations."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

from mkdocs_traceability.grounding.statements.examples import names_in_examples
from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.invented import is_invented
from mkdocs_traceability.grounding.statements.kinds import (
    commands,
    counts,
    endpoints,
    events,
    headings,
    items,
    paths,
    symbols,
    tables,
    tests,
    variables,
)
from mkdocs_traceability.grounding.statements.own_names import NO_NAMES, OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage, of_definitions, passages_of
from mkdocs_traceability.grounding.statements.present import Presence, Presences, is_about_the_present
from mkdocs_traceability.model.grounding import Reading, Statement
from mkdocs_traceability.reading.markdown.blocks import Blocks
from mkdocs_traceability.reading.markdown.inline import Places, PlacesInProse
from mkdocs_traceability.reading.markdown.page_body import FENCED
from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN
from mkdocs_traceability.reading.markdown.tabs import expanded

Finder = Callable[[Passage, OwnNames], Iterable[Found]]

FINDERS: Final[tuple[Finder, ...]] = (
    endpoints.find,
    tests.find,
    tables.find,
    events.find,
    items.find,
    commands.find,
    variables.find,
    headings.find,
    paths.find,
    symbols.find,
    counts.find,
)
"""All of them. Of several readings of one name the first is the most likely."""

_KEY: Final = re.compile(r"(?:#.*\n|\s*\n)*[\w\"'-]+ *:")
_IDS: Final = frozenset({"item", "count", "heading"})
"""Kinds whose names are not made up for an example."""


def statements_in(text: str, path: str, names: OwnNames = NO_NAMES) -> list[Statement]:
    r"""Return the statements of a document in the order in which they stand there.

    The text may have any line ends; a tab is one character in positions. `names` are those of the site's
    registry: without them no ids are found.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if not is_about_the_present(path, text):
        return []
    body = _without_front_matter(text)
    before = text[: len(text) - len(body)].count("\n")
    written = body.split("\n")
    shown = names_in_examples(written)
    blocks = Blocks([expanded(line) for line in _plain(body).split("\n")], as_github=True)
    places = Places(path, before, written)
    found = []
    for passage in chain(passages_of(blocks), of_definitions(blocks.definitions)):
        in_file = PlacesInProse(passage.prose, places.at)
        for (start, end), parts in _stated(passage, names):
            stated, at = passage.text[start:end], in_file.position(start, end)
            readings = tuple(dict.fromkeys(each.reading for each in parts))
            if _is_a_word(stated, readings) or all(each.name in shown for each in readings):
                continue
            is_weak, is_link = all(each.is_weak for each in parts), any(each.is_link for each in parts)
            found.append(Statement(stated, at, readings, is_weak, is_link))
    return sorted(found, key=lambda each: each.position)


def _is_a_word(text: str, readings: tuple[Reading, ...]) -> bool:
    """Whether a text is one word in small letters: if something is called so, that says nothing of it."""
    return text.isalpha() and text.islower() and [each.kind for each in readings] == ["symbol"]


def _without_front_matter(text: str) -> str:
    """Return a text behind its front matter, even one that is no YAML."""
    found = FENCED.match(text)
    return text[found.end() :] if found and _KEY.match(found[1]) else text


def _plain(body: str) -> str:
    """Return a text without the characters that stand for what is hidden."""
    return body.replace(HIDDEN, " ").replace("\x03", " ")


def _stated(passage: Passage, names: OwnNames) -> Iterator[tuple[tuple[int, int], list[Found]]]:
    """Return what a passage states to be there, all readings of a part of it together."""
    if not (passage.code or passage.links or passage.plain.strip()):
        return
    presences = Presences(passage)
    parts: dict[tuple[int, int], list[Found]] = {}
    for finder in FINDERS:
        for each in finder(passage, names):
            if each.reading.kind not in _IDS and is_invented(each.reading.name):
                continue
            presence = presences.of(each)
            if presence is not Presence.NOT_STATED:
                is_weak = each.is_weak or presence is Presence.DOUBTFUL
                parts.setdefault((each.start, each.end), []).append(each._replace(is_weak=is_weak))
    yield from parts.items()

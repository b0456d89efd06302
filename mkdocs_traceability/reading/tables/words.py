"""What people write above columns and in cells, and what it means: `synonyms.yml`, and what a site adds."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.kinds import Kind

_FILE: Final = Path(__file__).with_name("synonyms.yml")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ABSENCES: Final = ("not_applicable", "unknown", "nothing")
_BLANKS: Final = re.compile(r"[\s_\-\u2010-\u2015]+")
_FRAME: Final = " .:;,!*_`'\"“”„«»"


def folded(text: str) -> str:
    """Return the form in which words are compared: without case, and with one kind of blank."""
    text = text.replace("\ufe0f", "").replace("\ufe0e", "").casefold()
    return _BLANKS.sub(" ", text).strip(_FRAME) or text.strip()


class Meaning(NamedTuple):
    """What a word says of a status: the names it may have, the best first, and the phase they are of."""

    statuses: tuple[str, ...]
    phase: Phase

    def of(self, kind: Kind) -> str | None:
        """Return the status of a kind that is meant; None where it has none that fits."""
        named = next((each for each in self.statuses if each in kind.statuses), None)
        return named or next(
            (name for name, status in kind.statuses.items() if status.phase == self.phase), None
        )


@dataclass(frozen=True)
class Words:
    """The words that are known: of headers, of kinds, of statuses, of values by field, of what is absent."""

    headers: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, tuple[str, ...]]
    statuses: Mapping[str, Meaning]
    values: Mapping[str, Mapping[str, str]]
    absences: Mapping[str, str]
    booleans: Mapping[str, bool]
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def fields(self, header: str) -> tuple[str, ...]:
        """Return the fields that a header may mean, the likeliest first."""
        return self.headers.get(folded(header), ())

    def absence(self, text: str, signs: str) -> str | None:
        """Return why a text is no value: `nothing`, `unknown` or `not applicable`; None where it is one."""
        if not text and not signs:
            return "nothing"
        return self.absences.get(folded(text or signs))

    def status(self, text: str, kind: Kind) -> str | None:
        """Return the status that a word means for a kind."""
        word = folded(text)
        if not word:
            return None
        own = self.own.get("status", {}).get(word)
        if own is not None:
            return kind.status_by_lower.get(own.lower(), own)
        exact = next((name for name in kind.statuses if folded(name) == word), None)
        meaning = self.statuses.get(word)
        return exact or (meaning.of(kind) if meaning else None)

    def value(self, name: str, text: str, vocabulary: Collection[str]) -> str | None:
        """Return the value of a field's vocabulary that a word means."""
        word = folded(text)
        exact = next((value for value in vocabulary if folded(value) == word), None)
        if exact is not None:
            return exact
        meant = self.own.get(name, {}).get(word) or self.values.get(name, {}).get(word)
        return meant if meant in vocabulary else None

    def boolean(self, text: str, name: str = "") -> bool | None:
        """Return what a word says of a field that answers yes or no."""
        own = self.own.get(name, {}).get(folded(text))
        return own == "true" if own is not None else self.booleans.get(folded(text))


@cache
def built_in_words() -> Words:
    """Return the words of `synonyms.yml`."""
    data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=_LOADER)
    headers: dict[str, tuple[str, ...]] = {}
    for name, written in data["headers"].items():
        for word in map(folded, map(str, written)):
            headers[word] = (*headers.get(word, ()), *(() if name in headers.get(word, ()) else (name,)))
    statuses = {
        folded(word): Meaning(tuple(group["statuses"]), Phase(group["phase"]))
        for group in reversed(data["statuses"])
        for word in map(str, group["words"])
    }
    return Words(
        headers,
        {name: tuple(map(folded, map(str, written))) for name, written in data["kinds"].items()},
        statuses,
        {name: _by_word(values) for name, values in data["values"].items()},
        {folded(str(word)): name.replace("_", " ") for name in reversed(_ABSENCES) for word in data[name]},
        {folded(str(word)): name == "true" for name in ("false", "true") for word in data[name]},
    )


@dataclass(frozen=True)
class TableWords:
    """What a site adds: the headers of each field, and the words for each value of a field.

    All words that are known are put together only where a table is read.
    """

    headers: Mapping[str, Iterable[str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Iterable[str]]] = field(default_factory=dict)

    @cached_property
    def words(self) -> Words:
        """The words that are known, with those of the site."""
        return words_with(self.headers, self.values)


BUILT_IN_WORDS: Final = TableWords()


def words_with(
    headers: Mapping[str, Iterable[str]], values: Mapping[str, Mapping[str, Iterable[str]]]
) -> Words:
    """Return the words with what a site adds: headers by field, and words by field and value."""
    ours = built_in_words()
    if not headers and not values:
        return ours
    merged = dict(ours.headers)
    for name, written in headers.items():
        for word in map(folded, written):
            others = tuple(each for each in merged.get(word, ()) if each != name)
            merged[word] = (name, *others)
    own = {name: _by_word(each) for name, each in values.items()}
    return Words(merged, ours.kinds, ours.statuses, ours.values, ours.absences, ours.booleans, own)


def _by_word(values: Mapping[str, Iterable[Any]]) -> dict[str, str]:
    return {folded(str(word)): value for value, words in values.items() for word in words}

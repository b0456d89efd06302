"""Look up counts: how many items of a kind the registry has."""

import re
from typing import Final

from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.model.kinds import Kind

_UNKNOWN: Final = Answer(Known.UNKNOWN)
_FORM: Final = re.compile(r"(?P<number>\d{1,6}|\w+)\s+(?P<what>[^\W\d][\w -]*)")
_WORDS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
_NUMBERS: Final = {word: number for number, word in enumerate(_WORDS.split(" "))}
_FEWEST: Final = 5
_NEARLY: Final = 0.25
"""A count that is surely that of all: of some size, and off by less than a quarter."""


@resolver("count")
class Counts(Resolver):
    """Looks counts up: `12 flows` of a registry with 12 flows holds."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._registry = surroundings.registry

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a count."""
        form = _FORM.fullmatch(name.strip())
        if form is None or not self._registry.all or not self._registry.has_all:
            return _UNKNOWN
        word = form["number"].casefold()
        number = int(word) if word.isdecimal() else _NUMBERS.get(word, -1)
        kind = self._kind(form["what"].casefold())
        if kind is None or number < 0:
            return _UNKNOWN
        count = len(self._registry.items(kind.name))
        if number == count:
            return Answer(Known.THERE)
        if min(number, count) < _FEWEST or abs(number - count) > max(1, count * _NEARLY):
            return _UNKNOWN  # as likely only some of them are meant
        there_are = f"there are {count}"
        meant = f"{count} {form['what']}"
        message = f"`{name}` is not the count: {there_are}"
        return Answer(Known.ABSENT, None, True, (meant,), True, message, f"write `{meant}`")

    def _kind(self, what: str) -> Kind | None:
        kinds = self._registry.schema.kinds.values()
        named = (each for each in kinds if what in (each.plural_label, each.plural, each.label))
        return next((each for each in named if self._registry.items(each.name)), None)

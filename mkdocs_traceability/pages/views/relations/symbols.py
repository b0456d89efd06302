"""What stands in a cell of a cross matrix (show): a sign for what the link is, and one for its row's state.

Where a pair has one relation, its links are dots, or roles where these are few; where it has several, each
has a letter. What a component does to a resource and what it may do share one letter in three forms.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.shown_words import shown_word
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.relations.edges import Pair, RelationEdge, RelationSide
from mkdocs_traceability.pages.views.relations.imports_seen import AGAINST, IMPORTED, KIN, MARKS
from mkdocs_traceability.registry.lifecycle import phase

DOT: Final = "●"

_GRANTS: Final = {
    ("resource", "writers"): ("component", "writes"),
    ("resource", "readers"): ("component", "reads"),
}
"""Relations that allow what another one does."""

GRANTED: Final = ("allowed", "not granted")
"""Whether what is done may be done, as the legend says it of a sign."""

_FORBIDS: Final = {("resource", "forbidden")}

_ROLES: Final = 8
"""How many roles can have signs of their own, and still be learnt from a legend."""

_STATES: Final = {
    "failing": "✗",
    "missing": "∅",
    "unclaimed": "△",
    "stale": "◷",
    "unverified": "?",
    "waived": "~",
    "planned": "○",
}
"""The shapes that badges have in the style sheet; what is not here is a full dot."""


class Sign(NamedTuple):
    """What a cell shows of a link. `form` is how it is drawn, `words` are what it means, for the legend."""

    text: str
    form: str
    words: tuple[str, ...]


_Link = tuple[RelationSide, str, tuple[str, ...]]
"""What the signs of a link depend on: its side, its role, and what is seen of it in the code."""

_FORMS: Final = {IMPORTED: "refused", AGAINST: "refused"}
"""How a mark is drawn of what is not as it should be."""


class State(NamedTuple):
    """How it stands with a row's item: a badge's shape and word; a full dot without a word is no news."""

    text: str
    word: str

    @property
    def shown(self) -> str:
        """What readers see for the word."""
        return shown_word(self.word, "phase" if self.word == Phase.OVER else "badge")


class Signs:
    """The signs of one pair."""

    def __init__(self, pair: Pair) -> None:
        self._sides = pair.sides
        self.has_letters = len(pair.sides) > 1
        self._letters = _letters(pair.sides) if self.has_letters else {}
        self._roles = {} if self.has_letters else _roles(pair)
        self._does = {side.key: side for side in pair.sides}
        self._known: dict[tuple[_Link, ...], tuple[Sign, ...]] = {}

    def of(self, crossings: Iterable[RelationEdge]) -> tuple[Sign, ...]:
        """Return the signs of the links in one cell."""
        key = tuple(
            [
                (each.side, each.attributes.get("role", "") if self._roles else "", _marks(each))
                for each in crossings
            ]
        )
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._signs(key)))
        return self._known[key]

    def place(self, sign: Sign) -> tuple[int, str, str]:
        """Return where a sign stands in a legend: as the relations do, what may be after what is done."""
        for side in self._sides:
            if side.word == sign.words[0]:
                done = self._does.get(_GRANTS.get(side.key, ("", "")), side)
                return self._sides.index(done), "" if sign.form == "granted" else sign.form or " ", sign.text
        if sign.words[0] in MARKS:
            return len(self._sides) + 1, str(list(MARKS).index(sign.words[0])), sign.text
        return len(self._sides), sign.form, sign.text

    def _signs(self, links: tuple[_Link, ...]) -> Iterable[Sign]:
        yield from self._linked([link for link in links if not {IMPORTED, KIN}.intersection(link[2])])
        for _, _, marks in links:
            for word in marks:
                yield Sign(MARKS[word], _FORMS.get(word, "seen"), (word,))

    def _linked(self, links: Sequence[_Link]) -> Iterable[Sign]:
        """Go through the signs of what is declared; where a mark says that there is a link, no dot does."""
        here = {side.key for side, _, _ in links}
        for side, role, marks in links:
            if not self.has_letters:
                if role in self._roles or not marks:
                    form = "role" if role in self._roles else ""
                    yield Sign(self._roles.get(role, ""), form, (role or side.word,))
                continue
            letter, grants = self._letters[side], _GRANTS.get(side.key)
            if grants in here:
                continue  # one letter says both
            if any(_GRANTS.get(other) == side.key for other in here):
                yield Sign(letter, "granted", (side.word, GRANTED[0]))
            elif side.key in _FORBIDS:
                yield Sign(letter, "refused", (side.word,))
            elif any(_GRANTS.get(other) == side.key for other in self._does):
                yield Sign(letter, "", (side.word, GRANTED[1]))
            else:
                yield Sign(letter, "allowed" if grants in self._does else "", (side.word,))


def state_of(view: SiteView, item: Item) -> State:
    """Return how it stands with an item: what is over needs no evidence any more."""
    if phase(view.registry, item) is Phase.OVER:
        return State("◌", Phase.OVER.value)
    word = view.assessment.badge(item).word
    return State(_STATES[word], word) if word in _STATES else State(DOT, "")


def _marks(crossing: RelationEdge) -> tuple[str, ...]:
    return crossing.seen.words if crossing.seen else ()


def _letters(sides: list[RelationSide]) -> dict[RelationSide, str]:
    """Give every side a letter of its own: of its word, else the next of the alphabet that is free."""
    letters: dict[RelationSide, str] = {}
    by_key = {side.key: side for side in sides}
    for side in sorted(sides, key=lambda side: side.key in _GRANTS):
        grants = by_key.get(_GRANTS.get(side.key, ("", "")))
        if side.key in _FORBIDS:
            letters[side] = "⊘"
        elif grants is not None:
            letters[side] = letters[grants].lower()
        else:
            free = (letter for letter in side.word.upper() + _ALPHABET if letter.isalpha())
            letters[side] = next((letter for letter in free if letter not in letters.values()), DOT)
    return letters


_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _roles(pair: Pair) -> dict[str, str]:
    """Give roles short forms, if a legend can hold them all and most links have one."""
    declared = [crossing for crossing in pair.crossings if crossing.reference]
    roles = Counter(crossing.attributes.get("role", "") for crossing in declared)
    without = roles.pop("", 0)
    if not roles or len(roles) > _ROLES or without > len(declared) / 2:
        return {}
    short: dict[str, str] = {}
    for role in sorted(roles):
        words = [word for word in role.replace("/", " ").replace("-", " ").split() if word[0].isalnum()]
        initials = "".join(word[0] for word in words).upper()
        tried = [
            initials[:3],
            role[:2],
            role[:3],
            *(f"{role[:1]}{number}" for number in range(2, _ROLES + 2)),
        ]
        free = (text for text in tried if text and text not in short.values())
        short[role] = next(free)
    return short

"""Badges for a README, for each kind and for all: how many items are found, and how bad the worst is.

Below `verified/` are those that say how many are verified. Each as an SVG that needs nothing else, and as
JSON for the endpoint badge of shields.
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.exports.export import Export, PublishedFile, encoded, export
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind


class Tone(NamedTuple):
    """How a badge looks: the mark and the colour of the SVG, and the colour that shields has for it."""

    mark: str
    colour: str
    shields: str


_GOOD: Final = Tone("check", "#1a6b3c", "brightgreen")
_FOUND: Final = Tone("target", "#0f6674", "green")
_BAD: Final = Tone("cross", "#b3261e", "red")
_WARN: Final = Tone("triangle", "#8a4b00", "orange")
_CALM: Final = Tone("ring", "#3d5a80", "blue")
_NOTHING: Final = Tone("dash", "#5a6068", "lightgrey")

_TONES: Final = {
    "failing": _BAD,
    "missing": _BAD,
    "unclaimed": _WARN,
    "stale": _WARN,
    "unverified": _CALM,
    "waived": _CALM,
    "found": _FOUND,
    "verified": _GOOD,
}

_WIDTHS: Final = {
    3: "'|",
    4: "ijl.,:;!I/ ",
    5: 'ft()[]r-"`°',
    6: "cksvxyzJ*?",
    7: "abdeghnopqu0123456789L_+=<>~«»$#",
    8: "ABEFKPSTVXYZwß&",
    9: "CDGHNOQRU",
    11: "mM%@W…",
}
"""Pixels that a character takes at 12 pixels, by what the faces for text have in common."""

_WIDTH_OF: Final = {character: width for width, group in _WIDTHS.items() for character in group}
_OTHERWISE: Final = 8
_IDEOGRAPH: Final = 12

_STATES: Final = {"badges": "found", "badges/verified": "verified"}
"""Where badges are, and which state they count."""

_LONGEST: Final = 60
"""Characters of a label or a message that a badge shows."""


class Text(NamedTuple):
    """A text on a badge, and how many pixels wide it is drawn."""

    text: str
    width: int


@dataclass(frozen=True)
class ShareBadge:
    """What a badge says: of what, how much, and how that is to be taken."""

    label: str
    message: str
    tone: Tone


@export
def badge_files(exported: Export) -> Iterator[PublishedFile]:
    """Yield the badges of each kind, and of all."""
    named: list[tuple[str, Kind | None]] = [("all", None)]
    named += [(_stem(exported, kind), kind) for kind in exported.declared_kinds]
    for folder, state in _STATES.items():
        for stem, kind in named:
            yield PublishedFile(f"{folder}/{stem}.svg", partial(badge_svg, exported, kind, state))
            yield PublishedFile(f"{folder}/{stem}.json", partial(badge_json, exported, kind, state))


def _stem(exported: Export, kind: Kind) -> str:
    """Return the name of a kind's badges; `all` is that of the badge for all."""
    stem = exported.addresses.stem(kind)
    return f"{stem}-matrix" if stem == "all" else stem


def badge_svg(exported: Export, kind: Kind | None, state: str = "found") -> bytes:
    """Return a badge as a picture."""
    badge = share_badge(exported, kind, state)
    label, message = _drawn(badge.label), _drawn(badge.message)
    says = f"{_visible(badge.label)}: {_visible(badge.message)}"
    return encoded(exported.render("badge.svg", says=says, label=label, message=message, tone=badge.tone))


def badge_json(exported: Export, kind: Kind | None, state: str = "found") -> bytes:
    """Return a badge as what the endpoint badge of shields asks for."""
    badge = share_badge(exported, kind, state)
    data = {
        "schemaVersion": 1,
        "label": badge.label,
        "message": badge.message,
        "color": badge.tone.shields,
    }
    return encoded(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def share_badge(exported: Export, kind: Kind | None, state: str = "found") -> ShareBadge:
    """Return what the badge of a kind says of a state; without a kind, of all items."""
    registry, translate = exported.result.registry, exported.translate
    items = registry.items(kind.name) if kind else registry.all
    label = translate(kind.plural_label if kind else "traceability")
    share = exported.result.assessment.share(items)
    if not share.judged:
        return ShareBadge(label, translate("n/a"), _NOTHING)
    counts = {state: share.reaching(state), "judged": share.judged}
    says = {
        "found": translate("%(found)s of %(judged)s found"),
        "verified": translate("%(verified)s of %(judged)s verified"),
    }
    message = says[state]
    for name, number in counts.items():  # a catalogue of the site's own may have anything in this place
        message = message.replace(f"%({name})s", str(number))
    return ShareBadge(label, message, _TONES[_worst(exported, items)])


def _worst(exported: Export, items: Sequence[Item]) -> str:
    """Return the worst of the badges that count."""
    words = {exported.result.assessment.badge(item).word for item in items}
    return next(word.name for word in VOCABULARY if word.name in words and word.name in _TONES)


def _drawn(text: str) -> Text:
    """Return a text as a badge shows it, cut where it is too long for one."""
    text = _visible(text)
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return Text(text, sum(map(_width, text)))


def _width(character: str) -> int:
    if width := _WIDTH_OF.get(character):
        return width
    if unicodedata.combining(character):
        return 0
    return _IDEOGRAPH if unicodedata.east_asian_width(character) in "WF" else _OTHERWISE


def _visible(text: str) -> str:
    """Return a text without what XML has no place for."""
    shown = (
        each if each.isprintable() else " " if each.isspace() else "\N{REPLACEMENT CHARACTER}"
        for each in text
    )
    return " ".join("".join(shown).split())

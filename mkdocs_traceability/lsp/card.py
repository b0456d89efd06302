"""An item in full as Markdown, for a hover. All that somebody wrote is escaped."""

from collections.abc import Iterable, Iterator
from typing import Final

from mkdocs_traceability.analysis.badges import GAPS, HELD
from mkdocs_traceability.lsp.markdown import code, escaped
from mkdocs_traceability.model.shown_words import shown_word
from mkdocs_traceability.reports.item_card import CardEnd, CardEvidence, CardField, CardRelation, ItemCard

_MOST_ENDS: Final = 8
_MOST_CLAIMS: Final = 6
_MOST_FINDINGS: Final = 5
_LONGEST: Final = 400


def card_as_markdown(card: ItemCard) -> str:
    """Return what is known of an item: what it is, how far, its links, its evidence and its findings."""
    blocks = [
        _head(card),
        escaped(_cut(card.summary)),
        "\n".join(_lines(card)),
        _listed("Evidence", map(_evidence, card.evidence)),
        _listed("Findings", _findings(card)),
    ]
    return "\n\n".join(filter(None, blocks))


def _head(card: ItemCard) -> str:
    item = card.item
    title = f" {escaped(_cut(item.own_title))}" if item.own_title else ""
    state = [escaped(card.kind.label.capitalize()), escaped(card.status_label), badge_words(card.badge.word)]
    return f"**{escaped(item.id)}**{title}  \n{' · '.join(filter(None, state))}"


def badge_words(word: str) -> str:
    """Return a badge as readers see it, with a sign before it; nothing for no badge."""
    return f"{_SIGNS.get(word, '○')} {shown_word(word, 'badge')}" if word else ""


_SIGNS: Final = {**dict.fromkeys(HELD, "✓"), **dict.fromkeys(GAPS, "✗")}


def _lines(card: ItemCard) -> Iterator[str]:
    if card.owners:
        owners = ", ".join(escaped(owner.name) for owner in card.owners)
        yield f"- Owner: {owners}"
    if card.deadline:
        yield f"- Due: {card.deadline.day}"
    yield from map(_field, card.fields)
    yield from map(_relation, card.relations)
    if card.notes:
        yield f"- Notes: {escaped(_cut(card.notes))}"
    if card.home:
        yield f"- Page: {code(card.home)}"


def _field(field: CardField) -> str:
    return f"- {escaped(field.label)}: {escaped(_cut(', '.join(field.lines)))}"


def _relation(relation: CardRelation) -> str:
    ends = ", ".join(_end(end) for end in relation.ends[:_MOST_ENDS])
    more = len(relation.ends) - _MOST_ENDS
    return f"- {escaped(relation.label)}: {ends}" + (f" and {more} more" if more > 0 else "")


def _end(end: CardEnd) -> str:
    text = code(end.text) if end.item or end.broken else escaped(_cut(end.text))
    said = [escaped(_cut(each)) for each in end.attributes.values()]
    said += [escaped(end.broken)] if end.broken else []
    return f"{text} ({', '.join(said)})" if said else text


def _evidence(evidence: CardEvidence) -> str:
    label = escaped(evidence.label)
    if evidence.not_applicable:
        return f"{label}: not applicable, {escaped(_cut(evidence.not_applicable))}"
    if evidence.unknown:
        return f"{label}: unknown"
    claims = evidence.claims[:_MOST_CLAIMS]
    shown = ", ".join(f"{code(each.claim.text)} {badge_words(each.badge.word)}".rstrip() for each in claims)
    more = len(evidence.claims) - len(claims)
    return f"{label}: {shown}" + (f" and {more} more" if more > 0 else "")


def _findings(card: ItemCard) -> Iterator[str]:
    findings = card.findings
    for finding in findings[:_MOST_FINDINGS]:
        weight = shown_word(finding.effective_severity, "severity")
        yield f"{code(finding.code)} {escaped(_cut(finding.message))} ({weight})"
    if len(findings) > _MOST_FINDINGS:
        yield f"{len(findings) - _MOST_FINDINGS} more"


def _listed(title: str, lines: Iterable[str]) -> str:
    listed = "\n".join(f"- {line}" for line in lines)
    return f"{title}\n\n{listed}" if listed else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

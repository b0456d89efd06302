"""Import: items that a site has already are compared with what a page says, and never written again."""

from collections.abc import Iterator

from mkdocs_traceability.model.item import Evidence, Item, Reference


def differences(item: Item, existing: Item) -> Iterator[str]:
    """Go through the names under which an item says what the existing one does not."""
    for name, value in item.values.items():
        old = existing.values.get(name)
        if name != "aliases" and (old is None or old.plain != value.plain):
            yield name
    for name, references in item.references.items():
        if list(map(_said, references)) != list(map(_said, existing.references.get(name, ()))):
            yield name
    for name, evidence in item.evidence.items():
        old_evidence = existing.evidence.get(name)
        if old_evidence is None or _shown(evidence) != _shown(old_evidence):
            yield name


def _said(reference: Reference) -> tuple[str, dict[str, str]]:
    return reference.text, reference.attributes


def _shown(evidence: Evidence) -> tuple[object, ...]:
    claims = tuple((claim.text, claim.lines, claim.note) for claim in evidence.claims)
    return claims, evidence.not_applicable, evidence.unknown

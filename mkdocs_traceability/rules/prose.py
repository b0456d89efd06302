"""A rule about references in the text of pages: whether what they name is there."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.model.finding import Finding, Related
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.prose import BARE, CODE, FULL, SHORT, Mention
from mkdocs_traceability.registry.nearest import likeness, plain_spelling
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import names_for
from mkdocs_traceability.rules.references import meant
from mkdocs_traceability.rules.series import stem_and_number

_SURELY: Final = 0.85
"""How alike to a declared id a word in brackets must be to be taken for one: most are only words."""

_SHORTEST: Final = 5
"""Shorter words are alike by chance."""

_SURELY_A_WORD: Final = 0.9
"""The same for a word without `-`, `_`, `.`, `:` or `/`, which any sentence may have in brackets."""

_PARTS: Final = frozenset("-_.:/")
"""What joins the parts of an id. A word without is a word, unless it is one but for a letter or two."""

_REMEDIES: Final = {
    SHORT: "declare it, or write `\\[{text}]` if it is not a reference",
    FULL: "declare it, or link to a page: `[{label}](page.md)`",
    CODE: "no similar id is declared",
    BARE: "no similar id is declared",
}


@rule("TR106", title="Unresolved reference in page text", is_local=True)
def unknown_in_prose(context: RuleContext) -> Iterator[Finding]:
    """Reports a reference in the text of a page that matches no item, or more than one.

    A reference is `[ID]` or `[label][ID]` if it looks like an id: it has the prefix and digits of a
    declared series, names a kind (`flow:EVAL-001`), or is a declared id with a typo. Code spans and bare
    ids count only if they belong to a series and `prose_ids` includes them. Code blocks, links and
    references that Markdown resolves, in the page or in a snippet, are ignored. A link written as
    `[label][#heading]` is shown with its brackets and is reported, too.

    Why it matters: the sentence refers to something that does not exist, and readers see the brackets.

    Fails:

        # file: docs/page.md
        Scores come from [EVAL-002].
        # file: docs/facts.trace.yml
        flows:
          - id: EVAL-001
            components: [eval-worker]
        components:
          - id: eval-worker

    Passes:

        # file: docs/page.md
        Scores come from [EVAL-001].
        # file: docs/facts.trace.yml
        flows:
          - id: EVAL-001
            components: [eval-worker]
        components:
          - id: eval-worker
    """
    registry = context.registry
    if not (registry.all and registry.mentions):
        return
    stems = _stems(context)
    for mention in registry.mentions:
        found = registry.answering(mention.text)
        if len(found) > 1 and mention.form in (SHORT, FULL):
            yield _ambiguous(mention, found)
        elif not found and registry.unread_ids.isdisjoint((mention.text, mention.text.partition(":")[2])):
            yield from _unknown(context, mention, stems)


def _stems(context: RuleContext) -> Counter[str]:
    """Return what the numbered ids begin with, and how many do."""
    numbered = (stem_and_number(item.id) for item in context.registry.all)
    return Counter(each[0] for each in numbered if each)


def _is_of_series(mention: Mention, stems: Counter[str]) -> bool:
    """Whether an id is numbered like declared ones; without brackets, like more than one."""
    numbered = stem_and_number(mention.text)
    return numbered is not None and stems[numbered[0]] >= (1 if mention.form in (SHORT, FULL) else 2)


def _names_kind(context: RuleContext, mention: Mention) -> bool:
    kind, colon, rest = mention.text.partition(":")
    is_written = mention.form in (SHORT, FULL) and colon and rest
    return bool(is_written and kind.replace("-", "_") in context.registry.schema.kinds)


def _slip_of(context: RuleContext, mention: Mention, kinds: tuple[str, ...]) -> list[Item]:
    """Return the items of which a word in brackets is surely meant to be the id."""
    text = plain_spelling(mention.text)
    is_word = _PARTS.isdisjoint(mention.text)
    if mention.form not in (SHORT, FULL) or len(text) < _SHORTEST + is_word:
        return []
    surely = _SURELY_A_WORD if is_word else _SURELY
    return [
        item
        for item in context.suggestions.nearest(mention.text, kinds)
        if any(
            likeness(text, plain_spelling(name)) >= surely
            and not (is_word and _is_inflected(text, plain_spelling(name)))
            and not mention.text.startswith(f"{name}.")  # a symbol of a package that is a component
            for name in (item.id, *item.texts("aliases"), *item.texts("former_ids"))
        )
    ]


def _is_inflected(word: str, other: str) -> bool:
    """Whether one of two words begins with the other: `workers` is no slip of `worker`."""
    return word != other and (word.startswith(other) or other.startswith(word))


def _unknown(context: RuleContext, mention: Mention, stems: Counter[str]) -> Iterator[Finding]:
    """Report what nothing declares, if it is a reference."""
    kinds = tuple(context.registry.schema.kinds)
    label = " ".join(mention.label.split())
    if mention.form == FULL and mention.text.startswith("#"):
        yield _finding(context, mention, f"write a link to a heading as `[{label}]({mention.text})`")
        return
    if _is_of_series(mention, stems) or _names_kind(context, mention):
        near = context.suggestions.nearest(mention.text, kinds)
    elif not (near := _slip_of(context, mention, kinds)):
        return
    if near and "id" in near[0].invalid:
        return  # what is wrong is the id that was meant, and that is said there
    mistake = context.suggestions.unknown.mistake(mention.text, kinds)
    remedy = _REMEDIES[mention.form].format(text=mention.text, label=label)
    names = names_for(context.registry, near, kinds, mention.text)
    yield _finding(context, mention, meant(near, kinds) if near else remedy, mistake, names)


def _finding(
    context: RuleContext, mention: Mention, remedy: str, mistake: str = "", names: tuple[str, ...] = ()
) -> Finding:
    return Finding(
        "TR106",
        f"`{mention.text}` is not declared",
        mention.position,
        label="referenced here",
        help=remedy,
        subject=mention.text,
        says_absent=True,
        mistake=mistake or f"unknown {mention.text}",
        follows=context.suggestions.unknown.is_said_elsewhere(mistake),
        suggestions=names,
    )


def _ambiguous(mention: Mention, found: list[Item]) -> Finding:
    labels = " and ".join(item.label for item in found)
    kinds = {item.kind for item in found}
    names = [f"{item.kind}:{item.id}" if len(kinds) == len(found) else item.id for item in found]
    return Finding(
        "TR106",
        f"`{mention.text}` is ambiguous: it matches {labels}",
        mention.position,
        label="referenced here",
        help=f"write {' or '.join(f'`{name}`' for name in names)}",
        related=tuple(Related(item.position, f"{item.label} matches") for item in found),
        subject=mention.text,
        suggestions=tuple(names),
    )

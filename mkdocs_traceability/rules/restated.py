"""A rule about tables that repeat what is declared elsewhere: whether they say the same."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from mkdocs_traceability.analysis.restated import Comparison, Difference, UnknownName
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Related
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.restated import RestatedTable
from mkdocs_traceability.query.filters import Filter
from mkdocs_traceability.query.grammar import MarkerReader
from mkdocs_traceability.registry.called import ids_in
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.rules.engine.rule import RULES, RuleContext, rule
from mkdocs_traceability.rules.engine.wording import MOST_RELATED, listed, names_for
from mkdocs_traceability.rules.references import as_list, meant

_MOST_KINDS: Final = 3
_LONGEST: Final = 60
"""How much of a text a message repeats."""


@rule("TR111", title="Table differs from the registry", needs_complete=True)
def table_differs(context: RuleContext) -> Iterator[Finding]:
    """Reports a table that says it restates what is declared elsewhere, and says something else.

    Each cell is compared with what is declared, and each item must have its row: all of a kind that are not
    closed, or those that match the filters in `where`. Texts are compared without marks and case, several
    values in any order. An empty cell says that nothing is linked; of a plain field it says nothing. An id
    that is not declared is TR101.

    Why it matters: one of the two is wrong, and readers cannot tell which.

    Fails:

        # file: docs/flows.trace.yml
        flows:
          - {id: EVAL-001, components: [batcher], status: planned}
          - {id: EVAL-002, components: [batcher], status: planned}
        components:
          - {id: batcher}
        # file: docs/index.md
        # Evaluation

        <!-- traceability: restates components id="Component" flows="Serves" -->

        | Component | Serves   |
        | --------- | -------- |
        | batcher   | EVAL-001 |

    Passes:

        # file: docs/flows.trace.yml
        flows:
          - {id: EVAL-001, components: [batcher], status: planned}
          - {id: EVAL-002, components: [batcher], status: planned}
        components:
          - {id: batcher}
        # file: docs/index.md
        # Evaluation

        <!-- traceability: restates components id="Component" flows="Serves" -->

        | Component | Serves             |
        | --------- | ------------------ |
        | batcher   | EVAL-001, EVAL-002 |
    """
    grammar = MarkerReader(context.registry, context.suggestions.nearest, RULES)
    for table in context.registry.restated:
        compared = Comparison(context.registry, table, context.suggestions.nearest)
        for difference in compared.differences():
            yield _differs(context, difference)
        for unknown in compared.unknown:
            yield from _unknown(context, unknown)
        yield from _rows(context, table, compared, grammar)


def _differs(context: RuleContext, found: Difference) -> Finding:
    kind = context.registry.kind(found.item)
    is_link = found.name in kind.relations or found.name in kind.inverses
    here, there = _said(found.here), _said(found.there)
    if here and there:
        says = f"the table has {here}, the registry {there}"
    elif here:
        says = f"the table has {here}, which is not declared"
    else:
        says = f"the table lacks {there}"
    verb = "differ" if is_link else "differs"
    related = (Related(found.declared, "declared here"),) if found.declared else ()
    return Finding.of(
        found.item,
        "TR111",
        f"`{found.name}` of {found.item.label} {verb}: {says}",
        at=found.position,
        label="in a table that restates what is declared",
        help="correct the cell, or the declaration",
        related=related,
        field=found.name,
    )


def _said(texts: tuple[str, ...]) -> str:
    return listed(map(_short, texts)) if texts else ""


def _short(text: str) -> str:
    text = " ".join(text.replace("`", "'").split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _unknown(context: RuleContext, found: UnknownName) -> Iterator[Finding]:
    """Report a name that nothing has, as it would be reported where items are declared."""
    near = context.suggestions.nearest(found.text, found.kinds)
    if near and "id" in near[0].invalid:
        return  # what is wrong is the id that was meant, and that is said there
    unknown = context.suggestions.unknown
    mistake = unknown.mistake(found.text, found.kinds)
    labels = [context.registry.schema[kind].label for kind in found.kinds]
    wanted = " or ".join(labels) if len(labels) <= _MOST_KINDS else "item"
    where = f"in `{found.name}` of {found.item.label}, " if found.item else ""
    names = names_for(context.registry, near, found.kinds, found.text)
    if listed_ids := as_list(context, found.text):
        help_, names = f"write `{listed_ids}`", ()
    else:
        help_ = meant(near, found.kinds) if near else "no similar id is declared"
    yield Finding(
        "TR101",
        f"unknown {wanted} `{found.text}`",
        found.position,
        label=f"{where}in a table that restates what is declared",
        help=help_,
        subject=found.text,
        says_absent=True,
        mistake=mistake,
        follows=unknown.is_said_elsewhere(mistake),
        suggestions=names,
    )


def _rows(
    context: RuleContext, table: RestatedTable, compared: Comparison, grammar: MarkerReader
) -> Iterator[Finding]:
    """Compare the items that the table has with those that it has to have."""
    registry = context.registry
    read = grammar.parse_filters(registry.schema.kinds[table.kind], table.where.text) if table.where else ()
    if isinstance(read, list):
        return  # what is wrong with the filters is reported at them
    unsure = {each.item for each in registry.broken} if read else set()
    wanted = [
        item
        for item in registry.ids(table.kind).values()
        if item not in unsure and not (read and item.invalid) and _is_wanted(context, item, read)
    ]
    meant_by_others = {
        item
        for each in compared.unknown
        if each.item is None
        for item in (
            *context.suggestions.nearest(each.text, each.kinds),
            *(item for word in ids_in(each.text) for item in registry.answering(word)),
        )
    }
    lacking = [item for item in wanted if item not in compared.rows and item not in meant_by_others]
    if lacking:
        yield _lacks(context, table, lacking)
    if table.where is None:
        return
    for item, rows in compared.rows.items():
        if item in unsure or item.invalid or item in compared.differing or item in wanted:
            continue
        yield Finding.of(
            item,
            "TR111",
            f"{item.label} has a row, but does not match `{' '.join(table.where.text.split())}`",
            at=rows[0].item.position,
            label="in a table that restates what is declared",
            help="remove the row, or correct the declaration or `where`",
            related=(Related(item.position, "declared here"),),
            field="id",
        )


def _is_wanted(context: RuleContext, item: Item, filters: Collection[Filter]) -> bool:
    if not filters:
        return phase(context.registry, item) is not Phase.OVER
    return all(each.admits(item, _Unjudged(context.today)) for each in filters)


def _lacks(context: RuleContext, table: RestatedTable, lacking: list[Item]) -> Finding:
    kind = context.registry.schema.kinds[table.kind]
    if len(lacking) == 1:
        what, help_ = lacking[0].label, "add the row, or say in `where` which items the table has"
    else:
        what = f"{len(lacking)} {kind.plural_label}: {listed(item.id for item in lacking)}"
        help_ = "add the rows, or say in `where` which items the table has"
    related = (Related(item.position, f"{item.label} is declared here") for item in lacking[:MOST_RELATED])
    return Finding(
        "TR111",
        f"the table lacks {what}",
        table.position,
        label="a table that restates what is declared",
        help=help_,
        related=tuple(related),
        kind=table.kind,
        subject=f"rows of {kind.plural}",
    )


class _Unjudged:
    """The facts of items before anything is judged: filters of a table ask for none but the day."""

    def __init__(self, today: date) -> None:
        self.today = today

    def badge_word(self, item: Item) -> str:
        return ""

    def needs_attention(self, item: Item) -> bool:
        return False

    def codes(self, item: Item) -> Collection[str]:
        return ()

    def claim_words(self, item: Item, name: str) -> Collection[str]:
        return ()

"""The rule about fields that are written with a name they had before."""

from collections.abc import Iterator

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.former_names import CODE, renamed
from mkdocs_traceability.query.grammar import MarkerReader, Placement
from mkdocs_traceability.rules.engine.rule import RULES, RuleContext, rule


@rule(CODE, title="Field written with its former name", severity=Severity.INFO)
def former_name(context: RuleContext) -> Iterator[Finding]:
    """Reports a field that is written with its former name, such as `root` for `system`.

    Sources, settings and markers accept both names. Each file is reported once, at the first occurrence.
    A name that one of your own kinds declares is not a former name there.

    Why it matters: readers of two names look for a difference that does not exist.

    Fails:

        components:
          - id: api
            root: shop
            external: true

    Passes:

        components:
          - id: api
            system: shop
            external: true
    """
    first: dict[str, Finding] = {}
    for finding in (*_in_declarations(context), *_in_markers(context)):
        path = finding.position.path
        first[path] = min(first.get(path, finding), finding, key=lambda each: each.position)
    yield from first.values()


def _in_declarations(context: RuleContext) -> Iterator[Finding]:
    """Go through what reading and the settings found."""
    return (finding for finding in context.registry.problems if finding.code == CODE)


def _in_markers(context: RuleContext) -> Iterator[Finding]:
    """Find the filters and columns of markers; most have none, and are not read for that."""
    former = {name for kind in context.registry.schema for name in kind.former_names}
    reader = MarkerReader(context.registry, context.suggestions.nearest, RULES)
    numbers = (number.marker for number in context.registry.numbers)
    for marker in (*context.registry.markers, *numbers):
        text = marker.text.replace("-", "_")
        if marker.instead or not any(name in text for name in former):
            continue
        read = reader.parse(marker.text, is_alone=marker.is_alone)
        for word, now in read.former_names if isinstance(read, Placement) else ():
            yield renamed(word.text, now, marker.place(word.offset, word.length))

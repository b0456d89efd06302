"""Rules about CODEOWNERS: whose the code of a component is, by what is declared and by what reviews need."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mkdocs_traceability.analysis.owners import Owner, declared_owners
from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.observations import CodeOwners
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.rules.engine.rule import RuleContext, rule

_MOST_NAMED: Final = 3
_BETWEEN_NAMES: Final = re.compile(r"\s*[,;/&+]\s+|\s+(?:and|und|et|y|e)\s+|[,;]")
_ADDRESS: Final = re.compile(r"([^\s@]+)@[^\s@]+\.[^\s@]+")
_OF_NO_TEAM: Final = frozenset(
    {"team", "teams", "squad", "group", "guild", "the", "owners", "maintainers", "devs"}
)
"""Words that a team's name may have or lack."""


@rule("TR311", title="Maintainer is not a code owner", severity=Severity.INFO)
def maintainer_owns_no_code(context: RuleContext) -> Iterator[Finding]:
    """Reports a component whose maintainer owns none of its files according to CODEOWNERS.

    A file's owners are those of the last entry that matches it; in GitLab, of each section. `@acme/payments`,
    `payments` and `payments-team` are the same name. A name that cannot be compared, such as that of a person
    in full, is not judged.

    Why it matters: reviews go to other people than the documentation names.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {sources: [{path: CODEOWNERS, preset: codeowners}]}}]
        # file: CODEOWNERS
        /billing/  @acme/platform
        # file: billing/plans.py
        RATES = {}
        # file: docs/example.trace.yml
        components:
          - {id: billing, paths: [billing], maintainer: "@acme/payments"}
        flows:
          - {id: BILL-001, components: [billing]}

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {sources: [{path: CODEOWNERS, preset: codeowners}]}}]
        # file: CODEOWNERS
        /billing/  @acme/payments
        # file: billing/plans.py
        RATES = {}
        # file: docs/example.trace.yml
        components:
          - {id: billing, paths: [billing], maintainer: "@acme/payments"}
        flows:
          - {id: BILL-001, components: [billing]}
    """
    for found in context.observations.code_owners:
        declared = list(declared_owners(context.registry, found.component))
        names = [name for owner, _ in declared for name in _BETWEEN_NAMES.split(owner.name) if name]
        if declared and found.owners and _is_contradicted(names, found):
            yield _other_owners(found, *declared[0])


def _is_contradicted(names: Iterable[str], found: CodeOwners) -> bool:
    """Whether every name can be compared, and none of them owns a file."""
    owners = (*found.owners, *found.optional)
    if any(owner.startswith("@@") for owner in owners):  # a role of GitLab, which anybody may have
        return False
    known = {form for owner in owners for form in _forms(owner)}
    return all(_is_comparable(name) and not known & set(_forms(name)) for name in names)


def _is_comparable(name: str) -> bool:
    return " " not in name or name.startswith("@")


def _forms(name: str) -> Iterator[frozenset[str]]:
    """Yield what a name may be known by: the words of its last part, of an address those before the `@`."""
    address = _ADDRESS.fullmatch(name)
    last = address[1] if address else re.split(r"[/:]", name)[-1]
    words = frozenset(re.findall(r"[^\W_]+", last.casefold()))
    yield words - _OF_NO_TEAM or words
    if address:
        yield frozenset({name.casefold()})


def _other_owners(found: CodeOwners, owner: Owner, at: Position) -> Finding:
    component = found.component
    listed = ", ".join(f"`{name}`" for name in found.owners[:_MOST_NAMED])
    more = ", …" if len(found.owners) > _MOST_NAMED else ""
    return Finding.of(
        component,
        "TR311",
        f"{component.label} is maintained by `{owner.name}`, but its code is owned by {listed}{more}",
        at=at,
        help=f"correct the owner, or add `{owner.name}` to {found.place.path}",
        related=(Related(found.place, "the entry that matches most of its files"),),
        field="maintainer",
        subject=owner.name,
    )

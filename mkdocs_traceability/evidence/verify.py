"""Verify every claim of a registry: each with the checker of its type, where its item says to look."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from mkdocs_traceability.evidence import __path__ as _folder
from mkdocs_traceability.evidence.checker import CHECKERS, EACH_SYSTEM_BY_ITSELF, Checker, Scope, SitePages
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.declared import ARTIFACTS, CLAIM_TYPES
from mkdocs_traceability.model.inputs import UNNAMED, Inputs
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.model.progress import Progress
from mkdocs_traceability.model.verdict import Claimed, InputProblem, Outcome, Problem, Verdict, Verdicts
from mkdocs_traceability.registry.nearest import nearest_word
from mkdocs_traceability.registry.registry import Registry

_CONVINCING: Final = (Verdict.UNVERIFIED, Verdict.MISSING, Verdict.FOUND)
"""What decides where several systems are asked for something that one of them may have."""


_SAID_OF_A_TYPE: Final = {"unknown": "unknown", "not_applicable": "{not_applicable: …}"}
"""What is said of a whole type in place of claims, and how."""


def verify(
    registry: Registry,
    inputs: Inputs,
    disk: Disk,
    pages: SitePages | None = None,
    progress: Progress | None = None,
) -> Verdicts:
    """Return the outcome of every claim, and the problems of the inputs that claims are compared with.

    `pages` are those of the site as it is built; without them, the sources of the pages are looked at.
    """
    verdicts = Verdicts()
    desk = _Desk(registry.schema, inputs, disk, pages)
    claims = [Claimed(item, *each) for item in registry.all for each in _claims(registry, item)]
    progress = progress or Progress()
    progress.begin("Checking evidence", len(claims), "claims")
    for claimed in claims:
        verdicts.enter(claimed, desk.check(claimed.item, claimed.claim))
        progress.step()
    verdicts.problems = list(dict.fromkeys(desk.problems()))
    return verdicts


def _claims(registry: Registry, item: Item) -> Iterator[tuple[str, Claim]]:
    """Go through what an item claims: as evidence, and by fields that name a page."""
    for name, evidence in item.evidence.items():
        for claim in evidence.claims:
            yield name, claim
    for name in registry.kind(item).page_fields:
        if value := item.values.get(name):
            for page in item.texts(name):
                yield name, Claim("docs", page, value.position)


def checker_of(type_: str) -> type[Checker]:
    """Return the checker of a claim type; its module is loaded when the first claim of the type is met."""
    import_module(f"mkdocs_traceability.evidence.{'files' if type_ == ARTIFACTS else type_}")
    return CHECKERS[type_]


@cache
def checkers() -> dict[str, type[Checker]]:
    """Return the checker of every claim type, by the name of the type."""
    for module in iter_modules(_folder):
        import_module(f"mkdocs_traceability.evidence.{module.name}")
    return CHECKERS


class _Desk:
    """Has each claim checked once, by one checker per system and type."""

    def __init__(self, schema: Schema, inputs: Inputs, disk: Disk, pages: SitePages | None) -> None:
        self._schema = schema
        self._inputs = inputs
        self._disk = disk
        self._pages = pages
        self._systems = inputs.systems()
        self._checkers: dict[tuple[str, str], Checker] = {}
        self._outcomes: dict[tuple[str, str, str, str], Outcome] = {}

    def check(self, item: Item, claim: Claim) -> Outcome:
        """Return the outcome of a claim of an item."""
        if claim.lines and claim.type != "code":
            return _no_lines(claim)
        if claim.text in _SAID_OF_A_TYPE:
            return _said_of_a_type(claim)
        system = self._schema.system(item)
        if system and system not in self._systems:
            return unknown_system(self._schema, item, self._systems)
        system = system if self._systems else UNNAMED
        key = (system, claim.type, claim.text, claim.lines)
        if key not in self._outcomes:
            self._outcomes[key] = self._checked(system, claim)
        return self._outcomes[key]

    def _checked(self, system: str, claim: Claim) -> Outcome:
        """Check a claim; where each system has a catalogue of its own, an unbound one in each by itself."""
        checker_of(claim.type)  # which says whether each system has a catalogue
        if system == UNNAMED and claim.type in EACH_SYSTEM_BY_ITSELF and self._systems:
            outcomes = [self._checker(each, claim.type).check(claim) for each in self._systems]
            best = max(outcomes, key=lambda outcome: _CONVINCING.index(outcome.verdict))
            is_sure = sum(outcome.verdict is Verdict.FOUND for outcome in outcomes) == 1
            return best if is_sure else best._replace(event=None)  # whose channel it is, nobody says
        return self._checker(system, claim.type).check(claim)

    def problems(self) -> Iterator[InputProblem]:
        """Go through what is wrong with roots and inputs."""
        for system in (*self._systems, UNNAMED):
            for root in self._inputs.of(self._inputs.code_roots, system):
                if not self._disk.is_folder(root.pattern):
                    message = f"the code root `{root.pattern}` is not a folder"
                    yield InputProblem(
                        message, root.position, "name a folder relative to the folder of this file"
                    )
            for type_, setting in sorted(CLAIM_TYPES.items()):
                is_used = (system, type_) in self._checkers
                if is_used or (setting and self._inputs.of(self._inputs.compared.get(setting, {}), system)):
                    yield from self._checker(system, type_).problems

    def _checker(self, system: str, type_: str) -> Checker:
        if (system, type_) not in self._checkers:
            self._checkers[system, type_] = checker_of(type_)(self._scope(system))
        return self._checkers[system, type_]

    def _scope(self, system: str) -> Scope:
        return scope_of(self._inputs, self._disk, system, self._pages)


def scope_of(inputs: Inputs, disk: Disk, system: str = UNNAMED, pages: SitePages | None = None) -> Scope:
    """Return where the claims of a system are looked for; of none in particular, of the whole site."""
    roots = inputs.of(inputs.code_roots, system)
    return Scope(
        disk=disk,
        roots=Roots(disk, tuple(root.pattern for root in roots)),
        compared={name: inputs.of(each, system) for name, each in inputs.compared.items()},
        docs_path=inputs.docs_path,
        markdown_extensions=inputs.markdown_extensions,
        plugins=frozenset(inputs.plugins),
        hooks=inputs.hooks,
        exclude_docs=inputs.exclude_docs,
        draft_docs=inputs.draft_docs,
        written_by_us=inputs.rendered,
        docs_pages=pages.names if pages else None,
        rendered=pages.rendered if pages else None,
    )


def unknown_system(schema: Schema, item: Item, systems: list[str]) -> Outcome:
    """Return the outcome of claims in a system that is not in the settings."""
    system = schema.system(item)
    meant = nearest_word(system, systems)
    listed = ", ".join(f"`{name}`" for name in systems)
    help_ = f"did you mean `{meant}`?" if meant else f"the settings name {listed}"
    help_ = help_ if listed else f"name it: `code_roots: {{{system}: [.]}}`"
    at = item.values[schema[item.kind].system_field].position
    return Outcome(Verdict.MISSING, Problem.FORM, f"the settings have no system `{system}`", help_, at=at)


def _no_lines(claim: Claim) -> Outcome:
    type_ = "files" if claim.type == ARTIFACTS else claim.type
    message = f"a claim of `{type_}` has no lines"
    return Outcome(Verdict.MISSING, Problem.FORM, message, "remove `lines`: only claims of `code` have them")


def _said_of_a_type(claim: Claim) -> Outcome:
    message = f"`{claim.text}` is not a valid claim of `{claim.type}`"
    help_ = f"write it for the whole type: `{claim.type}: {_SAID_OF_A_TYPE[claim.text]}`"
    return Outcome(Verdict.MISSING, Problem.FORM, message, help_)

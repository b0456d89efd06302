"""What a rule is: one function with a code, a title, a severity and its documentation.

`@rule` is all that adding one takes: every module of this package is searched for them.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cached_property
from textwrap import dedent
from typing import Final, NamedTuple

from mkdocs_traceability.model.baseline import BaselineEntry
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.grounding import NOTHING_GROUNDED, Grounding
from mkdocs_traceability.model.item import Item, Waiver
from mkdocs_traceability.model.observations import Observations
from mkdocs_traceability.model.policy import Policy
from mkdocs_traceability.model.verdict import Claimed, Outcome, Verdicts
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.suggestions import Suggestions

EXAMPLE_FILE: Final = "docs/example.trace.yml"
"""Where an example stands that names no file."""


@dataclass(frozen=True)
class RuleContext:
    """What rules judge: the registry, the verdicts on its claims, what is seen in the code, and more.

    `today` is what the dates of waivers are compared with.
    `found` are the findings of all other rules, waived where they are, and `waivers` is what became of the
    waivers; only rules about findings are told. `gone` are the entries of the baseline that are no more, told
    to rules about it. `grounding` has the statements of documents, where any are compared with the code.
    """

    registry: Registry
    verdicts: Verdicts
    observations: Observations
    suggestions: Suggestions
    policy: Policy
    today: date
    found: tuple[Finding, ...] = ()
    waivers: tuple["WaiverOutcome", ...] = ()
    gone: tuple[BaselineEntry, ...] = ()
    grounding: Grounding = NOTHING_GROUNDED

    def claims(self) -> Iterator[tuple[Claimed, Outcome]]:
        """Go through all claims and what became of them, and what is to be said of the components' paths."""
        yield from self.verdicts
        yield from self.observations.claims


class WaiverOutcome(NamedTuple):
    """What became of one waiver: the findings it fits, and those that count again because it has expired."""

    item: Item | None
    """The item that has it; None of one in a comment of a document."""

    waiver: Waiver
    findings: tuple[Finding, ...]
    expired: tuple[Finding, ...]


Check = Callable[[RuleContext], Iterator[Finding]]


class Stage(Enum):
    """What a rule judges, and so when it is applied: the stages follow one another in this order."""

    FACTS = auto()
    """What sources, evidence and code say."""

    FINDINGS = auto()
    """What the rules of the first stage found, waived where it is."""

    COUNTS = auto()
    """Numbers of everything, what the stages before found among it."""

    BASELINE = auto()
    """The entries of the baseline that no finding is left of."""


@dataclass(frozen=True)
class Rule:
    """One rule: `check` finds, and its docstring explains.

    The docstring begins with "Reports …"; a paragraph `Why it matters:` follows, and the
    examples `Fails:` and `Passes:`, each a sidecar, or several files after lines `# file: PATH`.
    A rule that `needs_complete` judges by what is absent: it is silent where a source could not be read, and
    what it finds is not sure where only a build knows all items. What a rule `said_once` finds of many claims
    with one and the same message is said at the first of them. Where the schema lacks a kind or a relation
    that a rule `needs` (as `Schema.has` takes them), it is left out. One that `is_local` judges a source by
    its own text and by the names that other sources declare: editors apply it at every keystroke.
    """

    code: str
    title: str
    severity: Severity
    check: Check
    needs_complete: bool = False
    stage: Stage = Stage.FACTS
    said_once: bool = False
    needs: tuple[str, ...] = ()
    is_local: bool = False

    @cached_property
    def documentation(self) -> str:
        """What the rule finds and why it matters, without the examples."""
        return re.split(r"^Fails:", inspect.getdoc(self.check) or "", maxsplit=1, flags=re.MULTILINE)[
            0
        ].strip()

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The documentation as pages show and translate it: a text for each paragraph, on one line."""
        return tuple(" ".join(each.split()) for each in self.documentation.split("\n\n"))

    @cached_property
    def fails(self) -> dict[str, str]:
        """Files, by path, in which the rule finds something."""
        return self._example("Fails", "Passes")

    @cached_property
    def passes(self) -> dict[str, str]:
        """The same files, mended."""
        return self._example("Passes", None)

    def _example(self, heading: str, end: str | None) -> dict[str, str]:
        text = inspect.getdoc(self.check) or ""
        until = rf"(?=^{end}:)" if end else r"\Z"
        found = re.search(rf"^{heading}:\s*?\n(.*?){until}", text, flags=re.MULTILINE | re.DOTALL)
        if found is None:
            return {}
        files: dict[str, str] = {}
        parts = re.split(r"^# file: (\S+)\n", dedent(found[1]).strip("\n") + "\n", flags=re.MULTILINE)
        if parts[0].strip():
            files[EXAMPLE_FILE] = parts[0]
        files.update(zip(parts[1::2], parts[2::2], strict=True))
        return files


RULES: Final[dict[str, Rule]] = {}
"""Every rule by its code; `rules.all_rules` fills it."""


def rule(
    code: str,
    *,
    title: str,
    severity: Severity = Severity.ERROR,
    needs_complete: bool = False,
    stage: Stage = Stage.FACTS,
    said_once: bool = False,
    needs: tuple[str, ...] = (),
    is_local: bool = False,
) -> Callable[[Check], Check]:
    """Make a function that finds mistakes into a rule."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"two rules have the code {code}")
        RULES[code] = Rule(code, title, severity, check, needs_complete, stage, said_once, needs, is_local)
        return check

    return register

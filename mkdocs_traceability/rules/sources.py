"""Rules about the form of a source: what reading found on its way, and what a kind asks of its items."""

from collections.abc import Iterator
from dataclasses import replace

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.verdict import Problem
from mkdocs_traceability.registry.nearest import nearest_word
from mkdocs_traceability.rules.claims import of_claim
from mkdocs_traceability.rules.engine.rule import RULES, RuleContext, rule
from mkdocs_traceability.rules.engine.wording import is_referred_to


def _found_while_reading(context: RuleContext, code: str) -> Iterator[Finding]:
    return (finding for finding in context.registry.problems if finding.code == code)


@rule("TR001", title="File cannot be read as YAML", is_local=True)
def unreadable_source(context: RuleContext) -> Iterator[Finding]:
    """Reports a source that is not valid YAML or is too large or too deeply nested to read.

    Syntax, encoding, size, depth, unsupported tags and expanding aliases are checked. A file that lists
    items and whose name is close to a sidecar's, such as `x.traces.yml`, is reported too.

    Why it matters: nothing in the file is loaded. References to its items are not reported as well.

    Fails:

        flows:
          - id: EVAL-001
            title: Threshold: crossed

    Passes:

        flows:
          - id: EVAL-001
            title: "Threshold: crossed"
            components: [eval-worker]
        components:
          - id: eval-worker
    """
    return _found_while_reading(context, "TR001")


@rule("TR002", title="Unknown key or kind", is_local=True)
def unknown_key(context: RuleContext) -> Iterator[Finding]:
    """Reports a key that is not a known kind, field or relation.

    Why it matters: a misspelt key has no effect, and its author believes that it does.

    Fails:

        flows:
          - id: EVAL-001
            componets: [eval-worker]
        components:
          - id: eval-worker

    Passes:

        flows:
          - id: EVAL-001
            components: [eval-worker]
        components:
          - id: eval-worker
    """
    yield from _found_while_reading(context, "TR002")
    reported = set()
    for item in context.registry.all:
        for waiver in item.waivers:
            if waiver.code not in RULES and waiver.position not in reported:
                reported.add(waiver.position)
                meant = nearest_word(waiver.code, RULES)
                help_ = f"did you mean `{meant}`?" if meant else "rules have codes such as `TR201`"
                message = f"no rule has the code `{waiver.code}`"
                at, code = waiver.position, waiver.code
                yield Finding.of(item, "TR002", message, at=at, help=help_, field="waive", subject=code)


@rule("TR003", title="Invalid value for a field")
def wrong_value(context: RuleContext) -> Iterator[Finding]:
    """Reports a value that its field does not accept, such as a list for one value or an unknown word.

    Why it matters: the field cannot be checked or shown. The item is kept, and links to it still work.

    Fails:

        flows:
          - id: EVAL-001
            implementation: automatic
            components: [eval-worker]
        components:
          - id: eval-worker

    Passes:

        flows:
          - id: EVAL-001
            implementation: auto
            components: [eval-worker]
        components:
          - id: eval-worker
    """
    yield from _found_while_reading(context, "TR003")
    for (item, name, claim), outcome in context.claims():
        if outcome.problem is Problem.FORM:
            yield of_claim(item, "TR003", name, claim, outcome)


@rule("TR004", title="Required field missing")
def missing_field(context: RuleContext) -> Iterator[Finding]:
    """Reports an item without an id, a waiver without a reason, or a missing field that its kind requires.

    Required relations are checked as well.

    Why it matters: without it, the item cannot be referenced or its statement is incomplete.

    Fails:

        flows:
          - title: Evaluation pipeline
            components: [eval-worker]
        components:
          - id: eval-worker

    Passes:

        flows:
          - id: EVAL-001
            title: Evaluation pipeline
            components: [eval-worker]
        components:
          - id: eval-worker
    """
    for finding in _found_while_reading(context, "TR004"):
        meant = context.suggestions.unknown.meant(finding.mistake)
        yield replace(finding, help=is_referred_to(meant)) if meant else finding
    for kind in context.registry.schema:
        required = [name for name, declared in kind.fields.items() if declared.required]
        required += [name for name, relation in kind.relations.items() if relation.declared.required]
        for name in required:
            for item in context.registry.items(kind.name):
                if not (item.says(name) or name in item.evidence or context.registry.related(item, name)):
                    message = f"{item.label} has no `{name}`, which every {kind.label} must have"
                    yield Finding.of(item, "TR004", message, help=f"add `{name}:`", field=name)


@rule("TR005", title="Duplicate key in a mapping", is_local=True)
def key_twice(context: RuleContext) -> Iterator[Finding]:
    """Reports a key that appears twice in one mapping.

    Why it matters: YAML silently uses the last value and drops the first.

    Fails:

        flows:
          - id: EVAL-001
            components: [eval-worker]
            components: [batcher]
        components:
          - id: eval-worker

    Passes:

        flows:
          - id: EVAL-001
            components: [eval-worker]
        components:
          - id: eval-worker
    """
    return _found_while_reading(context, "TR005")


@rule("TR006", title="Invalid id", is_local=True)
def bad_id(context: RuleContext) -> Iterator[Finding]:
    """Reports an id with spaces, brackets or control characters, or one that its kind's pattern rejects.

    Why it matters: ids are used in URLs, in prose and in other files, so each has to be a single word.

    Fails:

        components:
          - id: eval worker
        flows:
          - id: EVAL-001
            components: [eval worker]

    Passes:

        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
    """
    return _found_while_reading(context, "TR006")


@rule("TR007", title="Id that YAML reads as another type", severity=Severity.INFO, is_local=True)
def retyped_id(context: RuleContext) -> Iterator[Finding]:
    """Reports an id such as `0016`, `1e3` or `no`, which YAML reads as a number or a truth value.

    Why it matters: this plugin takes ids as they are written, but every other tool that reads the file
    sees 14, 1000 or false.

    Fails:

        flows:
          - id: 0016
            components: [eval-worker]
        components:
          - id: eval-worker

    Passes:

        flows:
          - id: "0016"
            components: [eval-worker]
        components:
          - id: eval-worker
    """
    return _found_while_reading(context, "TR007")


@rule("TR008", title="Invalid plugin setting")
def wrong_setting(context: RuleContext) -> Iterator[Finding]:
    """Reports an unknown setting, a value that it does not accept, or an inconsistent kind declaration.

    A baseline that does not exist or cannot be read is reported too.

    Why it matters: a misspelt setting has no effect. All other settings still apply.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins:
          - traceability:
              domain: {EVAL: Evaluation}

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins:
          - traceability:
              domains: {EVAL: Evaluation}
    """
    return _found_while_reading(context, "TR008")


@rule("TR009", title="Source glob matches no files")
def empty_glob(context: RuleContext) -> Iterator[Finding]:
    """Reports an entry of `sources` that matches no file.

    An entry that is a mapping is reported as well if no item is found in its files.

    Why it matters: if a folder is renamed, all its items would otherwise disappear unnoticed.

    Fails:

        # file: mkdocs.yml
        site_name: Example
        plugins:
          - traceability:
              sources: ["facts/*.yml"]

    Passes:

        # file: mkdocs.yml
        site_name: Example
        plugins:
          - traceability:
              sources: ["facts/*.yml"]
        # file: facts/components.yml
        components:
          - id: api
            external: true
    """
    return _found_while_reading(context, "TR009")

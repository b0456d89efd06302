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


@rule("TR001", title="a file that cannot be read as YAML")
def unreadable_source(context: RuleContext) -> Iterator[Finding]:
    """Find a source that is not YAML: its syntax, encoding, size or depth, a tag, or aliases that explode.

    A file that lists items and is called almost as a sidecar is, such as `x.traces.yml`, is one of them.

    Why it matters: nothing that the file declares is known. What refers to it is not reported as well.

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


@rule("TR002", title="an unknown key or kind")
def unknown_key(context: RuleContext) -> Iterator[Finding]:
    """Find a key that no kind, field or relation has.

    Why it matters: a misspelt key says nothing, and whoever wrote it believes that it does.

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


@rule("TR003", title="a value of the wrong type or outside its vocabulary")
def wrong_value(context: RuleContext) -> Iterator[Finding]:
    """Find a value that its field cannot have: a list for one value, a word outside the vocabulary.

    Why it matters: the field cannot be judged or shown. The item is kept, and what links to it holds.

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


@rule("TR004", title="a required field that is missing")
def missing_field(context: RuleContext) -> Iterator[Finding]:
    """Find an item without an id, a waiver without a reason, a field or relation its kind requires.

    Why it matters: without it the item cannot be named, or the statement says nothing.

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


@rule("TR005", title="the same key twice in one mapping")
def key_twice(context: RuleContext) -> Iterator[Finding]:
    """Find a key that stands twice in one mapping.

    Why it matters: YAML silently takes the last, and what the first said is lost.

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


@rule("TR006", title="an id that is not one")
def bad_id(context: RuleContext) -> Iterator[Finding]:
    """Find an id with blanks, brackets or control characters, or one that its kind's pattern refuses.

    Why it matters: an id stands in addresses, in prose and in other files; it has to be one word.

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


@rule("TR007", title="an id that YAML would turn into something else", severity=Severity.INFO)
def retyped_id(context: RuleContext) -> Iterator[Finding]:
    """Find an id such as `0016`, `1e3` or `no`, which YAML reads as a number or a truth value.

    Why it matters: this plugin takes ids as they are written, but every other tool that reads the
    file sees 14, 1000 or false.

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


@rule("TR008", title="a setting of the plugin that is wrong")
def wrong_setting(context: RuleContext) -> Iterator[Finding]:
    """Find an unknown setting, a value it cannot have, or a declared kind that does not hold together.

    Why it matters: a misspelt setting is one that is not in force. The rest of the settings is.

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


@rule("TR009", title="a source glob that matches nothing")
def empty_glob(context: RuleContext) -> Iterator[Finding]:
    """Find an entry of `sources` that no file matches.

    Why it matters: a folder that was renamed would otherwise take all its items with it, unnoticed.

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

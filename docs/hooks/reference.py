"""Makes the reference pages of the manual from the code: the kinds, and the rules with their examples."""

from collections.abc import Iterator, Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.rule import Rule
from mkdocs_traceability.settings import built_in_schema


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for name, lines in (("kinds", _kinds()), ("rules", _rules())):
        files.append(File.generated(config, f"reference/{name}.md", content="\n".join(lines) + "\n"))
    return files


def _kinds() -> Iterator[str]:
    yield "# Kinds\n"
    yield "What each built-in kind has beside the keys every item may have. They are declared in the form"
    yield "that [kinds of your own](../declaring.md#kinds-of-your-own) have, and can be extended.\n"
    schema = built_in_schema()
    for kind in schema:
        yield from _kind(kind)


def _kind(kind: Kind) -> Iterator[str]:
    yield f"## {kind.label.capitalize()} {{#{kind.name}}}\n"
    yield f"{kind.declared.description}. In a sidecar: `{kind.plural}:`.\n"
    yield "| key | takes | meaning |"
    yield "| --- | --- | --- |"
    for name, declared in kind.declared.fields.items():
        takes = ", ".join(f"`{value}`" for value in declared.one_of) if declared.one_of else declared.type
        takes = f"a `{declared.claims}` claim" if declared.type == "claim" else takes
        yield f"| `{name}` | {takes}{', one or more' if declared.many else ''} | {declared.description} |"
    for name in kind.declared.relations:
        relation = kind.relations[name]
        to = "any kind" if "any" in relation.declared.to else " or ".join(relation.to)
        text = ", or text" if relation.declared.or_text else ""
        back = f"The way back is `{relation.inverse}`. " if relation.inverse else ""
        yield f"| `{name}` | → {to.replace('_', ' ')}{text} | {back}{relation.declared.description} |"
    words = (f"`{name}` ({status.phase})" for name, status in kind.statuses.items())
    yield f"| `status` | {', '.join(words)} | |\n"


def _rules() -> Iterator[str]:
    yield "# Rules\n"
    yield "Every rule can be set to `error`, `warning`, `info` or `off` under"
    yield "[`rules`](../declaring.md#severities), and waived for one item with a reason.\n"
    yield "| code | finds | |"
    yield "| --- | --- | --- |"
    for rule in all_rules().values():
        yield f"| [{rule.code}](#{rule.code.lower()}) | {rule.title} | {rule.severity} |"
    for rule in all_rules().values():
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"\n## {rule.code}: {rule.title} {{#{rule.code.lower()}}}\n"
    yield f"{rule.documentation}\n"
    yield "Fails:\n"
    yield from _files(rule.fails)
    yield "Passes:\n"
    yield from _files(rule.passes)


def _files(files: Mapping[str, str]) -> Iterator[str]:
    for path, text in files.items():
        yield f'```yaml title="{path}"\n{text.rstrip()}\n```\n'

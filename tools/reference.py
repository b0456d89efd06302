"""Writes from the code: the reference pages of the manual, and the JSON Schemas of the package.

`make reference` writes them; tests hold them against the code. They are files, so that links lead to them
on a forge too.
"""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any, Final

from mkdocs_traceability.cli.explanations import SETTINGS
from mkdocs_traceability.edits.fixes import FIXERS, HAVE_SAFE_FIXES, how_fixed
from mkdocs_traceability.json_schema.documents import front_matter, rendered, sidecar
from mkdocs_traceability.json_schema.files import PUBLISHED, file_name
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.built_in import built_in_text
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule
from mkdocs_traceability.settings.load import built_in_schema
from tools.api_reference import api_page
from tools.commands_reference import commands_page
from tools.settings_schema import settings_schema

FOLDER: Final = Path(__file__).parent.parent / "docs/reference"


def pages() -> dict[str, str]:
    """Return the text of each page by the name of its file."""
    made = {
        "kinds": _kinds(),
        "rules": _rules(),
        "settings": _settings(),
        "data": _data(),
        "check": _check(),
        "answers": _answers(),
        "api": api_page(),
        "commands": commands_page(),
    }
    return {f"{name}.md": "\n".join(lines).rstrip("\n") + "\n" for name, lines in made.items()}


def main() -> None:
    """Write the pages and the schemas."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    for name, data in schemas().items():
        (PUBLISHED / name).write_bytes(data)


def schemas() -> dict[str, bytes]:
    """Return the JSON Schemas that come with the package by the names of their files."""
    kinds = built_in_schema()
    made = {"sidecar": sidecar(kinds), "front-matter": front_matter(kinds), "settings": settings_schema()}
    return {file_name(name): rendered(form) for name, form in made.items()}


def _settings() -> Iterator[str]:
    yield "# Settings\n"
    yield "All stand under `traceability` in `mkdocs.yml`. A setting that is wrong is a finding at its line"
    yield "([TR008](rules.md#tr008)).\n"
    yield "| setting | default | meaning |"
    yield "| --- | --- | --- |"
    for name, setting in SETTINGS.items():
        yield f"| `{name}` | {setting.default} | {setting.meaning} |"


def _kinds() -> Iterator[str]:
    yield "# Kinds\n"
    yield "What each built-in kind has beside the keys every item may have. They are declared in the form"
    yield "that [kinds of your own](../declaring.md#kinds-of-your-own) have, in [one file](#kinds-file), and"
    yield "can be extended.\n"
    schema = built_in_schema()
    for kind in schema:
        yield from _kind(kind)
    yield "## The file {#kinds-file}\n"
    yield "The built-in kinds as the package declares them, with statuses, required evidence and columns."
    yield "Copy from it what your own kinds need.\n"
    yield f'```yaml title="kinds.yml"\n{built_in_text().rstrip()}\n```'


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
    yield "| code | finds | | fix |"
    yield "| --- | --- | --- | --- |"
    for rule in all_rules().values():
        fix = "safe" if rule.code in HAVE_SAFE_FIXES else "suggestion" if rule.code in FIXERS else ""
        yield f"| [{rule.code}](#{rule.code.lower()}) | {rule.title} | {rule.severity} | {fix} |"
    for rule in all_rules().values():
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"\n## {rule.code}: {rule.title} {{#{rule.code.lower()}}}\n"
    yield f"{rule.documentation}\n"
    if fixed := how_fixed(rule.code):
        yield f"[Fix](../tools/editing.md#fix): {fixed}\n"
    yield "Fails:\n"
    yield from _files(rule.fails)
    yield "Passes:\n"
    yield from _files(rule.passes)


def _files(files: Mapping[str, str]) -> Iterator[str]:
    for path, text in files.items():
        yield f'```yaml title="{path}"\n{text.rstrip()}\n```\n'


def _data() -> Iterator[str]:
    text = package_files("mkdocs_traceability.exports").joinpath("traceability.schema.json").read_bytes()
    forms: dict[str, Any] = json.loads(text)["$defs"]
    yield "# Data\n"
    yield "The fields of `traceability.json`, from the schema that is published beside it. How to use it is"
    yield "described under [Data and badges](../elsewhere.md#the-registry-as-data). URLs are relative"
    yield "to the root of the site, paths of files to the folder of `mkdocs.yml`. Keys that are not marked"
    yield "`always` are left out when empty.\n"
    for name, form in forms.items():
        if "properties" in form:
            yield from _form(name, form, forms)


def _check() -> Iterator[str]:
    text = package_files("mkdocs_traceability.reports").joinpath("check.schema.json").read_bytes()
    forms: dict[str, Any] = json.loads(text)["$defs"]
    yield "# Result of a check\n"
    yield "The fields of what `mkdocs-traceability check --format json` writes. How to use it is described"
    yield "under [Outputs](../tools/outputs.md#json). Paths are relative to the folder of `mkdocs.yml`. Keys"
    yield "that are not marked `always` are left out when empty. The package has the JSON Schema (2020-12):\n"
    yield "```python\nfrom importlib.resources import files\n"
    yield 'schema = files("mkdocs_traceability.reports") / "check.schema.json"\n'
    yield 'print(schema.read_text("utf-8"))\n```\n'
    for name, form in forms.items():
        if "properties" in form:
            yield from _form(name, form, forms)


def _answers() -> Iterator[str]:
    text = package_files("mkdocs_traceability.agents").joinpath("answers.schema.json").read_bytes()
    forms: dict[str, Any] = json.loads(text)["$defs"]
    yield "# Answers\n"
    yield "The fields of what `brief`, `why` and `gaps` write with `--format json`. How to use them is"
    yield "described under [Asking questions](../tools/asking.md#json). Paths are relative to the folder of"
    yield "`mkdocs.yml`. What is not known is empty, never left out. The package has the JSON Schema"
    yield "(2020-12):\n"
    yield "```python\nfrom importlib.resources import files\n"
    yield 'schema = files("mkdocs_traceability.agents") / "answers.schema.json"\n'
    yield 'print(schema.read_text("utf-8"))\n```\n'
    for name, form in forms.items():
        yield from _form(name, form, forms)


def _form(name: str, form: dict[str, Any], forms: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {form['title']} {{#{name}}}\n"
    yield f"{form['description']}\n"
    yield "| key | takes | | meaning |"
    yield "| --- | --- | --- | --- |"
    for key, member in form["properties"].items():
        always = "always" if key in form.get("required", ()) else ""
        yield f"| `{key}` | {_takes(member, forms)} | {always} | {member['description']} |"
    yield ""


def _takes(member: Mapping[str, Any], forms: Mapping[str, Any]) -> str:
    """Say in words what a member of a form takes."""
    if reference := member.get("$ref"):
        name = reference.rpartition("/")[2]
        if "properties" in forms[name]:
            return f"[{name}](#{name})"
        return _takes(forms[name], forms)
    if "const" in member:
        return f"`{json.dumps(member['const'])}`"
    if "enum" in member:
        return ", ".join(f"`{value}`" for value in member["enum"])
    if "anyOf" in member:
        return "a value, a list or a mapping"
    if member["type"] == "array":
        return f"a list of {_takes(member['items'], forms)}"
    if member["type"] == "object":
        inner = member.get("additionalProperties")
        return f"a mapping to {_takes(inner, forms)}" if inner else "a mapping"
    types = member["type"] if isinstance(member["type"], list) else [member["type"]]
    return " or ".join({"string": "text", "boolean": "true or false"}.get(each, each) for each in types)


if __name__ == "__main__":
    main()

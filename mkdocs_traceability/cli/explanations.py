"""What the command can explain: rules, kinds, their keys and statuses, settings, badges."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.edits.fixes import how_fixed
from mkdocs_traceability.model.declared import DeclaredField
from mkdocs_traceability.model.kinds import Kind, Relation
from mkdocs_traceability.registry.nearest import most_alike, plain_spelling
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule
from mkdocs_traceability.settings.load import built_in_schema, of_every_item


class Setting(NamedTuple):
    """What holds where a setting is not set, and what it means; as Markdown."""

    default: str
    meaning: str


SETTINGS: Final = {
    "sources": Setting(
        "none",
        "globs of additional YAML files with items, relative to `mkdocs.yml`; they may be outside the "
        "docs folder. A mapping reads files in another shape: `{path: geps/*/metadata.yaml, kind: gep, "
        "id: number}`, or those of a known tool: `{preset: backstage}`",
    ),
    "allowed_roots": Setting(
        "none",
        "additional folders from which sources may be read through symbolic links",
    ),
    "code_roots": Setting(
        "the folder of `mkdocs.yml`",
        "folders with the files that claims name, relative to `mkdocs.yml`; `[]` for none. For "
        "several systems, a mapping of name → list, with `system: NAME` on an item or under "
        "`defaults`",
    ),
    "junit": Setting(
        "none",
        "globs of JUnit XML reports with the results of claimed tests; per system as in `code_roots`",
    ),
    "openapi": Setting(
        "none",
        "globs of OpenAPI 3.x documents, YAML or JSON, with the claimed endpoints; per system as in "
        "`code_roots`",
    ),
    "asyncapi": Setting(
        "none",
        "globs of AsyncAPI 2.x and 3.x documents, YAML or JSON, with the claimed events; per system as in "
        "`code_roots`",
    ),
    "sql": Setting(
        "none",
        "globs of DDL and migrations with the claimed tables, applied in order; per system as in "
        "`code_roots`",
    ),
    "domains": Setting(
        "none",
        "sections of the flow matrix, in order: key → title, or `{title: …, prefixes: [SEC, API], "
        "description: …}`",
    ),
    "areas": Setting(
        "none",
        "sections of the requirements, in order: key → title, or `{title: …, description: …}`",
    ),
    "systems": Setting(
        "none",
        "sections of matrices grouped by `system`, in order: name of a system → title, or `{title: …, "
        "description: …}`",
    ),
    "test_levels": Setting(
        "none",
        "test levels, such as `unit`, for the coverage page: name → globs of test files; the first "
        "match wins",
    ),
    "producing_layers": Setting(
        "none",
        "layers whose components are expected to produce signals (TR309)",
    ),
    "kinds": Setting(
        "the ten above",
        "your own kinds, and additional fields, relations and statuses for built-in kinds",
    ),
    "rules": Setting(
        "each rule's default",
        "severity per code: `error`, `warning`, `info` or `off`, or `{severity: …, kinds: {flow: "
        "info}, paths: {docs/old/**: off}}`",
    ),
    "acyclic": Setting(
        "none",
        "relations that must not form cycles, such as `component.depends_on` (`part_of` and "
        "successors never may)",
    ),
    "fail_under": Setting(
        "none",
        "kind → minimum share in per cent of found items, such as `{flow: 90}`, or"
        " `{flow: {verified: 60, found: 90}}` (TR420)",
    ),
    "prose_ids": Setting(
        "brackets only",
        "additional forms of references in pages: `code` for code spans, `bare` for bare ids of "
        "numbered series",
    ),
    "tables": Setting(
        "none",
        "words of your Markdown tables: `{headers: {components: [Building block]}, values: {status: "
        "{implemented: [rolled out]}}}`",
    ),
    "item_pages": Setting(
        "none",
        "kinds whose items get a page each, outside the navigation; `true` for all",
    ),
    "cross_matrices": Setting(
        "all",
        "relations to show as cross matrices, such as `flow.components`; `false` for none",
    ),
    "page_dir": Setting(
        "`traceability`",
        "the folder of the generated pages",
    ),
    "nav": Setting(
        "`Traceability`",
        "title of the navigation section; `false` for none. Pages listed in your `nav:` stay where "
        "you put them",
    ),
    "views": Setting(
        "none",
        "views that the palette offers: title → `{kind: flow, filter: tests=none}`",
    ),
    "shortcuts": Setting(
        "`true`",
        "whether `g` opens the palette; `false` turns off single-key shortcuts",
    ),
    "editor": Setting(
        "none",
        "editor in which `mkdocs serve` offers to open sources: `vscode`, `cursor`, `idea`, `zed`, `sublime` "
        "or an address such as `myeditor://{path}:{line}:{column}`; never in a published site",
    ),
    "llms": Setting(
        "`false`",
        "whether the build adds `llms.txt` and, beside each generated page, its Markdown for coding agents",
    ),
    "ground": Setting(
        "none",
        "documents whose statements are compared with the code, its history and the registry (TR6): files "
        "and globs, such as `[docs/**/*.md, AGENTS.md]`",
    ),
    "baseline": Setting(
        "`traceability-baseline.json`, if it is there",
        "the file with known findings, which do not fail the check, below the folder of `mkdocs.yml`; "
        "`check --write-baseline` writes it",
    ),
    "revision": Setting(
        "that of the CI service or git",
        "the revision that `build.json`, `history.json` and the audit pack name",
    ),
    "history": Setting(
        "none",
        "the `history.json` of an earlier build, relative to `mkdocs.yml`, to which this build adds an entry",
    ),
    "publish_sources": Setting(
        "`false`",
        "whether sidecars are copied to the site",
    ),
}
"""Every setting, in the order in which the manual lists them."""


def overview() -> str:
    """List all that can be explained."""
    schema = built_in_schema()
    common = of_every_item()
    own = {name for kind in schema for name in (*kind.declared.fields, *kind.declared.relations)}
    listed = {
        "kinds": [kind.name for kind in schema],
        "keys of every item": [*common.fields, "status", *common.relations],
        "keys of kinds": sorted(own),
        "settings": list(SETTINGS),
        "badges": [word.name for word in VOCABULARY],
    }
    words = [f"{heading}:\n  {', '.join(names)}" for heading, names in listed.items()]
    rules = "\n".join(["rules:", *(f"  {rule.code}  {rule.title}" for rule in all_rules().values())])
    return "\n\n".join(["mkdocs-traceability explain WORD, where WORD is one of:", *words, rules])


def explained(word: str) -> str:
    """Return all that a word means; empty where it means nothing."""
    meant = plain_spelling(word)
    return "\n\n".join(text for name, text in _topics() if plain_spelling(name) == meant)


def words() -> Iterator[tuple[str, str]]:
    """Go through what can be explained, each with the first line of its explanation."""
    first: dict[str, str] = {}
    for name, text in _topics():
        first.setdefault(name, text.partition("\n")[0].partition(": ")[2])
    yield from first.items()


def suggestions(word: str) -> list[str]:
    """Return the words that are most like one that means nothing."""
    names = dict.fromkeys(name for name, _ in _topics())
    return most_alike(plain_spelling(word), names, 3, plain_spelling)


def _topics() -> Iterator[tuple[str, str]]:
    for rule in all_rules().values():
        yield rule.code, _rule(rule)
    for kind in built_in_schema():
        yield from _kind(kind)
    common = of_every_item()
    for name, field in common.fields.items():
        yield name, f"{name}: a key of every item ({_takes(field)})\n{field.description}".rstrip()
        for former in field.formerly:
            head = f"{former}: a former name of {name}, a key of every item"
            yield former, f"{head}\n{field.description}".rstrip()
    for name, relation in common.relations.items():
        yield name, f"{name}: a relation of every item\n{relation.description}".rstrip()
    yield "status", _statuses()
    for name, setting in SETTINGS.items():
        yield name, f"{name}: a setting (default: {setting.default})\n{setting.meaning}"
    for word in VOCABULARY:
        yield word.name, f"{word.name}: a badge\n{word.meaning}"


def _rule(rule: Rule) -> str:
    lines = [f"{rule.code}: {rule.title} ({rule.severity})\n\n{rule.documentation}"]
    if fixed := how_fixed(rule.code):
        lines.append(f"\n{fixed}")
    for heading, files in (("Fails", rule.fails), ("Passes", rule.passes)):
        lines.append(f"\n{heading}:")
        for path, text in files.items():
            indented = "\n".join(f"    {line}".rstrip() for line in text.rstrip().split("\n"))
            lines.append(f"\n    # {path}\n{indented}")
    return "\n".join(lines)


def _kind(kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield the kind under both of its names, and each of its own fields and relations."""
    keys = [f"  {name}: {_takes(field)}" for name, field in kind.declared.fields.items()]
    keys += [f"  {name}: → {_leads_to(kind.relations[name])}" for name in kind.declared.relations]
    keys.append(f"  status: {_words(kind)}")
    head = f"{kind.name}: a kind, listed in a sidecar under `{kind.plural}`\n{kind.declared.description}\n\n"
    for name in dict.fromkeys((kind.name, kind.plural)):
        yield name, head + "\n".join(keys)
    for name, field in kind.declared.fields.items():
        yield name, f"{name}: a key of a {kind.label} ({_takes(field)})\n{field.description}".rstrip()
    for name in kind.declared.relations:
        relation = kind.relations[name]
        back = f"; inverse: {relation.inverse}" if relation.inverse else ""
        head = f"{name}: a relation of a {kind.label} → {_leads_to(relation)}{back}"
        yield name, f"{head}\n{relation.declared.description}".rstrip()


def _statuses() -> str:
    lines = (f"  {kind.name}: {_words(kind)}" for kind in built_in_schema())
    return "\n".join(
        ["status: a key of every item; statuses of each kind, with their phase in brackets", *lines]
    )


def _words(kind: Kind) -> str:
    return ", ".join(f"{name} ({status.phase})" for name, status in kind.statuses.items())


def _takes(field: DeclaredField) -> str:
    takes = " or ".join(field.one_of) if field.one_of else field.type
    return f"{takes}, one or more" if field.many else takes


def _leads_to(relation: Relation) -> str:
    return "any kind" if "any" in relation.declared.to else " or ".join(relation.to)

"""Settings are taken from `mkdocs.yml`; one that is wrong is said at its place, and the others stay in force."""

from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from processor_time import LINEAR, growth
from support import PLAIN_SITE, check, failing, found, run, table, write_site

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.id_pattern import IdPattern
from mkdocs_traceability.settings.config_file import ConfigError, find_config, read_config
from mkdocs_traceability.settings.load import Settings, load_settings


def config(settings: str) -> str:
    return (
        "site_name: x\nplugins:\n  - search\n  - traceability:\n"
        + indent(dedent(settings).strip("\n"), "      ")
        + "\n"
    )


def loaded(folder: Path, text: str, **files: str) -> Settings:
    return load_settings(write_site(folder, {"mkdocs.yml": text, **files}))


def wrong(folder: Path, settings: str) -> list[Finding]:
    findings = loaded(folder, config(settings)).findings
    assert all(finding.code == "TR008" for finding in findings)
    return list(findings)


# ---------------------------------------------------------------- the data model's own example

EXAMPLE = """\
# mkdocs.yml: a kind of the user's own, and a field more for a built-in one. Built-in kinds are defined by the same mechanism.
plugins:
  - traceability:
      kinds:
        enforcer:
          plural: enforcers
          title: Enforcement points
          id: "[A-Za-z0-9_.()/-]+"
          fields: {scope: text, mechanism: {one_of: [header, decorator, middleware]}}
          relations:
            guards: {to: [component], inverse: guarded_by, required: true}
            layer: {to: [layer], inverse: enforcers}
          status: {planned: {phase: ahead}, active: {phase: complete}}
          evidence:
            - {when: {status: active}, all_of: [code]}
          matrix: {columns: [id, scope, mechanism, guards, evidence], section: layer}
        flow:
          fields: {sla: text}
"""


def test_the_example_of_the_data_model_works_as_it_stands(tmp_path: Path) -> None:
    settings = loaded(tmp_path, EXAMPLE)
    assert settings.findings == ()
    enforcer = settings.schema["enforcer"]
    assert (enforcer.plural, enforcer.title) == ("enforcers", "Enforcement points")
    assert {"scope", "mechanism", "title", "tags"} <= set(enforcer.fields)
    assert enforcer.relations["guards"].to == ("component",)
    assert "guarded_by" in settings.schema["component"].inverses
    assert "enforcers" in settings.schema["layer"].inverses
    assert enforcer.phase("active") == "complete"
    assert "sla" in settings.schema["flow"].fields
    assert "implementation" in settings.schema["flow"].fields
    requirement = enforcer.required_evidence({"status": ("ACTIVE",)})
    assert requirement is not None
    assert requirement.all_of == ["code"]
    assert enforcer.required_evidence({"status": ("planned",)}) is None


def test_items_of_the_example_s_kind_are_read_and_judged(tmp_path: Path) -> None:
    sidecar = """\
        components:
          - id: api
            external: true
        layers:
          - id: L1
        enforcers:
          - {id: auth.require(), scope: all, mechanism: header, guards: [api], layer: L1, status: planned}
          - {id: limit, mechanism: hedaer, guards: [api]}
          - {id: log}
          - {id: "a b", guards: [api]}
        flows:
          - {id: F-1, sla: one minute, components: [api]}
        """
    findings = check(tmp_path, {"mkdocs.yml": EXAMPLE, "docs/a.trace.yml": dedent(sidecar)})
    assert [f"{f.position.line} {f.code}" for f in findings if f.severity is not Severity.INFO] == [
        "8 TR003",
        "9 TR004",
        "10 TR006",
    ]


# ---------------------------------------------------------------- all settings


def test_every_setting_is_taken(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        config(
            """\
            sources: facts/*.yml
            acyclic: [component.depends_on, may_use]
            page_dir: architecture/facts
            nav: Facts
            publish_sources: true
            areas: {security: Security}
            domains:
              SEC: {title: Security, prefixes: [SEC, AUTH], description: Who may}
              EVAL: Evaluation
              FAIL:
            rules:
              TR101: warning
              TR202: off
              TR110: {severity: error, kinds: {flow: info}, paths: {docs/old/**: off}}
            """
        ),
    )
    assert settings.findings == ()
    assert settings.sources == ("facts/*.yml",)
    assert settings.policy.acyclic == {("component", "depends_on"), ("layer", "may_use")}
    assert (
        settings.presentation.page_dir,
        settings.presentation.nav.title,
        settings.presentation.nav.shown,
    ) == (
        "architecture/facts",
        "Facts",
        True,
    )
    assert settings.publish_sources
    assert settings.presentation.areas["security"].title == "Security"
    assert settings.domains["SEC"].prefixes == ("SEC", "AUTH")
    assert (settings.domains["EVAL"].title, settings.domains["EVAL"].prefixes) == ("Evaluation", ("EVAL",))
    assert settings.domains["FAIL"].title == "FAIL"
    assert settings.policy.severities["TR101"].severity is Severity.WARNING
    assert settings.policy.severities["TR202"].severity is Severity.OFF
    assert settings.policy.severities["TR110"].kinds == {"flow": Severity.INFO}
    assert settings.policy.severities["TR110"].paths == {"docs/old/**": Severity.OFF}


@table(
    "text",
    ("no plugins", "site_name: x\n"),
    ("other plugins", "plugins: [search]\n"),
    ("the plugin without settings", "plugins: [search, traceability]\n"),
    ("the plugin with empty settings", "plugins:\n  - traceability:\n"),
    ("plugins as a mapping", "plugins:\n  search: {}\n  traceability: {}\n"),
    ("plugins as a mapping of nothing", "plugins:\n  traceability:\n"),
    (
        "empty settings",
        "plugins:\n  - traceability:\n      sources:\n      kinds:\n      rules:\n      nav:\n",
    ),
    ("an empty file", ""),
    (
        "the plugin switched by its own option",
        "plugins:\n  - traceability:\n      enabled: !ENV [CI, false]\n",
    ),
)
def test_without_settings_all_is_as_it_is_by_default(tmp_path: Path, text: str) -> None:
    settings = loaded(tmp_path, text)
    assert settings.findings == ()
    assert (settings.sources, settings.presentation.page_dir, settings.presentation.nav.shown) == (
        (),
        "traceability",
        True,
    )


def test_settings_may_stand_in_a_mapping_of_plugins(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "plugins:\n  traceability:\n    page_dir: facts\n    naw: x\n")
    assert settings.presentation.page_dir == "facts"
    assert [str(finding.position) for finding in settings.findings] == ["mkdocs.yml:4:5"]


# ---------------------------------------------------------------- mistakes


@table(
    "settings, place, message, remedy",
    ("an unknown setting", "domain: {A: B}", "5:7", "unknown setting `domain`", "did you mean `domains`?"),
    (
        "nothing like one",
        "colour: red",
        "5:7",
        "unknown setting `colour`",
        "known are `acyclic`, `allowed_roots`, `areas`, `asyncapi`, `baseline`, `code_roots`, `cross_matrices`, `domains`, `editor`, `fail_under`, `ground`, `history`, `item_pages`, `junit`, `kinds`, `llms`, `nav`, `openapi`, `page_dir`, `producing_layers`, `prose_ids`, `publish_sources`, `revision`, `rules`, `shortcuts`, `sources`, `sql`, `systems`, `tables`, `test_levels`, `views`",
    ),
    ("a number for a list", "sources: 5", "5:16", "`sources` expects a list", ""),
    ("a number in a list", "sources: [a.yml, 5]", "5:24", "entry 2 of `sources` expects text", "quote it"),
    (
        "an unknown key of a source",
        "sources:\n  - {a: b}",
        "6:12",
        "unknown setting `a` of entry 1 of `sources`",
        "known are `path`, `pages`, `exclude`, `format`, `text`, `items`, `kind`, `id`, `map`, `values`, `prefixes`, `references`, `defaults`, `other_keys`, `preset`",
    ),
    ("no boolean", "publish_sources: sometimes", "5:24", "`publish_sources` expects `true` or `false`", ""),
    (
        "a folder outside",
        "page_dir: ../x",
        "5:17",
        "`page_dir`: a folder below the docs folder, such as `traceability`",
        "",
    ),
    (
        "an absolute folder",
        "page_dir: /x",
        "5:17",
        "`page_dir`: a folder below the docs folder, such as `traceability`",
        "",
    ),
    (
        "a wrong severity",
        "rules: {TR101: eror}",
        "5:22",
        "`eror` is not a value of `TR101`",
        "did you mean `error`? It is one of `error`, `warning`, `info` or `off`",
    ),
    (
        "a wrong severity for a kind",
        "rules: {TR101: {kinds: {flow: never}}}",
        "5:37",
        "`never` is not a value of `flow`",
        "it is one of `error`, `warning`, `info` or `off`",
    ),
    ("a number as severity", "rules: {TR101: 5}", "5:22", "`TR101` expects a severity, or a mapping", ""),
    (
        "an unknown rule",
        "rules: {TR1O1: info}",
        "5:15",
        "no rule has the code `TR1O1`",
        "did you mean `TR101`?",
    ),
    (
        "an unknown kind of a rule",
        "rules: {TR101: {kinds: {flo: info}}}",
        "5:31",
        "`flo` is not a kind",
        "did you mean `flow`?",
    ),
    (
        "an unknown key of a rule",
        "rules: {TR101: {kind: {flow: info}}}",
        "5:23",
        "unknown setting `kind` of `TR101`",
        "did you mean `kinds`?",
    ),
    (
        "an unknown key of a domain",
        "domains: {A: {titel: B}}",
        "5:21",
        "unknown setting `titel` of `A`",
        "did you mean `title`?",
    ),
    (
        "an unknown key of nav",
        "nav: {titles: B}",
        "5:13",
        "unknown setting `titles` of `nav`",
        "did you mean `title`?",
    ),
    ("an unknown relation", "acyclic: [depends_on, uses]", "5:29", "no kind has a relation `uses`", ""),
    (
        "a relation misspelt",
        "acyclic: component.depend_on",
        "5:16",
        "no kind has a relation `component.depend_on`",
        "did you mean `component.depends_on`?",
    ),
    (
        "kinds that are a list",
        "kinds: [a]",
        "5:14",
        "`kinds` expects a mapping of kinds to their properties",
        "",
    ),
    (
        "a kind that is a text",
        "kinds:\n  a: b",
        "6:12",
        "the kind `a` expects a mapping of its properties",
        "",
    ),
    ("a kind without a plural", "kinds:\n  a: {title: b}", "6:9", "`a` has no `plural`", "add `plural:`"),
    (
        "an unknown key of a kind",
        "kinds:\n  a: {plural: as, felds: {}}",
        "6:25",
        "unknown setting `felds` of `a`",
        "did you mean `fields`?",
    ),
    (
        "a kind's name",
        "kinds:\n  A b: {plural: abs}",
        "6:14",
        "`A b` cannot name a kind: it takes lower-case letters, digits and underscores",
        "",
    ),
    (
        "a reserved name",
        "kinds:\n  any: {plural: anys}",
        "6:14",
        "`any` cannot name a kind: it is reserved",
        "",
    ),
    (
        "a plural that is taken",
        "kinds:\n  a: {plural: flows}",
        "6:21",
        "the plural `flows` is taken by the kind `flow`",
        "",
    ),
    (
        "a plural that is a kind",
        "kinds:\n  a: {plural: flow}",
        "6:21",
        "the plural `flow` is taken by the kind `flow`",
        "",
    ),
    (
        "the plural `defaults`",
        "kinds:\n  a: {plural: defaults}",
        "6:21",
        "the plural `defaults` is taken by the key `defaults`",
        "",
    ),
    (
        "a pattern that is none",
        'kinds:\n  a: {plural: as, id: "[a"}',
        "6:29",
        "`id`: not a regular expression: unterminated character set at position 0",
        "",
    ),
    (
        "a field's name",
        "kinds:\n  a:\n    plural: as\n    fields: {B c: text}",
        "8:20",
        "`B c`: a name is made of lower-case letters, digits and underscores, and starts with a letter",
        "",
    ),
    (
        "a field's type",
        "kinds:\n  flow: {fields: {sla: txet}}",
        "6:30",
        "`txet` is not a value of `sla`",
        "did you mean `text`? It is one of `text`, `markdown`, `number`, `boolean`, `date`, `claim`, `page`, `action`, `lists` or `structure`",
    ),
    (
        "a field that is there",
        "kinds:\n  flow: {fields: {evidence: text}}",
        "6:35",
        "`evidence` is a key every item has already",
        "",
    ),
    (
        "a relation that is a field",
        "kinds:\n  flow: {relations: {domain: {to: flow}}}",
        "6:36",
        "`domain` is a field of a flow already",
        "",
    ),
    (
        "a target that is none",
        "kinds:\n  flow: {relations: {x: {to: [compnent]}}}",
        "6:37",
        "`compnent` is not a kind",
        "did you mean `component`?",
    ),
    ("no target", "kinds:\n  flow: {relations: {x: {inverse: y}}}", "6:28", "`x` has no `to`", "add `to:`"),
    (
        "an empty list of targets",
        "kinds:\n  flow: {relations: {x: {to: []}}}",
        "6:36",
        "`to` expects at least one entry",
        "",
    ),
    (
        "an inverse that is taken",
        "kinds:\n  flow: {relations: {x: {to: component, inverse: title}}}",
        "6:56",
        "`title` is a field or relation of a component already",
        "",
    ),
    (
        "a phase that is none",
        "kinds:\n  flow: {status: {done: {phase: finished}}}",
        "6:39",
        "`finished` is not a value of `phase`",
        "it is one of `ahead`, `open`, `complete` or `over`",
    ),
    (
        "a phase missing",
        "kinds:\n  flow: {status: {done: {label: x}}}",
        "6:25",
        "`done` has no `phase`",
        "add `phase:`",
    ),
    (
        "evidence without a list",
        "kinds:\n  flow: {evidence: [{when: {status: planned}}]}",
        "6:27",
        "an entry of `evidence` has either `all_of` or `any_of`",
        "",
    ),
    (
        "evidence of no type",
        "kinds:\n  flow: {evidence: [{all_of: [cod]}]}",
        "6:37",
        "`cod` cannot be evidence of a flow",
        "did you mean `code`?",
    ),
    (
        "evidence when there is no such field",
        "kinds:\n  flow: {evidence: [{when: {stats: x}, all_of: [code]}]}",
        "6:42",
        "a flow has no field `stats`",
        "did you mean `status`?",
    ),
    (
        "a column that is none",
        "kinds:\n  flow: {matrix: {columns: [id, titel]}}",
        "6:39",
        "a flow has no `titel` to show",
        "did you mean `title`?",
    ),
    (
        "a section that is none",
        "kinds:\n  flow: {matrix: {section: domian}}",
        "6:34",
        "a flow has no `domian` to show",
        "did you mean `domain`?",
    ),
)
def test_a_mistake_is_said_at_its_place_with_what_to_do(
    tmp_path: Path, settings: str, place: str, message: str, remedy: str
) -> None:
    (finding,) = wrong(tmp_path, settings)
    assert (finding.message, finding.help) == (
        message,
        remedy or "correct it, or remove it to use the default",
    )
    assert str(finding.position) == f"mkdocs.yml:{place}"


def test_several_mistakes_are_several_findings_each_at_its_place(tmp_path: Path) -> None:
    findings = wrong(
        tmp_path,
        """\
        sources: [1, a.yml, 2, b.yml, 3]
        acyclic: [1, no_such]
        kinds:
          flow:
            evidence:
              - {all_of: 5}
              - {all_of: [cod]}
        """,
    )
    assert {str(finding.position).removeprefix("mkdocs.yml:") for finding in findings} == {
        *("5:17", "5:27", "5:37"),
        *("6:17", "6:20"),
        *("10:24", "11:25"),
    }


def test_what_is_left_of_a_list_keeps_its_places(tmp_path: Path) -> None:
    settings = loaded(tmp_path, config("sources: [1, a.yml, 2, b.yml]"))
    assert settings.sources == ("a.yml", "b.yml")
    assert [position.column for position in settings.source_positions] == [20, 30]


def test_the_other_settings_stay_in_force(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        config(
            """\
            page_dir: facts
            naw: no
            rules: {TR101: never, TR202: off}
            kinds:
              a: {title: no plural}
              b: {plural: bs, fields: {x: text, y: what}}
              flow: {fields: {sla: text, other: {typ: x}}}
            """
        ),
    )
    assert len(settings.findings) == 5
    assert settings.presentation.page_dir == "facts"
    assert settings.policy.severities["TR202"].severity is Severity.OFF
    assert "a" not in settings.schema.kinds
    assert "x" in settings.schema["b"].fields
    assert "y" not in settings.schema["b"].fields
    assert "sla" in settings.schema["flow"].fields


def test_settings_that_are_no_mapping_are_one_mistake(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "plugins:\n  - traceability: [sources]\n")
    assert [finding.message for finding in settings.findings] == [
        "`traceability` expects a mapping of settings"
    ]


# ---------------------------------------------------------------- files


def test_inherited_settings_are_merged_and_found_in_the_parent_s_file(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        "INHERIT: base/common.yml\nplugins:\n  traceability:\n    nav: Mine\n    naw: x\n",
        **{
            "base/common.yml": "plugins:\n  search: {}\n  traceability:\n    page_dir: facts\n    nav: {titel: Theirs}\n    pagedir: x\n"
        },
    )
    assert (settings.presentation.page_dir, settings.presentation.nav.title) == ("facts", "Mine")
    assert sorted(str(finding.position) for finding in settings.findings) == [
        "base/common.yml:6:5",
        "mkdocs.yml:5:5",
    ]


def test_a_list_of_plugins_replaces_the_inherited_one(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        "INHERIT: common.yml\nplugins:\n  - traceability: {page_dir: mine}\n",
        **{"common.yml": "docs_dir: docs\nplugins:\n  - search\n  - traceability: {nav: Theirs}\n"},
    )
    assert (settings.presentation.page_dir, settings.presentation.nav.title) == ("mine", "Traceability")


def test_the_docs_folder_may_be_inherited_and_lies_beside_the_child(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        "INHERIT: base/common.yml\n",
        **{"base/common.yml": "docs_dir: pages\n", "pages/index.md": ""},
    )
    assert settings.docs_dir == (tmp_path / "pages").resolve()
    assert settings.docs_path == "pages"


def test_the_environment_is_read_as_mkdocs_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACE_DIR", "from-environment")
    monkeypatch.setenv("TRACE_PUBLISH", "true")
    monkeypatch.delenv("NOT_SET", raising=False)
    settings = loaded(
        tmp_path,
        config(
            """\
            page_dir: !ENV [NOT_SET, TRACE_DIR, default]
            publish_sources: !ENV TRACE_PUBLISH
            nav: !ENV [NOT_SET, Default]
            """
        ),
    )
    assert settings.findings == ()
    assert (settings.presentation.page_dir, settings.publish_sources, settings.presentation.nav.title) == (
        "from-environment",
        True,
        "Default",
    )


def test_the_tags_of_others_are_passed_over(tmp_path: Path) -> None:
    text = (
        "markdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "      emoji_generator: !!python/name:material.extensions.emoji.to_svg\n"
        "  - pymdownx.superfences:\n      custom_fences:\n        - format: !!python/object/apply:pymdownx.slugs.slugify {}\n"
        "extra: !relative $docs_dir\nplugins:\n  - traceability:\n      page_dir: facts\n"
    )
    assert loaded(tmp_path, text).presentation.page_dir == "facts"


@table(
    "files, message",
    (
        "no YAML",
        {"mkdocs.yml": "a: b: c\n"},
        'mkdocs.yml:1:5: `: ` inside an unquoted value; quote it: `key: "a: b"`',
    ),
    ("a list", {"mkdocs.yml": "- a\n"}, "mkdocs.yml: a configuration is a mapping of settings"),
    ("itself inherited", {"mkdocs.yml": "INHERIT: mkdocs.yml\n"}, "mkdocs.yml: inherits from itself"),
    (
        "inherited in a circle",
        {"mkdocs.yml": "INHERIT: a.yml\n", "a.yml": "INHERIT: ./mkdocs.yml\n"},
        "mkdocs.yml: inherits from itself",
    ),
    ("a parent that is not there", {"mkdocs.yml": "INHERIT: a.yml\n"}, "a.yml: No such file or directory"),
    ("a parent that is a folder", {"mkdocs.yml": "INHERIT: docs\n"}, "docs: Is a directory"),
    ("a parent with a NUL", {"mkdocs.yml": 'INHERIT: "a\\0"\n'}, "a\0: embedded null byte"),
    (
        "a broken parent",
        {"mkdocs.yml": "INHERIT: a.yml\n", "a.yml": "a: [\n"},
        "a.yml:1:4: `[` is never closed, or what it holds is not a list; close it, or quote the value if the bracket is part of it",
    ),
    (
        "no docs folder",
        {"mkdocs.yml": "site_name: x\ndocs_dir: pages\n"},
        "mkdocs.yml:2: the docs folder pages/ does not exist",
    ),
    (
        "a docs folder with a NUL",
        {"mkdocs.yml": 'docs_dir: "a\\0"\n'},
        "mkdocs.yml:1: the docs folder a\0/ does not exist",
    ),
    (
        "a bad pattern",
        {"mkdocs.yml": 'exclude_docs: "!"\n'},
        "mkdocs.yml:1: `exclude_docs`: Invalid git pattern: '!'",
    ),
    (
        "an alias bomb",
        {"mkdocs.yml": "a: &a [" + "x, " * 1000 + "]\nb: &b [" + "*a, " * 1000 + "]\n"},
        "mkdocs.yml:2:804: aliases expand to more than 200000 values; write them out",
    ),
)
def test_a_configuration_that_cannot_be_read_is_said_in_a_line(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(write_site(tmp_path, files))
    assert str(caught.value) == message


def test_a_folder_without_a_configuration_is_said(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"has no mkdocs\.yml: name the folder that has one, or the file with -f"
    ):
        find_config(tmp_path)


@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.yaml", "properdocs.yml"])
def test_a_configuration_is_found_by_its_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("site_name: x\n", encoding="utf-8")
    assert find_config(tmp_path) == tmp_path / name


@table(
    "text",
    ("numbers", "a: [1, 010, 0x1F, 1_000, 12:30:45, 1.10, 1e3, .5, -3, 0o7]\n"),
    ("booleans", "a: [yes, no, on, off, true, False, y, n]\n"),
    ("nothing", "a: [~, null, '', \"\"]\nb:\n"),
    ("texts", "a: ['1', \"no\", x, 2026-02-31x, '~']\n"),
    ("merges", "a: &a {b: 1, c: 2}\nd: {<<: *a, c: 3}\ne: {<<: [*a, {f: 4}]}\n"),
    ("a key twice", "a: 1\na: 2\n"),
)
def test_plain_values_are_what_mkdocs_reads(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert read_config(tmp_path / "mkdocs.yml").data == yaml.safe_load(text)


# ---------------------------------------------------------------- what MkDocs tells


def test_what_mkdocs_tells_comes_first_and_has_the_places_of_the_file(tmp_path: Path) -> None:
    file = write_site(tmp_path, {"mkdocs.yml": config("page_dir: facts\nnaw: x")})
    settings = load_settings(file, {"page_dir": "told", "naw": "x"}, tmp_path / "docs")
    assert settings.presentation.page_dir == "told"
    assert [str(finding.position) for finding in settings.findings] == ["mkdocs.yml:6:7"]


def test_both_ways_give_the_same(tmp_path: Path) -> None:
    file = write_site(tmp_path, {"mkdocs.yml": EXAMPLE})
    told = yaml.safe_load(EXAMPLE)["plugins"][0]["traceability"]
    by_file, by_mkdocs = load_settings(file), load_settings(file, told, tmp_path / "docs")
    assert by_file.declared == by_mkdocs.declared
    assert by_file.findings == by_mkdocs.findings


def test_keys_that_yaml_makes_something_else_are_no_fault(tmp_path: Path) -> None:
    file = write_site(tmp_path, {})
    settings = load_settings(file, {True: 1, "domains": {1: "One", None: "x"}}, tmp_path / "docs")
    assert settings.domains["1"].title == "One"
    assert [finding.message for finding in settings.findings] == ["unknown setting `True`"]


NAMES = st.sampled_from(
    [
        "sources",
        "kinds",
        "rules",
        "domains",
        "areas",
        "acyclic",
        "page_dir",
        "nav",
        "publish_sources",
        "flow",
        "component",
        "enforcer",
        "plural",
        "fields",
        "relations",
        "status",
        "evidence",
        "matrix",
        "to",
        "inverse",
        "type",
        "one_of",
        "claims",
        "many",
        "required",
        "when",
        "all_of",
        "any_of",
        "columns",
        "section",
        "phase",
        "label",
        "TR101",
        "severity",
        "paths",
        "title",
        "prefixes",
        "shown",
        "id",
        "single",
        "or_text",
        "symmetric",
        "any",
        "self",
        "enforcers",
        "text",
    ]
)
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | NAMES | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES | st.text(max_size=3) | st.integers(), inner, max_size=5)
    ),
    max_leaves=25,
)


@pytest.mark.slow
@given(JUNK)
def test_any_junk_that_mkdocs_tells_is_settings_with_findings(
    tmp_path_factory: pytest.TempPathFactory, junk: Any
) -> None:
    file = write_site(tmp_path_factory.mktemp("site"), {})
    told = junk if isinstance(junk, dict) else {"kinds": junk}
    for options in (
        told,
        {"kinds": told},
        {"kinds": {"enforcer": told}},
        {"rules": told},
        {"kinds": {"flow": told}},
    ):
        for finding in load_settings(file, options, file.parent / "docs").findings:
            assert finding.code == "TR008"


@given(JUNK)
def test_any_junk_in_the_file_is_settings_with_findings(
    tmp_path_factory: pytest.TempPathFactory, junk: Any
) -> None:
    data = {"plugins": [{"traceability": junk}]}
    file = write_site(
        tmp_path_factory.mktemp("site"), {"mkdocs.yml": yaml.safe_dump(data, allow_unicode=True)}
    )
    for finding in load_settings(file).findings:
        assert finding.position.path == "mkdocs.yml"


# ---------------------------------------------------------------- severities and globs


def test_the_narrowest_weight_decides(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": config(
            "rules: {TR101: {severity: warning, kinds: {metric: info}, paths: {docs/old/**: off, '[z-a]': off}}}"
        ),
        "docs/a.trace.yml": "flows:\n  - {id: F, components: [a]}\nmetrics:\n  - {id: m, emitters: [a]}\n",
        "docs/old/b.trace.yml": "flows:\n  - {id: G, components: [a]}\n",
    }
    severities = {f.item: f.severity for f in run(tmp_path, files).raw_findings if f.code == "TR101"}
    assert severities == {"F": Severity.WARNING, "m": Severity.INFO}


def test_a_glob_that_matches_nothing_is_one_finding(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": config('sources: [facts/*.yml, "a\\0b", "", more/*.yml]'),
        "more/a.yml": "components: []\n",
    }
    findings = check(tmp_path, files)
    assert failing(findings) == ["TR009", "TR009", "TR009"]
    assert [finding.position.column for finding in findings] == [17, 30, 38]


def test_a_source_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": config("sources: [docs/*.yml, docs/a.trace.yml]"),
        "docs/a.trace.yml": "components:\n  - {id: a, external: true}\n",
    }
    assert len(run(tmp_path, files).registry.all) == 1


def test_one_sidecar_of_support(tmp_path: Path) -> None:
    assert found(tmp_path, "flows:\n  - id: A\n    components: [b]\n", "TR101") == [
        "3:18 TR101 unknown component `b`"
    ]


def test_a_setting_that_stands_twice_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - traceability:\n      page_dir: a\n      page_dir: b\nextra: {a: 1, a: 2}\n",
        encoding="utf-8",
    )
    (finding,) = load_settings(tmp_path / "mkdocs.yml").findings
    assert (finding.code, str(finding.position)) == ("TR008", "mkdocs.yml:5:7")
    assert finding.message == "duplicate key `page_dir`, first in line 4"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("{kinds: {enforcer: {plurl: enforcers}}}", "unknown setting `plurl` of `enforcer`"),
        (
            "{domains: {A: {prefixes: [X, Y]}, B: {prefixes: [Z, X]}}}",
            "the prefix `X` belongs to the domain `A` already",
        ),
    ],
)
def test_a_misspelt_key_or_a_prefix_taken_twice_is_one_mistake(
    tmp_path: Path, options: str, said: str
) -> None:
    (tmp_path / "docs").mkdir()
    text = f"site_name: x\nplugins: [traceability: {options}]\n"
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert [finding.message for finding in load_settings(tmp_path / "mkdocs.yml").findings] == [said]


def test_a_rule_that_is_off_but_for_one_kind_is_applied_to_that(tmp_path: Path) -> None:
    settings = PLAIN_SITE.replace(
        "[traceability]", "[traceability: {rules: {TR003: {severity: off, kinds: {flow: error}}}}]"
    )
    sidecar = "flows: [{id: F-1, status: [done], components: [c]}]\ncomponents: [{id: c, external: true, status: [x]}]\n"
    found = check(tmp_path, {"mkdocs.yml": settings, "docs/a.trace.yml": sidecar})
    assert [(each.code, each.kind, each.severity) for each in found] == [("TR003", "flow", "error")]


@table(
    "pattern, message",
    ("looks ahead", "(?=A)A-1", "look-around, including look-ahead and look-behind, is not supported"),
    ("refers to a group", r"(A)\1", "backreferences are not supported"),
    ("repeats without end", "(A{1000}){1000}", "Compiled regex exceeds size limit of 10485760 bytes"),
)
def test_a_pattern_of_ids_that_could_take_long_is_refused(tmp_path: Path, pattern: str, message: str) -> None:
    (finding,) = wrong(tmp_path, f"kinds:\n  flow: {{id: '{pattern}'}}")
    assert finding.message == f"`id`: a regular expression that cannot be used: {message}"


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*b", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)b", r"(\w+\s?)+\Z"]
)
def test_no_pattern_of_ids_takes_long(tmp_path: Path, pattern: str) -> None:
    site = f"site_name: x\nplugins: [{{traceability: {{kinds: {{component: {{id: '{pattern}'}}}}}}}}]\n"
    sidecar = f"components:\n  - {{id: {'a' * 190}!, external: true}}\n  - {{id: ab, external: true}}\n"
    result = run(tmp_path, {"mkdocs.yml": site, "docs/a.trace.yml": sidecar})
    assert ("TR006", 2) in [(each.code, each.position.line) for each in result.findings]


@table(
    "pattern, good, bad",
    ("is the whole id", "A|AB", "AB", "ABC"),
    ("has its ends written", r"^\w-[0-9]+\Z", "é-1", "A-1x"),
    ("has flags", "(?i)flow-[0-9]", "FLOW-1", "FLOW-12"),
    ("is verbose", "(?x) A - [0-9]", "A-1", "A - 1"),
)
def test_ids_match_as_a_whole(pattern: str, good: str, bad: str) -> None:
    assert IdPattern(pattern).fits(good)
    assert not IdPattern(pattern).fits(bad)


@pytest.mark.slow
def test_inheriting_takes_time_in_proportion_to_the_keys(tmp_path: Path) -> None:
    def inherit(count: int) -> None:
        keys = range(count)
        (tmp_path / "base.yml").write_text("extra:\n" + "".join(f"  k{key}: {{a: 1}}\n" for key in keys))
        child = "INHERIT: base.yml\nextra:\n" + "".join(f"  k{key}: [1]\n" for key in keys)
        (tmp_path / "mkdocs.yml").write_text(child)
        config = read_config(tmp_path / "mkdocs.yml")
        assert config.data["extra"]["k1"] == [1]
        assert config.position(("extra", "k1", 0)).path == "mkdocs.yml"

    assert growth(inherit, 2000) < LINEAR

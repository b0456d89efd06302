"""`mkdocs-traceability check`: what it finds, how it ends, and that a build says the same."""

import json
import sys
from pathlib import Path
from shutil import copytree

import pytest

from .conftest import MakeSite
from .sites import BROKEN, BROKEN_FACTS, BROKEN_MESSAGE, CLEAN, GENERATORS, Done, Site, run, run_forked_python

REPRESENTATIVE = Path(__file__).parent / "representative"

TOLD_BY_THE_PLUGIN = """
import json, sys
{before}
from {generator}.commands.build import build
from {generator}.config import load_config
from mkdocs_traceability.reports.json_report import as_data

config = load_config(sys.argv[1])
config.plugins.on_startup(command="build", dirty=False)
build(config)
plugin = config.plugins["traceability"]
print(json.dumps([as_data(finding) for finding in plugin._build.result.findings]))
"""


def findings_of_a_build(
    site: Site, config: str = "mkdocs.yml", generator: str = "mkdocs", variables: dict[str, str] | None = None
) -> object:
    """What the plugin found in a build, in the form of the command's report."""
    before = "import properdocs.replacement" if generator == "properdocs" else ""
    script = TOLD_BY_THE_PLUGIN.format(generator=generator, before=before)
    done = run_forked_python(
        "-c", script, config, folder=site.folder, variables=variables, generator=generator
    )
    assert done.status == 0, done.log
    return json.loads(done.out.splitlines()[-1])


def config(settings: str = "", rest: str = "") -> str:
    body = "".join(f"      {line}\n" for line in settings.splitlines())
    return f"site_name: Site\ntheme: mkdocs\n{rest}plugins:\n  - search\n  - traceability:\n{body}"


WRONG_SETTINGS = """\
sauces: [x]
sources: [facts/*.yml, nowhere/*.yml]
rules: {TR101: of, TR110: off, TR999: info}
kinds:
  flow: {fields: {sla: {type: texts}}}
  enforcer: {plural: enforcers, fields: {scope: text}, relations: {guards: {to: [componet]}}}
nav: 3
"""

FROM_THE_ENVIRONMENT = """\
sources: !ENV [NOWHERE, [facts/*.yml]]
rules: {TR101: !ENV TRACE_WEIGHT, TR110: !ENV [NOWHERE, ELSEWHERE, off]}
page_dir: !ENV [TRACE_FOLDER, x]
publish_sources: !ENV [TRACE_PUBLISH, false]
nav: !ENV [NOWHERE, no]
"""

VALUES_THAT_YAML_READS_OTHERWISE = """\
sources: [1_0, 010, 0x1F, 12:30:45, 1e3, .inf, ~, 2026-01-01, yes]
domains: {A: 2026-01-01, 010: x, no: y}
areas: {B: 1.10}
kinds: {1: {}, flow: {fields: {2: text}}}
1: 2
null: 3
true: 4
"""

PARENT = """\
site_name: Site
docs_dir: pages
theme: {name: mkdocs}
markdown_extensions: [toc]
exclude_docs: |
  /old/
plugins:
  search: {}
  traceability:
    rules: {TR101: warning, TR110: off}
    domains: {EVAL: Evaluation}
    page_dri: x
"""

CHILD = """\
INHERIT: base/base.yml
plugins:
  traceability:
    rules: {TR201: info}
    nav: {titel: Facts}
"""

MAPPING = """\
site_name: Site
theme: mkdocs
plugins:
  traceability:
    rules: {TR101: warning}
    x: 1
  search:
"""

ANCHORS_AND_TAGS = """\
site_name: Site
theme: mkdocs
extra:
  weights: &weights {TR101: info, TR202: warning}
markdown_extensions:
  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}
plugins:
  - search
  - traceability:
      rules: {<<: *weights, TR201: off}
      sources: &none []
      acyclic: *none
"""

SITES: dict[str, dict[str, str]] = {
    "broken": BROKEN,
    "wrong settings": BROKEN | {"mkdocs.yml": config(WRONG_SETTINGS), "facts/a.yml": BROKEN_FACTS},
    "settings from the environment": BROKEN
    | {
        "facts/a.yml": "flows: [{id: X-1, title: X, components: [nobody]}]\n",
        "mkdocs.yml": config(FROM_THE_ENVIRONMENT),
    },
    "values that YAML reads otherwise": BROKEN | {"mkdocs.yml": config(VALUES_THAT_YAML_READS_OTHERWISE)},
    "inherited": {
        "pages/index.md": "# Home\n",
        "pages/old/a.trace.yml": BROKEN_FACTS,
        "pages/a.trace.yml": BROKEN_FACTS,
        "base/base.yml": PARENT,
        "mkdocs.yml": CHILD,
    },
    "inherited twice": {
        "pages/index.md": "# Home\n",
        "pages/a.trace.yml": BROKEN_FACTS,
        "base.yml": PARENT,
        "middle.yml": "INHERIT: base.yml\nplugins:\n  traceability: {areas: {x: 1}}\n",
        "mkdocs.yml": "INHERIT: middle.yml\nplugins:\n  traceability: {page_dir: ../x}\n",
    },
    "inherited and replaced by a list": {
        "pages/index.md": "# Home\n",
        "pages/a.trace.yml": BROKEN_FACTS,
        "base.yml": PARENT,
        "mkdocs.yml": "INHERIT: base.yml\nplugins:\n  - traceability: {rules: {TR101: info, TR1: info}}\n",
    },
    "plugins as a mapping": BROKEN | {"mkdocs.yml": MAPPING},
    "no settings, in a mapping": BROKEN
    | {"mkdocs.yml": "site_name: S\ntheme: mkdocs\nplugins: {search: , traceability: }\n"},
    "another docs folder": {
        "text/of/it/index.md": "# Home\n",
        "text/of/it/a.trace.yml": BROKEN_FACTS,
        "docs/b.trace.yml": BROKEN_FACTS,
        "mkdocs.yml": config("nav: false", rest="docs_dir: text/of/it\n"),
    },
    "a docs folder beside that of the configuration": {
        "../text/index.md": "# Home\n",
        "../text/a.trace.yml": BROKEN_FACTS,
        "mkdocs.yml": config("nav: false", rest="docs_dir: ../text\n"),
    },
    "a docs folder from the environment": {
        "text/index.md": "# Home\n",
        "text/a.trace.yml": BROKEN_FACTS,
        "mkdocs.yml": config("nav: false", rest="docs_dir: !ENV [TRACE_DOCS, docs]\n"),
    },
    "anchors and tags of YAML": BROKEN | {"mkdocs.yml": ANCHORS_AND_TAGS},
    "files that cannot be read": {
        "docs/index.md": "---\ntraceability: [\n---\n",
        "docs/a.trace.yml": "flows: {{\n",
        "docs/b.trace.yml": "flows:\n  - {id: A-1, title: A, components: [lost]}\n",
        "docs/c.trace.yml": "components:\n  - {id: lost, title: }}\n",
        "docs/d.trace.yml": "",
        "docs/e.trace.yml": "- 1\n",
    },
    "names from every corner": {
        "docs/index.md": "# Home\n",
        "docs/a b/ü.trace.yml": BROKEN_FACTS,
        "docs/a b/index.trace.yml": BROKEN_FACTS,
        "docs/Z/README.md": "---\ntraceability: {component: {id: 010, title: x, depends_on: y}}\n---\n",
        "docs/Z/z.markdown": "---\ntraceability: {component: {id: 1e3, title: x, depends_on: y}}\n---\n",
    },
}
VARIABLES = {
    "TRACE_WEIGHT": "warning",
    "TRACE_FOLDER": "facts",
    "TRACE_PUBLISH": "true",
    "TRACE_DOCS": "text",
}


@pytest.mark.parametrize("files", SITES.values(), ids=SITES)
def test_the_command_and_the_build_say_the_same(make_site: MakeSite, files: dict[str, str]) -> None:
    site = make_site(files)
    told = site.findings(variables=VARIABLES)
    assert told
    assert told == findings_of_a_build(site, variables=VARIABLES)
    assert told == site.findings(variables=VARIABLES), "the second time, what was kept of the first is used"


@pytest.mark.parametrize("generator", GENERATORS)
def test_of_a_whole_site_too(make_site: MakeSite, generator: str) -> None:
    settings = (REPRESENTATIVE / "settings.yml").read_text(encoding="utf-8")
    site = make_site({"mkdocs.yml": config(settings)})
    copytree(REPRESENTATIVE / "docs", site.folder / "docs")
    told = site.findings()
    assert {finding["code"] for finding in told} >= {
        "TR006",
        "TR101",
        "TR103",
        "TR107",
        "TR201",
        "TR208",
        "TR301",
    }
    assert told == findings_of_a_build(site, generator=generator)


def test_settings_come_from_the_environment_in_force(make_site: MakeSite) -> None:
    site = make_site(SITES["settings from the environment"])
    found = site.findings(variables=VARIABLES)
    assert {(finding["code"], finding["severity"]) for finding in found} == {("TR101", "warning")}
    site.built(variables=VARIABLES)
    assert (site.folder / "site/facts/index.html").is_file()
    assert (site.folder / "site/evaluation.trace.yml").is_file()


def test_0_where_nothing_fails(make_site: MakeSite) -> None:
    done = make_site(CLEAN).check()
    assert (done.status, done.log) == (0, "")
    assert "0 errors, 0 warnings" in done.out


def test_0_where_only_remarks_are_made(make_site: MakeSite) -> None:
    site = make_site(BROKEN | {"mkdocs.yml": config("rules: {TR101: info}")})
    done = site.check()
    assert done.status == 0
    assert "TR101" not in done.out
    assert done.out.startswith("Not listed: 1 info. List them with -v.\n")
    listed = site.check("-v")
    assert listed.status == 0
    assert "TR101 [info]" in listed.out


def test_1_where_something_fails(make_site: MakeSite) -> None:
    done = make_site(BROKEN).check()
    assert (done.status, done.log) == (1, "")
    assert BROKEN_MESSAGE in done.out


def test_1_where_a_warning_is_found(make_site: MakeSite) -> None:
    site = make_site(BROKEN | {"mkdocs.yml": config("rules: {TR101: warning}")})
    assert site.check().status == 1


def could_not_run(done: Done) -> str:
    assert done.status == 2
    assert done.out == ""
    assert "Traceback" not in done.log
    assert done.log.startswith(("Error: ", "Usage: "))
    return done.log


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("site_name: [\n", "mkdocs.yml:1:12: "),
        ("a: b: c\n", "mkdocs.yml:1:5: "),
        ("- a list\n", "mkdocs.yml: a configuration is a mapping"),
        ("INHERIT: nowhere.yml\n", "nowhere.yml: No such file"),
        ("INHERIT: mkdocs.yml\n", "mkdocs.yml: inherits from itself"),
        ("site_name: \x07\n", "mkdocs.yml:1:12: "),
    ],
)
def test_2_where_the_configuration_cannot_be_read(make_site: MakeSite, text: str, said: str) -> None:
    assert said in could_not_run(make_site(CLEAN | {"mkdocs.yml": text}).check())


def test_2_where_the_configuration_is_no_text(make_site: MakeSite) -> None:
    site = make_site(CLEAN)
    (site.folder / "mkdocs.yml").write_bytes(b"site_name: \xff\xfe\xfd\n")
    assert "mkdocs.yml" in could_not_run(site.check())


def test_2_where_the_configuration_is_a_folder(make_site: MakeSite) -> None:
    site = make_site(CLEAN)
    (site.folder / "mkdocs.yml").unlink()
    (site.folder / "mkdocs.yml").mkdir()
    could_not_run(site.check())
    could_not_run(site.check("-f", "mkdocs.yml"))


def test_2_where_there_is_no_configuration(make_site: MakeSite) -> None:
    site = make_site(CLEAN)
    assert "has no mkdocs.yml" in could_not_run(site.check("docs"))
    could_not_run(site.check("nowhere"))
    could_not_run(site.check("-f", "nowhere.yml"))
    could_not_run(site.check("--formt", "json"))


def test_it_runs_from_any_folder(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site(BROKEN)
    expected = site.check()
    for arguments in (["project"], ["-f", "project/mkdocs.yml"], [str(site.folder)], ["project/"]):
        assert site.check(*arguments, folder=tmp_path) == expected
    assert site.check("..", folder=site.folder / "docs") == expected
    assert not (tmp_path / ".cache").exists()


@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml"])
def test_the_configuration_is_found_under_each_name_it_may_have(make_site: MakeSite, name: str) -> None:
    site = make_site(BROKEN)
    (site.folder / "mkdocs.yml").rename(site.folder / name)
    done = site.check()
    assert done.status == 1
    assert BROKEN_MESSAGE in done.out


def test_a_configuration_of_another_name_is_named(make_site: MakeSite) -> None:
    site = make_site(BROKEN | {"other.yml": config("nonsense: 1")})
    done = site.check("-f", "other.yml")
    assert "other.yml:6:7: TR008 [error] unknown setting `nonsense`" in done.out
    assert findings_of_a_build(site, "other.yml") == site.findings("-f", "other.yml")


def test_the_entry_point_is_the_same_command(make_site: MakeSite) -> None:
    site = make_site(BROKEN)
    script = Path(sys.executable).parent / "mkdocs-traceability"
    assert run(str(script), "check", folder=site.folder) == site.check()


def test_the_report_for_programs_says_all(make_site: MakeSite) -> None:
    done = make_site(BROKEN).check("--format", "json")
    report = json.loads(done.out)
    assert done.status == 1
    assert report["counts"]["error"] == 1
    (finding,) = report["findings"]
    assert finding["code"] == "TR101"
    assert finding["severity"] == "error"
    assert finding["message"] == "unknown component `evel-worker`"
    assert (finding["path"], finding["line"], finding["column"]) == ("docs/evaluation.trace.yml", 13, 14)
    assert finding["help"].startswith("did you mean `eval-worker`?")


def test_a_day_later_a_waiver_may_have_expired_though_nothing_was_edited(make_site: MakeSite) -> None:
    facts = (
        "flows:\n  - {id: A-1, title: A, waive: {TR201: {reason: later, owner: ana, until: 2026-01-01}}}\n"
    )
    site = make_site(CLEAN | {"docs/evaluation.trace.yml": facts})
    assert site.check().status == 0
    tomorrow = site.check(variables={"SOURCE_DATE_EPOCH": str(1_767_225_600 + 86_400)})
    assert tomorrow.status == 1
    assert "TR901" in tomorrow.out


def test_a_page_that_is_renamed_away_is_gone_for_the_command(make_site: MakeSite) -> None:
    site = make_site(
        CLEAN | {"docs/worker.trace.yml": "components: [{id: extra, title: E, external: true}]\n"}
    )
    site.write({"docs/b.trace.yml": "flows: [{id: B-1, title: B, components: [extra]}]\n"})
    assert site.check().status == 0
    (site.folder / "docs/worker.trace.yml").rename(site.folder / "docs/worker.yml")
    assert site.check().status == 1
    (site.folder / "docs/worker.yml").rename(site.folder / "docs/worker.trace.yml")
    assert site.check().status == 0

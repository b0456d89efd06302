"""Evidence through the public doors: the command, the build, the server, and what is kept between runs."""

import json
import os
import resource
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from processor_time import in_a_copy
from support import quoted

from .conftest import MakeSite
from .sites import Site
from .test_serve import Serve, serve  # noqa: F401 - a fixture

FACTS = """\
components:
  - id: worker
    status: implemented
    evidence:
      code: [src/worker.py:Worker.run]
flows:
  - id: F-1
    components: [worker]
    status: implemented
    evidence:
      code: [src/worker.py:Worker]
      docs: [guide.md#how-it-works]
"""

SITE = {
    "docs/index.md": "# Home\n",
    "docs/guide.md": "# Guide\n\n## How it works\n\nWell.\n",
    "docs/a.trace.yml": FACTS,
    "src/worker.py": "class Worker:\n    def run(self): ...\n",
}

RENAMED = "class Worker:\n    def walk(self): ...\n"


def test_what_is_claimed_and_there_is_found(make_site: MakeSite) -> None:
    site = make_site(SITE)
    assert site.findings() == []
    built = site.built("--strict")
    assert "trace-badge--found" in built.text("traceability/flows/index.html")


def test_the_command_and_the_build_say_the_same_of_what_is_not_there(make_site: MakeSite) -> None:
    site = make_site(SITE | {"src/worker.py": RENAMED, "docs/guide.md": "# Guide\n"})
    codes = [finding["code"] for finding in site.findings()]
    assert codes == ["TR403", "TR408"]
    built = site.build("--strict")
    assert built.status == 1
    assert built.codes == codes


def test_a_heading_that_only_the_build_can_know_is_left_to_the_build(make_site: MakeSite) -> None:
    config = "site_name: x\ntheme: mkdocs\nplugins: [search, macros, traceability]\n"
    guide = "# Guide\n\n{% for title in ['How it works'] %}\n## {{ title }}\n{% endfor %}\n"
    site = make_site(SITE | {"mkdocs.yml": config, "docs/guide.md": guide})
    assert [(each["code"], each["severity"]) for each in site.findings()] == [("TR413", "info")]
    assert site.built("--strict").done.codes == []

    site.write({"docs/guide.md": guide.replace("How it works", "How it fails")})
    assert [(each["code"], each["severity"]) for each in site.findings()] == [("TR413", "info")]
    assert site.build("--strict").codes == ["TR408"]


def test_an_unchanged_check_notices_every_file_that_evidence_rests_on(make_site: MakeSite) -> None:
    site = make_site(SITE)
    assert site.findings() == []
    site.write({"src/worker.py": RENAMED})
    assert [finding["code"] for finding in site.findings()] == ["TR403"]
    site.write({"src/worker.py": SITE["src/worker.py"]})
    assert site.findings() == []
    (site.folder / "src/worker.py").unlink()
    (gone,) = site.findings()
    assert (gone["code"], [entry["code"] for entry in gone["entries"]]) == ("TR402", ["TR402"])
    site.write({"lib/worker.py": SITE["src/worker.py"]})
    assert "`lib/worker.py`" in site.findings()[0]["help"]


IMPORTS = {
    "docs/index.md": "# Home\n",
    "docs/a.trace.yml": "components:\n"
    "  - {id: api, paths: [app/api]}\n"
    "  - {id: store, paths: [app/store.py]}\n"
    "flows: [{id: F-1, components: [api, store]}]\n",
    "app/api/views.py": "import json\n",
    "app/store.py": "raise SystemExit('this code is never run')\n",
}


def test_an_unchanged_check_notices_what_the_code_imports(make_site: MakeSite) -> None:
    site = make_site(IMPORTS)
    assert site.findings() == []
    site.write({"app/api/views.py": "from app import store\n"})
    (found,) = site.findings()
    assert found["code"] == "TR307"
    assert site.build("--strict").codes == ["TR307"]
    assert site.findings() == [found]
    site.write({"app/api/views.py": "import json\n"})
    assert site.findings() == []
    site.write({"app/api/new.py": "from app.store import rows\n"})
    assert [each["code"] for each in site.findings()] == ["TR307"]
    assert {path.name for path in site.folder.iterdir()} == {".cache", "app", "docs", "mkdocs.yml", "site"}


def test_an_unchanged_check_notices_other_settings_of_headings(make_site: MakeSite) -> None:
    site = make_site(SITE)
    assert site.findings() == []
    config = (
        "site_name: x\ntheme: mkdocs\nplugins: [traceability]\nmarkdown_extensions: [{toc: {separator: _}}]\n"
    )
    site.write({"mkdocs.yml": config})
    (finding,) = site.findings()
    assert (finding["code"], finding["help"]) == ("TR408", "did you mean `#how_it_works`?")


def test_a_kept_result_and_a_fresh_one_are_the_same(make_site: MakeSite) -> None:
    site = make_site(SITE | {"src/worker.py": RENAMED})
    kept = [site.check().out for _ in range(2)]
    shutil.rmtree(site.folder / ".cache")
    assert kept == [site.check().out] * 2


def test_checking_writes_to_no_source_and_no_claimed_file(make_site: MakeSite) -> None:
    site = make_site(SITE)
    before = site.digests(".")
    site.check()
    after = {path: digest for path, digest in site.digests(".").items() if not path.startswith(".cache")}
    assert after == before


def test_serve_follows_the_files_that_claims_name(serve: Serve) -> None:  # noqa: F811
    server = serve(SITE)
    server.site.write({"src/worker.py": RENAMED})
    said = server.rebuilt()
    assert "docs/a.trace.yml:5:14: TR403" in said
    assert "Worker.run" in server.page("traceability/findings/")
    server.site.write({"src/worker.py": SITE["src/worker.py"]})
    assert "TR403" not in server.rebuilt()
    server.comes_to_rest()


def test_serve_follows_a_claimed_file_that_comes_to_exist(serve: Serve) -> None:  # noqa: F811
    server = serve({path: text for path, text in SITE.items() if path != "src/worker.py"})
    assert "TR402" in server.log
    server.site.write({"src/worker.py": SITE["src/worker.py"]})
    assert "TR402" not in server.rebuilt()


def test_serve_follows_reports(serve: Serve) -> None:  # noqa: F811
    passed = '<testsuite><testcase classname="tests.test_w" name="test_a"/></testsuite>'
    failed = passed.replace("/></", '><failure message="no"/></testcase></')
    config = "site_name: x\ntheme: mkdocs\nplugins: [{traceability: {junit: [reports/*.xml]}}]\n"
    facts = "requirements:\n  - id: R-1\n    evidence: {tests: [tests/test_w.py::test_a]}\n"
    server = serve(
        {
            "docs/index.md": "# Home\n",
            "mkdocs.yml": config,
            "docs/a.trace.yml": facts,
            "tests/test_w.py": "def test_a(): ...\n",
            "reports/unit.xml": passed,
        }
    )
    assert "TR405" not in server.log
    server.site.write({"reports/unit.xml": failed})
    assert "TR405" in server.rebuilt()


@pytest.mark.parametrize("generator", ["mkdocs", "properdocs"])
def test_evidence_is_checked_in_every_generator(make_site: MakeSite, generator: str) -> None:
    config = {"mkdocs": "mkdocs.yml", "properdocs": "properdocs.yml"}[generator]
    site = make_site(SITE | {"src/worker.py": RENAMED})
    if config != "mkdocs.yml":
        (site.folder / "mkdocs.yml").rename(site.folder / config)
    assert "TR403" in site.build("--strict", generator=generator).log


def test_without_the_extras_what_cannot_be_checked_is_said_once(make_site: MakeSite, tmp_path: Path) -> None:
    names = ("tree_sitter", "sqlglot")
    absent = "".join(f"sys.modules[{name!r}] = None\n" for name in names)
    (tmp_path / "absent").mkdir()
    (tmp_path / "absent/sitecustomize.py").write_text(f"import sys\n{absent}", encoding="utf-8")
    config = "site_name: x\ntheme: mkdocs\nplugins:\n  - traceability: {junit: [r.xml], sql: [a.sql]}\n"
    facts = """\
requirements:
  - id: R-1
    evidence: {code: [a.go:Run, b.go:Walk], tests: [tests/test_w.py::test_a], tables: [a, b]}
"""
    site = make_site(
        {
            "docs/index.md": "# Home\n",
            "mkdocs.yml": config,
            "docs/a.trace.yml": facts,
            "a.go": "package a\nfunc Run() {}\n",
            "b.go": "package a\nfunc Walk() {}\n",
            "a.sql": "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n",
            "r.xml": '<testsuite><testcase classname="tests.test_w" name="test_a"/></testsuite>',
            "tests/test_w.py": "def test_a(): ...\n",
        }
    )
    without = {"PYTHONPATH": str(tmp_path / "absent")}
    found = site.findings(variables=without)
    assert {finding["code"] for finding in found} == {"TR413"}
    text = " ".join(f"{finding['message']} {finding['help']}" for finding in found)
    assert [text.count(f"mkdocs-traceability[{extra}]") for extra in ("code", "sql")] == [1, 1]
    assert site.build("--strict", variables=without).status == 0
    shutil.rmtree(site.folder / ".cache")  # an installation is noticed, this pretence of one is not
    assert {finding["code"] for finding in site.findings()} == {"TR413"}  # of git


def test_a_site_of_its_own_is_never_searched(make_site: MakeSite) -> None:
    site = make_site(SITE | {"src/worker.py": RENAMED, "site/worker.py": SITE["src/worker.py"]})
    (finding,) = site.findings()
    assert "site/worker.py" not in finding["help"]


def test_a_page_that_is_excluded_is_no_page(make_site: MakeSite) -> None:
    config = "site_name: x\ntheme: mkdocs\nexclude_docs: guide.md\nplugins: [traceability]\n"
    site = make_site(SITE | {"mkdocs.yml": config})
    assert [finding["code"] for finding in site.findings()] == ["TR408"]
    assert site.build("--strict").codes == ["TR408"]


def test_an_unchanged_check_notices_that_a_repository_came(make_site: MakeSite) -> None:
    site = make_site(
        {
            "docs/index.md": "# Home\n",
            "mkdocs.yml": "site_name: x\ntheme: mkdocs\nplugins: [{traceability: {junit: [r.xml]}}]\n",
            "docs/a.trace.yml": "requirements:\n  - id: R-1\n    evidence: {tests: [tests/test_a.py]}\n",
            "tests/test_a.py": "def test_a(): ...\n",
            "r.xml": '<testsuite><testcase classname="tests.test_a" name="test_a"/></testsuite>',
        }
    )
    assert [finding["code"] for finding in site.findings()] == ["TR413"]
    os.utime(site.folder / "r.xml", (1_000_000_000, 1_000_000_000))
    subprocess.run(["git", "init", "-q", site.folder], check=True)
    assert [finding["code"] for finding in site.findings()] == ["TR416"]


def test_a_generated_page_is_no_evidence(make_site: MakeSite) -> None:
    site = make_site(
        SITE | {"docs/a.trace.yml": FACTS.replace("guide.md#how-it-works", "traceability/index.md")}
    )
    assert [finding["code"] for finding in site.findings()] == ["TR408"]
    assert site.build("--strict").codes == ["TR408"]


HOSTILE = {
    "src/arrows.java": "a=>" * 6_000,
    "src/more.java": "a=>" * 10_000,
    "src/arrows.c": "a=> " * 6_000,
    "src/strings.rs": "%w(" * 6_000,
    "src/good.go": "package a\n\nfunc Good() {}\n",
}


def findings_and_their_cost(site: Site) -> tuple[list[dict[str, Any]], float, int]:
    found = site.findings(variables={})
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found, spent.ru_utime, spent.ru_maxrss


def test_hostile_code_is_not_checked_and_ends_neither_the_check_nor_the_build(make_site: MakeSite) -> None:
    claims = [f"{path}:{'Good' if path.endswith('.go') else 'a'}" for path in HOSTILE]
    sidecar = f"requirements:\n  - id: R-1\n    evidence: {{code: {json.dumps(claims)}}}\n"
    site = make_site({"docs/index.md": "# Home\n", "docs/a.trace.yml": sidecar, **HOSTILE})
    found, seconds, kilobytes = in_a_copy(lambda: findings_and_their_cost(site))
    assert {each["code"] for each in found} == {"TR413"}
    assert sorted(quoted(each["message"])[0] for each in found) == sorted(set(HOSTILE) - {"src/good.go"})
    assert seconds < 60
    assert kilobytes < 700_000
    assert site.findings() == found
    assert site.build("--strict").status == 0

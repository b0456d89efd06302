"""A proposal is a patch that git takes, with what it changes of the findings; nothing is written."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from mcp_client import ask, refused
from support import table, write_site

from mkdocs_traceability.mcp.site import Site
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

SIDECAR = """\
flows:
  - id: EVAL-001
    title: Evaluation Pipeline
    components: [batcher]
    status: implemented
    evidence: {code: [app/store.py:Store.save]}
  - id: EVAL-002
    title: Never delivered
    status: implemented
    components: [batcher]
components:
  - id: batcher
"""
FILES = {
    "mkdocs.yml": "site_name: x\nplugins: [{traceability: {code_roots: [app]}}]\n",
    "docs/a.trace.yml": SIDECAR,
    "docs/page.md": "# Page\n\nAs [EVAL-001] says.\n",
    "docs/table.md": "# Table\n\n<!-- traceability: components -->\n| id | title |\n| --- | --- |\n| api | API |\n",
    "app/store.py": "class Store:\n    def save(self): ...\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site in a repository, as an agent would work in it."""
    write_site(tmp_path, FILES)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


def proposed(folder: Path, *changes: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a proposal, whose patch is applied; hold what it says against a check."""
    before = contents(folder)
    answer = ask(folder, "propose", changes=list(changes))
    assert contents(folder) == before
    patch = answer["quoted_patch"].encode()
    subprocess.run(["git", "apply", "-"], input=patch, cwd=folder / answer["apply_in"], check=True)
    findings = Workspace(load_settings(folder / "mkdocs.yml")).run().findings
    assert sum(each.fails for each in findings) == answer["failing_after"]
    return answer


def contents(folder: Path) -> dict[str, bytes]:
    """Return what all files hold, but for what every check keeps."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {
        str(file): file.read_bytes()
        for file in files
        if ".cache" not in file.parts and ".git" not in file.parts
    }


def added(answer: dict[str, Any]) -> list[str]:
    return [
        line
        for line in answer["quoted_patch"].splitlines()
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]


@table(
    ("change", "lines"),
    ("a value", {"action": "set", "item": "EVAL-001", "key": "title", "value": "New"}, ["-    title: Evaluation Pipeline", "+    title: New"]),
    ("no value any more", {"action": "set", "item": "EVAL-001", "key": "title", "value": None}, ["-    title: Evaluation Pipeline"]),
    ("a relation", {"action": "relate", "item": "EVAL-001", "key": "components", "to": "api", "attributes": {"role": "Asks"}}, ["-    components: [batcher]", "+    components: [batcher, {id: api, role: Asks}]"]),
    ("evidence", {"action": "add_evidence", "item": "flow:EVAL-001", "key": "code", "claim": "app/store.py:Store"}, ["-    evidence: {code: [app/store.py:Store.save]}", "+    evidence: {code: [app/store.py:Store.save, app/store.py:Store]}"]),
    ("a waiver", {"action": "waive", "item": "EVAL-001", "code": "tr403", "reason": "Later", "until": "2099-01-31"}, ["+    waive: {TR403: {reason: Later, until: 2099-01-31}}"]),
    ("an item", {"action": "add_item", "kind": "component", "item": "new", "file": "docs/a.trace.yml", "values": {"external": True}}, ["+  - id: new", "+    external: true"]),
    ("an item in a new file", {"action": "add_item", "kind": "components", "item": "new", "file": "docs/x/b.trace.yml"}, ["+components:", "+  - id: new"]),
    ("another id", {"action": "rename", "item": "EVAL-001", "new_id": "EVAL-100"}, ["-  - id: EVAL-001", "+  - id: EVAL-100", "+    former_ids: [EVAL-001]", "-As [EVAL-001] says.", "+As [EVAL-100] says."]),
)  # fmt: skip
def test_each_change_is_a_patch(folder: Path, change: dict[str, Any], lines: list[str]) -> None:
    assert added(proposed(folder, change)) == lines


def test_it_tells_which_findings_go_and_come(folder: Path) -> None:
    answer = proposed(
        folder, {"action": "add_evidence", "item": "EVAL-002", "key": "code", "claim": "app/store.py:gone"}
    )
    assert [each["code"] for each in answer["comes"]] == ["TR403"]
    assert [each["code"] for each in answer["goes"]] == ["TR401"]
    assert answer["comes"][0]["quoted_line"] == "evidence: {code: [app/store.py:gone]}"


def test_a_waived_finding_goes(folder: Path) -> None:
    waiver = {"action": "waive", "item": "EVAL-002", "code": "TR401", "reason": "Later"}
    answer = proposed(folder, waiver)
    assert [each["code"] for each in answer["goes"]] == ["TR401"]
    assert answer["failing_before"] - answer["failing_after"] == 1
    assert "comes" not in answer


def test_a_rename_takes_its_findings_along(folder: Path) -> None:
    answer = proposed(folder, {"action": "rename", "item": "EVAL-002", "new_id": "EVAL-200"})
    assert answer["failing_before"] == answer["failing_after"] > 0
    assert "goes" not in answer
    assert "comes" not in answer


def test_changes_see_those_before_them(folder: Path) -> None:
    answer = proposed(
        folder,
        {"action": "add_item", "kind": "component", "item": "store", "file": "docs/new.trace.yml"},
        {"action": "relate", "item": "EVAL-001", "key": "components", "to": "store"},
        {"action": "rename", "item": "store", "new_id": "vault"},
        {"action": "set", "item": "vault", "key": "title", "value": "The Vault"},
    )
    assert answer["files"] == ["docs/a.trace.yml", "docs/new.trace.yml"]
    assert "+    components: [batcher, vault]" in added(answer)
    assert "+    title: The Vault" in added(answer)


@table(
    ("change", "said"),
    ("no item", {"action": "set", "item": "EVAL-01", "key": "title", "value": "x"}, "unknown item `EVAL-01`; did you mean `flow:EVAL-001`?"),
    ("no key", {"action": "set", "item": "EVAL-001", "key": "titel", "value": "x"}, "flow has no key `titel`; did you mean `title`?"),
    ("another's key", {"action": "set", "item": "EVAL-001", "key": "id", "value": "x"}, "`id` is not set as a value; rename the item instead"),
    ("no value", {"action": "set", "item": "EVAL-001", "key": "title"}, "`set` needs `value`; null removes the key"),
    ("a missing part", {"action": "relate", "item": "EVAL-001"}, "`relate` needs `key`, `to`"),
    ("a part too many", {"action": "rename", "item": "EVAL-001", "new_id": "x", "reason": "y"}, "`rename` takes no `reason`; it takes `item`, `new_id`"),
    ("no relation", {"action": "relate", "item": "EVAL-001", "key": "componets", "to": "api"}, "flow has no relation `componets`; did you mean `components`?"),
    ("it is there", {"action": "relate", "item": "EVAL-001", "key": "components", "to": "batcher"}, "`components` of flow EVAL-001 has component batcher already"),
    ("the same value", {"action": "set", "item": "EVAL-001", "key": "title", "value": "Evaluation Pipeline"}, "Nothing would change: the items say that already"),
    ("no type of evidence", {"action": "add_evidence", "item": "EVAL-001", "key": "cod", "claim": "x"}, "there is no evidence of the type `cod`; did you mean `code`?"),
    ("the same claim", {"action": "add_evidence", "item": "EVAL-001", "key": "code", "claim": "app/store.py:Store.save"}, "flow EVAL-001 claims `app/store.py:Store.save` already"),
    ("no rule", {"action": "waive", "item": "EVAL-001", "code": "TR40", "reason": "x"}, "no rule has the code `TR40`; "),
    ("no date", {"action": "waive", "item": "EVAL-001", "code": "TR401", "reason": "x", "until": "soon"}, "`soon` is not a date; write it as 2027-01-31"),
    ("no kind", {"action": "add_item", "item": "x", "kind": "flwo", "file": "docs/a.trace.yml"}, "unknown kind `flwo`; did you mean `flow`?"),
    ("an id that is taken", {"action": "add_item", "item": "api", "kind": "component", "file": "docs/a.trace.yml"}, "component api is declared already: docs/table.md:6:3"),
    ("no id", {"action": "add_item", "item": "a b", "kind": "component", "file": "docs/a.trace.yml"}, "`a b` is not a valid id: it contains a space; "),
    ("a page", {"action": "add_item", "item": "x", "kind": "component", "file": "docs/page.md"}, "docs/page.md is no sidecar; "),
    ("a file elsewhere", {"action": "add_item", "item": "x", "kind": "component", "file": "../b.trace.yml"}, "`../b.trace.yml` is no sidecar; name a file below docs/ that ends in .trace.yml"),
    ("a way out", {"action": "add_item", "item": "x", "kind": "component", "file": "docs/../../b.trace.yml"}, "`../b.trace.yml` is no sidecar; "),
    ("an absolute path", {"action": "add_item", "item": "x", "kind": "component", "file": "/tmp/b.trace.yml"}, "`/tmp/b.trace.yml` is no sidecar; "),
    ("a hidden file", {"action": "add_item", "item": "x", "kind": "component", "file": "docs/.b/c.trace.yml"}, "`docs/.b/c.trace.yml` is no sidecar; "),
    ("a row of a table", {"action": "set", "item": "api", "key": "title", "value": "x"}, "docs/table.md:6:3: the item is not written as a mapping of its own, such as a row of a table"),
    ("an id that is taken", {"action": "rename", "item": "EVAL-001", "new_id": "EVAL-002"}, "a flow with the id `EVAL-002` is declared:"),
    ("what nobody sees", {"action": "set", "item": "EVAL-001", "key": "title", "value": "a\u202eb"}, "the change has control characters or invisible characters"),
    ("too deep", {"action": "set", "item": "EVAL-001", "key": "title", "value": [[[[[[[[[[1]]]]]]]]]]}, "the value is nested too deep"),
    ("too long", {"action": "set", "item": "EVAL-001", "key": "title", "value": "x" * 5000}, "a text of the change has more than 4000 characters"),
    ("no action", {"action": "delete"}, "`changes.0.action`: Input should be 'set', 'relate', "),
)  # fmt: skip
def test_what_cannot_be_proposed_is_refused_with_the_remedy(
    site: Site, change: dict[str, Any], said: str
) -> None:
    assert refused(site, "propose", changes=[change]).startswith(said)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that nobody changes."""
    return Site(write_site(tmp_path_factory.mktemp("site"), FILES))


def test_which_of_several_changes_is_wrong_is_said(site: Site) -> None:
    title = {"action": "set", "item": "EVAL-001", "key": "title", "value": "x"}
    assert refused(site, "propose", changes=[title, {**title, "item": "zzz"}]).startswith(
        "change 2: unknown item `zzz`"
    )


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_a_link_that_leads_out_takes_no_new_file(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (folder / "docs/out").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    change = {"action": "add_item", "item": "x", "kind": "component", "file": "docs/out/b.trace.yml"}
    assert (
        refused(folder, "propose", changes=[change])
        == "`docs/out/b.trace.yml` leads out of the folders of the site"
    )


def test_docs_beside_the_settings_are_patched_from_the_folder_around_both(tmp_path: Path) -> None:
    files = {"mkdocs.yml": "site_name: x\ndocs_dir: ../docs\nplugins: [traceability]\n"}
    write_site(tmp_path / "site", files)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.trace.yml").write_text("components: [{id: a}]\n", encoding="utf-8")
    change = {"action": "set", "item": "a", "key": "title", "value": "New"}
    answer = ask(tmp_path / "site", "propose", changes=[change])
    assert answer["apply_in"] == ".."
    assert answer["quoted_patch"].startswith("--- a/docs/a.trace.yml\n+++ b/docs/a.trace.yml\n")


def test_a_sidecar_of_which_only_a_part_is_read_takes_no_item(folder: Path) -> None:
    (folder / "docs/large.trace.yml").write_text("# x\n" * 5_100_000, encoding="utf-8")
    (folder / "docs/latin.trace.yml").write_bytes("components: [{id: caf\u00e9}]\n".encode("latin-1"))
    for file, said in (("large", "cannot be read: the file has"), ("latin", "is not written in UTF-8")):
        change = {"action": "add_item", "item": "x", "kind": "component", "file": f"docs/{file}.trace.yml"}
        assert said in refused(folder, "propose", changes=[change])

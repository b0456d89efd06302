"""What README and manual say is what the code does."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from mkdocs_traceability.cli import main
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.settings import DeclaredSettings, load_settings
from mkdocs_traceability.workspace import Workspace

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "mkdocs_traceability"


def blocks(text: str, language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [block for name, block in fenced if name == language]


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("document", ["README.md", "docs/declaring.md", "docs/elsewhere.md"])
def test_every_setting_in_the_documents_is_one(document: str, tmp_path: Path) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    (tmp_path / "docs").mkdir()
    settings = [block for block in blocks(text, "yaml") if block.startswith("plugins:")]
    assert settings
    for block in settings:
        (tmp_path / "mkdocs.yml").write_text("site_name: x\n" + block, encoding="utf-8")
        assert load_settings(tmp_path / "mkdocs.yml").findings == ()


def test_the_readme_s_table_lists_every_setting() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", README.partition("## Configuration")[2], re.MULTILINE)
    assert sorted(listed) == sorted(DeclaredSettings.model_fields)


@pytest.mark.parametrize("guide", sorted((ROOT / "docs/guides").glob("*.md")), ids=lambda file: file.stem)
def test_what_a_guide_writes_down_links_and_keeps_all_rules_but_those_about_evidence(
    guide: Path, tmp_path: Path
) -> None:
    facts, *settings = blocks(guide.read_text(encoding="utf-8"), "yaml")
    plugins = [yaml.safe_load(block)["plugins"][0]["traceability"] for block in settings]
    merged = {name: value for each in plugins for name, value in each.items()}
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "facts.trace.yml").write_text(facts, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        yaml.safe_dump({"site_name": "x", "plugins": [{"traceability": merged | {"code_roots": []}}]}),
        encoding="utf-8",
    )
    found = Workspace(load_settings(tmp_path / "mkdocs.yml")).run().findings
    wrong = [each for each in found if each.fails and each.code != "TR408"]  # the guide shows no pages
    assert [each.message for each in wrong] == []


@pytest.mark.parametrize("block", blocks((ROOT / "docs/index.md").read_text(encoding="utf-8"), "yaml"))
def test_the_manual_s_first_example_is_clean(block: str, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [traceability]\n", encoding="utf-8")
    (tmp_path / "docs/a.trace.yml").write_text(block, encoding="utf-8")
    assert Workspace(load_settings(tmp_path / "mkdocs.yml")).run().findings == []


def test_the_manual_builds_strictly_and_has_every_rule(tmp_path: Path) -> None:
    done = run("mkdocs", "build", "--strict", "-d", tmp_path / "site", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site/reference/rules/index.html").read_text(encoding="utf-8")
    for code in all_rules():
        assert f'id="{code.lower()}"' in page
    data = (tmp_path / "site/reference/data/index.html").read_text(encoding="utf-8")
    for form in ("registry", "kind", "item", "end", "evidence", "claim", "finding"):
        assert f'<h2 id="{form}">' in data


def test_every_rule_can_be_explained() -> None:
    for code, rule in all_rules().items():
        done = CliRunner().invoke(main, ["explain", code.lower()])
        assert done.exit_code == 0
        assert rule.title in done.output
        assert "Fails:" in done.output
        assert "Passes:" in done.output


def test_the_declared_architecture_is_what_the_imports_are() -> None:
    """The manual declares which part uses which; an import it does not declare is wrong in one of the two."""
    declared = yaml.safe_load((ROOT / "docs/architecture.trace.yml").read_text(encoding="utf-8"))
    parts = {component["id"]: component for component in declared["components"]}
    part_of = {path: part for part, component in parts.items() for path in component["paths"]}

    def part_at(module: str) -> str | None:
        path = module.replace(".", "/")
        owners = [p for p in part_of if f"{path}.py" == p or path == p or path.startswith(f"{p}/")]
        return part_of[max(owners, key=len)] if owners else None

    observed: dict[str, set[str]] = {part: set() for part in parts}
    for file in PACKAGE.rglob("*.py"):
        owner = part_at(file.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."))
        if owner is None:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mkdocs_traceability."):
                used = part_at(node.module or "")
                if used and used != owner:
                    observed[owner].add(used)
    assert {part: sorted(used) for part, used in observed.items()} == {
        part: sorted(component.get("depends_on", [])) for part, component in parts.items()
    }

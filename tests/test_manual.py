"""What README and manual say is what the code does."""

import json
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import mkdocs_traceability
from mkdocs_traceability.cli.explanations import SETTINGS, explained
from mkdocs_traceability.cli.main import main
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.settings import declared
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs/reference"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "mkdocs_traceability"


def blocks(text: str, language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [block for name, block in fenced if name == language]


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "docs/declaring.md",
        "docs/elsewhere.md",
        "docs/ground.md",
        "docs/tables.md",
        "docs/tools/ci.md",
    ],
)
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
    assert sorted(listed) == sorted(declared.SETTINGS.model_fields)


GUIDES = set((ROOT / "docs/guides").glob("*.md")) - {ROOT / "docs/guides/moving-to-zensical.md"}
"""Those that turn documents into facts; the other one is followed by `environments/test_zensical.py`."""


@pytest.mark.parametrize("guide", sorted(GUIDES), ids=lambda file: file.stem)
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
    assert Workspace(load_settings(tmp_path / "mkdocs.yml")).run().findings == ()


@pytest.mark.slow
def test_the_manual_builds_strictly_and_has_every_rule(tmp_path: Path) -> None:
    done = run("mkdocs", "build", "--strict", "-d", tmp_path / "site", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site/reference/rules/index.html").read_text(encoding="utf-8")
    for code in all_rules():
        assert f'id="{code.lower()}"' in page
    parts = (tmp_path / "site/how-it-works/index.html").read_text(encoding="utf-8")
    assert 'href="../traceability/components/#component-mkdocs"' in parts
    api = (tmp_path / "site/reference/api/index.html").read_text(encoding="utf-8")
    for name in mkdocs_traceability.__all__:
        assert f'<h2 id="{name}">' in api
    data = (tmp_path / "site/reference/data/index.html").read_text(encoding="utf-8")
    for form in ("registry", "kind", "item", "end", "evidence", "claim", "finding"):
        assert f'<h2 id="{form}">' in data


@pytest.mark.slow
def test_a_document_that_says_what_is_not_so_fails_the_check_that_a_build_of_the_manual_makes(
    tmp_path: Path,
) -> None:
    copied = [
        "docs",
        "mkdocs_traceability",
        "benchmarks",
        "editors/vscode",
        "Makefile",
        "pyproject.toml",
        "mkdocs.yml",
    ]
    unread = shutil.ignore_patterns("node_modules", "__pycache__", "*.png", "locale", "assets")
    for name in copied:
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, target, **({"ignore": unread} if source.is_dir() else {}))
    (tmp_path / "README.md").write_text(README.replace("`make quick`", "`make quikc`"), encoding="utf-8")
    agents = (ROOT / "AGENTS.md").read_text(encoding="utf-8")
    (tmp_path / "AGENTS.md").write_text(agents.replace("layer `doors`", "layer `windows`"), encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(tmp_path), "--quiet"])
    assert done.exit_code == 1
    assert re.findall(r"^([\w.]+):.* (TR\d+) ", done.output, re.MULTILINE) == [
        ("AGENTS.md", "TR904"),
        ("README.md", "TR609"),
    ]


def test_the_page_on_upgrading_has_what_the_changelog_says_of_it_and_nothing_else() -> None:
    hook = runpy.run_path(str(ROOT / "tools/manual_hook.py"))
    page = (ROOT / "docs/upgrading.md").read_text(encoding="utf-8")
    drawn = hook["on_page_markdown"](page)
    assert hook["on_page_markdown"]("# Another\n") == "# Another\n"
    sections = re.findall(
        r"^### Upgrading\n(.*?)(?=^##|\Z)",
        (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert sections
    assert [line for line in drawn.splitlines() if line.startswith("- ")] == [
        line for section in sections for line in section.splitlines() if line.startswith("- ")
    ]
    assert "## Unreleased\n" in drawn or re.search(r"^## \d", drawn, re.MULTILINE)
    two = "# C\n\n## 0.2.0 - 2026-11-30\n\n### Fixed\n\n- A.\n\n## 0.1.0 - 2026-01-01\n\n### Upgrading\n\n- B.\n"
    assert list(hook["_upgrading"](two)) == ["## 0.1.0 - 2026-01-01\n\n- B.\n"]


def test_the_reference_is_what_the_code_says() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir()}
    code = "import json; from tools.reference import pages; print(json.dumps(pages()))"
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert written == json.loads(made.stdout), "run `make reference`"


def test_the_reference_of_settings_is_the_table_of_the_readme() -> None:
    assert list(SETTINGS) == re.findall(
        r"^\| `(\w+)` \|", README.partition("## Configuration")[2], re.MULTILINE
    )
    for name, setting in SETTINGS.items():
        plain = re.sub(r" \(\[more\]\([^)]*\)\)", "", README)
        assert f"| `{name}` | {setting.default} | {setting.meaning} |" in plain


@pytest.mark.parametrize(
    "document",
    [ROOT / "README.md", ROOT / "benchmarks/README.md", *sorted((ROOT / "docs").rglob("*.md"))],
    ids=lambda file: file.relative_to(ROOT).as_posix(),
)
def test_every_relative_link_of_the_documents_leads_to_a_file(document: Path) -> None:
    text = re.sub(
        r"^```.*?^```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    targets = (target.partition("#")[0] for target in re.findall(r"\]\(<?([^)\s>]+)", text))
    relative = [target for target in targets if target and not re.match(r"[a-z]+:", target)]
    assert [target for target in relative if not (document.parent / target).exists()] == []


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("flow", "flow: a kind, listed in a sidecar under `flows`"),
        ("Flows", "flow: a kind, listed in a sidecar under `flows`"),
        ("status", "status: a key of every item"),
        ("title", "title: a key of every item"),
        ("see", "see: a relation of every item"),
        ("depends-on", "depends_on: a relation of a component → component; inverse: used_by"),
        ("implementation", "implementation: a key of a flow (auto or infra or proc or deleg)"),
        ("fail_under", "fail_under: a setting (default: none)"),
        ("unclaimed", "unclaimed: a badge\nRequired evidence is not named or is marked unknown"),
        ("tr101", "TR101: Reference to an unknown id (error)"),
    ],
)
def test_a_word_is_explained(word: str, said: str) -> None:
    done = CliRunner().invoke(main, ["explain", word])
    assert done.exit_code == 0
    assert done.output.startswith(said)


def test_a_word_with_two_meanings_is_explained_twice() -> None:
    done = CliRunner().invoke(main, ["explain", "planned"])
    assert "planned: a badge" in done.output
    done = CliRunner().invoke(main, ["explain", "verified"])
    assert done.output.count("verified: ") == 1


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("unclaimd", "did you mean `unclaimed`?"),
        ("fial_under", "did you mean `fail_under`?"),
        ("zzzzzz", "`explain` alone lists what can be explained"),
    ],
)
def test_an_unknown_word_is_answered_with_the_nearest(word: str, hint: str) -> None:
    done = CliRunner().invoke(main, ["explain", word])
    assert done.exit_code == 2
    assert done.stderr == f"Error: unknown word `{word}`; {hint}\n"


@pytest.mark.slow
def test_all_that_is_listed_can_be_explained() -> None:
    listed = CliRunner().invoke(main, ["explain"]).output
    groups = re.findall(r"^[a-z ]+:\n  (.*)$", listed, re.MULTILINE)
    words = [word for group in groups[:-1] for word in group.split(", ")] + list(all_rules())
    assert set(words) >= {"flow", "status", "see", "fail_under", "unclaimed", "TR901", "depends_on"}
    for word in words:
        assert word in listed
        assert explained(word), word


def test_every_rule_can_be_explained() -> None:
    for code, rule in all_rules().items():
        done = CliRunner().invoke(main, ["explain", code.lower()])
        assert done.exit_code == 0
        assert rule.title in done.output
        assert "Fails:" in done.output
        assert "Passes:" in done.output

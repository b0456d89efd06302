"""The page *With coding agents*, word by word: its commands on the example site, and what they say."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from support import EXAMPLE, ROOT

from mkdocs_traceability.agents.install.texts import stop_hook
from mkdocs_traceability.cli.main import main
from mkdocs_traceability.edits.json_entry import read_with_comments

PAGE = (ROOT / "docs/tools/agents.md").read_text(encoding="utf-8")
TRY_IT = PAGE.partition("### Try it\n")[2].partition("\n### ")[0]
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]*)")?\n(.*?)^```', re.MULTILINE | re.DOTALL)
NO_COMMIT = ("-c", "user.name=A", "-c", "user.email=a@b.c")


class Step(NamedTuple):
    """A block of the page: its language, the file that it is of, and what it says."""

    language: str
    path: str
    text: str


def steps(text: str) -> list[Step]:
    return [Step(*found) for found in BLOCK.findall(text)]


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agents") / "site"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    for line in ("init -q", "add .", "commit -q -m One"):
        git(folder, *line.split())
    return folder


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *NO_COMMIT, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def run(folder: Path, line: str) -> tuple[int, str]:
    program, *arguments = shlex.split(line)
    if program == "git":
        return 0, git(folder, *arguments)
    assert program == "mkdocs-traceability"
    done = CliRunner().invoke(main, arguments)
    return done.exit_code, done.stdout if "install" in arguments else done.output


def test_an_edit_that_breaks_a_layer_is_stopped_and_repaired_by_what_is_said(
    committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(committed)
    ended, added = [], ""
    for language, path, text in steps(TRY_IT):
        if path:
            file = committed / path
            if added:
                git(committed, "restore", added)
            file.write_text(f"{file.read_text('utf-8')}\n\n{text}", encoding="utf-8")
            added = path
            continue
        assert language == "console"
        for each in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
            status, output = run(committed, each[0])
            if "--hook" in each[0] and "install" not in each[0]:
                ended.append(status)
                assert output == each[1]
            else:
                assert status == 0
    assert ended == [0, 2, 0]
    assert CliRunner().invoke(main, ["check", "--select", "TR305"]).exit_code == 0


def test_what_the_rules_say_of_a_folder(committed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(committed)
    said = next(each.text for each in steps(PAGE) if each.path == "AGENTS.md")
    if not (committed / "AGENTS.md").exists():
        CliRunner().invoke(main, ["agents", "install", "--agents-md", "--yes"])
    assert said in (committed / "AGENTS.md").read_text("utf-8")


def test_the_settings_that_it_shows_are_those_that_are_written() -> None:
    shown = next(each.text for each in steps(PAGE) if each.language == "json")
    assert read_with_comments(shown) == {"hooks": {"Stop": [stop_hook("")]}}


def test_every_option_is_in_its_table() -> None:
    listed = re.findall(r"^\| `(--[\w-]+)` \| ", PAGE, re.MULTILINE)
    command = main.get_command(None, "agents").commands["install"]  # type: ignore[union-attr,arg-type]
    flags = [each.opts[0] for each in command.params if each.is_flag and "--yes" not in each.opts]
    assert listed == flags

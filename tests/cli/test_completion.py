"""What shells complete: through the script that the command prints, in the shells themselves where they are there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import table, write_site

from mkdocs_traceability.cli.completing import MOST
from mkdocs_traceability.cli.main import main

SHELLS = ("bash", "zsh", "fish")
BIN = Path(sys.executable).parent

SIDECAR = """\
components:
  - {id: eval-worker, title: "Evaluation\\nworker"}
  - {id: "eval worker", title: Not for a shell}
  - {id: "$(touch sprung)", title: Nor this}
flows:
  - {id: EVAL-001, title: Evaluation, components: [eval-worker]}
  - {id: EVAL-002, title: Storing, components: [eval-worker]}
"""

needs = {
    name: pytest.mark.skipif(
        shutil.which(name) is None and "CI" not in os.environ, reason=f"{name} is not installed"
    )
    for name in SHELLS
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path, {"docs/a.trace.yml": SIDECAR})
    return tmp_path


def in_a_shell(*command: str, folder: Path) -> str:
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def by_bash(line: str, folder: Path) -> list[str]:
    """Have bash complete the last word of a line."""
    words = line.split(" ")
    script = (
        'eval "$(mkdocs-traceability completion bash)"\n'
        f"COMP_WORDS=({' '.join(f'{chr(39)}{word}{chr(39)}' for word in words)})\nCOMP_CWORD={len(words) - 1}\n"
        "_mkdocs_traceability_completion mkdocs-traceability\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    return in_a_shell("bash", "--norc", "-c", script, folder=folder).split()


LINES = table(
    ("line", "offered"),
    ("commands", "mkdocs-traceability exp", ["explain", "export"]),
    ("options", "mkdocs-traceability check --sel", ["--select"]),
    ("values of options", "mkdocs-traceability completion f", ["fish"]),
    ("codes of rules", "mkdocs-traceability explain TR10", [f"TR10{n}" for n in range(1, 10)]),
    ("in any case", "mkdocs-traceability check --select tr90", ["TR901", "TR902", "TR903", "TR904"]),
    (
        "behind a comma",
        "mkdocs-traceability check --ignore TR101,TR90",
        ["TR101,TR901", "TR101,TR902", "TR101,TR903", "TR101,TR904"],
    ),
    ("words", "mkdocs-traceability explain junit", ["junit"]),
    ("ids", "mkdocs-traceability show eval", ["EVAL-001", "EVAL-002", "eval-worker"]),
    ("ids again", "mkdocs-traceability rename EVAL-00", ["EVAL-001", "EVAL-002"]),
)


@needs["bash"]
@pytest.mark.slow
@LINES
def test_bash(site: Path, line: str, offered: list[str]) -> None:
    assert by_bash(line, site) == offered
    assert not (site / "sprung").exists()


@needs["fish"]
@pytest.mark.slow
@LINES
def test_fish(site: Path, line: str, offered: list[str]) -> None:
    script = f"mkdocs-traceability completion fish | source; complete -C '{line}'"
    said = in_a_shell("fish", "--no-config", "-c", script, folder=site).splitlines()
    expected = [] if "," in line else offered  # click's script for fish cuts values there
    assert [each.partition("\t")[0] for each in said] == expected


@needs["zsh"]
@pytest.mark.slow
def test_zsh_can_read_its_script(site: Path) -> None:
    script = 'autoload -Uz compinit; compinit -D -u; eval "$(mkdocs-traceability completion zsh)"; whence -w _mkdocs_traceability_completion'
    assert in_a_shell("zsh", "-f", "-c", script, folder=site) == "_mkdocs_traceability_completion: function\n"


def asked(shell: str, line: str, folder: Path) -> list[str]:
    """Ask as the script of a shell does."""
    words = line.split(" ")
    typed = words[-1] if shell == "fish" else str(len(words) - 1)
    variables = {
        "_MKDOCS_TRACEABILITY_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": typed,
    }
    here = Path.cwd()
    try:
        os.chdir(folder)
        done = CliRunner().invoke(main, [], prog_name="mkdocs-traceability", env=variables)
    finally:
        os.chdir(here)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("shell", SHELLS)
def test_what_each_shell_is_told(site: Path, shell: str) -> None:
    assert (
        asked(shell, "mkdocs-traceability show eval-w", site)
        == {
            "bash": ["plain,eval-worker"],
            "zsh": ["plain", "eval-worker", "Evaluation", "worker"],
            "fish": ["plain,eval-worker", "Evaluation", "worker"],
        }[shell]
    )


@table(
    ("files"),
    ("no site", {}),
    ("a broken configuration", {"mkdocs.yml": "site_name: [\n"}),
    (
        "broken sources",
        {"mkdocs.yml": "site_name: x\nplugins: [traceability]\n", "docs/a.trace.yml": "flows: {{\n"},
    ),
)
def test_without_a_site_that_can_be_read_nothing_is_offered_or_said(
    tmp_path: Path, files: dict[str, str]
) -> None:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert asked("bash", "mkdocs-traceability show E", tmp_path) == []


def test_no_more_is_offered_than_anybody_reads(tmp_path: Path) -> None:
    ids = "".join(f"  - {{id: F-{n}}}\n" for n in range(1000))
    write_site(tmp_path, {"docs/a.trace.yml": f"flows:\n{ids}"})
    assert len(asked("bash", "mkdocs-traceability show F-", tmp_path)) == MOST


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed_without_anything_being_run(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = CliRunner().invoke(main, ["completion", shell])
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"_MKDOCS_TRACEABILITY_COMPLETE={shell}_complete" in done.stdout


def test_another_shell_is_an_error() -> None:
    assert CliRunner().invoke(main, ["completion", "tcsh"]).exit_code == 2

"""What all commands have in common: how a wrong name is answered, and where a site is looked for."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from support import table, write_site

from mkdocs_traceability.cli.main import main


@table(
    ("name", "said"),
    ("misspelt", "chekc", "there is no command `chekc`; did you mean `check`?"),
    ("none is near", "xyzzy", "there is no command `xyzzy`"),
)
def test_a_command_that_is_not_there_is_answered_with_the_nearest(name: str, said: str) -> None:
    done = CliRunner().invoke(main, [name])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(f"\n\nError: {said}\n")


@pytest.mark.parametrize(
    "line", ["check", "export", "list", "show a", "rename a b", "schema", "check --changed HEAD"]
)
def test_without_a_site_each_command_says_the_same(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, line.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: this folder has no mkdocs.yml: name the folder that has one, or the file with -f, "
        "or set up a site with `mkdocs-traceability init`\n"
    )


def test_a_file_is_named_once_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": "components: [{id: a, external: true}]\n"})
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["export", "-o", "a.json"]).stdout == "Wrote a.json\n"
    assert (tmp_path / "a.json").read_bytes() == CliRunner().invoke(main, ["export"]).stdout_bytes
    done = CliRunner().invoke(main, ["check", "-q", "-o", "json=b.json"])
    assert (done.exit_code, done.stdout, (tmp_path / "b.json").is_file()) == (0, "", True)

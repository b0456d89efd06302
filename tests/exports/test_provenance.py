"""Which site, revision and time published data name, and the history of their counts."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support import build_here, check

from mkdocs_traceability.model.history import change, read_history

CI = ("GITHUB_SHA", "CI_COMMIT_SHA", "BITBUCKET_COMMIT", "BUILD_SOURCEVERSION", "CIRCLE_SHA1", "GIT_COMMIT")
SIDECAR = "components:\n  - {id: a}\nflows:\n  - {id: F-1, status: planned, components: [a]}\n"


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*CI, "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


def built(folder: Path, settings: str = "", **files: str) -> tuple[dict[str, Any], dict[str, Any]]:
    config = f"site_name: The shop\nplugins:\n  - traceability:\n      page_dir: facts\n{settings}"
    site = build_here(folder, {"mkdocs.yml": config, "docs/a.trace.yml": SIDECAR, **files})
    return tuple(json.loads((site / "facts" / name).read_bytes()) for name in ("build.json", "history.json"))  # type: ignore[return-value]


def commit(folder: Path) -> str:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for arguments in (
        ("init", "-q"),
        (*author, "commit", "-q", "--allow-empty", "-m", "a", "--date=1760000000"),
    ):
        subprocess.run(
            ["git", *arguments],
            cwd=folder,
            check=True,
            env={"GIT_COMMITTER_DATE": "1760000000 +0000", "PATH": "/usr/bin:/bin"},
        )
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True
    )
    return head.stdout.strip()


def test_without_git_nothing_is_made_up(tmp_path: Path) -> None:
    build, history = built(tmp_path)
    assert build == {"site": "The shop", "revision": "", "time": ""}
    assert history == {"version": 1, "entries": []}


def test_revision_and_time_are_those_of_the_commit(tmp_path: Path) -> None:
    head = commit(tmp_path)
    build, history = built(tmp_path)
    assert build == {"site": "The shop", "revision": head, "time": "2025-10-09T08:53:20Z"}
    (entry,) = history["entries"]
    assert entry == {
        "revision": head,
        "time": "2025-10-09T08:53:20Z",
        "counts": {"component": {"none": 1}, "flow": {"planned": 1}},
    }


@pytest.mark.parametrize("variable", CI)
def test_ci_says_the_revision_and_the_settings_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "abc123")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000001")
    assert built(tmp_path)[0] == {"site": "The shop", "revision": "abc123", "time": "2025-10-09T08:53:21Z"}
    assert built(tmp_path, "      revision: v1.2\n")[0]["revision"] == "v1.2"


def test_the_history_grows_by_an_entry_a_revision(tmp_path: Path) -> None:
    settings = "      revision: %s\n      history: old/history.json\n"
    old = '{"version": 1, "entries": [{"revision": "r1", "time": "", "counts": {"flow": {"verified": 1}}}]}'
    _, history = built(tmp_path, settings % "r2", **{"old/history.json": old})
    assert [entry["revision"] for entry in history["entries"]] == ["r1", "r2"]
    _, again = built(tmp_path, settings % "r2", **{"old/history.json": json.dumps(history)})
    assert again == history
    before, now = read_history(json.dumps(history).encode())
    assert change(before.counts, now.counts) == {"none": 1, "planned": 1, "verified": -1}
    assert change(before.counts, now.counts, "flow") == {"planned": 1, "verified": -1}


@pytest.mark.parametrize(
    "old",
    [
        "",
        "[]",
        "{}",
        '{"entries": [{}]}',
        '{"entries": 3}',
        "\x00",
        '{"entries": [{"revision": "a", "time": "", "counts": []}]}',
    ],
)
def test_a_history_that_is_none_is_said_at_its_setting(tmp_path: Path, old: str) -> None:
    config = "site_name: x\nplugins:\n  - traceability:\n      history: old.json\n"
    files = {"mkdocs.yml": config, "docs/a.trace.yml": SIDECAR, "old.json": old}
    (finding,) = (each for each in check(tmp_path, files) if each.code == "TR008")
    assert finding.message == "`old.json` cannot be read as a `history.json`"
    assert finding.position.line == 4


def test_the_first_build_has_no_history_yet(tmp_path: Path) -> None:
    _, history = built(tmp_path, "      revision: r1\n      history: old.json\n")
    assert [entry["revision"] for entry in history["entries"]] == ["r1"]


def test_pages_and_other_data_do_not_depend_on_the_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def files(revision: str) -> dict[str, bytes]:
        monkeypatch.setenv("GITHUB_SHA", revision)
        built(tmp_path / "site")
        folder = tmp_path / "site/site/facts"
        return {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }

    first, second = files("aaa"), files("bbb")
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] != second[name]} == {"build.json", "history.json"}
    assert b"data-trace-build" in first["flows/index.html"]

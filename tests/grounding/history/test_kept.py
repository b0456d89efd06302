"""What history told is kept by the commit that HEAD is: an unchanged run does not go through it again."""

from hashlib import blake2b
from pathlib import Path

import pytest
from git_repositories import repository

from grounding.history.asking import removals
from mkdocs_traceability.files import git

OLD = "".join(f"line {number}\n" for number in range(20)) + "def old_name(one):\n    return one\n"
NEW = OLD.replace("old_name", "new_name")
NAMES = ("path: src/a.py", "symbol: old_name", "symbol: never_there")


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every command that git is started with."""
    started: list[str] = []
    start = git.start_git

    def noted(folder: Path, arguments: tuple[str, ...], *, has_globs: bool = False) -> object:
        started.append(
            next(each for each in arguments if each.islower() and "=" not in each and each[0] != "-")
        )
        return start(folder, arguments, has_globs=has_globs)

    monkeypatch.setattr("mkdocs_traceability.grounding.history.log.start_git", noted)
    return started


def test_history_is_gone_through_once_for_a_commit(tmp_path: Path, logs: list[str]) -> None:
    site, kept = tmp_path / "r", tmp_path / "r/.cache/traceability/history.json"
    repository(site, [{"src/a.py": OLD}, {"src/b.py": NEW}])
    first = removals(site, *NAMES, kept=kept)
    assert {key: each.now for key, each in first.items()} == {
        "path: src/a.py": ("src/b.py",),
        "symbol: old_name": ("new_name",),
    }
    assert logs.count("log") == 2
    logs.clear()
    assert removals(site, *NAMES, kept=kept) == first
    assert logs == []


def test_only_names_that_are_new_are_asked_for(tmp_path: Path, logs: list[str]) -> None:
    site, kept = tmp_path / "r", tmp_path / "r/.cache/traceability/history.json"
    repository(site, [{"src/a.py": OLD}, {"src/b.py": NEW}])
    first = removals(site, NAMES[0], kept=kept)
    assert removals(site, *NAMES, kept=kept).items() >= first.items()
    logs.clear()
    removals(site, *NAMES, kept=kept)
    assert logs == []


def test_another_commit_is_asked_anew(tmp_path: Path) -> None:
    kept = tmp_path / ".cache/traceability/history.json"
    for folder, commits in (("one", [{"src/a.py": OLD}, {}]), ("two", [{"src/a.py": OLD}, {"x": ""}, {}])):
        made = repository(tmp_path / folder, commits)
        assert removals(tmp_path / folder, NAMES[0], kept=kept)[NAMES[0]].commit == made[1]


def test_what_stands_for_a_thing_is_looked_up_again_once_it_is_gone(tmp_path: Path) -> None:
    site, kept = tmp_path / "r", tmp_path / "r/.cache/traceability/history.json"
    repository(site, [{"src/a.py": OLD}, {"src/b.py": NEW}])
    removals(site, *NAMES, kept=kept)
    (site / "src/b.py").unlink()
    found = removals(site, *NAMES, kept=kept)
    assert {key: each.now for key, each in found.items()} == {"path: src/a.py": (), "symbol: old_name": ()}


@pytest.mark.parametrize(
    "held", [b"", b"nonsense", b"[]", b'{"names": [[1]]}', b'{"names": [["path", "x", [1], 2, 3]]}']
)
def test_a_kept_file_of_another_form_does_no_harm(tmp_path: Path, held: bytes) -> None:
    site, kept = tmp_path / "r", tmp_path / "r/.cache/traceability/history.json"
    repository(site, [{"src/a.py": OLD}, {"src/b.py": NEW}])
    first = removals(site, *NAMES, kept=kept)
    header = kept.read_bytes().split(b"\n")[0].split(b" ")[0]
    kept.write_bytes(header + b" " + blake2b(held, digest_size=16).hexdigest().encode() + b"\n" + held)
    assert removals(site, *NAMES, kept=kept) == first

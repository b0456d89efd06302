"""Claims of `files` and artifacts: files that are there, and folders where they are meant."""

from pathlib import Path

import pytest

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.files import ArtifactChecker, FileChecker
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict

AT = Position("docs/a.trace.yml", 1, 1)


@pytest.fixture
def scope(tmp_path: Path) -> Scope:
    for name in ("monitoring/prometheus.yml", "monitoring/rules/alerts.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    disk = Disk(tmp_path)
    return Scope(disk, Roots(disk, (".",)))


def file(scope: Scope, text: str, lines: str = "") -> Outcome:
    return FileChecker(scope).check(Claim("files", text, AT, lines))


def artifact(scope: Scope, text: str) -> Outcome:
    return ArtifactChecker(scope).check(Claim("artifacts", text, AT))


@pytest.mark.parametrize(
    "text", ["monitoring/prometheus.yml", " monitoring/prometheus.yml ", "./monitoring/prometheus.yml"]
)
def test_a_file_that_is_there_is_found(scope: Scope, text: str) -> None:
    assert file(scope, text) == Outcome(Verdict.FOUND, place=Place("monitoring/prometheus.yml"))


def test_a_folder_counts_where_it_is_written_as_one(scope: Scope) -> None:
    assert file(scope, "monitoring/rules/") == Outcome(Verdict.FOUND, place=Place("monitoring/rules"))
    written_as_a_file = file(scope, "monitoring/rules")
    assert written_as_a_file.problem is Problem.FILE
    assert written_as_a_file.message == "`monitoring/rules` is a folder, not a file"
    assert written_as_a_file.help == "a folder is written `monitoring/rules/`"


def test_a_file_is_no_folder(scope: Scope) -> None:
    for outcome in (file(scope, "monitoring/prometheus.yml/"), artifact(scope, "monitoring/prometheus.yml/")):
        assert outcome.problem is Problem.FILE
        assert outcome.message == "`monitoring/prometheus.yml/` is a file, not a folder"
        assert outcome.help == "write `monitoring/prometheus.yml`"


def test_an_artifact_is_a_file_or_a_folder_however_it_is_written(scope: Scope) -> None:
    for text in ("monitoring/rules", "monitoring/rules/", "monitoring/prometheus.yml"):
        assert artifact(scope, text).verdict is Verdict.FOUND
        assert ArtifactChecker(scope).check(Claim("files", text, AT)).verdict is Verdict.FOUND
    assert artifact(scope, "monitoring/dashboards").problem is Problem.FILE


def test_a_file_that_is_not_there_is_missing(scope: Scope) -> None:
    outcome = file(scope, "monitoring/promotheus.yml")
    assert (outcome.verdict, outcome.problem) == (Verdict.MISSING, Problem.FILE)
    assert outcome.message == "file `monitoring/promotheus.yml` not found"
    assert outcome.help == "did you mean `monitoring/prometheus.yml`?"


def test_a_folder_that_is_not_there_is_missing(scope: Scope) -> None:
    assert file(scope, "monitoring/dashboards/").problem is Problem.FILE


def test_a_short_form_resolves_and_is_told(scope: Scope) -> None:
    outcome = file(scope, "alerts.yml")
    assert (outcome.verdict, outcome.problem) == (Verdict.FOUND, Problem.ABBREVIATED)
    assert outcome.place == Place("monitoring/rules/alerts.yml")


def test_a_path_out_of_the_root_is_no_path(scope: Scope) -> None:
    assert file(scope, "../x").problem is Problem.OUTSIDE
    assert artifact(scope, "/etc/").problem is Problem.OUTSIDE


def test_without_a_root_nothing_can_be_checked(scope: Scope) -> None:
    outcome = file(Scope(scope.disk, Roots(scope.disk, ())), "monitoring/prometheus.yml")
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert outcome.message == "no code root is configured, so claims of files are not checked"

"""What rules say where their examples do not go: every turn of a message, each place, one and many, to the letter.

`finding_cases/NAME.yml` is a sidecar, or several files after lines `# file: PATH`; `NAME.txt` is what is found in
it. `WRITE_EXPECTED=1 pytest tests/rules/test_finding_cases.py` writes the latter anew.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import TODAY, compare_with_file, files_of_case, known_by, run

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.relink import relink
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.reports import text
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import said_once
from mkdocs_traceability.rules.engine.judge import is_judged_by_source, judge_source

CASES = Path(__file__).parent / "finding_cases"


@pytest.fixture(scope="module", params=sorted(CASES.glob("*.yml")), ids=lambda case: case.stem)
def case(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def result(case: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    return run(tmp_path_factory.mktemp(case.stem) / "site", files_of_case(case.read_text(encoding="utf-8")))


def test_the_findings_of_a_case_are_as_they_were(case: Path, result: Result) -> None:
    found = "".join(map(known_by, result.findings))
    compare_with_file(f"{text.render(result.findings, result.excerpts)}\n{found}", case.with_suffix(".txt"))


def with_entries(findings: Iterable[Finding]) -> Iterator[Finding]:
    for each in findings:
        yield each
        yield from with_entries(each.entries)


def told(findings: Iterable[Finding]) -> set[tuple[Any, ...]]:
    """Return what is said at each place, but what is said once for many."""
    return {
        (each.position, each.code, each.message, each.severity, each.waiver)
        for each in findings
        if each.code not in said_once()
    }


def relinked(registry: Registry, path: str) -> Registry:
    """Link a source anew, as it is."""
    names = ("problems", "nameless", "mentions", "markers", "restated")
    read = {name: [e for e in getattr(registry, name) if e.position.path == path] for name in names}
    items = [item for item in registry.all if item.position.path == path]
    return relink(registry, path, items, unread_ids=registry.unread_ids, **read)


def test_a_source_alone_is_judged_as_in_the_whole(result: Result) -> None:
    registry = result.registry
    for path in {each.position.path for each in (*registry.all, *registry.mentions)}:
        again = relinked(registry, path)
        alone = judge_source(again, path, Suggestions(again), result.policy, TODAY)
        local = [each for each in with_entries(result.findings) if is_judged_by_source(each, registry)]
        assert told(alone) == {each for each in told(local) if each[0].path == path}

"""What filters leave, as markers ask for it: `tests/browser/test_filter_language.py` asks the same in a browser."""

import pytest
from bs4 import BeautifulSoup
from filter_cases import CASES, FILES
from support import build_here


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The ids that the marker of each case lists."""
    markers = [
        f"## Case {number}\n\n[trace: list {kind} {said}]\n" for number, (kind, said, _) in enumerate(CASES)
    ]
    folder = tmp_path_factory.mktemp("site")
    site = build_here(folder, {**FILES, "docs/cases.md": "# Cases\n\n" + "\n".join(markers)})
    page = BeautifulSoup((site / "cases/index.html").read_text(encoding="utf-8"), "html.parser")
    assert not page.select(".trace-notice, .trace-problem"), page.select(".trace-notice, .trace-problem")
    found = [head.find_next_sibling() for head in page.select("h2")]
    assert len(found) == len(CASES)
    return [[each.get_text() for each in place.select(".trace-id")] for place in found]  # type: ignore[union-attr]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[" ".join(case[:2]) for case in CASES])
def test_a_marker_lists_what_its_filter_leaves(listed: list[list[str]], number: int) -> None:
    assert sorted(listed[number]) == sorted(CASES[number][2].split())

"""The pages *Start from what you have*: their files, from an empty folder, and what they say the check says."""

import re
from pathlib import Path

import pytest
from support import run

from mkdocs_traceability.reports import text

START = Path(__file__).parents[2] / "docs/start"

BLOCK = re.compile(r'^```\w*(?: title="([^"]*)")?\n(.*?)^```', re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["adrs", "catalogue"])
def test_the_check_says_what_the_page_says(name: str, tmp_path: Path) -> None:
    before, _, after = (START / f"{name}.md").read_text(encoding="utf-8").partition("\n## Check\n")
    files = {path: written for path, written in BLOCK.findall(before) if path}
    said = next(written for _, written in BLOCK.findall(after) if "[error]" in written)
    result = run(tmp_path, files)
    assert text.render(result.findings, result.excerpts).strip() in said
    assert f"{len(result.registry.all)} items: 1 error, 0 warnings, 0 info" in said
    assert len(result.findings) == 1

"""What rules say where their examples do not go: every turn of a message, each place, one and many, to the letter.

`finding_cases/NAME.yml` is a sidecar, or several files after lines `# file: PATH`; `NAME.txt` is what is found in
it. `WRITE_EXPECTED=1 pytest tests/rules/test_finding_cases.py` writes the latter anew.
"""

from pathlib import Path

import pytest
from support import compare_with_file, files_of_case, known_by, run

from mkdocs_traceability.reports import text

CASES = Path(__file__).parent / "finding_cases"


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yml")), ids=lambda case: case.stem)
def test_the_findings_of_a_case_are_as_they_were(case: Path, tmp_path: Path) -> None:
    result = run(tmp_path / "site", files_of_case(case.read_text(encoding="utf-8")))
    found = "".join(map(known_by, result.findings))
    compare_with_file(f"{text.render(result.findings, result.excerpts)}\n{found}", case.with_suffix(".txt"))

"""Writes the SARIF file that is uploaded to code scanning: what fails, as much of it as GitHub keeps.

GitHub does not read `suppressions`: it would open an alert for each waived finding and each in the baseline.
It refuses a file of more than 25,000 results, and keeps 5,000. Run by `action.yml`, with what it needs in the
environment; it uses nothing but the standard library.
"""

import json
import os
from pathlib import Path
from typing import Any, Final

_MOST: Final = 5_000
_LEVELS: Final = ("error", "warning", "note", "none")


def main() -> None:
    """Write the file beside the one that the check wrote, and say where."""
    file = Path(os.environ["SARIF"])
    log = json.loads(file.read_text(encoding="utf-8"))
    for run in log["runs"]:
        run["results"] = _uploaded(run["results"])
    uploaded = file.with_name("code-scanning.sarif")
    uploaded.write_text(json.dumps(log), encoding="utf-8")
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as outputs:
        outputs.write(f"file={uploaded}\n")


def _uploaded(results: list[Any]) -> list[Any]:
    """Return results that nobody has accepted, the most severe first."""
    open_ones = [each for each in results if not each["suppressions"]]
    return sorted(open_ones, key=lambda each: _LEVELS.index(each["level"]))[:_MOST]


if __name__ == "__main__":
    main()

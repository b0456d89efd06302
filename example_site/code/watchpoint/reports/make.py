"""Runs the tests, and writes their outcomes as a JUnit report that is the same wherever it is made.

pytest's own report has durations, the host's name and absolute paths. None of them says whether a test
passed, and each would make every report another one. What stays is written in the order of the names, with a
digest of the code that was tested, and the time: a report that is committed is compared by it.

    python reports/make.py [FILE]
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def main() -> int:
    """Write the report; return 1 if a test failed."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "reports/pytest.xml"
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.xml"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", f"--junitxml={raw}"],
            cwd=ROOT,
            env=bare_environment(),
            check=False,
        )
        if done.returncode > 1 or not raw.is_file():
            return 2
        report = reproducible(ET.parse(raw).getroot())
    target.write_bytes(ET.tostring(report, encoding="utf-8", xml_declaration=True) + b"\n")
    return done.returncode


def bare_environment() -> dict[str, str]:
    """Return this process' environment without what changes how Python and pytest run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON"))}
    return kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def reproducible(report: ET.Element) -> ET.Element:
    """Return a report with nothing in it but names, outcomes, the digest of the code and the time."""
    cases = sorted(
        map(_bare, report.iter("testcase")), key=lambda case: (case.get("classname"), case.get("name"))
    )
    suite = ET.Element("testsuite", name="watchpoint", tests=str(len(cases)))
    for outcome, plural in COUNTED.items():
        suite.set(plural, str(sum(case.find(outcome) is not None for case in cases)))
    suite.set("timestamp", datetime.now(UTC).isoformat(timespec="seconds"))
    properties = ET.SubElement(suite, "properties")
    ET.SubElement(properties, "property", name="sha256 of the code", value=digest_of_code())
    suite.extend(cases)
    ET.indent(suite)
    return suite


def _bare(case: ET.Element) -> ET.Element:
    bare = ET.Element("testcase", classname=case.get("classname", ""), name=case.get("name", ""))
    for outcome in case:
        if outcome.tag in COUNTED:
            kept = {name: value for name, value in outcome.attrib.items() if name in ("type", "message")}
            ET.SubElement(bare, outcome.tag, kept)
    return bare


def digest_of_code() -> str:
    """Return a digest of all Python files, their names included."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.rglob("*.py")):
        text = path.read_text(encoding="utf-8")  # line ends may differ from one checkout to the next
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{text}\0".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())

"""A site that is built after an import shows the rows where their table stood."""

from pathlib import Path

from support import build_here

from .support import PAGE, SIDECAR, imported
from .test_import import CHECKLIST, MATRIX


def test_a_build_shows_the_rows_where_the_table_stood(tmp_path: Path) -> None:
    imported(tmp_path, MATRIX + "\n" + CHECKLIST)
    files = {path: (tmp_path / path).read_text(encoding="utf-8") for path in (PAGE, SIDECAR)}
    shown = (build_here(tmp_path, files) / "a/index.html").read_text(encoding="utf-8")
    assert "[trace:" not in shown
    for text in ("PAY-001", "Reminder", "Ledger", "Sign in", "Vendor product"):
        assert text in shown

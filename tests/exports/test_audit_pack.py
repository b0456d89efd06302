"""The audit pack: what is in the folder that `export --audit` writes."""

import csv
import sys
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from openpyxl import load_workbook
from support import write_site

from mkdocs_traceability.cli.main import main

CONFIG = "site_name: The <shop>\nplugins:\n  - traceability: {revision: r7}\n"
SIDECAR = """\
components:
  - {id: a, title: "=1+1", maintainer: ana}
flows:
  - {id: F-1, components: [a], status: partial, evidence: {files: [there.yml, gone.yml], docs: unknown}}
  - {id: F-2, waive: {TR201: {reason: being <written>, owner: ben, until: 2020-01-31}}}
gaps:
  - {id: G-1, about: [F-1], due: 2999-01-31}
"""
NAMES = {
    "register.csv", "evidence.csv", "findings.csv", "waivers.csv", "audit.xlsx", "audit.html", "build.json",
}  # fmt: skip


def packed(folder: Path) -> tuple[Path, str]:
    write_site(folder, {"mkdocs.yml": CONFIG, "docs/a.trace.yml": SIDECAR, "there.yml": ""})
    done = CliRunner().invoke(main, ["export", str(folder), "--audit", str(folder / "new/pack")])
    assert done.exit_code == 0, done.output
    assert (
        done.stdout == f"Wrote {len(list((folder / 'new/pack').iterdir()))} files to {folder / 'new/pack'}\n"
    )
    return folder / "new/pack", done.stderr


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def test_the_tables_hold_everything(tmp_path: Path) -> None:
    pack, log = packed(tmp_path)
    assert {file.name for file in pack.iterdir()} == NAMES
    assert log == ""
    register = {row["id"]: row for row in rows(pack / "register.csv")}
    assert list(register) == ["a", "F-1", "F-2", "G-1"]
    assert (register["F-1"]["owner"], register["G-1"]["owner"], register["G-1"]["due"]) == (
        "ana",
        "ana",
        "2999-01-31",
    )
    assert register["a"]["title"] == "'=1+1"
    evidence = [(row["claim"], row["verdict"]) for row in rows(pack / "evidence.csv")]
    assert ("gone.yml", "missing") in evidence
    assert ("", "unknown") in evidence
    assert len(evidence) == 3
    assert "TR901" in [row["code"] for row in rows(pack / "findings.csv")]
    (waiver,) = rows(pack / "waivers.csv")
    assert (waiver["id"], waiver["owner"], waiver["until"], waiver["ended"]) == (
        "F-2",
        "ben",
        "2020-01-31",
        "yes",
    )


def test_the_workbook_has_a_sheet_a_table_and_no_formula(tmp_path: Path) -> None:
    pack, _ = packed(tmp_path)
    book = load_workbook(BytesIO((pack / "audit.xlsx").read_bytes()))
    assert book.sheetnames == ["Register", "Evidence", "Findings", "Waivers"]
    cell = book["Register"]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert book["Register"].max_row == 5


def test_the_page_says_what_it_is_of_and_numbers_its_pages(tmp_path: Path) -> None:
    pack, _ = packed(tmp_path)
    text = (pack / "audit.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert page.h1 is not None
    assert page.h1.get_text() == "The <shop>"
    facts = dict(
        zip(
            (each.get_text() for each in page.select("dt")),
            (each.get_text() for each in page.select("dd")),
            strict=True,
        )
    )
    assert (facts["Revision"], facts["Register"], facts["Waivers"]) == ("r7", "4", "1")
    assert "counter(pages)" in text
    assert "being <written>" in page.get_text()
    assert "<script" not in text


def test_the_same_site_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (packed(tmp_path / name)[0] for name in ("one", "two"))
    for name in NAMES:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_without_openpyxl_the_rest_is_written_and_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    pack, log = packed(tmp_path)
    assert {file.name for file in pack.iterdir()} == NAMES - {"audit.xlsx"}
    assert "pip install 'mkdocs-traceability[xlsx]'" in log

"""Tables as one XLSX, a sheet each; made with openpyxl, which the extra `xlsx` brings."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from mkdocs_traceability.exports.audit_tables import AuditTable

INSTALL: Final = "the XLSX needs openpyxl: pip install 'mkdocs-traceability[xlsx]'"

_LONGEST: Final = 32_767
"""How many characters a cell of a workbook can have."""

_EPOCH: Final = datetime(1980, 1, 1)
"""The earliest time that an archive can name; the same tables give the same bytes."""


def workbook(tables: Iterable[AuditTable]) -> bytes:
    """Return the tables as one workbook.

    Raises:
        ImportError: where openpyxl is not installed.

    """
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = book.properties.modified = _EPOCH
    for table in tables:
        sheet = book.create_sheet(table.title)
        sheet.freeze_panes = "A2"
        for number, row in enumerate((table.heads, *table.rows), 1):
            for column, text in enumerate(row, 1):
                cell = sheet.cell(number, column)
                cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST]
                cell.data_type = "s"  # no text is a formula
        sheet.auto_filter.ref = sheet.dimensions
    data = BytesIO()
    book.save(data)
    return _without_times(data.getvalue())


def _without_times(archive: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":  # saving sets the time of the change
                content = _with_epoch(content)
            new.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return made.getvalue()


def _with_epoch(core: bytes) -> bytes:
    head, mark, rest = core.partition(b"<dcterms:modified")
    start, sign, tail = rest.partition(b">")
    _, end, last = tail.partition(b"</dcterms:modified>")
    return head + mark + start + sign + f"{_EPOCH.isoformat()}Z".encode() + end + last if end else core

"""The audit pack: tables as CSV, one XLSX of all, and a page to print, with the revision they are of."""

from mkdocs_traceability.exports.audit_tables import as_csv, audit_tables, totals
from mkdocs_traceability.exports.provenance import BUILD, build_json, provenance_of
from mkdocs_traceability.exports.workbook import INSTALL, workbook
from mkdocs_traceability.pages.rendering.template_engine import Templates
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import Settings
from mkdocs_traceability.workspace import Workspace


def audit_pack(settings: Settings) -> tuple[dict[str, bytes], list[str]]:
    """Check a site; return the files of its audit pack by name, and what there is to say of missing ones."""
    return audit_files(Workspace(settings).run())


def audit_files(result: Result) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of an audit pack by name, and what there is to say of those that are missing."""
    tables = audit_tables(result)
    provenance = provenance_of(result.origin)
    page = Templates(SiteContext(lambda _: None)).render(
        "audit.html",
        provenance=provenance,
        totals=totals(result, tables),
        tables=tables,
    )
    files = {f"{table.name}.csv": as_csv(table) for table in tables}
    files |= {BUILD: build_json(provenance), "audit.html": page.encode("utf-8", "replace")}
    try:
        return files | {"audit.xlsx": workbook(tables)}, []
    except ImportError:
        return files, [INSTALL]

"""Generated matrices of a built site as tests read them: what stands in the row of an item."""

import re
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, Tag


def text_of(tag: Tag) -> str:
    """Return what a reader reads: a path is one word, though markup divides it."""
    html = re.sub(r'<wbr/?>|<span class="trace-path">([^<]*)</span>', r"\1", str(tag))
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def squeezed(text: str) -> str:
    """Without blanks and code marks, which markup moves about."""
    return "".join(text.replace("`", "").split())


@cache
def soup_of(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def pages_below(folder: Path) -> list[Path]:
    """Return all pages of a part of a site, of which there are some."""
    pages = sorted(folder.rglob("*.html"))
    assert pages, f"no page below {folder}"
    return pages


def article_of(page: Path) -> str:
    """Return what a page says, its navigation apart."""
    article = soup_of(page).select_one("article")
    assert isinstance(article, Tag), page
    text = text_of(article)
    assert text, page
    return text


def cells_of(row: Tag) -> list[tuple[Tag, Tag]]:
    """Return the heads of the columns of a row and its cells; a row leaves out the empty cells at its end."""
    table = row.find_parent("table")
    assert isinstance(table, Tag)
    heads = table.select("thead th")
    cells = [each for each in row.find_all(["th", "td"], recursive=False) if isinstance(each, Tag)]
    assert 0 < len(cells) <= len(heads)
    empty = BeautifulSoup("<td></td>", "html.parser").td
    assert empty is not None
    return list(zip(heads, cells + [empty] * (len(heads) - len(cells)), strict=True))


def cells_by_column(row: Tag) -> dict[str, Tag]:
    """Return the cells of a row by the names of their columns."""
    return {str(head["data-trace-column"]): cell for head, cell in cells_of(row)}


def texts_by_head(row: Tag) -> dict[str, str]:
    """Return what a row says by the heads of its columns, with what is said once for all rows."""
    sheet = row.find_parent(class_="trace-sheet")
    once = sheet.select(".trace-same > span") if isinstance(sheet, Tag) else []
    same = {str(each.contents[0]).strip(): text_of(each) for each in once}
    texts = {text_of(head): text_of(cell) for head, cell in cells_of(row)}
    return {head: text.removeprefix(head).strip() for head, text in same.items()} | texts


class Matrix:
    """A generated matrix with all pages that it may be divided into, its rows by kind and id of their item."""

    def __init__(self, site: Path, name: str) -> None:
        folder = site / "traceability" / name
        self.soup = soup_of(folder / "index.html")
        self._pages = [self.soup, *map(soup_of, sorted(folder.glob("sections/*/index.html")))]

    def ids(self, kind: str) -> list[str]:
        """Return the ids of all items of a kind that have a row."""
        rows = (row for page in self._pages for row in page.select(f"tr[id^='{kind}-']"))
        return [str(row["id"]).removeprefix(f"{kind}-") for row in rows]

    def row(self, kind: str, id_: str) -> str:
        """Return the text of an item's row."""
        found = self._row(kind, id_)
        return text_of(found)

    def cell(self, kind: str, id_: str, column: str) -> str:
        """Return the text of one cell of an item's row, empty where the page has no such column."""
        cells = cells_by_column(self._row(kind, id_))
        return text_of(cells[column]) if column in cells else ""

    def _row(self, kind: str, id_: str) -> Tag:
        for page in self._pages:
            if isinstance(row := page.find("tr", id=f"{kind}-{id_}"), Tag):
                return row
        raise AssertionError(f"no row for {kind} {id_}")

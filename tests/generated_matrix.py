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
        row = self._row(kind, id_)
        table = row.find_parent("table")
        assert isinstance(table, Tag)
        names = [str(head["data-trace-column"]) for head in table.select("thead th")]
        return text_of(row.select("th, td")[names.index(column)]) if column in names else ""

    def _row(self, kind: str, id_: str) -> Tag:
        for page in self._pages:
            if isinstance(row := page.find("tr", id=f"{kind}-{id_}"), Tag):
                return row
        raise AssertionError(f"no row for {kind} {id_}")

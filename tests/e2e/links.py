"""Follow every link of a built site, as a browser resolves it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urldefrag, urljoin

_ELSEWHERE = ("http:", "https:", "mailto:", "data:")


class Link(NamedTuple):
    """A link of a page: the address as it is written, and where it leads."""

    page: str
    written: str
    target: str


class PageOf(NamedTuple):
    """What is to know of a page: its anchors, and what it links to."""

    anchors: frozenset[str]
    links: list[str]


@dataclass
class Followed:
    """What came of following all links: `reached` has the files and anchors that links lead to."""

    broken: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    links: int = 0


def follow_all(site: Path, site_url: str) -> Followed:
    """Follow the links of all pages of a site that is served at `site_url`."""
    pages = {file.relative_to(site).as_posix(): _read(file) for file in sorted(site.rglob("*.html"))}
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    followed = Followed()
    for link in _internal(pages, site_url):
        followed.links += 1
        address, fragment = urldefrag(link.target)
        path = address.partition("?")[0]  # what is chosen there is for the script of the page
        file = unquote(path.removeprefix(site_url))
        if path == site_url or file.endswith("/"):
            file += "index.html"
        anchor = unquote(fragment)
        if not path.startswith(site_url):
            followed.broken.append(f"{link.page}: {link.written} leaves the site")
        elif file not in files:
            followed.broken.append(f"{link.page}: {link.written} leads to {file}, which is not there")
        elif anchor and file in pages and anchor not in pages[file].anchors:
            followed.broken.append(f"{link.page}: {link.written} leads to no anchor of {file}")
        else:
            followed.reached.add(f"{file}#{anchor}" if anchor else file)
    assert followed.links, f"no page of {site} links to another"
    return followed


def _internal(pages: dict[str, PageOf], site_url: str) -> Iterator[Link]:
    for page, (_, links) in pages.items():
        here = urljoin(site_url, quote(page))
        here = here.removesuffix("index.html") if page.endswith("index.html") else here
        for written in links:
            target = urljoin(here, written.strip())
            own_host = target.startswith(urljoin(site_url, "/"))
            if own_host or not target.startswith(_ELSEWHERE):
                yield Link(page, written, target)


def _read(file: Path) -> PageOf:
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    twice = [f"#twice:{anchor}" for anchor, times in reader.anchors.items() if times > 1]
    return PageOf(frozenset(reader.anchors), reader.links + twice)


class _Reader(HTMLParser):
    """Collects anchors, and how often each stands in the page, and links."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors = Counter[str]()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (tag == "a" and name == "name")):  # fields have names too
                self.anchors[value] += 1
            if value and name in ("href", "src", "xlink:href"):
                self.links.append(value)

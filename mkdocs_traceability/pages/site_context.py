"""What pages are told of the site around them: its pages, its language, its own templates."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def _say_nothing(_: str) -> None:
    """Where there are no templates of a site's own there is nothing to say."""


def _no_editor(path: str, line: int, column: int) -> str:
    """Return nothing: what is published leads to no file of the machine that built it."""
    return ""


@dataclass(frozen=True)
class SiteContext:
    """The site around the generated pages.

    `url_of` gives the URL of a page, by its source path, relative to the site's root; it is asked only when a
    page is rendered. `language` is the code of the theme's language. `templates` are folders whose templates
    and catalogues stand before the package's own; `complain` is told of those that cannot be used. `repo_url`
    and `edit_uri` are those of `mkdocs.yml`. `editor` gives the address that opens a file at a line and
    column in an editor; it is empty unless the site is served on the machine that has the file.
    `is_markdown` says that texts of items are put into Markdown: no HTML is made of them. `has_panels` says
    that items are shown on their hand-written pages, so that links to them lead there.
    """

    url_of: Callable[[str], str | None]
    language: str = "en"
    templates: tuple[Path, ...] = ()
    repo_url: str = ""
    edit_uri: str = ""
    editor: Callable[[str, int, int], str] = _no_editor
    complain: Callable[[str], None] = _say_nothing
    is_markdown: bool = False
    has_panels: bool = True

"""What a configuration says of the site around our pages, read as MkDocs reads it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

_WHERE_PAGES_ARE_EDITED: Final = {
    "github.com": "edit/master/docs/",
    "gitlab.com": "edit/master/docs/",
    "bitbucket.org": "src/default/docs/",
}
"""What MkDocs takes for `edit_uri` where only `repo_url` is set."""


class Around(NamedTuple):
    """The site around our pages.

    `language` is the code of the theme's language. `templates` are folders with templates and catalogues that
    stand before ours. `repo_url` and `edit_uri` are as MkDocs resolves them.
    """

    language: str = "en"
    templates: tuple[Path, ...] = ()
    repo_url: str = ""
    edit_uri: str = ""


def around(data: Mapping[str, Any], root: Path) -> Around:
    """Return what the data of a configuration in the folder `root` says of the site around our pages."""
    theme = data.get("theme")
    options: Mapping[str, Any] = theme if isinstance(theme, dict) else {}
    custom = options.get("custom_dir")
    repo_url = str(data.get("repo_url") or "")
    return Around(
        str(options.get("language") or options.get("locale") or "en"),
        (root / str(custom) / "traceability",) if custom else (),
        repo_url,
        _edit_uri(data.get("edit_uri"), repo_url),
    )


def _edit_uri(written: object, repo_url: str) -> str:
    if written is None:
        written = _WHERE_PAGES_ARE_EDITED.get(_host(repo_url), "")
    uri = str(written)
    return uri if not uri or uri.endswith("/") else f"{uri}/"


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""

"""The site around rendered pages, as far as its configuration tells: language, forge, own templates."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from mkdocs_traceability.pages.site_context import SiteContext

_EDIT_URI: Final = {
    "github.com": "edit/master/docs/",
    "gitlab.com": "edit/master/docs/",
    "bitbucket.org": "src/default/docs/",
}
"""What MkDocs takes for `edit_uri` where none is set (`mkdocs.config.config_options.EditURI`)."""


def site_context(
    data: Mapping[str, Any],
    root: Path,
    url_of: Callable[[str], str | None],
    complain: Callable[[str], None],
    *,
    has_panels: bool,
) -> SiteContext:
    """Return what a configuration says of the site."""
    theme = data.get("theme")
    theme = theme if isinstance(theme, dict) else {}
    custom = theme.get("custom_dir")
    return SiteContext(
        url_of,
        language=_language(theme.get("language") or theme.get("locale")),
        templates=(root / str(custom) / "traceability",) if custom else (),
        repo_url=_text(data.get("repo_url")),
        edit_uri=_edit_uri(data),
        complain=complain,
        has_panels=has_panels,
    )


def _language(said: object) -> str:
    return said if isinstance(said, str) and re.fullmatch(r"[A-Za-z]{2,3}([_-]\w+)*", said) else "en"


def _edit_uri(data: Mapping[str, Any]) -> str:
    if data.get("edit_uri") is not None:
        return _text(data["edit_uri"])
    try:
        host = urlsplit(_text(data.get("repo_url"))).hostname
    except ValueError:
        return ""
    return _EDIT_URI.get(host or "", "")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

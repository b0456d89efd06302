"""Draws templates: a site's own where it has one, else the package's, in the language of the site.

Templates say their own words with `_()` and `{% trans %}`; a word that is data is looked up by the filter
`word`, and escaped like all data.
"""

import traceback
from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from markupsafe import Markup

from mkdocs_traceability.pages.rendering.inline import simple_markdown
from mkdocs_traceability.pages.rendering.translations import Language, language
from mkdocs_traceability.pages.site_context import SiteContext


class Templates:
    """Draws the templates of one site; where one of its own fails that is said, and the package's serves."""

    def __init__(self, site: SiteContext) -> None:
        self._site = site
        self._folders = tuple(folder for folder in site.templates if folder.is_dir())
        self._shipped = _shipped(site.language)
        self._own = (
            _environment(language(site.language, site.templates), self._folders) if self._folders else None
        )

    def render(self, template: str, **context: Any) -> str:
        """Return what a template makes of a context."""
        if self._own is not None:
            try:
                return self._own.get_template(template).render(**context)
            except Exception as error:
                place = self._place_of(error)
                if place is None:
                    raise  # it is none of the site's templates that fails
                self._site.complain(f"{place}: this template fails, and ours is used: {error}")
        return self._shipped.get_template(template).render(**context)

    def _place_of(self, error: Exception) -> str | None:
        """Return the file and line of a site's own template at which an error came up, if at one."""
        places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
        if isinstance(error, TemplateSyntaxError):
            places.append((error.filename or "", error.lineno))
        for file, line in reversed(places):
            for folder in self._folders:
                if Path(file).is_relative_to(folder):
                    return f"{folder.name}/{Path(file).relative_to(folder).as_posix()}:{line}"
        return None


@lru_cache(maxsize=8)
def _shipped(code: str) -> Environment:
    return _environment(language(code), ())


def _environment(said: Language, folders: tuple[Path, ...]) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folders), PackageLoader(__package__)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(said.say, said.say_number, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["word"] = said.say
    environment.filters["markdown"] = simple_markdown
    draw = environment.filters["draw"] = _drawer(environment)
    environment.filters["link"] = lambda item: draw(item, "item")
    return environment


def _drawer(environment: Environment) -> Callable[[Hashable, str], Markup]:
    """Return what draws a value with a macro of `_parts.html`, once, though thousands of rows may have it."""

    @lru_cache(maxsize=50_000)
    def draw(value: Hashable, macro: str) -> Markup:
        return Markup(getattr(parts(), macro)(value))

    @lru_cache(maxsize=1)
    def parts() -> Any:
        return environment.get_template("_parts.html").module

    return draw

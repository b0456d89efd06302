"""Draws templates: a site's own where it has one, else the package's, in the language of the site.

Templates say their own words with `_()` and `{% trans %}`; a word that is data is looked up by the filter
`word`, and escaped like all data; of a badge, a severity or a phase it says the shown word (`word("badge")`).
"""

import traceback
from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    meta,
    nodes,
)
from markupsafe import Markup

from mkdocs_traceability.model.shown_words import shown_word
from mkdocs_traceability.pages.rendering.breaks import breakable
from mkdocs_traceability.pages.rendering.cross_rows import (
    cross_columns,
    cross_rows,
    cross_totals,
    undrawn_columns,
    undrawn_rows,
)
from mkdocs_traceability.pages.rendering.forms import HOLE, Forms, Links
from mkdocs_traceability.pages.rendering.inline import as_html
from mkdocs_traceability.pages.rendering.table_rows import table_rows
from mkdocs_traceability.pages.rendering.translations import Translations, language
from mkdocs_traceability.pages.site_context import SiteContext

_SHARED: Final = "_parts.html"
"""The macros that everything draws with."""


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
        if self._own is None:
            return self._shipped.get_template(template).render(**context)
        try:
            return self._own.get_template(template).render(**context)
        except Exception as error:
            drawn = self._shipped.get_template(template).render(**context)  # fails too, if it is our fault
            self._complain(self._own, template, error)
            return drawn

    def render_markdown(self, template: str, **context: Any) -> str:
        """Return what the Markdown of a page's template makes of a context: always the package's own."""
        from mkdocs_traceability.pages.rendering.markdown_engine import render_markdown

        name = template.removesuffix(".html") + ".md"
        return render_markdown(self._site.language, name, **context)

    def _complain(self, own: Environment, template: str, error: Exception) -> None:
        place = self._place_of(error)
        if place is not None:
            complaints = {place: str(error)}
        else:  # ours fails beside a shared part, such as `_parts.html`, that is the site's own
            parts = [name for name in _parts_of(own, template) if self._is_own(name)]
            lacking = {self._shown(name): _lacking(own, self._shipped, name) for name in parts}
            complaints = {place: what for place, what in lacking.items() if what}
            complaints = complaints or dict.fromkeys(lacking, str(error))
        for place, what in complaints.items():
            self._site.complain(f"{place}: this template fails, and ours is used: {what}")

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

    def _is_own(self, name: str) -> bool:
        return any((folder / name).is_file() for folder in self._folders)

    def _shown(self, name: str) -> str:
        return f"{next(each.name for each in self._folders if (each / name).is_file())}/{name}"


def _parts_of(environment: Environment, template: str) -> list[str]:
    """Return the templates that one is made of, itself first."""
    names = [template]
    for name in names:  # it grows
        tree = _parsed(environment, name)
        found = {*meta.find_referenced_templates(tree)} if tree else set()
        names += sorted(each for each in found if each and each not in names)
    return names if _SHARED in names else [*names, _SHARED]  # filters draw with its macros


def _lacking(own: Environment, shipped: Environment, name: str) -> str:
    """Say which macros for others a site's own template has not that ours has."""
    theirs, ours = _parsed(own, name), _parsed(shipped, name)
    if theirs is None or ours is None:
        return ""
    macros = {each.name: None for each in ours.find_all(nodes.Macro) if not each.name.startswith("_")}
    for each in theirs.find_all(nodes.Macro):
        macros.pop(each.name, None)
    return f"it has no macro {', '.join(f'`{macro}`' for macro in macros)}" if macros else ""


def _parsed(environment: Environment, name: str) -> nodes.Template | None:
    """Return the syntax tree of a template, if there is one that can be read."""
    assert environment.loader is not None
    try:
        return environment.parse(environment.loader.get_source(environment, name)[0])
    except (TemplateError, ValueError, OSError):
        return None


@lru_cache(maxsize=8)
def _shipped(code: str) -> Environment:
    return _environment(language(code), ())


def translated_environment(translations: Translations, loader: BaseLoader) -> Environment:
    """Return what draws templates in a language; who asks for it brings the filters."""
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        optimized=False,  # compiling takes a tenth less: that is done anew in each build
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["word"] = words_of(translations)
    return environment


def _environment(translations: Translations, folders: tuple[Path, ...]) -> Environment:
    loader = ChoiceLoader([FileSystemLoader(folders), PackageLoader(__package__)])
    environment = translated_environment(translations, loader)
    environment.filters["markdown"] = as_html
    environment.filters["path"] = lru_cache(maxsize=50_000)(breakable)
    environment.globals["hole"] = HOLE
    environment.globals["forms_of"] = Forms
    for drawing in (table_rows, cross_rows, cross_columns, cross_totals, undrawn_columns, undrawn_rows):
        environment.filters[drawing.__name__] = drawing
    environment.globals["zip"] = zip
    draw = environment.filters["draw"] = _drawer(environment)
    if folders:  # a template of a site's own may look at all of an item
        environment.filters["link"] = lambda item: draw(item, "item")
    else:
        links = Links(lambda item: draw(item, "item"))
        environment.filters["link"] = lru_cache(maxsize=50_000)(links.link)
    return environment


def words_of(translations: Translations) -> Callable[..., str]:
    """Return what says data, such as a title, or a machine name `of` the closed table of words."""

    @lru_cache(maxsize=10_000)  # cells say few words often
    def word(text: str, of: str = "") -> str:
        return translations.gettext(shown_word(text, of) if of else text)

    return word


def _drawer(environment: Environment) -> Callable[[Hashable, str], Markup]:
    """Return what draws a value with a macro of `_parts.html`, once, though thousands of rows may have it."""

    @lru_cache(maxsize=50_000)
    def draw(value: Hashable, macro: str, *before: str) -> Markup:
        return Markup(getattr(parts(), macro)(*before, value))

    @lru_cache(maxsize=1)
    def parts() -> Any:
        return environment.get_template(_SHARED).module

    return draw

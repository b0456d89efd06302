"""Claims of `docs`: part of *verify*. The site has the page, and the page the anchor or sections.

A page that a build has rendered is judged by that alone; of another one the Markdown source is read.
"""

import re
from collections.abc import Iterable
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

from mkdocs_traceability.evidence.checker import Scope, claim_type
from mkdocs_traceability.evidence.documents.headings import Headings, PageHeadings, SourceHeading
from mkdocs_traceability.evidence.documents.names import Page, Pages
from mkdocs_traceability.evidence.documents.page_claim import (
    FORMS,
    DocsClaim,
    comparable,
    number_of,
    parse,
    without_number,
)
from mkdocs_traceability.model.doubt import BUILD
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import InputProblem, Outcome, Place, Problem, Verdict
from mkdocs_traceability.registry.nearest import nearest_word

_PATH_WITH_HASH: Final = re.compile(r"([^#]*#.*?\.(?:md|markdown|mdown|mkdn|mkd))(?![\w.])")
_LONGEST: Final = 1000
_COMPARED: Final = 2000
_BLOGS: Final = frozenset({"blog", "material/blog"})
_VIEW: Final = "a blog lists its posts on it"
_CLAIM_THE_POST: Final = "claim the page of the post"
_MOST_OFFERED: Final = 3
"""How many anchors of a page are compared with one that it does not have."""


@claim_type("docs")
class DocsChecker:
    """Checks pages, anchors and sections against the site that is being built, or its sources."""

    def __init__(self, scope: Scope) -> None:
        self.problems: list[InputProblem] = []
        self._rendered = scope.rendered or {}
        self._pages = Pages(scope)
        self._disk = scope.disk
        self._plugins = scope.plugins
        self._headings = Headings(scope.disk, scope.markdown_extensions, scope.plugins, scope.hooks)

    def check(self, claim: Claim) -> Outcome:
        """Return the outcome of a claim."""
        written = parse(claim.text)
        if written is None:
            message = f"`{claim.text.strip()[:200]}` is not a valid `docs` claim"
            help_ = self._with_hash(claim.text.strip()) or f"write {FORMS}"
            return Outcome(Verdict.MISSING, Problem.FORM, message, help_)
        page = self._pages.find(written.page)
        if isinstance(page, Outcome):
            return page
        asks_more = written.anchor or written.sections or written.heading
        outcome = self._look_into(page, written) if asks_more else page.remark
        return outcome or Outcome(Verdict.FOUND, place=Place(page.path, page=page.uri))

    def _with_hash(self, text: str) -> str:
        """Say how a page with a `#` in its path is claimed, where there is one."""
        found = _PATH_WITH_HASH.match(text[:_LONGEST])
        if found is None or isinstance(self._pages.find(found[1].replace("#", "%23")), Outcome):
            return ""
        return f"write `{found[1].replace('#', '%23')}{text[found.end() :]}`: a `#` in a path is `%23`"

    def _look_into(self, page: Page, written: DocsClaim) -> Outcome:
        """Return the outcome of an anchor or sections in a page that exists."""
        known = self._known_of(page)
        place = Place(page.path, page=page.uri)
        if known.error:
            message = f"the headings of `{page.uri}` cannot be read: {known.error}"
            return Outcome(Verdict.MISSING, Problem.UNREADABLE, message, place=place)
        alike = _called(known, written.heading) if written.heading else []
        if len(alike) > 1 and not known.doubt:
            return _several(page, written.heading, alike)._replace(place=place)
        found = alike[0] if alike else _found(known, written)
        if found is not None:
            place = place._replace(line=found.line, anchor=found.anchor)
            return (page.remark or Outcome(Verdict.FOUND))._replace(place=place)
        if known.doubt:
            message = f"the headings of `{page.uri}` are known only in a build: {known.doubt}"
            help_ = _CLAIM_THE_POST if known.doubt == _VIEW else BUILD
            return Outcome(Verdict.UNVERIFIED, Problem.UNCHECKED, message, help_, place)
        message, help_ = _not_there(page, known, written)
        return Outcome(Verdict.MISSING, Problem.PAGE, message, help_, place)

    def _known_of(self, page: Page) -> PageHeadings:
        rendered = self._rendered.get(page.uri)
        if rendered is None:
            known = self._headings.of(page.path)
        else:
            lines = self._headings.lines_of(page.path, [text for _, text in rendered.headings])
            headings = (
                SourceHeading(*each, line) for each, line in zip(rendered.headings, lines, strict=True)
            )
            known = PageHeadings(rendered.anchors, tuple(headings))
        return known._replace(doubt=_VIEW) if self._is_view(page) and not known.doubt else known

    def _is_view(self, page: Page) -> bool:
        """Whether a blog lists its posts on a page: neither its source nor what MkDocs renders has them."""
        if _BLOGS.isdisjoint(self._plugins):
            return False
        folder = page.path.rpartition("/")[0]
        has_posts = page.path.endswith("/index.md") and self._disk.is_folder(f"{folder}/posts")
        return has_posts or not self._disk.is_file(page.path)


def _found(known: PageHeadings, written: DocsClaim) -> SourceHeading | None:
    if written.anchor:
        return _anchor(known, written.anchor)
    return _section(known, written.sections) if written.sections else None


def _called(known: PageHeadings, text: str) -> list[SourceHeading]:
    """Return the headings of a text; without a number before it, where none has it as a whole."""
    wanted = comparable(text)
    whole = [each for each in known.headings if comparable(each.text) == wanted]
    return whole or [each for each in known.headings if comparable(without_number(each.text)) == wanted]


def _several(page: Page, text: str, alike: list[SourceHeading]) -> Outcome:
    message = f"`{page.uri}` has {len(alike)} headings `{text}`"
    anchors = [f"`{page.uri}#{each.anchor}`" for each in alike[:_MOST_OFFERED] if each.anchor]
    help_ = f"write {' or '.join(anchors)}" if anchors else "give one of them an anchor, and claim that"
    return Outcome(Verdict.MISSING, Problem.PAGE, message, help_)


def _not_there(page: Page, known: PageHeadings, written: DocsClaim) -> tuple[str, str]:
    """Return the message about something a page does not have, with a suggestion."""
    if written.anchor:
        return _no_anchor(page, known, written.anchor)
    if written.sections:
        return _no_section(page, known, written)
    texts = [each.text for each in known.headings if each.text][:_COMPARED]
    meant = nearest_word(written.heading, [*texts, *map(without_number, texts)])
    help_ = f"did you mean `{page.uri} § {meant}`?" if meant else f"it has {_some(texts)}"
    return f"heading `{written.heading}` not found in `{page.uri}`", help_


def _some(texts: list[str]) -> str:
    listed = ", ".join(f"`{each}`" for each in texts[:_MOST_OFFERED])
    return f"headings such as {listed}" if listed else "no headings"


def _anchor(known: PageHeadings, anchor: str) -> SourceHeading | None:
    """Return an anchor of a page with the line of its heading, if it is one's."""
    forms = (anchor, unquote(anchor))
    for spelled in dict.fromkeys((*forms, *(normalize(form, forms[1]) for form in ("NFC", "NFD")))):
        if spelled in known.anchors:
            own = (each for each in known.headings if each.anchor == spelled)
            return next(own, SourceHeading(spelled, ""))
    return None


def _section(known: PageHeadings, sections: Iterable[str]) -> SourceHeading | None:
    """Return the heading of the first of some sections, if the page has them all."""
    by_number = _by_number(known)
    found = [by_number.get(section.casefold()) for section in sections]
    return found[0] if all(found) else None


def _by_number(known: PageHeadings) -> dict[str, SourceHeading]:
    by_number: dict[str, SourceHeading] = {}
    for heading in known.headings:
        if number := number_of(heading.text):
            by_number.setdefault(number, heading)
    return by_number


def _no_anchor(page: Page, known: PageHeadings, anchor: str) -> tuple[str, str]:
    of_headings = [each.anchor for each in known.headings if each.anchor]
    others = sorted(known.anchors.difference(of_headings))
    meant = nearest_word(unquote(anchor), [*of_headings, *others][:_COMPARED])
    others_are = f"it has {_some_anchors(of_headings)}" if of_headings else "it has no headings"
    help_ = f"did you mean `#{meant}`?" if meant else others_are
    return f"heading `#{anchor}` not found in `{page.uri}`", help_


def _some_anchors(anchors: list[str]) -> str:
    more = ", …" if len(anchors) > _MOST_OFFERED else ""
    return ", ".join(f"`#{anchor}`" for anchor in anchors[:_MOST_OFFERED]) + more


def _no_section(page: Page, known: PageHeadings, written: DocsClaim) -> tuple[str, str]:
    numbers = list(_by_number(known))
    absent = [section for section in written.sections if section.casefold() not in numbers]
    listed = " and ".join(absent)
    message = f"section{'s' if len(absent) > 1 else ''} {listed} not found in `{page.uri}`"
    if not numbers:
        return message, "none of its headings begins with a number"
    chapter, _, _ = absent[0].rpartition(".")
    siblings = [number for number in numbers if number.rpartition(".")[0] == chapter.casefold()]
    offered, of_what = (siblings, f"sections below {chapter}" if chapter else "sections")
    if not siblings:
        return message, f"it has sections such as {', '.join(numbers[:_MOST_OFFERED])}"
    if len(offered) == 1:
        return message, f"its only {of_what.replace('sections', 'section', 1)} is {offered[0]}"
    between = "and" if len(offered) == 2 else "to"
    return message, f"its {of_what} are {offered[0]} {between} {offered[-1]}"

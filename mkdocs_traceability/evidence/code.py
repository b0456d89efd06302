"""Verify: claims of code. A file, lines in it, and symbols that its syntax tree defines.

A claim is read (`symbols.form`), its path resolved (`roots`), its symbol looked up (`symbols.lookup`). This
module puts the steps together and says what was found. It knows no language.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from mkdocs_traceability.evidence.checker import Scope, claim_type
from mkdocs_traceability.evidence.refused import refusal
from mkdocs_traceability.evidence.roots import Resolved
from mkdocs_traceability.evidence.source_code.symbols.code_claim import (
    MAX_LENGTH,
    CodeForm,
    LineRange,
    code_form,
)
from mkdocs_traceability.evidence.source_code.symbols.file_index import Names
from mkdocs_traceability.evidence.source_code.symbols.lookup import (
    Ambiguous,
    FoundSymbol,
    NotDefined,
    Symbols,
)
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import InputProblem, Outcome, Place, Problem, Verdict
from mkdocs_traceability.registry.nearest import nearest_word

_MODULE: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_MODULE_ENDINGS: Final = (
    ".py",
    "/__init__.py",
    ".java",
    ".kt",
    ".cs",
    ".rb",
    ".php",
    ".ts",
    ".js",
    ".go",
    ".rs",
)
_MOST_NAMES: Final = 3
"""How many of the last names of a module may be those of symbols."""

_MOST_LISTED: Final = 3
_MOST_OFFERED: Final = 2
_MOST_COMPARED: Final = 1000
"""How many definitions of a file a misspelt symbol is compared with."""


@claim_type("code")
class CodeClaims:
    """Checks claims of code in one scope."""

    def __init__(self, scope: Scope) -> None:
        self.problems: list[InputProblem] = []
        self._disk = scope.disk
        self._roots = scope.roots
        self._symbols = Symbols(scope.roots)
        self._resolved: dict[str, Resolved] = {}

    def check(self, claim: Claim) -> Outcome:
        """Return the outcome of a claim."""
        form = code_form(claim)
        if isinstance(form, Outcome):
            return self._with_hash(claim, form)
        resolved = self._resolve(form.path)
        if resolved.failure:
            return self._with_hash(claim, self._by_module(form, resolved.failure))
        for lines in form.lines:
            if failure := self._beyond(form, resolved.path, lines):
                return failure
        place = Place(resolved.path, form.lines[0].first if form.lines else 0)
        if form.names:
            found = self._symbols.find(resolved.path, form.names)
            if not isinstance(found, FoundSymbol):
                return self._failure(form, resolved.path, found)
            place = Place(found.path, found.line)
        return (resolved.remark or Outcome(Verdict.FOUND))._replace(place=place)

    def _resolve(self, path: str) -> Resolved:
        if path not in self._resolved:
            self._resolved[path] = self._roots.resolve(path)
        return self._resolved[path]

    def _by_module(self, form: CodeForm, failure: Outcome) -> Outcome:
        """Offer the file that was meant by a module, `shop.catalog:Catalog`, or by a symbol alone."""
        if failure.problem is not Problem.FILE or not _MODULE.fullmatch(form.path):
            return failure
        parts = form.path.split(".")
        for count in range(len(parts), max(len(parts) - _MOST_NAMES, 0), -1):
            symbol = ".".join([*parts[count:], *form.names])
            for ending in _MODULE_ENDINGS:
                found = self._resolve("/".join(parts[:count]) + ending)
                if not found.failure:
                    path = self._roots.below_root(found.path)
                    return failure._replace(help=f"write `{path}{f':{symbol}' if symbol else ''}`")
        names = (*parts, *form.names)
        if paths := self._symbols.elsewhere.defining_anywhere(names, _MOST_OFFERED):
            offered = " or ".join(f"`{self._roots.below_root(each)}:{'.'.join(names)}`" for each in paths)
            return failure._replace(
                message=f"`{'.'.join(names)}` does not name a file", help=f"write {offered}"
            )
        return failure

    def _with_hash(self, claim: Claim, failure: Outcome) -> Outcome:
        """Say how a file with a `#` in its path is claimed, where there is one."""
        text = claim.text.strip()
        if "#" not in text or len(text) > MAX_LENGTH or failure.problem not in (Problem.FILE, Problem.FORM):
            return failure
        for end in [*(found.start() for found in re.finditer("[:#]", text)), len(text)]:
            if "#" in text[:end] and not self._resolve(text[:end]).failure:
                written = text[:end].replace("#", "%23") + text[end:]
                return failure._replace(help=f"write `{written}`: a `#` in a path is `%23`")
        return failure

    def _beyond(self, form: CodeForm, path: str, lines: LineRange) -> Outcome | None:
        """Return what is wrong with a range of lines, if a file does not have them."""
        count = self._disk.facts("lines", path, _line_count)
        if count is None:
            why, help_ = refusal(self._disk, path)
            message = f"`{form.path}` cannot be read: {why}"
            return Outcome(Verdict.UNVERIFIED, Problem.UNREADABLE, message, help_, Place(path))
        if lines.last <= count:
            return None
        written = f"{lines.first}–{lines.last}" if lines.last > lines.first else f"{lines.first}"
        has = f"{count} line{'' if count == 1 else 's'}" if count else "no lines"
        message = f"`{form.path}` has {has}, not {written}"
        return Outcome(
            Verdict.MISSING, Problem.LINES, message, "use lines that exist in the file", Place(path)
        )

    def _failure(self, form: CodeForm, path: str, found: Ambiguous | NotDefined | Outcome) -> Outcome:
        if isinstance(found, Outcome):
            return found
        if isinstance(found, Ambiguous):
            message = f"`{form.symbol}` is ambiguous in `{form.path}`: {_listed(found.choices)}"
            return _missing(message, "add the name of its class", path)
        what = form.symbol
        if found.for_types:
            where = f"under `if TYPE_CHECKING:` (line {found.for_types})"
            message = f"`{form.path}` defines `{what}` only for type checkers, {where}"
        elif not found.imported:
            message = f"`{what}` not found in `{form.path}`"
        elif found.is_ours:
            origin = f"`{form.path}` imports `{found.imported}` from `{found.module}`"
            message = f"{origin}, where `{what}` is not found"
        elif found.imported == found.module:
            message = f"`{what}` not found in `{form.path}`: it only imports the module `{found.module}`"
        else:
            only = f"it only imports `{found.imported}` from `{found.module}`"
            message = f"`{what}` not found in `{form.path}`: {only}"
        help_, meant = self._help(form, path, found)
        return _missing(message, help_, path)._replace(suggestions=(meant,) if meant else ())

    def _help(self, form: CodeForm, path: str, found: NotDefined) -> tuple[str, str]:
        """Say where a symbol is that is not in its file; else what was most likely meant, and its name."""
        if found.for_types:
            return "name a symbol that exists at run time", ""
        if found.home:
            return f"name the file that defines it: `{self._roots.below_root(found.home)}`", ""
        paths = self._symbols.elsewhere.defining(path, form.names, _MOST_OFFERED)
        index = self._symbols.index(path)
        if paths:
            there = " or ".join(f"`{self._roots.below_root(each)}`" for each in paths)
            is_move = self._symbols.elsewhere.was_moved(path, form.names, paths)
            help_ = f"moved to {there}" if is_move else f"it is also defined in {there}"
        elif (
            meant := ""
            if found.imported or isinstance(index, Outcome)
            else _nearest(form.names, index.defined)
        ):
            return f"did you mean `{meant}`?", meant
        elif found.foreign_base:
            help_ = f"the base class `{found.foreign_base}` is outside the code roots"
        elif found.imported:
            help_ = "name the file that defines it"
        else:
            help_ = "name a symbol that the file defines; mentions do not count"
        return help_, ""


def _nearest(names: Names, defined: Iterable[Names]) -> str:
    """Return what was most likely meant: the same name elsewhere in the file, or one that is spelled alike.

    Where the class is right, only its members are meant.
    """
    known = list(islice(defined, _MOST_COMPARED))
    for path in known:
        if path[-1] == names[-1]:
            return ".".join(path)
    if names[:-1] in known or len(names) == 1:
        within = [path for path in known if len(names) == 1 or path[:-1] == names[:-1]]
        own = {path[-1]: path for path in reversed(within)}
        meant = nearest_word(names[-1], own)
        return ".".join(own[meant]) if meant else ""
    return nearest_word(".".join(names), map(".".join, known)) or ""


def _line_count(data: bytes) -> int:
    """Count lines whatever ends them, the last one too if nothing does."""
    ends = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    return ends + (data != b"" and not data.endswith((b"\n", b"\r")))


def _listed(choices: tuple[Names, ...]) -> str:
    listed = [f"`{'.'.join(names)}`" for names in choices[:_MOST_LISTED]]
    if len(choices) > _MOST_LISTED:
        return f"{', '.join(listed)} and {len(choices) - _MOST_LISTED} more"
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def _missing(message: str, help_: str, path: str) -> Outcome:
    return Outcome(Verdict.MISSING, Problem.SYMBOL, message, help_, Place(path))

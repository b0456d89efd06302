"""Verify `endpoints` claims: a method of a path that an OpenAPI document declares."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from mkdocs_traceability.evidence.api_descriptions.listed_files import listed_files
from mkdocs_traceability.evidence.api_descriptions.templates import (
    ANY,
    Templates,
    listed,
    nearest,
)
from mkdocs_traceability.evidence.checker import Scope, claim_type
from mkdocs_traceability.evidence.openapi.document import METHODS, path_of_url
from mkdocs_traceability.evidence.openapi.paths import Document, Endpoint
from mkdocs_traceability.model.event import without_names
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import InputProblem, Outcome, Place, Problem, Verdict

_FORM: Final = re.compile(r"([A-Za-z]{1,10})\s+((?:https?://|/)\S*)")
_OTHER_PARAMETER: Final = re.compile(r":\w+\??|<[^<>/]*>")
_NOT_CONFIGURED: Final = Outcome(
    Verdict.UNVERIFIED,
    Problem.UNCHECKED,
    "no OpenAPI document is configured, so `endpoints` are not checked",
    "name one: `openapi: [openapi.yaml]`",
)
_NOT_ALL_READ: Final = Outcome(
    Verdict.UNVERIFIED,
    None,  # what is wrong with the documents is said already
    "not every OpenAPI document can be read, so `endpoints` that the others do not declare are not checked",
    "fix the findings about these documents",
)


class _Routes:
    """The paths of one document, parameters compared by their place."""

    def __init__(self, endpoints: list[Endpoint]) -> None:
        self._templates: Templates[Endpoint] = Templates()
        self._bases = dict.fromkeys(["", *(base for each in endpoints for base in each.bases)])
        for endpoint in endpoints:
            self._templates.enter(segments_of(endpoint.path), endpoint.method, endpoint)

    def methods(self, segments: list[str], *, as_a_request: bool = False) -> dict[str, Endpoint]:
        """Return the methods of a path, which may begin with the base path of a server."""
        found: dict[str, Endpoint] = {}
        for base in self._bases:
            above = segments_of(base)
            if segments[: len(above)] == above:
                methods = self._templates.of(segments[len(above) :], as_a_value=as_a_request)
                for method, endpoint in methods.items():
                    if not base or base in endpoint.bases:
                        found.setdefault(method, endpoint)
        return found


@claim_type("endpoints", each_system_by_itself=True)
class EndpointsChecker:
    """Looks methods and paths up in the OpenAPI documents of a scope."""

    def __init__(self, scope: Scope) -> None:
        self.problems: list[InputProblem] = []
        self._scope = scope
        self._routes: list[_Routes] = []
        self._declared: dict[str, list[str]] = {}
        self._endpoints: list[Endpoint] = []
        for path in listed_files(scope, "openapi", self.problems):
            self._read(path)

    def check(self, claim: Claim) -> Outcome:
        """Return the outcome of a claim."""
        form = _FORM.fullmatch(claim.text.strip())
        if form is None or form[1].upper() not in METHODS:
            message = f"`{claim.text}` is not a method and a path"
            return Outcome(Verdict.MISSING, Problem.FORM, message, "write it as `POST /pipelines/{id}`")
        if not self._scope.globs("openapi"):
            return _NOT_CONFIGURED
        method, path = form[1].upper(), path_of_url(form[2]) or "/"
        others: dict[str, Endpoint] = {}
        # A document may declare a path with `?` or `#` in it; else they begin what is no part of the path.
        for written in dict.fromkeys((form[2], path)):
            for routes in self._routes:
                methods = routes.methods(segments_of(written))
                if method in methods:
                    return Outcome(Verdict.FOUND, place=methods[method].place)
                others.update(methods)
        if self.problems:
            return _NOT_ALL_READ
        message = f"`{method} {path}` not found in any OpenAPI document"
        help_ = f"`{path}` has {_listed(others)}" if others else self._meant(method, path)
        return Outcome(Verdict.MISSING, Problem.ENDPOINT, message, help_)

    def declared(self) -> Iterator[tuple[str, Place]]:
        """Go through all that can be claimed, as it would be written, and where it is declared."""
        return ((f"{each.method} {each.path}", each.place) for each in self._endpoints)

    def _read(self, path: str) -> None:
        document = Document(self._scope, path)
        self.problems += document.problems
        self._routes.append(_Routes(document.endpoints))
        self._endpoints += document.endpoints
        for endpoint in document.endpoints:
            self._declared.setdefault(endpoint.path, []).append(endpoint.method)

    def _meant(self, method: str, path: str) -> str:
        for routes in self._routes:
            if endpoint := routes.methods(segments_of(path), as_a_request=True).get(method):
                return f"did you mean `{method} {endpoint.path}`?"
        return self._nearest(method, path)

    def _nearest(self, method: str, path: str) -> str:
        """Offer the path that is most like this one: with this method, if it has it."""
        near = nearest(path, method, self._declared, _spelled)
        if not near:
            return "name an endpoint that an OpenAPI document declares"
        if method in self._declared[near]:
            return f"did you mean `{method} {near}`?"
        return f"did you mean `{near}`? It has {_listed(self._declared[near])}"


def segments_of(path: str) -> list[str]:
    """Split a path into its segments, in which the names of parameters do not matter."""
    return [
        ANY if _OTHER_PARAMETER.fullmatch(segment) else without_names(segment)
        for segment in path.split("/")
        if segment
    ]


def _spelled(path: str) -> str:
    return "/".join(segments_of(path))[:500].casefold()


def _listed(methods: Collection[str]) -> str:
    return listed(methods, METHODS)

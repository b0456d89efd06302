"""Verify `endpoints` claims: a method of a path that an OpenAPI document declares."""

import re
from collections.abc import Collection
from typing import Final

from mkdocs_traceability.evidence.checker import Scope, claim_type
from mkdocs_traceability.evidence.openapi.document import METHODS, path_of_url
from mkdocs_traceability.evidence.openapi.paths import Document, Endpoint
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import InputProblem, Outcome, Problem, Verdict
from mkdocs_traceability.registry.nearest import NEAR, likeness

_FORM: Final = re.compile(r"([A-Za-z]{1,10})\s+((?:https?://|/)\S*)")
_PARAMETER: Final = re.compile(r"\{[^{}/]*\}")
_OTHER_PARAMETER: Final = re.compile(r":\w+\??|<[^<>/]*>")
_ANY: Final = "{}"
"""How a parameter is written once its name does not matter."""

_COMPARED: Final = 2_000
"""How many paths are compared with one that is not declared, at the most."""

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


class _Node:
    """A step in the tree of a document's paths: what may follow, and the methods of a path that ends here."""

    __slots__ = ("methods", "next", "templates")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.templates: list[str] = []
        self.methods: dict[str, Endpoint] = {}


class _Routes:
    """The paths of one document, parameters compared by their place."""

    def __init__(self, endpoints: list[Endpoint]) -> None:
        self._root = _Node()
        self._bases = dict.fromkeys(["", *(base for each in endpoints for base in each.bases)])
        for endpoint in endpoints:
            self._enter(segments_of(endpoint.path), endpoint)

    def methods(self, segments: list[str], *, as_a_request: bool = False) -> dict[str, Endpoint]:
        """Return the methods of a path, which may begin with the base path of a server.

        What is declared with a parameter is found by a concrete value only `as_a_request` would: to a claim,
        `/users/me` is another path than `/users/{id}`.
        """
        found: dict[str, Endpoint] = {}
        for base in self._bases:
            above = segments_of(base)
            if segments[: len(above)] == above:
                for method, endpoint in self._best(segments[len(above) :], as_a_request).items():
                    if not base or base in endpoint.bases:
                        found.setdefault(method, endpoint)
        return found

    def _enter(self, segments: list[str], endpoint: Endpoint) -> None:
        node = self._root
        for segment in segments:
            if segment not in node.next:
                node.next[segment] = _Node()
                if _ANY in segment:
                    node.templates.append(segment)
            node = node.next[segment]
        node.methods.setdefault(endpoint.method, endpoint)

    def _best(self, segments: list[str], as_a_request: bool) -> dict[str, Endpoint]:
        """Return the endpoints of the path that fits best; none where no path fits."""
        pending = [(self._root, 0)]
        while pending:
            node, depth = pending.pop()
            if depth == len(segments):
                if node.methods:
                    return node.methods
                continue
            segment = segments[depth]
            if as_a_request and _ANY not in segment:
                fitting = [each for each in node.templates if _fits(segment, each)]
                pending += [(node.next[each], depth + 1) for each in reversed(fitting)]
            if segment in node.next:
                pending.append((node.next[segment], depth + 1))
        return {}


@claim_type("endpoints", each_system_by_itself=True)
class EndpointsChecker:
    """Looks methods and paths up in the OpenAPI documents of a scope."""

    def __init__(self, scope: Scope) -> None:
        self.problems: list[InputProblem] = []
        self._scope = scope
        self._routes: list[_Routes] = []
        self._declared: dict[str, list[str]] = {}
        read: set[str] = set()
        for glob in scope.globs("openapi"):
            self._read(glob, read)

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

    def _read(self, glob: Glob, read: set[str]) -> None:
        files = self._scope.disk.glob(glob.pattern)
        if not files:
            message = f"no file matches the glob `{glob.pattern}` of `openapi`"
            help_ = "it is relative to the folder of `mkdocs.yml`"
            self.problems.append(InputProblem(message, glob.position, help_))
        for path in files:
            if path in read:
                continue
            read.add(path)
            document = Document(self._scope, path)
            self.problems += document.problems
            self._routes.append(_Routes(document.endpoints))
            for endpoint in document.endpoints:
                self._declared.setdefault(endpoint.path, []).append(endpoint.method)

    def _meant(self, method: str, path: str) -> str:
        for routes in self._routes:
            if endpoint := routes.methods(segments_of(path), as_a_request=True).get(method):
                return f"did you mean `{method} {endpoint.path}`?"
        return self._nearest(method, path)

    def _nearest(self, method: str, path: str) -> str:
        """Offer the path that is most like this one: with this method, if it has it."""
        wanted = _spelled(path)
        best, nearest = NEAR, ""
        for declared in list(self._declared)[:_COMPARED]:
            near = likeness(wanted, _spelled(declared)) + (0.001 if method in self._declared[declared] else 0)
            if near > best:
                best, nearest = near, declared
        if not nearest:
            return ""
        if method in self._declared[nearest]:
            return f"did you mean `{method} {nearest}`?"
        return f"did you mean `{nearest}`? It has {_listed(self._declared[nearest])}"


def segments_of(path: str) -> list[str]:
    """Split a path into its segments, in which the names of parameters do not matter."""
    return [
        _ANY if _OTHER_PARAMETER.fullmatch(segment) else _PARAMETER.sub(_ANY, segment)
        for segment in path.split("/")
        if segment
    ]


def _fits(segment: str, template: str) -> bool:
    """Whether a concrete segment is one that a template such as `{name}.json` stands for."""
    first, *others = template.split(_ANY)
    if not segment.startswith(first):
        return False
    at = len(first)
    for literal in others[:-1]:
        # A parameter is one character at least.
        at = segment.find(literal, at + 1)
        if at < 0:
            return False
        at += len(literal)
    return len(segment) - len(others[-1]) > at and segment.endswith(others[-1])


def _spelled(path: str) -> str:
    return "/".join(segments_of(path))[:500].casefold()


def _listed(methods: Collection[str]) -> str:
    named = [f"`{method}`" for method in METHODS if method in methods]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)

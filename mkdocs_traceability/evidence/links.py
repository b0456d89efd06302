"""Claims of `links`: part of *verify*. Nothing is fetched, so none is ever verified."""

import re
from typing import Final
from urllib.parse import urlsplit

from mkdocs_traceability.evidence.checker import Scope, claim_type
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import InputProblem, Outcome, Problem, Verdict

NOT_FOLLOWED: Final = "links are not followed"

_HOST: Final = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?\.?|[0-9a-f:.]+(?:%\w+)?", re.IGNORECASE)
_NEVER_IN_A_LINK: Final = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_SHOWN: Final = 200


@claim_type("links")
class LinkChecker:
    """Checks that links are addresses of the web."""

    def __init__(self, scope: Scope) -> None:
        self.problems: list[InputProblem] = []

    def check(self, claim: Claim) -> Outcome:
        """Return the outcome of a claim: unverified at best, which is no finding."""
        if why := _not_a_link(claim.text.strip()):
            message = f"`{claim.text[:_SHOWN]}` is not a valid link: {why}"
            help_ = "write `https://host/path`, or claim a path under `files`"
            return Outcome(Verdict.MISSING, Problem.FORM, message, help_)
        return Outcome(Verdict.UNVERIFIED, message=NOT_FOLLOWED)


def _not_a_link(text: str) -> str:
    """Return why a text is no address of the web, empty where it is one."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # brackets that hold no address, a port that is no number
        return "its host or port cannot be read"
    if parts.scheme not in ("http", "https"):
        return "it does not begin with `http://` or `https://`"
    if not host:
        return "it has no host"
    if found := _NEVER_IN_A_LINK.search(text):
        return "it contains a space" if found[0].isspace() else f"{found[0]!r} is not allowed in it"
    if port == 0 or not _HOST.fullmatch(host) or ".." in host:
        return f"`{host}` is not a valid host"
    return ""

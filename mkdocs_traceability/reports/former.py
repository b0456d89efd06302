"""A former check, read from the JSON that it wrote, and what has changed since."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.kind_share import KindShare

MAX_BYTES: Final = 200_000_000
"""The largest file that is read: some 200,000 findings."""

VERSIONS: Final = (1, 2)
"""The versions of the JSON that are understood: fingerprints and what fails are the same in all of them."""


class FormerFinding(NamedTuple):
    """A finding of a former check, with its fingerprint and those of its entries."""

    code: str
    message: str
    path: str
    fails: bool
    fingerprints: frozenset[str]


@dataclass(frozen=True)
class FormerCheck:
    """What a former check found; without shares if it wrote none."""

    findings: tuple[FormerFinding, ...] = ()
    shares: tuple[KindShare, ...] = ()

    def fingerprints(self) -> set[str]:
        """Return the fingerprints of all that it found."""
        return _all(self.findings)


class NotAResultError(ValueError):
    """The file is no result of a check; the message says why."""


def read_former(data: bytes) -> FormerCheck:
    """Return the check that wrote some JSON.

    Raises:
        NotAResultError: if it is not the JSON of a check, or of an unknown version.

    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise NotAResultError("it is not JSON") from None
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise NotAResultError("it is not the result of `check --format json`")
    if document.get("version") not in VERSIONS:
        raise NotAResultError(f"its version is {document.get('version')!r}, which this release does not know")
    try:
        findings = tuple(map(_finding, document["findings"]))
        shares = tuple(map(_share, document.get("shares", ())))
    except (KeyError, TypeError, AttributeError):
        raise NotAResultError("it is not the result of `check --format json`") from None
    return FormerCheck(findings, shares)


def fingerprints_of(finding: Finding) -> Iterator[str]:
    """Yield the fingerprint of a finding and those of its entries."""
    yield finding.fingerprint
    for entry in finding.entries:
        yield entry.fingerprint


def new_since(before: FormerCheck, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that fail: those that did not before, at none of their places, and the others."""
    failed = _all(each for each in before.findings if each.fails)
    new: list[Finding] = []
    others: list[Finding] = []
    for finding in findings:
        if finding.fails:
            (new if failed.isdisjoint(fingerprints_of(finding)) else others).append(finding)
    return new, others


def gone_since(before: FormerCheck, findings: Iterable[Finding]) -> list[FormerFinding]:
    """Return the findings that failed before and no longer do, at none of their places."""
    fail = {name for each in findings if each.fails for name in fingerprints_of(each)}
    return [each for each in before.findings if each.fails and fail.isdisjoint(each.fingerprints)]


def _all(findings: Iterable[FormerFinding]) -> set[str]:
    return {name for each in findings for name in each.fingerprints}


def _finding(stored: Any) -> FormerFinding:
    texts = [stored["code"], stored["message"], stored["path"], *_names(stored)]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a text that is none")
    code, message, path, *names = texts
    return FormerFinding(code, message, path, bool(stored["fails"]), frozenset(names))


def _names(stored: Any) -> Sequence[Any]:
    return [stored["fingerprint"], *(entry["fingerprint"] for entry in stored.get("entries", ()))]


def _share(stored: Any) -> KindShare:
    share = KindShare(*(stored[name] for name in KindShare._fields))
    texts, figures = share[:2], share[2:]
    if not all(isinstance(each, str) for each in texts) or any(type(each) is not int for each in figures):
        raise TypeError("a share that is none")
    return share

"""Fingerprints: a name for every finding, unique in a run and the same after edits that do not concern it.

A name is made of what a finding is about, never of its line or its words: a version of this program that says
a thing better must not make all findings new. Nor is it made of the file where that declares the item: a file
may move. Findings that are alike in all of this are numbered in their order, so that when one of three is
mended, the first two names stay.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from hashlib import blake2b

from mkdocs_traceability.model.finding import Finding, quoted_in
from mkdocs_traceability.rules.engine.deduplication import cause_key


def with_fingerprints(findings: Iterable[Finding], said_once: Collection[str]) -> list[Finding]:
    """Return findings in their order with their fingerprints; what is said as one finding shares one."""
    findings = list(findings)
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        alike.setdefault(_cause(finding, said_once), []).append(finding)
    seen: Counter[tuple[str, ...]] = Counter()
    names = {}
    for mistake, each in alike.items():
        key = _key(each, said_once)
        seen[key] += 1
        names[mistake] = _digest(key if seen[key] == 1 else (*key, str(seen[key])))
    return [replace(each, fingerprint=names[_cause(each, said_once)]) for each in findings]


def _cause(finding: Finding, said_once: Collection[str]) -> tuple[object, ...]:
    """Name the mistake; what only a build can know is named as the build will name it."""
    if finding.doubted:
        return finding.doubted, finding.label, finding.position
    return cause_key(finding, said_once)


def _key(alike: list[Finding], said_once: Collection[str]) -> tuple[str, ...]:
    """Return what a finding is about; of several that are said as one, only what they have in common."""
    first = alike[0]
    if first.code in said_once and not first.doubted:
        return first.code, *quoted_in(first.message)
    is_of_one = len({(each.kind, each.item) for each in alike}) == 1
    kind, item = (first.kind, first.item) if is_of_one else ("", "")
    stands_with_item = first.declaration is not None and first.declaration.path == first.position.path
    path = "" if item and stands_with_item else first.position.path
    about = (first.subject,) if first.subject or item else quoted_in(first.message)
    return first.doubted or first.code, path, kind, item, first.field, first.entry, *about


def _digest(key: tuple[str, ...]) -> str:
    return blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

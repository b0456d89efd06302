"""The baseline after a renaming: its entries are named by what they are about, and that may be the id."""

import re
from collections.abc import Iterable
from dataclasses import replace

from mkdocs_traceability.model.baseline import Baseline, entry_of
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.rules import said_once
from mkdocs_traceability.rules.fingerprints import with_fingerprints


def renamed_baseline(baseline: Baseline, after: Iterable[Finding], item: Item, new: str) -> Baseline:
    """Return the baseline with the entries that findings have now which it excused before.

    `after` are all findings of the sources as they are after the renaming, with their fingerprints. Each is
    told as it was before: what that is named by stands in the baseline.
    """
    found = list(after)
    names = (each.fingerprint for each in with_fingerprints(told_before(found, item, new), said_once()))
    now = dict(zip(names, found, strict=True))
    entries = {}
    for name, entry in baseline.entries.items():
        finding = now.get(name)
        is_other = finding is not None and finding.fingerprint != name
        entry = entry_of(finding) if finding is not None and is_other else entry
        entries[entry.fingerprint] = entry
    return replace(baseline, entries=entries)


def told_before(found: Iterable[Finding], item: Item, new: str) -> list[Finding]:
    """Return findings as they were told before an item got the id `new`, their fingerprints as they are."""
    words = re.compile(rf"(?<![\w]){re.escape(new)}(?![\w])")

    def before(text: str) -> str:
        return words.sub(lambda _: item.id, text)

    return [
        replace(
            each,
            message=before(each.message),
            label=before(each.label),
            item=item.id if (each.kind, each.item) == (item.kind, new) else each.item,
            subject=before(each.subject),
            entry=before(each.entry),
        )
        for each in found
    ]

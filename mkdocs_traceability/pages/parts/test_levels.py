"""The level of a test, such as `unit` (show): the first of the setting `test_levels` of which a glob fits."""

from collections.abc import Mapping, Sequence

from mkdocs_traceability.files.globs import matches
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.verdict import Verdicts


def levels_of(item: Item, verdicts: Verdicts, levels: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the levels of the tests that an item names; an empty name for tests of none of them.

    A glob may fit the path that is claimed, or the one that it was found at.
    """
    evidence = item.evidence.get("tests")
    found = set()
    for claim in evidence.claims if evidence else ():
        place = verdicts.of(item, claim).place
        paths = [claim.text.partition("::")[0], place.path if place else ""]
        fitting = (
            name for name, globs in levels.items() for glob in globs for path in paths if matches(path, glob)
        )
        found.add(next(fitting, ""))
    return found

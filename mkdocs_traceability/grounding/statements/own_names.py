"""The names by which a site's registry is mentioned: ids, the series they count through, and its kinds."""

from collections import Counter
from typing import Final, NamedTuple

from mkdocs_traceability.registry.registry import Registry

_SERIES: Final = 2
"""So many ids that differ in their number make a series."""


class OwnNames(NamedTuple):
    """Names of a registry; `series` are what its numbered ids have before the number, such as `EVAL-`.

    `kinds` are the names of kinds as they stand in ids, `counted` what their items are called, in small
    letters, singular and plural.
    """

    ids: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()


NO_NAMES: Final = OwnNames()
"""Those of a document without a site."""


def own_names(registry: Registry) -> OwnNames:
    """Return the names of a registry; none where it has no items, and thus no series to speak of."""
    ids = {item.id for item in registry.all}
    if not ids:
        return NO_NAMES
    stems = Counter(each.rstrip("0123456789") for each in ids if each[-1:].isdigit())
    kinds = registry.schema.kinds
    counted = {name.replace("_", " ") for name in kinds} | {each.plural_label for each in kinds.values()}
    return OwnNames(
        frozenset(ids),
        frozenset(stem for stem, number in stems.items() if number >= _SERIES and _is_stem(stem)),
        frozenset(kinds),
        frozenset(each.lower() for each in counted),
    )


def _is_stem(text: str) -> bool:
    return any(map(str.isalpha, text))

"""Which keys of an item of another shape have a meaning, and which are left."""

from collections.abc import Iterator

from mkdocs_traceability.reading.shapes.identity import NAMES
from mkdocs_traceability.reading.shapes.paths import Step, entries_of, spelled
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar


class UsedKeys:
    """The keys that have a meaning, by the way that leads to them."""

    def __init__(self) -> None:
        self._keys: dict[str, UsedKeys | None] = {}

    def add(self, steps: tuple[Step, ...]) -> None:
        """Enter a way: what stands at its end, or below the first list on it, is used as a whole."""
        if not steps or steps[0].kind != "key" or steps[0].name in NAMES:
            return
        name = spelled(steps[0].name)
        if len(steps) == 1 or steps[1].kind != "key":
            self._keys[name] = None
            return
        below = self._keys.setdefault(name, UsedKeys())
        if below is not None:
            below.add(steps[1:])

    def has(self, name: str) -> bool:
        """Whether a key, or something below it, has a meaning."""
        return spelled(name) in self._keys

    def left(self, node: Mapping, before: str = "") -> Iterator[tuple[str, Scalar, Node]]:
        """Go through the keys that have none, each with its name from the top."""
        for key, value in entries_of(node):
            name = f"{before}{key.text}"
            if not self.has(key.text):
                yield name, key, value
            elif (below := self._keys[spelled(key.text)]) is not None and isinstance(value, Mapping):
                yield from below.left(value, f"{name}.")

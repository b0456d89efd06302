"""Templates such as `/users/{id}`, declared by an API description: parameters are compared by their place."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Generic, TypeVar

from mkdocs_traceability.registry.nearest import NEAR, likeness

ANY: Final = "{}"
"""How a parameter is written once its name does not matter."""

_COMPARED: Final = 2_000
"""How many templates are compared with one that is not declared, at the most."""

V = TypeVar("V")


class _Node(Generic[V]):
    """A step in the tree of templates: what may follow, and what is declared of one that ends here."""

    __slots__ = ("declared", "next", "templates")

    def __init__(self) -> None:
        self.next: dict[str, _Node[V]] = {}
        self.templates: list[str] = []
        self.declared: dict[str, V] = {}


class Templates(Generic[V]):
    """What is declared of templates, which are rows of segments, by a name each: a method, an action."""

    def __init__(self) -> None:
        self._root: _Node[V] = _Node()

    def enter(self, segments: Sequence[str], name: str, value: V) -> None:
        """Enter what is declared of a template; the first declaration counts."""
        node = self._root
        for segment in segments:
            if segment not in node.next:
                node.next[segment] = _Node()
                if ANY in segment:
                    node.templates.append(segment)
            node = node.next[segment]
        node.declared.setdefault(name, value)

    def of(self, segments: Sequence[str], *, as_a_value: bool = False) -> dict[str, V]:
        """Return what is declared of the template that fits best; nothing where none fits.

        What is declared with a parameter is found by a concrete value only `as_a_value` is: to a claim,
        `/users/me` is another path than `/users/{id}`.
        """
        pending = [(self._root, 0)]
        while pending:
            node, depth = pending.pop()
            if depth == len(segments):
                if node.declared:
                    return node.declared
                continue
            segment = segments[depth]
            if as_a_value and ANY not in segment:
                fitting = [each for each in node.templates if _fits(segment, each)]
                pending += [(node.next[each], depth + 1) for each in reversed(fitting)]
            if segment in node.next:
                pending.append((node.next[segment], depth + 1))
        return {}


def nearest(
    wanted: str, name: str, declared: Mapping[str, Collection[str]], spelled: Callable[[str], str]
) -> str:
    """Return the template most like one that is not declared, preferably with this name; empty if none is."""
    best, found, wanted = NEAR, "", spelled(wanted)
    for each in list(declared)[:_COMPARED]:
        near = likeness(wanted, spelled(each)) + (0.001 if name in declared[each] else 0)
        if near > best:
            best, found = near, each
    return found


def listed(names: Collection[str], order: Sequence[str]) -> str:
    """Put names into a sentence, in their usual order."""
    named = [f"`{name}`" for name in order if name in names]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _fits(segment: str, template: str) -> bool:
    """Whether a concrete segment is one that a template such as `{name}.json` stands for."""
    first, *others = template.split(ANY)
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

"""Pictures as text for other tools (show): what stands in a picture, written for Mermaid and for Graphviz."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Final, NamedTuple


class DiagramNode(NamedTuple):
    """A box: `key` tells it from others; `group` is the title of what it stands in, empty for none."""

    key: Hashable
    label: str
    group: str = ""


class DiagramEdge(NamedTuple):
    """An arrow between two boxes, by their keys; one that is `mutual` has no head."""

    source: Hashable
    target: Hashable
    label: str = ""
    is_dashed: bool = False
    is_mutual: bool = False


class Diagram(NamedTuple):
    """A picture without places; it goes from the left to the right, or down."""

    nodes: tuple[DiagramNode, ...]
    edges: tuple[DiagramEdge, ...]
    goes_down: bool = False

    @property
    def mermaid(self) -> str:
        """The picture in the syntax of Mermaid's flowcharts."""
        return "\n".join(_mermaid(self)) + "\n"

    @property
    def graphviz(self) -> str:
        """The picture in the language DOT."""
        return "\n".join(_graphviz(self)) + "\n"


_MERMAID: Final = str.maketrans(
    {
        "#": "#35;",
        '"': "#quot;",
        "<": "#lt;",
        ">": "#gt;",
        "&": "#amp;",
        "`": "#96;",
        "%": "#37;",
        "|": "#124;",
    }
)
"""What means something in Mermaid even between quotes, as the entities that it reads there."""

_DOT: Final = str.maketrans({"\\": "\\\\", '"': '\\"'})


def _plain(text: str) -> str:
    """Return a text on one line, without characters that are not shown."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())


def _groups(nodes: Sequence[DiagramNode]) -> dict[str, list[tuple[int, DiagramNode]]]:
    found: dict[str, list[tuple[int, DiagramNode]]] = {}
    for number, node in enumerate(nodes):
        found.setdefault(node.group, []).append((number, node))
    return found


def _mermaid(diagram: Diagram) -> Iterator[str]:
    yield f"flowchart {'TB' if diagram.goes_down else 'LR'}"
    for at, (group, nodes) in enumerate(_groups(diagram.nodes).items()):
        indent = "    " if group else "  "
        if group:
            yield f"  subgraph g{at}[{_mermaid_text(group)}]"
        yield from (f"{indent}n{number}[{_mermaid_text(node.label)}]" for number, node in nodes)
        if group:
            yield "  end"
    numbers = {node.key: number for number, node in enumerate(diagram.nodes)}
    for edge in diagram.edges:
        line = (
            ("-.-" if edge.is_dashed else "---") if edge.is_mutual else ("-.->" if edge.is_dashed else "-->")
        )
        label = f"|{_mermaid_text(edge.label)}|" if edge.label else ""
        yield f"  n{numbers[edge.source]} {line}{label} n{numbers[edge.target]}"


def _mermaid_text(text: str) -> str:
    return f'"{_plain(text).translate(_MERMAID) or " "}"'


def _graphviz(diagram: Diagram) -> Iterator[str]:
    yield "digraph {"
    yield f"  rankdir={'TB' if diagram.goes_down else 'LR'}"
    yield "  node [shape=box]"
    for at, (group, nodes) in enumerate(_groups(diagram.nodes).items()):
        indent = "    " if group else "  "
        if group:
            yield f"  subgraph cluster_{at} {{"
            yield f"    label={_dot_text(group)}"
        yield from (f"{indent}n{number} [label={_dot_text(node.label)}]" for number, node in nodes)
        if group:
            yield "  }"
    numbers = {node.key: number for number, node in enumerate(diagram.nodes)}
    for edge in diagram.edges:
        said = [f"label={_dot_text(edge.label)}"] if edge.label else []
        said += ["style=dashed"] if edge.is_dashed else []
        said += ["dir=none"] if edge.is_mutual else []
        attributes = f" [{' '.join(said)}]" if said else ""
        yield f"  n{numbers[edge.source]} -> n{numbers[edge.target]}{attributes}"
    yield "}"


def _dot_text(text: str) -> str:
    return f'"{_plain(text).translate(_DOT)}"'

"""Pictures as text for Mermaid and Graphviz: whatever an item is called, what is made can be read."""

import re
from collections.abc import Iterator
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.pages.parts.diagram_text import Diagram, DiagramEdge, DiagramNode

Graph = tuple[dict[str, str], list[tuple[str, str, str]], list[str]]
"""Labels by the names of nodes; edges with their labels; labels of groups."""

TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(->|[{}\[\]=])|([A-Za-z_][A-Za-z_0-9]*))')


def dot_tokens(text: str) -> Iterator[tuple[str, str]]:
    """The tokens of DOT: strings, signs and names; all else is an error."""
    at = 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        assert found, text[at : at + 40]
        if found[1] is not None:
            yield "string", re.sub(r"\\(.)", r"\1", found[1])
        else:
            yield ("sign", found[2]) if found[2] else ("name", found[3])
        at = found.end()


def read_dot(text: str) -> Graph:
    """Read the part of DOT that is written: statements, one a line."""
    nodes: dict[str, str] = {}
    edges: list[tuple[str, str, str]] = []
    groups: list[str] = []
    lines = text.splitlines()
    assert lines[0] == "digraph {"
    assert lines[-1] == "}"
    depth = 0
    for line in lines:
        tokens = list(dot_tokens(line))
        depth += tokens.count(("sign", "{")) - tokens.count(("sign", "}"))
        match tokens:
            case [("name", "node"), *_]:
                pass
            case [("name", "label"), ("sign", "="), ("string", label)]:
                groups.append(label)
            case [("name", name), ("sign", "["), ("name", "label"), ("sign", "="), ("string", label), *_]:
                nodes[name] = label
            case [("name", one), ("sign", "->"), ("name", other), *rest]:
                edges.append((one, other, next((said for kind, said in rest if kind == "string"), "")))
    assert depth == 0
    return nodes, edges, groups


MERMAID_NODE = re.compile(r'(n\d+)\["([^"]*)"\]')
MERMAID_EDGE = re.compile(r'(n\d+) (?:-->|-\.->|---|-\.-)(?:\|"([^"]*)"\|)? (n\d+)')
MERMAID_GROUP = re.compile(r'subgraph g\d+\["([^"]*)"\]')


def said(text: str) -> str:
    """What Mermaid shows for a text between quotes: `#name;` and `#35;` are entities."""
    assert not re.search(r"[<>`%|]", text)
    return unescape(re.sub(r"#(\w+);", lambda it: f"&#{it[1]};" if it[1].isdigit() else f"&{it[1]};", text))


def read_mermaid(text: str) -> Graph:
    """Read the part of Mermaid that is written: each line is one of its statements as a whole."""
    nodes: dict[str, str] = {}
    edges: list[tuple[str, str, str]] = []
    groups: list[str] = []
    first, *lines = text.splitlines()
    assert first in ("flowchart LR", "flowchart TB")
    depth = 0
    for line in map(str.strip, lines):
        if line == "end":
            depth -= 1
        elif node := MERMAID_NODE.fullmatch(line):
            nodes[node[1]] = said(node[2])
        elif edge := MERMAID_EDGE.fullmatch(line):
            edges.append((edge[1], edge[3], said(edge[2] or "")))
        else:
            group = MERMAID_GROUP.fullmatch(line)
            assert group, line
            groups.append(said(group[1]))
            depth += 1
    assert depth == 0
    return nodes, edges, groups


labels = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    [
        '"',
        "\\",
        '\\"',
        "end",
        "#quot;",
        "%%{init}%%",
        "a|b",
        "`x`",
        "<b>",
        "-->",
        "]",
        "{",
        "\n",
        "#35;",
        "&amp;",
        "\\N",
    ]
)


def plain(text: str) -> str:
    return "".join(each for each in " ".join(text.split()) if each.isprintable())


@given(st.lists(labels, min_size=1, max_size=5), labels, st.booleans())
def test_any_label_is_read_as_it_was_meant(names: list[str], verb: str, is_mutual: bool) -> None:
    nodes = tuple(DiagramNode(at, name, "group " + name if at % 2 else "") for at, name in enumerate(names))
    edges = tuple(DiagramEdge(0, at, verb, is_mutual=is_mutual) for at in range(len(names)))
    diagram = Diagram(nodes, edges)
    shown = {f"n{at}": plain(name) for at, name in enumerate(names)}
    lines = [("n0", f"n{at}", plain(verb)) for at in range(len(names))]

    dot_nodes, dot_edges, dot_groups = read_dot(diagram.graphviz)
    assert dot_nodes == shown
    assert sorted(dot_edges) == sorted(lines)
    mermaid_nodes, mermaid_edges, mermaid_groups = read_mermaid(diagram.mermaid)
    assert {key: label.strip() for key, label in mermaid_nodes.items()} == shown
    assert sorted((a, b, c.strip()) for a, b, c in mermaid_edges) == sorted(lines)
    assert sorted(mermaid_groups) == sorted(dot_groups)


def test_what_is_written() -> None:
    nodes = (DiagramNode("a", "api", 'L1 "upper"'), DiagramNode("b", "db#1"))
    edges = (
        DiagramEdge("a", "b", "reads"),
        DiagramEdge("b", "a", is_dashed=True),
        DiagramEdge("a", "a", is_mutual=True),
    )

    assert Diagram(nodes, edges).mermaid == (
        "flowchart LR\n"
        '  subgraph g0["L1 #quot;upper#quot;"]\n'
        '    n0["api"]\n'
        "  end\n"
        '  n1["db#35;1"]\n'
        '  n0 -->|"reads"| n1\n'
        "  n1 -.-> n0\n"
        "  n0 --- n0\n"
    )
    assert Diagram(nodes, edges, goes_down=True).graphviz == (
        "digraph {\n"
        "  rankdir=TB\n"
        "  node [shape=box]\n"
        "  subgraph cluster_0 {\n"
        '    label="L1 \\"upper\\""\n'
        '    n0 [label="api"]\n'
        "  }\n"
        '  n1 [label="db#1"]\n'
        '  n0 -> n1 [label="reads"]\n'
        "  n1 -> n0 [style=dashed]\n"
        "  n0 -> n0 [dir=none]\n"
        "}\n"
    )

"""YAML text as a tree of values that know where they stand.

Plain YAML is read line by line, anything else by libyaml, which makes the same tree of both. Letters with
accents are in one form. What cannot be read ends in `Unreadable`.
"""

from typing import Final

from mkdocs_traceability.model.text import composed
from mkdocs_traceability.reading.yaml.nodes import Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.plain import Refused, read_plain

BREAKS: Final = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
"""Characters that end a line in YAML 1.1 and in no editor."""


def parse(text: str, first_line: int = 1, *, tags: dict[Node, str] | None = None) -> Node | None:
    """Parse one YAML document; None where it is empty.

    Lines of the result count from `first_line`, columns from 1. A tag that is not of YAML's core is
    refused; given `tags`, it is entered there instead, by its node.

    Raises:
        Unreadable: for a syntax error, a tag, a second document, or what is nested too deep or expands to
            too many values.

    """
    return _parsed(text, first_line, tags, None)


def parse_documents(text: str, first_line: int = 1) -> list[Node]:
    """Parse YAML documents that somebody else's tools read; those that are empty are left out.

    Values with tags are taken as if they had none.

    Raises:
        Unreadable: as `parse` does.

    """
    before: list[Node | None] = []
    last = _parsed(text, first_line, {}, before)
    documents = [each for each in (*before, last) if each is not None]
    if composed(text) != text:
        for document in documents:
            _compose(document)
    return documents


def _parsed(
    text: str, first_line: int, tags: dict[Node, str] | None, before: list[Node | None] | None
) -> Node | None:
    text = text.translate(BREAKS) if not text.isascii() else text
    try:
        tree = read_plain(text, first_line)
    except Refused:
        from mkdocs_traceability.reading.yaml.events import read_events  # loads PyYAML, which many need not

        tree = read_events(text, first_line, tags, before)
    if tree is not None and tags is None and composed(text) != text:  # `mkdocs.yml` names real folders
        _compose(tree)
    return tree


def _compose(tree: Node) -> None:
    """Write every letter with its accents as one character; where things stand does not change."""
    waiting, seen = [tree], set[Node]()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, Scalar):
            node.text = composed(node.text)
        elif isinstance(node, Sequence):
            waiting += node.items
        else:
            waiting += [each for entry in node.entries for each in entry]

"""The YAML of a source, a sidecar or front matter, as it is expected to read after the edits."""

from collections.abc import Iterator

from mkdocs_traceability.edits.yaml_form import form_of, read_form
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.markdown.page_body import FENCED
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar
from mkdocs_traceability.reading.yaml.nodes import Sequence as List
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable


class Tree:
    """The tree of a source; whoever edits the text changes it in the same way."""

    def __init__(self, root: Node, tags: dict[Node, str], lines: range, *, is_page: bool) -> None:
        self.root = root
        self._scalars = {(node.line, node.column): node for node in _nodes(root) if isinstance(node, Scalar)}
        self._tags = tags
        self._lines = lines
        self._is_page = is_page

    @classmethod
    def of(cls, source: Source) -> "Tree | None":
        """Return the tree of a source; None where it has no YAML that can be read."""
        text, is_page = decode(source.data), source.page is not None
        written = _yaml(text, is_page=is_page)
        if written is None:
            return None
        tags: dict[Node, str] = {}
        first = 2 if is_page else 1
        try:
            root = parse(written, first, tags=tags)
        except Unreadable:
            return None
        lines = range(first, first + written.count("\n") + 1)
        return cls(root, tags, lines, is_page=is_page) if root is not None else None

    def has_line(self, line: int) -> bool:
        """Whether a line of the source is a part of the YAML."""
        return line in self._lines

    def expect(self, at: Position, text: str, written: str) -> None:
        """Expect another value at a place; `written` is how it stands there."""
        if node := self._scalars.get((at.line, at.column)):
            node.text, node.plain = text, written[:1] not in ("'", '"')

    def is_met_by(self, data: bytes) -> bool:
        """Whether a text reads as expected."""
        written = _yaml(decode(data), is_page=self._is_page)
        return written is not None and read_form(written) == form_of(self.root, self._tags)


def _yaml(text: str, *, is_page: bool) -> str | None:
    if not is_page:
        return text
    fenced = FENCED.match(text)
    return fenced[1] if fenced else None


def _nodes(root: Node) -> Iterator[Node]:
    waiting, seen = [root], set[Node]()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        yield node
        if isinstance(node, Mapping):
            waiting += [each for entry in node.entries for each in entry]
        elif isinstance(node, List):
            waiting += node.items

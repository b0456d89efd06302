"""Declare the items of a file in other shapes: its trees translated, and read as every sidecar is."""

from collections.abc import Iterator
from collections.abc import Sequence as SequenceOf

from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.model.shapes import ShapeDeclared
from mkdocs_traceability.reading.declarations import Declaration, Declared, declare_each
from mkdocs_traceability.reading.shapes.documents import Document, Text, documents_of
from mkdocs_traceability.reading.shapes.items import ItemTranslator
from mkdocs_traceability.reading.shapes.paths import places, steps_of
from mkdocs_traceability.reading.shapes.text_items import with_text
from mkdocs_traceability.reading.source_form import SourceForm
from mkdocs_traceability.reading.yaml.nodes import Node, Sequence


def declare_shapes(file: Text, shapes: SequenceOf[ShapeDeclared], schema: Schema) -> Declared:
    """Read the items of a file by each shape that its path has.

    Raises:
        Unreadable: where the file cannot be read.

    """
    by_format: dict[str, list[Document]] = {}
    for shape in shapes:
        if shape.format not in by_format:
            by_format[shape.format] = documents_of(file, shape.format)
    trees = [(shape, with_text(file, by_format[shape.format], shape.text)) for shape in shapes]
    roots = {each.root: None for _, documents in trees for each in documents}
    form = SourceForm(file.path, _root([*roots]))
    declarations = [
        each for shape, documents in trees for each in _declarations(file, shape, documents, schema, form)
    ]
    declared = declare_each(declarations, form, schema)
    if file.page is not None and any(shape.text for shape in shapes):
        for item in declared.items:
            item.text_page = file.page if item.page is None else ""
    return declared


def _root(roots: list[Node]) -> Node | None:
    if len(roots) < 2:
        return roots[0] if roots else None
    together = Sequence(1, 1)
    together.items = roots
    return together


def _declarations(
    file: Text, shape: ShapeDeclared, documents: list[Document], schema: Schema, form: SourceForm
) -> Iterator[Declaration]:
    translator = ItemTranslator(shape, schema, form, is_page=file.page is not None)
    for document in documents:
        for path in shape.items or [""]:
            for place in places(document.root, steps_of(path), document.root):
                if found := translator.item(place, document.root):
                    home = () if shape.items else (file.page, document.title)
                    yield Declaration(*found, *home)

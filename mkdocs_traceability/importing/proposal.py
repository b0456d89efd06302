"""Import: of which kind the rows of a block are, and which field each of its columns is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mkdocs_traceability.importing.blocks import Block, Cell
from mkdocs_traceability.importing.columns import fields_of, folded_header, hints, parts_of_header
from mkdocs_traceability.importing.headings import ID as ID_FORM
from mkdocs_traceability.importing.headings import parts_of
from mkdocs_traceability.importing.values import Reader
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.tables.inline import plain

NOTES: Final = "notes"
FALLBACK: Final = "requirement"

_PREFIX: Final = re.compile(r"([^\W\d_]+)")
_SHARE: Final = 0.6
_BY_IDS: Final = 6
"""What ids of a series say of the kind: more than a word in a heading and a column of that kind together."""
_SHORT: Final = 100
_SURE: Final = 5
_SAMPLE: Final = 12
_FEW: Final = 2
_ENDING: Final = 2
_EAST_ASIAN_ENDINGS: Final = frozenset(("", "名", "名称", "名稱", "点", "项", "項目"))
_LEAST: Final = 2
_COMMON: Final = frozenset(
    ("title", "id", "status", "notes", "summary", "tags", "maintainer", "see", "aliases")
)
"""Fields that say nothing of the kind."""


@dataclass
class Proposal:
    """A kind, and the field of each header; one without a field goes to the notes.

    It is not sure where nothing but the headers speaks for the kind.
    """

    kind: Kind
    columns: dict[str, str] = field(default_factory=dict)
    is_sure: bool = True


def propose(
    block: Block, schema: Schema, reader: Reader, told: Mapping[str, str], wanted: str | None = None
) -> Proposal:
    """Propose a kind, or the one that is wanted, and fields; `told` has fields by folded headers."""
    if wanted is not None:
        kind = schema.kinds.get(wanted) or schema.by_plural[wanted]
        return Proposal(kind, columns_of(block, kind, reader, told))
    scores = {kind.name: _score(block, kind, reader, told) for kind in schema}
    best = max(scores, key=lambda name: (scores[name], name == FALLBACK))
    if scores[best] < _LEAST and FALLBACK in schema.kinds:
        best = FALLBACK
    is_sure = scores[best] >= _SURE and not _is_history(block)
    return Proposal(schema[best], columns_of(block, schema[best], reader, told), is_sure)


def _is_history(block: Block) -> bool:
    """Whether a table seems to list the versions of the document, below whatever heading."""
    headers = {folded_header(name) for name in block.names}
    return all(headers.intersection(hints()["history"][name]) for name in ("version", "date"))


def _score(block: Block, kind: Kind, reader: Reader, told: Mapping[str, str]) -> float:
    named = hints()["words"].get(kind.name, [kind.label, kind.plural_label])
    own = [each.casefold() for each in (*named, kind.label, kind.plural_label)]
    score = 0.0
    for distance, heading in enumerate(reversed(block.headings[-3:])):
        if _has(heading.casefold(), own):
            score += (3, 1.5, 1)[distance]
    headers = [folded_header(name) for name in block.names]
    score += next((3 if number == 0 else 2 for number, name in enumerate(headers[:2]) if _has(name, own)), 0)
    mapped = columns_of(block, kind, reader, told)
    score += sum(0.5 if name in _COMMON else 1.5 for name in mapped.values())
    if kind.name == FALLBACK and "tests" in mapped.values():
        score += 2  # rows that name their tests
    prefixes = hints()["prefixes"].get(kind.name, ())
    ids = [found[1] for found in map(_PREFIX.match, _ids(block)) if found]
    if ids and sum(each.upper() in prefixes for each in ids) >= _SHARE * len(ids):
        score += _BY_IDS
    return score


def _has(text: str, words: list[str]) -> bool:
    return any(re.search(rf"(?<![a-zà-ÿ]){re.escape(word)}", text) for word in words)


def _ids(block: Block) -> list[str]:
    """Return the ids that the rows have in their first cell or where a header says so."""
    found = []
    for row in block.rows:
        for cell in list(row.cells.values())[:2]:
            if match := ID_FORM.match(plain(cell.text)):
                found.append(match[0])
                break
    return found


def columns_of(block: Block, kind: Kind, reader: Reader, told: Mapping[str, str]) -> dict[str, str]:
    """Return the field of each header that has one, and whose cells it takes; no field twice."""
    columns: dict[str, str] = {}
    taken: set[str] = set()
    for header in block.names:
        folded = folded_header(header)
        meant = [told[folded]] if folded in told else _fields(block, kind, header, reader)
        name = next((each for each in meant if each not in taken), None)
        if name:
            columns[header] = name
            taken.add(name)
    _name_rows(block, kind, columns)
    _find_status(block, kind, columns, reader)
    return columns


def _fields(block: Block, kind: Kind, header: str, reader: Reader) -> list[str]:
    """Return the fields that a header may name and that take most of its cells."""
    folded = folded_header(header)
    if folded.startswith("required ") and "requires" in kind.fields:
        return [f"requires:{folded.removeprefix('required ')}"]
    if folded.startswith("missing ") and "missing" in kind.fields:
        return ["missing"]
    cells = [row.cells[header] for row in block.rows if header in row.cells]
    cells = [cell for cell in cells[:: max(1, len(cells) // _SAMPLE)] if not reader.is_nothing(cell)]
    named = fields_of(kind, header, reader.words)
    own = hints()["words"].get(kind.name, ())
    if not named and any(_is_word(part, word) for part in parts_of_header(folded) for word in own):
        named.append("title")
    named += hints()["headers"].get(kind.name, {}).get(folded, [])
    return [name for name in named if _takes(kind, name, cells, reader)]


def _is_word(text: str, word: str) -> bool:
    """Whether a text is a word, with another ending perhaps."""
    if not text.startswith(word):
        return False
    rest = text[len(word) :]
    return rest in _EAST_ASIAN_ENDINGS or (len(rest) <= _ENDING and rest.isalpha() and max(rest) < "\u2e80")


def _takes(kind: Kind, name: str, cells: list[Cell], reader: Reader) -> bool:
    if name in ("id", "notes") or not cells:
        return True
    if name == "title":
        return not all(plain(cell.text).isdigit() for cell in cells)
    read = sum(reader.read(kind, name, cell) is not None for cell in cells)
    return read >= _SHARE * len(cells)


def _find_status(block: Block, kind: Kind, columns: dict[str, str], reader: Reader) -> None:
    """Take for the status what has its signs or words in all its cells, whatever its header."""
    if "status" in columns.values():
        return
    for header in block.names:
        cells = [row.cells[header] for row in block.rows if header in row.cells]
        if header in columns or len(cells) < _FEW:
            continue
        if all((read := reader.read(kind, "status", cell)) and read.is_whole for cell in cells):
            columns[header] = "status"
            return


def _name_rows(block: Block, kind: Kind, columns: dict[str, str]) -> None:
    """See to it that rows have a name: an id, or a title that becomes one."""
    by_field = {name: header for header, name in columns.items()}
    first = block.names[0] if block.names else ""
    if header := by_field.get("id"):
        texts = _texts(block, header)
        if _are_counts(texts) and not folded_header(header).endswith("id"):
            del columns[header], by_field["id"]
    is_free = "id" not in by_field and bool(first) and columns.get(first) not in kind.relations
    if is_free and _look_like_ids(block, first):
        columns[first] = "id"
        by_field = {name: header for header, name in columns.items()}
    if "title" in by_field:
        return
    summary = by_field.get("summary")
    if "id" in by_field:
        if summary and max(map(len, _texts(block, summary)), default=0) <= _SHORT:
            columns[summary] = "title"
        return
    if header := _naming(block, kind, columns):
        columns[header] = "title"


def _naming(block: Block, kind: Kind, columns: Mapping[str, str]) -> str | None:
    """Return the header whose cells name the rows: no two alike, no number, nothing said elsewhere."""
    elsewhere = {*kind.relations, *kind.inverses, *CLAIM_TYPES, "status", "notes"}
    candidates = [each for each in block.names if columns.get(each) not in elsewhere]
    for header in candidates:
        texts = _texts(block, header)
        if _differ(texts, block) and not all(text.isdigit() for text in texts):
            return header
    first = block.names[0] if block.names else None
    if first and _differ(_texts(block, first), block):
        return first
    return next(iter(candidates or block.names), None)


def _differ(texts: list[str], block: Block) -> bool:
    return bool(texts) and len(texts) == len(block.rows) == len(set(texts))


def _are_counts(texts: list[str]) -> bool:
    """Whether texts only count the rows; those of one length with zeros before them are ids: `0007`."""
    return bool(texts) and all(text.isdigit() for text in texts) and not _are_padded(texts)


def _are_padded(texts: list[str]) -> bool:
    lengths = set(map(len, texts))
    return len(lengths) == 1 and min(lengths) > _FEW and any(text.startswith("0") for text in texts)


def _texts(block: Block, header: str) -> list[str]:
    return [plain(row.cells[header].text) for row in block.rows if header in row.cells]


def _look_like_ids(block: Block, header: str) -> bool:
    texts = _texts(block, header)
    if texts and all(text.isdigit() for text in texts):
        return _are_padded(texts)
    good = sum(ID_FORM.match(text) is not None for text in texts)
    return bool(texts) and good >= _SHARE * len(texts)


def area_of(block: Block, kind: Kind, columns: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the field that a heading fills for all rows below it, and its text."""
    for name in ("area", "category"):
        if name in kind.fields and name not in columns.values() and block.heading:
            return name, parts_of(block.heading).title or block.heading
    return None

"""Claims that can be written: files, symbols, tests, pages, and what documents declare."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lsprotocol.types import CompletionItemKind

from mkdocs_traceability.evidence.source_code.languages import language_of
from mkdocs_traceability.evidence.source_code.outline import FOR_TYPES
from mkdocs_traceability.lsp.completion.candidate import Candidate, Candidates
from mkdocs_traceability.lsp.completion.evidence import Evidence, evidence_of
from mkdocs_traceability.lsp.completion.ranking import ranked
from mkdocs_traceability.lsp.cursor.excerpt import excerpt
from mkdocs_traceability.lsp.cursor.slot import Slot
from mkdocs_traceability.lsp.cursor.yaml import tree_of
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.reading.yaml.nodes import Mapping, Scalar

_TEST_FILE: Final = re.compile(r"(?i)test|spec")
_KINDS: Final = {
    "class": CompletionItemKind.Class,
    "function": CompletionItemKind.Function,
    "method": CompletionItemKind.Method,
    "constant": CompletionItemKind.Constant,
    "member": CompletionItemKind.Field,
    "type": CompletionItemKind.Interface,
    "interface": CompletionItemKind.Interface,
    "enum": CompletionItemKind.Enum,
    "struct": CompletionItemKind.Struct,
}
_DECLARED: Final = {
    "endpoints": CompletionItemKind.Interface,
    "events": CompletionItemKind.Event,
    "tables": CompletionItemKind.Struct,
}


def claims(snapshot: Snapshot, path: str, slot: Slot) -> Candidates:
    """Return what can be claimed at a place, of the type that stands there."""
    evidence = evidence_of(snapshot.settings, snapshot.result.listed)
    typed, system = slot.word.before, system_at(snapshot, path, slot)
    if slot.claims in _DECLARED:
        kind = _DECLARED[slot.claims]
        return _fitting(typed, evidence.declared(slot.claims, system), kind)
    if slot.claims in ("docs", "page"):
        return _pages(evidence, typed, has_headings=slot.claims == "docs")
    if slot.claims == "tests":
        return _tests(evidence, typed, system)
    if slot.claims == "code" and ":" in typed:
        return _symbols(evidence, typed, system)
    is_of_files = slot.claims in ("code", "files")
    return _files(typed, evidence.files(system)) if is_of_files else Candidates()


def system_at(snapshot: Snapshot, path: str, slot: Slot) -> str:
    """Return the system that the item at a place belongs to: as it says itself, or as `defaults` say."""
    name = slot.kind.system_field if slot.kind else ""
    if not name:
        return ""
    for mapping in reversed(slot.word.mappings):
        if found := _value(mapping, name):
            return found
    return _default(snapshot.text(path).lines, name) if slot.word.path else _of_others(snapshot, path, slot)


def _value(mapping: Mapping, name: str) -> str:
    for key, value in mapping.entries:
        if isinstance(key, Scalar) and isinstance(value, Scalar) and key.text == name:
            return value.text
    return ""


def _default(lines: Sequence[str], name: str) -> str:
    """Return what the `defaults` of a sidecar say of a field, read as far as they parse."""
    for number, line in enumerate(lines):
        if line.startswith("defaults:"):
            tree = tree_of(excerpt(lines, number, 0))
            found = tree.entries[0][1] if isinstance(tree, Mapping) and tree.entries else None
            return _value(found, name) if isinstance(found, Mapping) else ""
    return ""


def _of_others(snapshot: Snapshot, path: str, slot: Slot) -> str:
    """Return the system of the items that a page declares in its tables, as the last run has them."""
    schema = snapshot.settings.schema
    items = (item for item in snapshot.result.registry.all if item.position.path == path)
    return next((system for item in items if (system := schema.system(item))), "")


def _fitting(typed: str, texts: Iterable[str], kind: CompletionItemKind, detail: str = "") -> Candidates:
    best, is_cut = ranked(typed, ((text.casefold(), text) for text in texts), lambda _: "")
    return Candidates(tuple(Candidate(text, kind, detail) for text in best), is_cut)


def _files(typed: str, files: Sequence[str]) -> Candidates:
    found = _fitting(typed, files, CompletionItemKind.File)
    return Candidates(found.listed, is_cut=True)  # behind `path:` stand others


def _symbols(evidence: Evidence, typed: str, system: str) -> Candidates:
    path, _, written = typed.partition(":")
    outline = evidence.outline(path, system)
    if outline is None:
        return Candidates(is_cut=True)
    defined = {
        ".".join(each.path): each.kind for each in outline.definitions if each.kind != FOR_TYPES and each.path
    }
    best, is_cut = ranked(written, ((name.casefold(), name) for name in defined), lambda _: "")
    return Candidates(
        tuple(
            Candidate(
                f"{path}:{name}",
                _KINDS.get(defined[name], CompletionItemKind.Variable),
                defined[name],
                also=name,
            )
            for name in best
        ),
        is_cut,
    )


def _tests(evidence: Evidence, typed: str, system: str) -> Candidates:
    path, separator, written = typed.partition("::")
    if not separator:
        files = evidence.files(system)
        first = sorted(files, key=lambda each: _TEST_FILE.search(each) is None or language_of(each) is None)
        return _files(typed, first)
    outline = evidence.outline(path, system)
    if outline is None:
        return Candidates(is_cut=True)
    named = dict.fromkeys("::".join(test.path) for test in outline.tests)
    best, is_cut = ranked(written, ((name.casefold(), name) for name in named), lambda _: "")
    kind = CompletionItemKind.Function
    return Candidates(tuple(Candidate(f"{path}::{name}", kind, "test", also=name) for name in best), is_cut)


def _pages(evidence: Evidence, typed: str, *, has_headings: bool) -> Candidates:
    uri, separator, written = typed.partition("#")
    if not (separator and has_headings):
        found = _fitting(typed, evidence.pages(), CompletionItemKind.File, "page")
        return Candidates(found.listed, is_cut=True)
    headings = {each.anchor: each.text for each in evidence.headings(uri)}
    best, is_cut = ranked(
        written, ((anchor.casefold(), anchor) for anchor in headings), lambda each: headings[each].casefold()
    )
    return Candidates(tuple(_heading(uri, anchor, headings[anchor]) for anchor in best), is_cut)


def _heading(uri: str, anchor: str, text: str) -> Candidate:
    return Candidate(f"{uri}#{anchor}", CompletionItemKind.Reference, text, also=text)

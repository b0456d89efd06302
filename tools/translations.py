"""Writes the catalogues of translations: what the pages say, and what each language says instead.

`make translations` writes them and names what is missing; a test holds them against the code. Compiled
catalogues are in the repository, so that a clone, an editable install and the wheel need no further step.

    python -m tools.translations [CODE ...]    # a catalogue for each code (`fr`, `pt_BR`) that has none yet
"""

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from mkdocs_traceability.analysis.badges import PASSED_ON_RETRY, VOCABULARY
from mkdocs_traceability.model.declared import ARTIFACTS, CLAIM_TYPES
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.model.presentation import Navigation
from mkdocs_traceability.model.shown_words import BADGES, PHASES, SEVERITIES
from mkdocs_traceability.pages.page import MATRICES, REGISTERS, REPORTS
from mkdocs_traceability.pages.rendering.renamed import RENAMED
from mkdocs_traceability.pages.site.columns import columns_of
from mkdocs_traceability.pages.views.actions import _COLUMNS as ACTION_COLUMNS
from mkdocs_traceability.pages.views.evidence.evidence import _COLUMNS as EVIDENCE_COLUMNS
from mkdocs_traceability.pages.views.legend import _PHASES, _SEVERITIES
from mkdocs_traceability.pages.views.relations.imports_seen import MARKS
from mkdocs_traceability.pages.views.relations.symbols import GRANTED
from mkdocs_traceability.pages.views.sufficiency.questions import QUESTIONS
from mkdocs_traceability.pages.views.sufficiency.sufficiency import _COLUMNS as SIGNAL_COLUMNS
from mkdocs_traceability.pages.views.sufficiency.sufficiency import _PRODUCERS as PRODUCER_COLUMNS
from mkdocs_traceability.reading.shapes.presets import preset_names
from mkdocs_traceability.registry.registry import BROKEN
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.settings.load import built_in_schema

PACKAGE: Final = Path(__file__).parent.parent / "mkdocs_traceability"
RENDERING: Final = PACKAGE / "pages/rendering"
LOCALE: Final = RENDERING / "locale"
TEMPLATE: Final = LOCALE / "traceability.pot"
COMPLETE: Final = ("de",)
"""The languages in which nothing may be missing."""

_NOTE: Final = "# Made by `make translations`: edit translations only."
_HEADERS: Final = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
_JINJA: Final = {
    "trimmed": "1",
    "newstyle_gettext": "1",
    "trim_blocks": "1",
    "lstrip_blocks": "1",
    "silent": "0",
}


class PlainCatalog(Catalog):
    """A catalogue whose header has no dates and versions, so that the same texts give the same bytes."""

    def __init__(self, locale: str | None = None) -> None:
        super().__init__(locale, header_comment=_NOTE)
        self.fuzzy = False

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Return what the header says."""
        return [(name, said.strip()) for name, said in super().mime_headers if name in _HEADERS]


class Report(NamedTuple):
    """What is wrong with the catalogue of a language."""

    code: str
    missing: list[str]
    """Texts that it does not say, or not in all forms."""
    wrong: list[str]
    """Texts whose translation has other places to fill."""
    unused: list[str]
    """Texts that it said and nothing asks for any more."""

    @property
    def fails(self) -> bool:
        """Whether this may not be given away."""
        return bool(self.wrong or (self.missing and self.code in COMPLETE))


def main(codes: Iterable[str] = ()) -> int:
    """Write all catalogues, and say what is missing in each."""
    template = extracted()
    TEMPLATE.write_text(po_text(template), encoding="utf-8", newline="\n")
    reports = []
    for code in sorted({*languages(), *codes}):
        old = read(code)
        new = updated(old, template, code)
        file = po_file(code)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(po_text(new), encoding="utf-8", newline="\n")
        file.with_suffix(".mo").write_bytes(compiled(new))
        reports.append(report(code, old, new))
    print("\n".join(line for each in reports for line in _lines(each, len(template))))
    return int(any(each.fails for each in reports))


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(file.parts[-3] for file in LOCALE.glob("*/LC_MESSAGES/traceability.po"))


def po_file(code: str) -> Path:
    """Return where the catalogue of a language stands."""
    return LOCALE / code / "LC_MESSAGES/traceability.po"


def read(code: str) -> Catalog:
    """Return the catalogue of a language as it stands, an empty one if there is none."""
    file = po_file(code)
    if not file.is_file():
        return PlainCatalog(code)
    with file.open("rb") as opened:
        return read_po(opened, code, abort_invalid=True)


def updated(old: Catalog, template: Catalog, code: str) -> Catalog:
    """Return a catalogue with the texts that there are now.

    What is said of a renamed text is marked for review. What is said of a text that is gone stays at the end,
    where no page reads it, until somebody says what became of it or takes it out.
    """
    new = PlainCatalog(code)
    known = {
        _key(message): message
        for message in [*old.obsolete.values(), *_messages(old)]
        if any(_forms(message))
    }
    formers = {now: was for was, now in _renamed()}
    for message in _messages(template):
        names = (_key(message), formers.get(_key(message)))
        said = (known[name] for name in names if name in known)
        _add(new, message, next((each for each in said if each.pluralizable == message.pluralizable), None))
    left = {key: message for key, message in known.items() if message.id not in new}
    carried = {was for now, was in formers.items() if now in new and new[now].string}
    new.obsolete.update((key, message) for key, message in left.items() if key not in carried)
    return new


def _add(new: Catalog, message: Message, said: Message | None) -> None:
    if said is None:
        new.add(message.id, None, message.locations, message.flags, message.auto_comments)
        return
    fuzzy = {"fuzzy"} if said.fuzzy or _key(said) != _key(message) else set()
    flags = message.flags | fuzzy
    new.add(message.id, said.string, message.locations, flags, message.auto_comments, said.user_comments)


def _renamed() -> Iterator[tuple[str, str]]:
    for was, now in RENAMED.items():
        yield from ((was, each) for each in ((now,) if isinstance(now, str) else now))


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def po_text(catalog: Catalog) -> str:
    """Return a catalogue as a file has it. Lines of code are not named: they change too often."""
    data = BytesIO()
    write_po(data, catalog, width=100, include_lineno=False)
    return data.getvalue().decode()


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    data = BytesIO()
    write_mo(data, catalog)
    return data.getvalue()


def report(code: str, old: Catalog, new: Catalog) -> Report:
    """Compare a catalogue with what it should say."""
    said = [message for message in _messages(new) if _is_said(message)]
    return Report(
        code,
        [_key(message) for message in _messages(new) if not _is_said(message)],
        [f"{_key(message)}: {error}" for message in said for error in message.check(new)],
        [_key(message) for message in _messages(old) if message.id not in new],
    )


def _is_said(message: Message) -> bool:
    return all(_forms(message)) and not message.fuzzy


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _lines(each: Report, total: int) -> Iterator[str]:
    yield f"{each.code}: {total - len(each.missing)} of {total} texts are translated"
    yield from (f"  missing: {text}" for text in each.missing)
    yield from (f"  wrong: {text}" for text in each.wrong)
    yield from (f"  no longer used: {text}" for text in each.unused)
    if each.unused:
        yield "  (what another text says now belongs into pages/rendering/renamed.py)"


# ---------------------------------------------------------------- what the pages say


def extracted() -> Catalog:
    """Return all that can be translated: of templates, of code, and the words of built-in kinds."""
    catalog = PlainCatalog()
    for file in sorted([*(RENDERING / "templates").rglob("*.*"), *(RENDERING / "twins").rglob("*.*")]):
        _extract(catalog, file, babel_extract, DEFAULT_KEYWORDS)
    for file in sorted([*(PACKAGE / "pages").rglob("*.py"), *(PACKAGE / "exports").rglob("*.py")]):
        _extract(catalog, file, "python", {"translate": None})
    for comment, words in data_words():
        for word in filter(None, words):
            catalog.add(str(word), auto_comments=[comment])
    return catalog


def _extract(catalog: Catalog, file: Path, method: object, keywords: dict[str, object]) -> None:
    place = file.relative_to(PACKAGE.parent).as_posix()
    with file.open("rb") as opened:
        for line, message, comments, _ in extract(method, opened, keywords, options=_JINJA):
            catalog.add(message, None, [(place, line)], auto_comments=comments)


def data_words() -> Iterator[tuple[str, Iterable[str | None]]]:
    """Give the words that are data, with what they are: a page says them without naming them in its code."""
    for kind in built_in_schema(preset_names()):
        yield f"The kind {kind.name}", _words_of(kind)
    yield "A badge", [*BADGES.values(), *(badge.meaning for badge in VOCABULARY)]
    yield "A badge", [PASSED_ON_RETRY, "traceability"]
    yield "A phase of statuses", [*PHASES.values(), *(meaning for _, meaning in _PHASES)]
    yield "Evidence", [*CLAIM_TYPES, ARTIFACTS]
    yield "A severity", [*SEVERITIES.values(), "waived", *(meaning for _, meaning in _SEVERITIES)]
    yield "A sign of a relation matrix", [*GRANTED]
    yield "The section in the navigation", [Navigation().title]
    yield "A group of the navigation", [REGISTERS, MATRICES, REPORTS]
    for rule in all_rules().values():
        yield f"The rule {rule.code}", [rule.title, *rule.paragraphs]
    yield "A reference", BROKEN.values()
    yield "Imports", [*MARKS]
    columns = (*EVIDENCE_COLUMNS, *ACTION_COLUMNS, *SIGNAL_COLUMNS, *PRODUCER_COLUMNS)
    yield "A column", (column.head for column in columns)
    yield "What decided of a signal", QUESTIONS.values()


def _words_of(kind: Kind) -> Iterator[str | None]:
    words = kind.plural.replace("_", " ")
    yield from (kind.title, kind.label, words, words.capitalize(), kind.declared.description)
    columns = [column.name for column in columns_of(kind)]
    for name in dict.fromkeys([*kind.fields, *kind.relations, *kind.inverses, *columns]):
        yield from head(kind, name)
    yield from (relation.declared.verb for relation in kind.relations.values())
    for status, declared in kind.statuses.items():
        yield from (declared.label or status, declared.description)
    yield from (name for name, field in kind.fields.items() if field.type in ("claim", "action"))
    for field in kind.fields.values():
        for value, choice in (field.one_of or {}).items():
            yield from (choice.label or value, choice.description)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

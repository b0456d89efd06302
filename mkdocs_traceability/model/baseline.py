"""The baseline: the findings that a site had when it began to be checked. They fail nothing.

A JSON file that people merge and review: sorted, a finding a line.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, NamedTuple

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.position import Position

VERSION: Final = 1

NAME: Final = "traceability-baseline.json"
"""The file that is used if it is there."""

MAX_BYTES: Final = 20_000_000
"""The largest file that is read: some 150,000 findings."""

NEVER: Final = frozenset({"TR420", "TR903"})
"""What no baseline excuses: a threshold is the very limit of what may be, and TR903 is about the baseline."""

_LONGEST: Final = 200
"""How many characters of what a finding is about an entry shows."""

_TEXTS: Final = ("code", "path", "item", "field", "subject", "fingerprint")
_CONFLICT: Final = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{24}")
_LIST: Final = re.compile(r'"findings"\s*:\s*\[')
_BETWEEN: Final = re.compile(r"[\s,]*")


class BaselineEntry(NamedTuple):
    """One finding of the baseline: `path` is where it was, `position` where the entry stands."""

    fingerprint: str
    code: str
    path: str
    kind: str
    item: str
    field: str
    subject: str
    position: Position = Position("", 1, 1)

    @property
    def about(self) -> tuple[str, ...]:
        """What it is about, wherever that stands."""
        return self.code, self.kind, self.item, self.field, self.subject

    @property
    def label(self) -> str:
        """Its item as messages name it, or its file."""
        return f"{self.kind.replace('_', ' ')} {self.item}" if self.item else f"`{self.path}`"


@dataclass(frozen=True)
class Baseline:
    """What is in the baseline of a site, by fingerprint; nothing where the site has none.

    `entered` is how many findings were ever entered, the first of them on `since`. `problem` is what keeps
    the file from being read: then nothing is in it. `unread` are the paths of entries whose file is there and
    was no source of this run, `lost` those whose file is not there. `content` is the text that it was
    read from.
    """

    path: str = NAME
    since: date | None = None
    entered: int = 0
    entries: Mapping[str, BaselineEntry] = field(default_factory=dict)
    problem: Finding | None = None
    unread: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    content: bytes = b""

    @property
    def seen(self) -> tuple[object, ...]:
        """What changes whenever a check may have another result because of it."""
        return self.path, self.content, self.problem, sorted(self.unread), sorted(self.lost)

    @property
    def is_in_use(self) -> bool:
        """Whether the site has a baseline that can be read."""
        return self.since is not None

    def after(
        self, found: Iterable[Finding], gone: Iterable[str], today: date, *, accept: bool
    ) -> "Baseline":
        """Return the baseline without what is gone, and with what fails where that is to be accepted.

        What it still has is entered at the place where it is found now.
        """
        gone = frozenset(gone)
        entries = {name: entry for name, entry in self.entries.items() if name not in gone}
        left = len(entries)
        for finding in found:
            name = finding.fingerprint
            if (entry := entries.get(name)) and entry.item == finding.item:
                entries[name] = entry._replace(path=finding.position.path)
            elif not entry and accept and may_be_entered(finding):
                entries[name] = entry_of(finding)
        entered = self.entered + len(entries) - left
        return replace(self, since=self.since or today, entered=entered, entries=entries)

    def as_text(self) -> str:
        """Return the file: it depends on nothing but what is in it."""
        lines = ",\n".join(_line(entry) for entry in sorted(self.entries.values(), key=_order))
        head = f'"version": {VERSION},\n"since": "{self.since}",\n"entered": {self.entered}'
        findings = f"\n{lines}\n" if lines else ""
        return f'{{\n{head},\n"findings": [{findings}]\n}}\n'


def may_be_entered(finding: Finding) -> bool:
    """Whether the baseline can excuse a finding: it fails here, or may fail where the site is built."""
    return (finding.fails or (bool(finding.doubted) and not finding.waiver)) and finding.code not in NEVER


class BadBaselineError(ValueError):
    """The file is no baseline: why, from which character of its text on, and what to do about it."""

    def __init__(self, message: str, offset: int, help_: str) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.help = help_


def read_baseline(text: str, path: str) -> Baseline:
    """Return the baseline that a file holds.

    Raises:
        BadBaselineError: where it is none.

    """
    if conflict := _CONFLICT.search(text):
        help_ = (
            "resolve it: keep the lines that both sides have, or take one side and write the baseline again"
        )
        raise BadBaselineError("an unresolved merge conflict", conflict.start(), help_)
    document = _parsed(text)
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise BadBaselineError("this is not a baseline", 0, _ANEW)
    if type(version := document.get("version")) is not int or version != VERSION:
        raise BadBaselineError(
            "this version of the baseline is not known",
            max(text.find('"version"'), 0),
            f"this release writes version {VERSION}: install the release that wrote the file",
        )
    since, entered = document.get("since"), document.get("entered")
    places = _Places(text, path)
    entries: dict[str, BaselineEntry] = {}
    offsets = list(_offsets(text))
    if len(offsets) != len(document["findings"]):  # the key stands twice
        raise BadBaselineError("this is not a baseline", 0, _ANEW)
    for stored, offset in zip(document["findings"], offsets, strict=True):
        entry = _entry(stored, offset, places)
        entries.setdefault(entry.fingerprint, entry)
    if type(entered) is not int or entered < 0:
        raise BadBaselineError("`entered` is not a number", max(text.find('"entered"'), 0), _ANEW)
    return Baseline(path, _date(since, text), max(entered, len(entries)), entries)


_ANEW: Final = "restore the file, or delete it and run `mkdocs-traceability check --write-baseline`"


class _Places:
    """Tells on which line and in which column the characters of a text stand, going forward."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._line, self._counted = 1, 0

    def at(self, offset: int) -> Position:
        self._line += self._text.count("\n", self._counted, offset)
        self._counted = offset
        return Position(self._path, self._line, offset - self._text.rfind("\n", 0, offset), 1)


def place_in(text: str, offset: int, path: str) -> Position:
    """Return where a character of a file stands."""
    return _Places(text, path).at(offset)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _not_json(text, error) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise BadBaselineError("this is not a baseline", 0, _ANEW) from None


def _not_json(text: str, error: json.JSONDecodeError) -> BadBaselineError:
    """Say what a merge most often leaves in words of ours: those of Python, and their place, change."""
    at = error.pos if text[error.pos : error.pos + 1] == "," else len(text[: error.pos].rstrip()) - 1
    if text[at : at + 1] == "," and text[at + 1 :].lstrip()[:1] in ("]", "}"):
        return BadBaselineError("this is not JSON: a comma too many", at, "remove the comma")
    if error.msg.startswith("Expecting ',' delimiter"):
        return BadBaselineError(
            "this is not JSON: a comma is missing", error.pos, "separate the entries by commas"
        )
    return BadBaselineError("this is not JSON", error.pos, _ANEW)


def _offsets(text: str) -> Iterator[int]:
    """Yield where each entry of the list begins in the text, which is JSON."""
    found = _LIST.search(text)
    decoder, at = json.JSONDecoder(), found.end() if found else 0
    while found and (at := _end_of_gap(text, at)) < len(text) and text[at] != "]":
        yield at
        _, at = decoder.raw_decode(text, at)


def _end_of_gap(text: str, at: int) -> int:
    gap = _BETWEEN.match(text, at)
    return gap.end() if gap else at


def _entry(stored: Any, offset: int, places: _Places) -> BaselineEntry:
    texts = [stored.get(name, "") for name in _TEXTS] if isinstance(stored, dict) else []
    if not texts or not all(isinstance(text, str) for text in texts) or not _FINGERPRINT.fullmatch(texts[-1]):
        raise BadBaselineError("this entry is not a finding", offset, "remove the line")
    code, path, label, name, subject, fingerprint = texts
    kind, _, item = label.partition(" ")
    return BaselineEntry(fingerprint, code, path, kind, item, name, subject, places.at(offset))


def _date(said: Any, text: str) -> date:
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError):
        raise BadBaselineError("`since` is not a date", max(text.find('"since"'), 0), _ANEW) from None


def entry_of(finding: Finding) -> BaselineEntry:
    """Return the entry that a finding has."""
    code, path = finding.doubted or finding.code, finding.position.path
    kind = finding.kind if finding.item else ""
    subject = cut(finding.subject)
    return BaselineEntry(finding.fingerprint, code, path, kind, finding.item, finding.field, subject)


def cut(subject: str) -> str:
    """Return so much of what a finding is about as an entry says."""
    return subject[:_LONGEST]


def _order(entry: BaselineEntry) -> tuple[str, ...]:
    return entry.path, entry.code, entry.kind, entry.item, entry.field, entry.subject, entry.fingerprint


def _line(entry: BaselineEntry) -> str:
    item = f"{entry.kind} {entry.item}" if entry.item else ""
    texts = (entry.code, entry.path, item, entry.field, entry.subject, entry.fingerprint)
    said = {name: text for name, text in zip(_TEXTS, texts, strict=True) if text}
    line = json.dumps(said, ensure_ascii=False)
    is_text = line.isprintable() and line.encode("utf-8", "replace").decode() == line
    return line if is_text else json.dumps(said)

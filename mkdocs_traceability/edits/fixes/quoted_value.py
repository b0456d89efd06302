"""Quote a value that YAML cannot read, or reads in part only, as it is written."""

import re
from typing import Final

from mkdocs_traceability.edits.fixes.written import TextOf, lines_of, quoted, yaml_lines
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit

_VALUE: Final = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[A-Za-z_][\w-]*:[ \t]+)?(?P<value>[^\s\"'\[{|>&*!#].*)")
_RESERVED: Final = "@`%"
"""What no plain value begins with (YAML 1.1, 5.3: reserved indicators, and that of directives)."""

_CUT: Final = re.compile(r"#[^\s#!]")
"""What begins a comment that may be a part of the value, as for the reader."""

_COMMENT: Final = re.compile(r"\s+#(?:\s.*)?$")


def quoted_line(finding: Finding, text_of: TextOf) -> Fix | None:
    """Quote the value that YAML stumbles over: at what it cannot begin with, or at a further `: `."""
    line = _line(finding, text_of)
    found = _VALUE.fullmatch(line)
    at = finding.position.column - 1
    if found is None or not found.start("value") <= at < len(line):
        return None
    start = found.start("value")
    is_reserved = at == start and line[at] in _RESERVED
    if not is_reserved and not (line[at] == ":" and line[at + 1 : at + 2] in (" ", "")):
        return None
    return _quoted(finding, start, _COMMENT.sub("", line[start:]).rstrip(), is_safe=is_reserved)


def with_comment(finding: Finding, text_of: TextOf) -> Fix | None:
    """Quote a value together with what is a comment behind it, and may be meant as one."""
    line = _line(finding, text_of)
    start = finding.position.column - 1
    value = line[start:].strip()
    behind = line[start + finding.position.length :].lstrip()
    if not _CUT.match(behind) or value[:1] in ("'", '"') or finding.field == "id":
        return None
    start += len(line[start:]) - len(line[start:].lstrip())
    return _quoted(finding, start, value, is_safe=False)


def _line(finding: Finding, text_of: TextOf) -> str:
    """Return the line of a finding if it is YAML, else nothing."""
    path, number, _, _ = finding.position
    text = text_of(path)
    is_yaml = text is not None and number in yaml_lines(path, text)
    return lines_of(text)[number - 1] if text is not None and is_yaml else ""


def _quoted(finding: Finding, start: int, value: str, *, is_safe: bool) -> Fix:
    path, number, _, _ = finding.position
    edit = TextEdit(path, number, start + 1, number, start + 1 + len(value), quoted(value))
    return Fix("Quote the value", (edit,), is_safe)

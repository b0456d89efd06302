"""Values as YAML: every text reads back as it was, by this plugin and by readers of YAML 1.1 and 1.2.

PyYAML's emitter decides nearly all of it. Quoted here is what it does not know of: what else our reader looks
for (typographic quotes, the line ends of YAML 1.1), and the words that YAML 1.2 takes for numbers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from math import inf
from typing import Any, Final

import yaml

from mkdocs_traceability.reading.slips import without_quotes

_WIDTH: Final = 100

_LINE_ENDS: Final = re.compile("[\r\x85\u2028\u2029]")

_NUMBER: Final = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+")
"""The numbers of YAML 1.2, core schema: https://yaml.org/spec/1.2.2/#1032-tag-resolution."""


def as_yaml(value: object) -> str:
    """Return plain data (mappings, lists, texts, numbers, dates) as YAML, without a line end behind it."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text.removesuffix("...\n").rstrip("\n")


def in_brackets(value: object) -> str:
    """Return plain data as YAML in one line, fit to stand within brackets; its texts have no line ends."""
    return in_line([value])[1:-1]


def list_entry(name: str, entry: Mapping[str, Any], remarks: Iterable[str] = ()) -> str:
    """Return a list of one entry, as in a sidecar, with remarks as comments at the end of the entry."""
    return "\n".join([as_yaml({name: [dict(entry)]}), *(f"  # {remark}" for remark in remarks)])


def in_line(value: object) -> str:
    """Return plain data as YAML on one line, as it may stand behind `key: `; a list as `[a, b]`."""
    text = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=inf, default_flow_style=True
    )
    return text.removesuffix("\n").removesuffix("\n...")


def in_double_quotes(text: str) -> str:
    """Return a text in double quotes on one line, whatever is in it."""
    written = yaml.dump(text, Dumper=_Dumper, default_style='"', allow_unicode=True, width=inf)
    return written.rstrip("\n")


def sidecar(kinds: Mapping[str, Iterable[Mapping[str, Any]]], remarks: Iterable[str] = ()) -> str:
    """Return items by the plurals of their kinds as a sidecar, with remarks as comments at its head.

    What fits on a line stands on one.
    """
    parts = ["".join(f"# {remark}\n" for remark in remarks)]
    for plural, items in kinds.items():
        entries = ["\n".join(_entry(item)) for item in items]
        parts.append(f"{plural}:\n" + "\n\n".join(entries) + "\n")
    return "\n".join(filter(None, parts))


def _entry(item: Mapping[str, Any]) -> Iterator[str]:
    lead = "  - "
    for name, value in item.items():
        yield from _indented(_pair(name, value), lead)
        lead = "    "


def _pair(name: str, value: object) -> str:
    """Return a key with its value: on a line if it fits, else entry by entry; a text of lines as a block."""
    if isinstance(value, str) and "\n" in value:
        return yaml.dump({name: value}, Dumper=_BlockDumper, allow_unicode=True, width=inf).rstrip("\n")
    line = f"{name}: {in_line(value)}"
    if len(line) <= _WIDTH or isinstance(value, str):
        return line
    if isinstance(value, Mapping):
        return "\n".join((f"{name}:", *(f"  {text}" for each in value for text in _lines(each, value[each]))))
    return "\n".join((f"{name}:", *(f"  - {in_line(each)}" for each in value)))  # type: ignore[attr-defined]


def _lines(name: str, value: object) -> list[str]:
    return _pair(name, value).split("\n")


def _indented(text: str, lead: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"{lead}{line}" if line else ""
        lead = "    "


class _Dumper(yaml.SafeDumper):
    """Writes a value out wherever it stands: an alias makes no sense to who pastes a part of the text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


def _style(text: str) -> str | None:
    """Return the quotes a text needs that PyYAML would not give it; None where it knows best."""
    if _LINE_ENDS.search(text):
        return '"'
    return "'" if _NUMBER.fullmatch(text) or without_quotes(text) else None


class _BlockDumper(_Dumper):
    """Writes a text of several lines as such, where YAML can."""


def _block(dumper: _Dumper, text: str) -> yaml.Node:
    is_block = "\n" in text and not _LINE_ENDS.search(text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if is_block else _style(text))


_Dumper.add_representer(str, _text)
_BlockDumper.add_representer(str, _block)

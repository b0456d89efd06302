"""`zensical.toml` as plain data with positions: the settings of `mkdocs.yml`, in the forms of Zensical."""

import re
import tomllib
from datetime import date, time
from typing import Any, Final

from mkdocs_traceability.model.position import Position
from mkdocs_traceability.settings.config_file import ConfigError, ConfigFile, ValuePlaces

_PROJECT: Final = "project"
_EXTENSIONS: Final = "markdown_extensions"

_MAX_DEPTH: Final = 40
"""How deeply lists and tables may lie in each other, as in YAML."""

_OF_ZENSICAL: Final = (
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "toc", "tables"),
    *("pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.emoji"),
    *("pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink"),
    *("pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.superfences", "pymdownx.tabbed"),
    *("pymdownx.tasklist", "pymdownx.tilde"),
)
"""The Markdown extensions of a site that names none (`DEFAULT_MARKDOWN_EXTENSIONS` of Zensical)."""

_GROUPS: Final = ("pymdownx", "pymdownx.blocks", "zensical", "zensical.extensions")
"""The beginnings of names that need no quotes: `[project.markdown_extensions.pymdownx.highlight]`."""

_NAMES_PYTHON: Final = ("emoji_generator", "emoji_index", "format", "validator")

_BETWEEN: Final = re.compile(r"(?:[\s,]|#[^\n]*)*")
_KEY: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_DOT: Final = re.compile(r"[ \t]*(\.)?[ \t]*")
_VALUE: Final = re.compile(
    r'''
      """(?:\\.|[^\\])*?"""(?:"{0,2})  |  \'\'\'.*?\'\'\'(?:\'{0,2})
    | "(?:\\.|[^"\\])*"  |  '[^']*'
    | \d{4}-\d\d-\d\d[ ]\d\d:[^\s,\]}#]*  |  [^\s,\]}#]+
    ''',
    re.VERBOSE | re.DOTALL,
)
_AT: Final = re.compile(
    r"(?P<told>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)


def read_toml(config: ConfigFile, text: str, shown: str) -> None:
    """Enter the data of a configuration in TOML, and their places; findings show it as `shown`.

    Raises:
        ConfigError: where it is no TOML, or holds no settings.

    """
    text = text.replace("\r\n", "\n")
    try:
        data = tomllib.loads(text)
        places = _Places(text, shown).whole()
    except ValueError as error:  # also of a number with thousands of digits
        raise _refused(str(error), text, shown) from None
    except RecursionError:
        raise ConfigError(f"{shown}: lists and tables lie too deeply in each other") from None
    if _PROJECT in data:  # else Zensical takes all of it
        data, places = data[_PROJECT], places.inside[_PROJECT]
    if not isinstance(data, dict):
        raise ConfigError(f"`{_PROJECT}` must be a table of settings", places.name)
    config.data, config.places = _plain(data), places
    config.data[_EXTENSIONS] = _extensions(config.data)


def _refused(told: str, text: str, shown: str) -> ConfigError:
    found = _AT.match(told)
    if found is None:
        return ConfigError(f"this is not valid TOML: {told}", Position(shown, 1, 1))
    line, column = found["line"], found["column"]
    at = Position(shown, int(line), int(column)) if line else Position(shown, text.count("\n") + 1, 1)
    return ConfigError(f"this is not valid TOML: {found['told']}", at)


def _plain(value: Any) -> Any:
    """Return data as YAML would have them: dates and times are text."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _extensions(data: dict[str, Any]) -> Any:
    """Return the Markdown extensions under their whole names; those of Zensical where none are named."""
    named = data.get(_EXTENSIONS, list(_OF_ZENSICAL))
    if not isinstance(named, dict):
        return named
    named = dict(named)
    for group in _GROUPS:
        inner = named.pop(group, None)
        if isinstance(inner, dict):
            named |= {f"{group}.{name}": options for name, options in inner.items()}
    return {name: _with_python(options) for name, options in named.items()}


def _with_python(options: Any) -> Any:
    """Mark what names Python, as `!!python/name:` does in `mkdocs.yml`: it is not loaded here."""
    if isinstance(options, list):
        return [_with_python(each) for each in options]
    if not isinstance(options, dict):
        return options
    if isinstance(options.get("object"), str):
        return {f"!!python/object/apply:{options['object']}": {"kwds": options.get("kwds")}}
    return {
        name: {f"!!python/name:{each}": None}
        if name in _NAMES_PYTHON and isinstance(each, str)
        else _with_python(each)
        for name, each in options.items()
    }


class _Places:
    """Goes through a text that is known to be TOML, and enters where each key and value stands."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.at = 0
        self.line, self.line_begin, self.counted = 1, 0, 0

    def whole(self) -> ValuePlaces:
        """Return the places of everything."""
        root = table = ValuePlaces()
        self._pass_over(_BETWEEN)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header(root)
            else:
                self._entry(table, 0)
            self._pass_over(_BETWEEN)
        return root

    def _header(self, root: ValuePlaces) -> ValuePlaces:
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        begin = self._position(self.at, 1)
        self.at += brackets
        place = self._named(root)
        self.at += brackets
        if brackets == 1:
            place.value = begin
            return place
        entry = place.inside[len(place.inside)] = ValuePlaces(value=begin)
        return entry

    def _named(self, table: ValuePlaces) -> ValuePlaces:
        """Read a key with its dots, and return the place that it names."""
        self._pass_over(_BETWEEN)
        for _ in range(_MAX_DEPTH):
            found = _KEY.match(self.text, self.at)
            assert found, "tomllib has read it"
            at = self._position(self.at, len(found[0]))
            self.at = found.end()
            name = found[0] if found[0][0] not in "\"'" else str(tomllib.loads(f"a = {found[0]}")["a"])
            place = table.inside.setdefault(name, ValuePlaces(at))
            dot = _DOT.match(self.text, self.at)
            assert dot, "it matches everywhere"
            self.at = dot.end()
            if not dot[1]:
                return place
            table = place
            if table.inside and 0 in table.inside:  # the last table of a list of tables
                table = table.inside[len(table.inside) - 1]
        raise RecursionError

    def _entry(self, table: ValuePlaces, depth: int) -> None:
        place = self._named(table)
        self.at = self.text.index("=", self.at) + 1
        self._pass_over(_BETWEEN)
        self._value(place, depth)

    def _value(self, place: ValuePlaces, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise RecursionError
        opening = self.text[self.at]
        if opening not in "[{":
            found = _VALUE.match(self.text, self.at)
            assert found, "tomllib has read it"
            place.value = self._position(self.at, len(found[0].partition("\n")[0]))
            self.at = found.end()
            return
        place.value = self._position(self.at, 1)
        self.at += 1
        self._pass_over(_BETWEEN)
        while self.text[self.at] not in "]}":
            if opening == "{":
                self._entry(place, depth + 1)
            else:
                inner = place.inside[len(place.inside)] = ValuePlaces()
                self._value(inner, depth + 1)
            self._pass_over(_BETWEEN)
        self.at += 1

    def _pass_over(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()

    def _position(self, at: int, length: int) -> Position:
        """Return a place; they are asked for in their order."""
        self.line += self.text.count("\n", self.counted, at)
        self.line_begin = max(self.line_begin, self.text.rfind("\n", self.counted, at) + 1)
        self.counted = at
        return Position(self.path, self.line, at - self.line_begin + 1, length)

"""What `zensical.toml` lacks: a place for settings, the Markdown extension, its style, sidecars left out.

Each is one insertion, and everything else stays to the byte. The new text is read again, and must hold what
the old one did, and what was added; where that is not so, the edit is the user's.
"""

import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final, NamedTuple

from mkdocs_traceability.edits.plugin_entry import NotSafe
from mkdocs_traceability.reading.discovery import exclusion
from mkdocs_traceability.settings.config_file import ConfigFile
from mkdocs_traceability.settings.load import EXTENSION, PLUGIN

_PROJECT: Final = "project"
_SIDECARS: Final = "*.trace.yml"
_ANY: Final = "a.trace.yml"


class Edit(NamedTuple):
    """The new text, and what is left to do by hand."""

    text: str
    by_hand: list[str]


def with_traceability(text: str, config: ConfigFile) -> Edit:
    """Return the text of a `zensical.toml` with what it lacks; `config` is what was read of it.

    Raises:
        NotSafe: where that cannot be done with insertions.

    """
    old = tomllib.loads(text)
    prefix = f"{_PROJECT}." if _PROJECT in old else ""
    expected = deepcopy(old)
    project = expected[_PROJECT] if prefix else expected
    style = f"{_page_dir(project)}/assets/traceability.css"
    by_hand = list(_by_hand(project, style, config.path.name))
    end = "\r\n" if "\r\n" in text else "\n"
    lines = [line.replace("\n", end) for line in _new_keys(project, style)]
    new = _with_lines(text, lines, end, config if prefix else None)
    for table, name in (("plugins", PLUGIN), ("markdown_extensions", EXTENSION)):
        extensions = project.get(table, {} if table == "plugins" else None)
        if isinstance(extensions, dict) and name not in extensions:
            project[table] = {**extensions, name: {}}
            new += f"{'' if new.endswith(end) else end}{end}[{prefix}{table}.{name}]{end}"
    try:
        is_right = tomllib.loads(new) == expected
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise NotSafe(f"`{PLUGIN}` and `{EXTENSION}` cannot be added safely to its tables")
    return Edit(new, by_hand)


def _page_dir(project: dict[str, Any]) -> str:
    """Return the folder of the generated pages, as far as it is set soundly."""
    plugins = project.get("plugins")
    options = plugins.get(PLUGIN) if isinstance(plugins, dict) else None
    named = options.get("page_dir") if isinstance(options, dict) else None
    return named if isinstance(named, str) and re.fullmatch(r"[\w./-]+", named) else "traceability"


def _new_keys(project: dict[str, Any], style: str) -> Iterator[str]:
    for key, value, line in (
        ("exclude_docs", f"{_SIDECARS}\n", f'exclude_docs = """\n{_SIDECARS}\n"""\n'),
        ("extra_css", [style], f'extra_css = ["{style}"]\n'),
    ):
        if key not in project:
            project[key] = value
            yield line


def _by_hand(project: dict[str, Any], style: str, name: str) -> Iterator[str]:
    """Say what is there in another form than can be added to."""
    if not isinstance(extensions := project.get("markdown_extensions"), dict):
        if extensions is None:
            yield (
                f"{name} has no `markdown_extensions`, so Zensical uses a list of its own, which yours will "
                f"replace: write a list with `{EXTENSION}` in it"
            )
        elif EXTENSION not in extensions:
            yield f"add `{EXTENSION}` to `markdown_extensions` in {name}"
    patterns = project.get("exclude_docs")
    if isinstance(patterns, str) and not exclusion(patterns, "")(_ANY):
        yield f"add `{_SIDECARS}` to `exclude_docs` in {name}, so that sidecars are not published"
    if isinstance(styles := project.get("extra_css"), list) and style not in styles:
        yield f"add `{style}` to `extra_css` in {name}"


def _with_lines(text: str, lines: list[str], end: str, config: ConfigFile | None) -> str:
    """Put lines below the header `[project]`, else at the beginning."""
    if not lines:
        return text
    if config is None:
        return "".join(lines) + text
    at = config.places.name
    kept = re.findall(r"[^\n]*\n|[^\n]+$", text)  # as TOML counts lines
    if at is None or kept[at.line - 1].split("#")[0].strip() != f"[{_PROJECT}]":
        raise NotSafe(f"it has no table `[{_PROJECT}]` to which `exclude_docs` and `extra_css` can be added")
    if not kept[at.line - 1].endswith("\n"):
        kept[at.line - 1] += end
    return "".join((*kept[: at.line], *lines, *kept[at.line :]))

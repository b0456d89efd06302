"""Read: the Markdown of a page without its front matter, separated as in `mkdocs.utils.meta`."""

import re
from typing import Final

import yaml

from mkdocs_traceability.reading.yaml.loading import surely_loads
from mkdocs_traceability.reading.yaml.nodes import Mapping
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

FENCED: Final = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
_META: Final = re.compile(r"[ ]{0,3}[A-Za-z0-9_-]+:\s*")
_META_MORE: Final = re.compile(r"(?:[ ]{4}|\t)\s*")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def body_of(text: str) -> str:
    """Return what MkDocs renders of a page: the end of its text, perhaps all of it."""
    fenced = FENCED.match(text)
    if fenced is None:
        return _without_meta_lines(text)
    return text[fenced.end() :].lstrip("\n") if _is_mapping(fenced[1]) else text


def _is_mapping(written: str) -> bool:
    """Whether MkDocs takes YAML for front matter: what it cannot construct it leaves in the page."""
    if (tree := surely_loads(written)) is not None:
        return isinstance(tree, Mapping)
    try:
        if not isinstance(parse(written), Mapping):  # also bounds depth and aliases for what follows
            return False
        return isinstance(yaml.load(written, Loader=_LOADER), dict)
    except Unreadable:
        return False
    except Exception:  # all that MkDocs takes for "no front matter": `!!bool x` ends in a KeyError
        return False


def _without_meta_lines(text: str) -> str:
    """Leave out the lines `key: value` that a page may begin with instead."""
    lines = text.split("\n")
    begun = False
    for number, line in enumerate(lines):
        if not line.strip():
            return "\n".join(lines[number + 1 :]).lstrip("\n")
        if _META.match(line):
            begun = True
        elif not (begun and _META_MORE.match(line)):
            return "\n".join(lines[number:]).lstrip("\n")
    return ""

"""Paths and ids of tests as they can be read in a narrow column.

The leaf stands out, and breaks are where names end: browsers break after `/` by themselves, not after `::`.
"""

import re
from typing import Final

from markupsafe import Markup, escape

_FOLDERS: Final = re.compile(r"^(?P<folders>(?:[\w.@+\-\[\]{}$*]+/)+)(?P<leaf>[^/\s<>]+)$")

_LONG: Final = 30
"""Letters of a name that is broken only if it has more."""

_APART: Final = 20
"""Letters between two places where a long name can be broken."""

_JOINTS: Final = re.compile(r"(?<=::)(?=.)|(?<=_)(?=[^_])")


def breakable(text: str) -> Markup:
    """Return a path with its folders quiet, and places where it can be broken."""
    found = _FOLDERS.match(text)
    if found is None or len(text) <= _LONG:
        return _broken(text)
    return Markup('<span class="trace-path">{}</span>{}').format(found["folders"], _broken(found["leaf"]))


def _broken(name: str) -> Markup:
    """Return a name with places where it can be broken, if it is long."""
    if len(name) <= _LONG:
        return escape(name)
    pieces, begin = [], 0
    for joint in _JOINTS.finditer(name):
        if joint.start() - begin >= _APART or name.startswith("::", joint.start() - 2):
            pieces.append(name[begin : joint.start()])
            begin = joint.start()
    return Markup("<wbr>").join([*pieces, name[begin:]])

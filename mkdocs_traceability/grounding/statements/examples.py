"""Names that the examples of a document define: its text speaks of these."""

import re
from collections.abc import Iterable
from typing import Final

_FENCE: Final = re.compile(r"[ \t>*+-]*(`{3,}|~{3,})")
_DEFINES: Final = re.compile(
    r"[ \t>]*(?:(?:export|default|pub|async|public|private|static|final|abstract|declare)\s+)*"
    r"(?:(?:def|class|fn|func|fun|function|const|let(?: mut)?|var|val|type|struct|enum|trait|interface"
    r"|record)\s+"
    r"(?P<defined>[A-Za-z_]\w*)"
    r"|(?:[@\w<>\[\].?]+\s+){0,5}(?P<assigned>[A-Za-z_]\w*)\s*(?::[^=\n]{1,60})?:?=(?!=))"
)
_LONGEST_LINE: Final = 300


def names_in_examples(lines: Iterable[str]) -> frozenset[str]:
    """Return the names that lines between fences define, but for those of variables that they set."""
    names: set[str] = set()
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif fence and (found := _DEFINES.match(line[:_LONGEST_LINE])):
            names.add(found["defined"] or found["assigned"])
    return frozenset(each for each in names if not each.isupper())

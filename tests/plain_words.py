"""Words and phrases that must not appear in what a user reads: a private dialect, and stilted English.

Rules, findings, command line, settings, templates and messages of the catalogue are held to this one list.
"""

import re
from typing import Final

NOT_PLAIN: Final = (
    r"\b(?:is|are|stays?|not) whole\b",
    r"^(?:not )?whole\b",
    r"\bhears? of\b|\bheard of\b",
    r"\bnothing of nothing\b",
    r"\bwhat(?:ever)? becomes? of\b|\bwhat became of\b",
    r"\bsorts? of\b",
    r"\b(?:is|are|was|were) said of\b|\bsaid of\b",
    r"\bsaid to be\b|\bis said (?:to|there|elsewhere|once)\b",
    r"\bsomebody\b|\bnobody\b",
    r"\b(?:names?|named by) no (?:other|such)\b",
    r"\bdefines no\b",
    r"\bserves nothing\b",
    r"\bhave? holes\b|\bhas holes\b",
    r"\bis like this\b|\blike this is declared\b",
    r"\bspeaks? of\b|\bspoken of\b",
    r"\banswers? for (?:it|this|them)\b",
    r"\btells? others\b",
    r"\bseen from there\b",
    r"\bcalled in question\b",
    r"\brests? on what\b",
    r"\bsome is due\b",
    r"\bthe worst first\b",
    r"\bnothing here\b",
    r"\bof no level\b",
    r"\bremarks?\b",
    r"\badmitted to be\b",
    r"\bmend(?:s|ed|ing)?\b",
    r"\bby and by\b|\bas it were\b",
    r"\bstands? twice\b|\bstands? (?:nowhere|there)\b",
    r"\bat the most\b",
    r"\bcomes? to nothing\b",
    r"\bcan come to (?:fit|be)\b",
    r"\bis (?:no|none of) (?:id|page|date|link|file|folder|status|claim|test|reference|range)\b",
    r"\banswers? to it\b",
    r"\bwhich it is forbidden to\b|\bforbidden to by\b",
    r"\bleave it at that\b",
    r"\bhave (?:it|one|its) (?:run|mark|written|of)\b",
    r"\bnot (?:ours|written in a form)\b",
    r"\bput together while\b",
    r"\bthan is bearable\b",
    r"\bwants? (?:text|a list|a mapping)\b",
    r"\bblanks?\b",
    r"\blooks? after\b|\blooked after\b",
)
"""Patterns, without regard to case. Each was found in a shown text and rewritten; take no line away."""

_FORBIDDEN: Final = re.compile("|".join(NOT_PLAIN), re.IGNORECASE)


def not_plain(text: str) -> list[str]:
    """Return the words of a shown text that are on the list."""
    return [found[0] for found in _FORBIDDEN.finditer(" ".join(text.split()))]

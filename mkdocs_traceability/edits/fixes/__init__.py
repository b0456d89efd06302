"""Repairs that findings offer. What a rule finds is repaired by functions, each a module of its own.

Nothing here runs in a plain check: who wants the fixes of a finding asks for them.
"""

from collections.abc import Callable
from typing import Final

from mkdocs_traceability.edits.fixes.current_name import current_name
from mkdocs_traceability.edits.fixes.former_field import former_field
from mkdocs_traceability.edits.fixes.missing_side import missing_side
from mkdocs_traceability.edits.fixes.quoted_id import quoted_id
from mkdocs_traceability.edits.fixes.quoted_value import quoted_line, with_comment
from mkdocs_traceability.edits.fixes.regular_space import regular_space, spaces_of_unreadable
from mkdocs_traceability.edits.fixes.straight_quotes import straight_quotes
from mkdocs_traceability.edits.fixes.suggested_name import suggested_name
from mkdocs_traceability.edits.fixes.written import TextOf
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix
from mkdocs_traceability.model.grounding import CODES

Fixer = Callable[[Finding, TextOf], Fix | None]
"""Makes the fix of a finding; None where it does not apply to it."""

FIXERS: Final[dict[str, tuple[Fixer, ...]]] = {
    "TR001": (spaces_of_unreadable, quoted_line),
    "TR002": (suggested_name,),
    "TR003": (straight_quotes, regular_space, with_comment, suggested_name),
    "TR006": (straight_quotes,),
    "TR007": (quoted_id, straight_quotes, with_comment),
    "TR010": (former_field,),
    "TR101": (suggested_name,),
    "TR102": (suggested_name,),
    "TR105": (suggested_name,),
    "TR106": (suggested_name,),
    "TR107": (current_name,),
    "TR108": (missing_side,),
    "TR211": (suggested_name,),
    "TR402": (suggested_name,),
    "TR403": (suggested_name,),
    "TR412": (current_name,),
    "TR501": (suggested_name,),
    **dict.fromkeys(CODES.values(), (suggested_name,)),
}
"""The functions by the code of the rule, the likeliest first."""

HAVE_SAFE_FIXES: Final = frozenset({"TR001", "TR003", "TR006", "TR007", "TR010", "TR107", "TR108", "TR412"})
"""The codes of rules of which some findings have a safe fix; those of the others are suggestions."""


def how_fixed(code: str) -> str:
    """Say how findings of a rule can be fixed, as Markdown; empty where they cannot."""
    if code in HAVE_SAFE_FIXES:
        return "`check --fix` fixes findings that have one safe fix."
    return (
        "`check --fix --unsafe-fixes` applies the suggestion if there is only one." if code in FIXERS else ""
    )


def fixes_of(finding: Finding, text_of: TextOf) -> tuple[Fix, ...]:
    """Return the fixes that a finding has, the safe ones first.

    `text_of` returns the text of a source by its path as findings show it, with any line ends, and None of a
    file that is not to be edited: one that is no source, or that other tools own. The fix of a mistake at
    several places (`Finding.entries`) is of all of them where they want the same name.
    """
    fixes = (fixer(finding, text_of) for fixer in FIXERS.get(finding.code, ()))
    return tuple(sorted(filter(None, fixes), key=lambda fix: not fix.is_safe))

"""The closed table of words: what data, filters and settings call a state, and what readers see.

Machine names stay in JSON, CSV, filters, addresses and style sheets. Everything shown comes from here, and
catalogues translate what is shown.
"""

from collections.abc import Mapping
from typing import Final

BADGES: Final[Mapping[str, str]] = {
    "failing": "failing",
    "missing": "not found",
    "unclaimed": "no evidence",
    "stale": "stale",
    "unverified": "not checked",
    "waived": "waived",
    "planned": "planned",
    "found": "found",
    "verified": "verified",
}
"""Badges of items and verdicts on claims, most serious first."""

BADGE_TONES: Final[Mapping[str, str]] = {
    "failing": "error",
    "missing": "error",
    "unclaimed": "warning",
    "stale": "warning",
    "found": "held",
    "verified": "held",
}
"""In which colour of a console a badge is shown; the others as information."""

SEVERITIES: Final[Mapping[str, str]] = {
    "error": "error",
    "warning": "warning",
    "info": "info",
    "baseline": "in the baseline",
}

PHASES: Final[Mapping[str, str]] = {
    "ahead": "not started",
    "open": "in progress",
    "complete": "done",
    "over": "closed",
}
"""What statuses mean for evidence."""

_TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "badge": BADGES,
    "severity": SEVERITIES,
    "phase": PHASES,
}


def shown_word(machine: str, of: str) -> str:
    """Return what readers see for a machine name `of` `badge`, `severity` or `phase`, in English."""
    return _TABLES[of].get(machine, machine)


def machine_names(of: str) -> dict[str, str]:
    """Return the machine names of a table by what filters may say: the shown words, with `-` for a blank."""
    return {shown.replace(" ", "-"): machine for machine, shown in _TABLES[of].items()}


def several(number: int, what: str) -> str:
    """Return a number of things, with the plural of a regular word."""
    return f"{number} {what}{'' if number == 1 else 's'}"

"""Blocks between markers in a text that is somebody else's: what is not ours stays, to the byte.

What is put in is taken away again without a trace: a text that ended without a line end gets a block that
does so too, so that it can be told which line ends are ours.
"""

import re
from typing import Final

from mkdocs_traceability.model.agent_files import SCOPE, Markers, block_in

_LINE_END: Final = re.compile(r"\r\n|\n")
_BLANK_LINE_AT_END: Final = re.compile(r"(?:\A\ufeff?|\n)\r?\n\Z")
_BARE_FRONT_MATTER: Final = re.compile(r"\ufeff?---\r?\n(?:[^\r\n]+\r?\n)*?---\s*")


def with_block(text: str, markers: Markers, body: str) -> str:
    """Return a text with a block, in place of the one that it has, else at its end.

    Raises:
        BrokenBlock: where its markers are no pair.

    """
    found = _LINE_END.search(text)
    end = found[0] if found else "\n"
    block = end.join([markers.begin, *body.split("\n"), markers.end])
    if there := block_in(text, markers):
        return text if there.body == body else f"{text[: there.start]}{block}{text[there.end :]}"
    if not text.removeprefix("\ufeff"):
        return f"{text}{block}{end}"
    return f"{text}{end}{block}{end}" if text.endswith("\n") else f"{text}{end}{end}{block}"


def without_block(text: str, markers: Markers) -> str:
    """Return a text without a block, and without the blank line that `with_block` put before it.

    Raises:
        BrokenBlock: where its markers are no pair.

    """
    there = block_in(text, markers)
    if there is None:
        return text
    before, after = text[: there.start], text[there.end :]
    if after:
        is_apart = _BLANK_LINE_AT_END.search(before)  # else the line before is somebody's, and stays one
        return (_without_end(before) if is_apart else before) + after[len(_end_at_start(after)) :]
    return _without_end(_without_end(before))


def with_scope(text: str, globs: str) -> str:
    """Return a text whose front matter limits it to other globs, if it limits it to some."""

    def limited(found: re.Match[str]) -> str:
        quote = '"' if found[2].startswith('"') else ""
        return f"{found[1]}{quote}{globs}{quote}"

    return SCOPE.sub(limited, text)


def is_blank(text: str) -> bool:
    """Whether a text says nothing."""
    return not text.strip("\ufeff \t\r\n")


def is_bare(text: str) -> bool:
    """Whether a text says nothing, besides in front matter."""
    return is_blank(text) or _BARE_FRONT_MATTER.fullmatch(text) is not None


def _end_at_start(text: str) -> str:
    found = _LINE_END.match(text)
    return found[0] if found else ""


def _without_end(text: str) -> str:
    """Return a text without its last line end."""
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text

"""Read: the parts of a Markdown text that are no Markdown: fenced code, and blocks of raw HTML.

As in Python-Markdown they are taken out before anything else is looked at. What is left in their place is
one line of `HIDDEN`, as indented as they were, and empty lines.
"""

import re
from collections import Counter
from typing import Final, NamedTuple

HIDDEN: Final = "\x02"
"""Stands for a character that is no prose. Python-Markdown takes it out of every text, for its own use."""

_BLOCK_TAGS: Final = """
    address article aside blockquote body canvas center colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form frame frameset group h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe
    legend li link main map math menu nav noframes noscript ol optgroup option output p param picture pre
    progress script search section source style summary svg table tbody td template textarea tfoot th thead
    title tr track ul video
    """.split()  # noqa: SIM905 - sixty words in quotes are no list to read
_OPAQUE_TAGS: Final = ("script", "style")
"""What stands in them is no HTML."""
_SHOWN_AS_WRITTEN: Final = frozenset((*_OPAQUE_TAGS, "pre", "textarea", "svg", "math"))
_ATTRIBUTES: Final = r"""(?:[\s/](?:"[^"]*+"|'[^']*+'|[^<>"'`])*+)?+"""
_FENCE: Final = re.compile(r"(`{3,}|~{3,})(.*)")
_PREFIX: Final = re.compile(r"[> ]*")
_OPENING: Final = re.compile(
    rf"^ {{0,3}}(?:(?P<comment><!--)|<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>{_ATTRIBUTES})>)",
    re.MULTILINE,
)
_INNER: Final = re.compile(rf"<!--|<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*){_ATTRIBUTES}>")
_CLOSING_OPAQUE: Final = re.compile(r"<(?P<end>/)(?P<tag>script|style)\s*>", re.IGNORECASE)
_MARKDOWN: Final = re.compile(r"""\smarkdown(?:\s*=\s*["']?(?!0)\w+["']?)?(?=[\s/]|\Z)""")


class Hidden(NamedTuple):
    """The lines of a text without fenced code and raw HTML: as many as before."""

    lines: list[str]
    fences: dict[int, int]
    """The last line of each fenced block, by its first. A paragraph goes on behind it; not so behind HTML."""


def hide_raw_blocks(lines: list[str], as_github: bool = False) -> Hidden:
    """Hide the lines of fenced code and raw HTML.

    `as_github`, a fence ends behind a longer one, too, at any depth, or with the text; and what stands within
    an element is Markdown, unless the element is `pre` or another whose text is shown as it is.
    """
    has_fences = any("```" in line or "~~~" in line for line in lines)
    hide = _hide_fences_as_github if as_github else _hide_fences
    lines, fences = hide(lines) if has_fences else Hidden(lines, {})
    text = "\n".join(lines)
    return Hidden(_hide_html(text, as_github).split("\n") if "<" in text else lines, fences)


def _hide_fences_as_github(lines: list[str]) -> Hidden:
    """Hide fences as in CommonMark; a quotation ends those that are within it."""
    hidden: list[str] = []
    fences: dict[int, int] = {}
    opened, first, quoted = "", 0, 0
    for number, line in enumerate(lines):
        prefix = _PREFIX.match(line)[0]  # type: ignore[index]  # it always matches
        found = _FENCE.match(line, len(prefix))
        if opened and prefix.count(">") >= quoted:
            hidden.append(prefix.rstrip())
            fences[first] = number
            if found and found[1].startswith(opened) and not found[2].strip():
                opened = ""
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            opened, first, quoted = found[1], number, prefix.count(">")
            hidden.append(prefix + HIDDEN)
            fences[first] = first
        else:
            opened = ""
            hidden.append(line)
    return Hidden(hidden, fences)


def _hide_fences(lines: list[str]) -> Hidden:
    """Hide fences that are closed, at the depth at which they were opened, before a line is less deep."""
    depths = [len(_PREFIX.match(line)[0]) for line in lines]  # type: ignore[index]  # it always matches
    closing: dict[tuple[int, str], list[int]] = {}
    for number in range(len(lines) - 1, -1, -1):
        rest = lines[number][depths[number] :].rstrip()
        if rest[:3] in ("```", "~~~") and not rest.strip(rest[0]):
            closing.setdefault((depths[number], rest), []).append(number)
    ends = _ends_of_depth(lines, depths)
    hidden = list(lines)
    fences: dict[int, int] = {}
    number = 0
    while number < len(lines):
        opened = _FENCE.match(lines[number], depths[number])
        last = None
        if opened and not (opened[1][0] == "`" and "`" in opened[2]):
            below = closing.get((depths[number], opened[1]), [])
            while below and below[-1] <= number:
                below.pop()
            last = below[-1] if below and below[-1] < ends[number] else None
        if last is None:
            number += 1
            continue
        prefix = lines[number][: depths[number]]
        hidden[number] = prefix + HIDDEN
        hidden[number + 1 : last + 1] = [prefix.rstrip()] * (last - number)
        fences[number] = last
        number = last + 1
    return Hidden(hidden, fences)


def _ends_of_depth(lines: list[str], depths: list[int]) -> list[int]:
    """Return, for each line, the number of the next one that is less deep and not empty."""
    ends = [len(lines)] * len(lines)
    deeper: list[int] = []
    for number, line in enumerate(lines):
        if depths[number] == len(line):
            continue
        while deeper and depths[deeper[-1]] > depths[number]:
            ends[deeper.pop()] = number
        deeper.append(number)
    return ends


def _hide_html(text: str, as_github: bool) -> str:
    """Hide HTML that begins a line, up to its end; of what has an attribute `markdown` the tags alone."""
    parts: list[str] = []
    done = 0
    last_comment = text.rfind("-->")
    while found := _OPENING.search(text, done):
        start = text.index("<", found.start())
        end = _end_of_html(text, found, last_comment, as_github)
        parts += [text[done:start], _hidden(text[start:end]) if end > start else text[start : start + 1]]
        done = max(end, start + 1)
    return "".join((*parts, text[done:]))


def _end_of_html(text: str, opening: re.Match[str], last_comment: int, as_github: bool) -> int:
    """Return where the HTML ends that is opened here, 0 where it is part of a paragraph."""
    if opening["comment"]:
        return text.index("-->", opening.end()) + 3 if opening.end() <= last_comment else 0
    tag, attributes = opening["tag"].lower(), opening["attributes"]
    if tag not in _BLOCK_TAGS:
        return 0
    is_whole = tag == "hr" or opening["end"] or attributes.endswith("/")
    if is_whole or _MARKDOWN.search(attributes) or (as_github and tag not in _SHOWN_AS_WRITTEN):
        return opening.end()
    return _end_of_element(text, opening.end(), tag, last_comment)


def _end_of_element(text: str, position: int, tag: str, last_comment: int) -> int:
    """Return where an element ends; the end of the text where it is never closed."""
    opened, depths = [tag], Counter([tag])
    while opened:
        inner = _INNER.search(text, position) if opened[-1] not in _OPAQUE_TAGS else None
        inner = inner or _CLOSING_OPAQUE.search(text, position)
        if inner is None:
            return len(text)
        position = inner.end()
        name = (inner["tag"] or "").lower()
        if not name:
            position = text.index("-->", position) + 3 if position <= last_comment else position
        elif not inner["end"]:
            if name != "hr" and not inner[0].endswith("/>"):
                opened.append(name)
                depths[name] += 1
        elif depths[name]:
            while (closed := opened.pop()) != name:
                depths[closed] -= 1
            depths[name] -= 1
    return position


def _hidden(html: str) -> str:
    """Return as many lines, the first hidden; what follows the last tag stays where it is."""
    first, *others = html.split("\n")
    if not others:
        return HIDDEN * len(first)
    return "\n".join((HIDDEN, *[""] * (len(others) - 1), HIDDEN * len(others[-1])))

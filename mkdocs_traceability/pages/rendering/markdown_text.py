"""Data as Markdown that reads back as the text it is: in paragraphs, in cells of tables, and in links.

What stands here holds in CommonMark and in the tables of GitHub. Where a mark would mean one thing in a table
and another outside (a pipe within code), it is written in the way that is the same in both.
"""

import re
from typing import Final
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from mkdocs_traceability.pages.rendering.inline import is_safe_link

_MEANT: Final = re.compile(r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])")
"""What begins something in a line: an underscore only at the edge of a word, an ampersand before a name."""

_AT_THE_START: Final = re.compile(
    r"#{1,6}(?=\s|$)|[-+](?=\s|$)|-{2,}|=+|>|(?P<number>\d{1,9})(?=[.)](?:\s|$))"
)
"""What begins a block where it stands first."""

_INLINE: Final = re.compile(
    r"(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<stars>\*\*?)(?=[^\s*])(?P<strong>[^*`\[\]<>\\|]+?)(?<=[^\s*])(?P=stars)(?!\*)"
    r"|(?<!!)\[(?P<text>[^\[\]`*\\<>|]+)\]\((?P<url>https?://[^\s()<>\\|]+)\)"
)
"""The simple forms that texts of items have: code, emphasis, and links of the web."""

_URL: Final = "-._~:@!$&'*+,;=/%?#"
"""What stands in an address as it is."""

_OF_A_TWIN: Final = re.compile(r"[^?#]+\.md(?=[?#]|$)")


def escaped(text: str) -> Markup:
    """Return a text on one line, with all that Markdown or HTML would see in it escaped."""
    line = " ".join(text.split())
    marked = _MEANT.sub(lambda found: f"\\{found[0]}", line)
    start = _AT_THE_START.match(marked)
    if start and start["number"]:
        marked = f"{start[0]}\\{marked[start.end() :]}"
    elif start:
        marked = f"\\{marked}"
    return Markup(marked)


def code(text: str) -> Markup:
    """Return a text as a code span; one with a pipe as plain text, as tables split their cells there."""
    line = " ".join(text.split())
    if not line or "|" in line:
        return escaped(line)
    ticks = "`" * (_longest_run(line) + 1)
    room = " " if line.startswith("`") or line.endswith("`") else ""
    return Markup(f"{ticks}{room}{line}{room}{ticks}")


def inline(text: str) -> Markup:
    """Return a text of the data with its code, its emphasis and its links; all else is escaped."""
    line = " ".join(text.split())
    parts, end = [], 0
    for found in _INLINE.finditer(line):
        parts += [_between(line[end : found.start()]), _form(found)]
        end = found.end()
    return Markup("".join([*parts, _between(line[end:])]).strip())


def _form(found: re.Match[str]) -> str:
    if found["code"] is not None:
        return code(found["code"])
    if found["strong"] is not None:
        return f"{found['stars']}{_between(found['strong'])}{found['stars']}"
    return link(found["text"], found["url"])


def _between(text: str) -> str:
    """Escape a text that goes on on both sides: the blanks at its ends count."""
    before = " " if text[:1].isspace() else ""
    after = " " if text.strip() and text[-1:].isspace() else ""
    return f"{before}{escaped(text)}{after}"


def link(text: str, href: str) -> Markup:
    """Return a link, or its text where it leads nowhere."""
    shown, address = (text if isinstance(text, Markup) else escaped(text)), twin_address(href)
    return Markup(f"[{shown}]({address})") if address and shown else Markup(shown)


def twin_address(href: str) -> str:
    """Return an address as a twin has it, empty where it leads to a place on the same page.

    In the Markdown of a page are neither anchors nor filters: a link to a twin leads to all of it.
    """
    if urlsplit(href).scheme:
        return quote(href, safe=_URL) if is_safe_link(href) else ""
    if twin := _OF_A_TWIN.match(href):
        return quote(twin[0], safe=_URL)
    if not re.match(r"[\w.%-]", href):
        return ""
    return quote(href, safe=_URL)


def fenced(text: str, language: str = "") -> Markup:
    """Return a text of several lines as a block of code, whatever stands in it."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return Markup(f"{fence}{language}\n{text.rstrip()}\n{fence}")


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)

"""Read: the Markdown within a cell: code spans, links, parentheses, and marks that say nothing.

Nothing here knows what a cell means. Places are offsets into the text of the cell as it is written.
"""

import re
from html import unescape
from typing import Final, NamedTuple

CODE: Final = "\x02"
"""Stands for each character of a code span or a link."""
ROLE: Final = "\x03"
"""Stands for each character of what is in parentheses behind a word."""
WITHIN: Final = "\x04"
"""Stands for what is part of a word and separates nothing: `call(a, b)`, what is escaped."""

_OPAQUE: Final = re.compile(
    r"(?<![`\\])(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<link>!?\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"(?:\((?P<target>[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s[^()]*)?\)|\[[^\[\]]*\]))"
    r"|(?P<auto><(?:https?|ftp|mailto):[^<>\s]*>)"
    r"|(?P<escape>\\[^|\w\s])"
)
_FOOTNOTE: Final = r"\[\^[^\[\]\s]{1,40}\]|<sup\b[^<>]*>[^<>]*</sup>|[¹²³⁴-⁹⁰†‡]+"
_MARKED: Final = re.compile(r"[`*_~=\[\]<>\\&(（¹²³⁴-⁹⁰†‡\x00]")
"""What any Markdown has; most cells have none."""
_LONGEST_MARK: Final = 80
_FOOTNOTES: Final = re.compile(rf"\s*(?:{_FOOTNOTE})$", re.IGNORECASE)
_LONE_STAR: Final = re.compile(r"(?<=[^\s*])\s?(?:\\\*|\*)+$")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>|<!--(?:(?!<!--|-->).)*+-->")
_BREAK: Final = re.compile(r"<(?:br|/?li|/?p)\b[^<>]*>", re.IGNORECASE)
_EMOJI: Final = (
    r"[\u2600-\u27bf\u2b00-\u2bff\u23e9-\u23ff\U0001f000-\U0001faff\u2139]"
    r"[\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff]*"
)
_SIGN: Final = rf"(?:{_EMOJI}|:[a-z][a-z0-9_+-]+:(?:\{{[^{{}}]*\}})?|\[[ xX]\](?![\[(]))"
_FIRST_SIGN: Final = re.compile(rf"{_SIGN}")
_LAST_SIGN: Final = re.compile(rf"(?<!\S){_SIGN}$|{_EMOJI}$")
_PAIRS: Final = ("***", "**", "__", "~~", "==", "*", "_", "~")
_ELEMENT: Final = re.compile(r"<(?P<tag>[a-zA-Z]+)\b[^<>]*>(?P<text>.*)</(?P=tag)>", re.DOTALL)
_REFERENCE: Final = re.compile(r"\[[^\s\[\]^!][^\s\[\]]+\]")
"""An id in brackets, as pages refer to items."""
_STRUCK: Final = frozenset(("~~", "del", "s", "strike"))
_PAIRED: Final = re.compile(r"(\*\*\*|\*\*|__|~~|==|(?<!\w)[*_](?=\S))(.{1,300}?)(?<=\S)\1(?!\w|\.\w|\()")


class Part(NamedTuple):
    """A part of a cell: where it begins and ends, and what was said around it."""

    start: int
    end: int
    is_code: bool = False
    is_struck: bool = False
    is_strong: bool = False
    target: str = ""


def masked(text: str) -> str:
    """Return a text of the same length in which nothing separates that is not meant to."""
    if not _MARKED.search(text):
        return text
    hidden = _OPAQUE.sub(lambda found: (WITHIN if found["escape"] else CODE) * len(found[0]), text)
    return _without_parentheses(hidden)


def _without_parentheses(text: str) -> str:
    """Hide what stands in parentheses: a role behind a word, or the arguments of a call."""
    if "(" not in text and "（" not in text:
        return text
    hidden, opened = list(text), []
    for position, character in enumerate(text):
        if character in "(（":
            opened.append(position)
        elif character in ")）" and opened:
            start = opened.pop()
            before = text[start - 1 : start]
            is_call = text[start] == "(" and bool(before) and (before.isalnum() or before in "_.")
            if not opened:
                sign = WITHIN if is_call else ROLE
                hidden[start : position + 1] = sign * (position + 1 - start)
    return "".join(hidden)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the ends of a part without the blanks at them."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def unwrapped(text: str, part: Part) -> Part:
    """Return what stands within bold, code, a link, a tag or a strike-through, one within another."""
    while True:
        start, end = trimmed(text, part.start, part.end)
        part = part._replace(start=start, end=end)
        inner = _within(text, part)
        if inner is None:
            return part
        part = inner


def _within(text: str, part: Part) -> Part | None:
    written = text[part.start : part.end]
    if part.is_code or not written:
        return None
    if (found := _OPAQUE.match(written)) and found.end() == len(written) and not found["escape"]:
        return _opened(part, found)
    if _REFERENCE.fullmatch(written):
        return part._replace(start=part.start + 1, end=part.end - 1)
    for sign in _PAIRS:
        size = len(sign)
        inner = written[size:-size]
        if written.startswith(sign) and written.endswith(sign) and inner.strip() and sign not in inner:
            return part._replace(
                start=part.start + size,
                end=part.end - size,
                is_struck=part.is_struck or sign in _STRUCK,
                is_strong=part.is_strong or sign in ("**", "__", "***"),
            )
    if (found := _ELEMENT.fullmatch(written)) and f"<{found['tag']}" not in found["text"]:
        tag = found["tag"].lower()
        return part._replace(
            start=part.start + found.start("text"),
            end=part.start + found.end("text"),
            is_code=tag in ("code", "kbd", "samp"),
            is_struck=part.is_struck or tag in _STRUCK,
            is_strong=part.is_strong or tag in ("b", "strong"),
        )
    return None


def _opened(part: Part, found: re.Match[str]) -> Part:
    """Return what stands within a code span or a link."""
    group = "code" if found["code"] is not None else "label" if found["link"] else "auto"
    start, end = part.start + found.start(group), part.start + found.end(group)
    if group == "code":
        return part._replace(start=start, end=end, is_code=True)
    if group == "label":
        return part._replace(start=start, end=end, target=found["target"] or "")
    return part._replace(start=start + 1, end=end - 1, is_code=True, target=found["auto"][1:-1])


def first_code(text: str, start: int, end: int) -> Part | None:
    """Return what stands in the code span or the link with which a part begins."""
    found = _OPAQUE.match(text, start, end)
    if found is None or found["escape"]:
        return None
    return unwrapped(text, _opened(Part(0, 0), found))


def end_of_first(text: str, start: int, end: int) -> int:
    """Return where the code span or the link ends with which a part begins."""
    found = _OPAQUE.match(text, start, end)
    assert found is not None
    return found.end()


def without_footnotes(text: str, start: int, end: int) -> int:
    """Return where a part ends before the marks of its footnotes."""
    while True:
        end = start + len(text[start:end].rstrip())
        near = max(start, end - _LONGEST_MARK)
        found = _FOOTNOTES.search(text, near, end)
        if found is None and text[end - 1 : end] == "*" and text.count("*", start, end) == 1:
            found = _LONE_STAR.search(text, near, end)
        if found is None or found.start() == start:
            return end
        end = found.start()


def signs(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the emoji, shortcodes and boxes at either end of a part, and its ends without them."""
    found = ""
    while first := _FIRST_SIGN.match(text, start, end):
        found += first[0]
        start, end = trimmed(text, first.end(), end)
    while last := _LAST_SIGN.search(text[start:end]):
        found += last[0]
        start, end = trimmed(text, start, start + last.start())
    return found, start, end


def plain(text: str) -> str:
    """Return the text that a reader sees: without marks, tags and footnotes, on one line."""
    if not _MARKED.search(text):
        return " ".join(text.split())
    codes: list[str] = []

    def kept(found: re.Match[str]) -> str:
        if found["escape"]:
            codes.append(found[0][1:])
        elif found["code"] is not None:
            codes.append(found["code"].strip())
        elif found["link"]:
            return found["label"].replace("`", "")
        else:
            codes.append(found["auto"][1:-1])
        return f"\x00{len(codes) - 1}\x00"

    text = re.sub(_FOOTNOTE, "", _OPAQUE.sub(kept, text.replace("\x00", "").replace("\\|", "|")))
    text = _TAG.sub("", _BREAK.sub(" ", text))
    for _ in _PAIRS:  # one within another, each kind once
        text = _PAIRED.sub(r"\2", text)
    text = re.sub("\x00(\\d+)\x00", lambda found: codes[int(found[1])], unescape(text))
    return " ".join(text.replace("\\|", "|").split())

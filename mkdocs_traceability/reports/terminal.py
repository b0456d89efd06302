"""Text as a terminal shows it: how wide it is, cut and wrapped.

The widths of characters that are not ASCII are those of `wcwidth`, which is loaded for them only.
"""

import textwrap


def text_width(text: str) -> int:
    """Return how many columns a printable text takes."""
    if text.isascii() or text.replace("…", "").isascii():  # our own mark of what was cut
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def padded(text: str, columns: int) -> str:
    """Return a text with blanks up to so many columns."""
    return text + " " * (columns - text_width(text))


def cut(text: str, columns: int) -> str:
    """Return a text that takes at most so many columns, with an ellipsis where it was cut."""
    if text_width(text) <= columns:
        return text
    if text.isascii():
        return text[: max(columns - 1, 0)].rstrip() + "…"
    from wcwidth import clip

    return clip(text, 0, max(columns - 1, 0)).rstrip() + "…"


def wrapped(text: str, columns: int) -> list[str]:
    """Return a text in lines of so many columns; a longer word is not broken, so that it can be copied."""
    columns = max(columns, 1)
    if text.isascii():
        return textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False) or [""]
    from wcwidth import wrap

    return wrap(text, columns, break_long_words=False, break_on_hyphens=False) or [""]

"""Text that looks the same is the same: letters with accents may be written as one character or as two."""

from unicodedata import normalize


def composed(text: str) -> str:
    """Return a text with every letter and its accents as one character (NFC), as most keyboards write it."""
    return text if text.isascii() else normalize("NFC", text)

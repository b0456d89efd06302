"""Read: what the header of a column is about, where it says more than one word.

English, German and East Asian headers are about what they end with (`Umsetzungsstatus`, `需求描述`), Romance
ones about what they begin with (`Descripción del requisito`).
"""

import re
from collections.abc import Iterator
from typing import Final

_ENDINGS: Final = frozenset(
    ("id", "ids", "name", "names", "no", "nr", "number", "ref", "refs", "target", "targets")
)
_PARTICIPLE: Final = re.compile(
    r"(?:associ|li|couvert|concern)é?e?s?|(?:asociad|associad|relacionad|cubiert|cobert|vinculad|collegat|associat)[oaie]s?"
)
"""What may stand behind a noun: `cas de test associés`."""
_PREPOSITION: Final = re.compile(r"\s+(?:de|del|des|du|da|do|dos|di|della|dei|delle)\s+|\s+d['’]")
_COMPOUND: Final = re.compile(
    r"[a-zäöüß](?P<end>status|stand|beschreibung|bezeichnung|titel|priorität|nummer|kennung|begründung)$"
)
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def subjects(text: str) -> Iterator[str]:
    """Go through what a header may be about, the likeliest first; the header is folded."""
    words = text.split()
    while len(words) > 1 and (words[-1] in _ENDINGS or _PARTICIPLE.fullmatch(words[-1])):
        words.pop()
    yield " ".join(words)
    if found := _PREPOSITION.search(text):
        yield from subjects(text[: found.start()])
    if found := _COMPOUND.search(text):
        yield found["end"]
    if _EAST_ASIAN.search(text):
        if text.endswith("名"):
            yield "名称"
        yield from (text[start:] for start in range(1, len(text) - 1))

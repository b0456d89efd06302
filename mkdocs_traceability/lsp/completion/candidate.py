"""Something that can be written at the cursor, before it is known how it has to be written there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lsprotocol.types import CompletionItemKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word and what is told of it: `detail` beside it, `description` as Markdown below it.

    It is found by the words `also`, too. `after` stands behind it: `: ` behind a key. One that `goes_on` is a
    beginning, such as a folder. Of an item, whose card is told once it is asked for, the kind is kept.
    """

    text: str
    kind: CompletionItemKind
    detail: str = ""
    description: str = ""
    also: str = ""
    after: str = ""
    goes_on: bool = False
    kind_of_item: str = ""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What can be written; `is_cut` where there is more than is shown, or more once more is typed."""

    listed: tuple[Candidate, ...] = ()
    is_cut: bool = False


def words(
    described: Mapping[str, str], kind: CompletionItemKind, but: Iterable[str] = (), after: str = ""
) -> Candidates:
    """Return words with their descriptions, without those that are there already."""
    taken = frozenset(but)
    return Candidates(
        tuple(
            Candidate(word, kind, description=description, after=after)
            for word, description in described.items()
            if word not in taken
        )
    )

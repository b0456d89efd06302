"""Values that can be written: statuses, words of vocabularies, systems."""

from typing import TYPE_CHECKING

from lsprotocol.types import CompletionItemKind

from mkdocs_traceability.lsp.completion.candidate import Candidate, Candidates, words
from mkdocs_traceability.lsp.cursor.slot import Slot
from mkdocs_traceability.lsp.descriptions import of_status
from mkdocs_traceability.lsp.markdown import escaped
from mkdocs_traceability.lsp.snapshot import Snapshot

if TYPE_CHECKING:
    from mkdocs_traceability.model.declared import Choice

_VALUE = CompletionItemKind.EnumMember

BOOLEANS = {"true": "", "false": ""}


def statuses(slot: Slot) -> Candidates:
    """Return the statuses of a kind, or of all kinds that `defaults` speak of."""
    found = {name: status for kind in reversed(slot.kinds) for name, status in kind.statuses.items()}
    own = dict.fromkeys(name for kind in slot.kinds for name in kind.statuses)
    return Candidates(
        tuple(Candidate(name, _VALUE, found[name].label, of_status(found[name])) for name in own)
    )


def choices(slot: Slot) -> Candidates:
    """Return the words of a field's vocabulary."""
    found: dict[str, Choice] = {}
    for kind in slot.kinds:
        declared = kind.fields.get(slot.name)
        found |= declared.one_of or {} if declared else {}
    return Candidates(
        tuple(
            Candidate(word, _VALUE, choice.label, escaped(choice.description))
            for word, choice in found.items()
        )
    )


def booleans() -> Candidates:
    """Return the two words for yes and no."""
    return words(BOOLEANS, _VALUE)


def systems(snapshot: Snapshot) -> Candidates:
    """Return the systems that the settings name."""
    titles = snapshot.settings.presentation.systems
    return Candidates(
        tuple(
            Candidate(name, CompletionItemKind.Module, titles[name].title if name in titles else "")
            for name in snapshot.settings.inputs.systems()
        )
    )

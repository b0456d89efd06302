"""What can stand at a place: which key of what, or which value of which field of an item."""

from dataclasses import dataclass
from enum import Enum, auto

from mkdocs_traceability.lsp.cursor.word import Word
from mkdocs_traceability.model.kinds import Kind, Schema


class Role(Enum):
    """What a word is, in YAML, in a table, a marker or a sentence."""

    OWN_KEY = auto()
    """A key at the top of front matter, of which one is ours."""
    TOP_KEY = auto()
    """A kind at the top of a sidecar or in front matter."""
    ITEM_KEY = auto()
    """A key of an item, or of `defaults`."""
    REFERENCE = auto()
    """An entry of a relation: the id of an item."""
    REFERENCE_KEY = auto()
    EVIDENCE_KEY = auto()
    CLAIM = auto()
    CLAIM_KEY = auto()
    ACTION_KEY = auto()
    RULE = auto()
    """The code of a rule that is waived."""
    WAIVER_KEY = auto()
    WAIVED = auto()
    """What a waiver is limited to."""
    ID = auto()
    """An item's own id."""
    STATUS = auto()
    CHOICE = auto()
    BOOLEAN = auto()
    SYSTEM = auto()
    TEXT = auto()
    MACRO = auto()
    """The macro that makes a marker."""
    FORM = auto()
    """What a marker places: `list`, `count` …"""
    MARKER_KIND = auto()
    MARKER_ITEM = auto()
    FILTER_KEY = auto()
    FILTER_VALUE = auto()
    TABLE_KIND = auto()
    """The kind in the comment above a table."""
    TABLE_FIELD = auto()
    """A field in the comment above a table."""
    TABLE_HEADER = auto()
    """The header that the comment above a table names."""
    MENTION = auto()
    """An id in the text of a page."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A word, and what it is: of items of which `kinds`, under which `name`.

    There are several kinds where `defaults` say something of all of them. `name` is that of the field,
    relation or claim type; of a filter's value, its key. `beside` are the words that are taken already.
    `headers` are those of a table. `is_call` is whether it stands in a call of a macro, and not in a marker.
    """

    role: Role
    word: Word
    kinds: tuple[Kind, ...] = ()
    name: str = ""
    claims: str = ""
    is_home: bool = False
    is_default: bool = False
    headers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    is_call: bool = False

    @property
    def kind(self) -> Kind | None:
        """The kind of the item that it is about; of several the first."""
        return self.kinds[0] if self.kinds else None

    def targets(self, schema: Schema) -> tuple[str, ...]:
        """Return the kinds of items that can be named here."""
        if self.role in (Role.MENTION, Role.MARKER_ITEM):
            return tuple(schema.kinds)
        found = (target for kind in self.kinds for target in schema.targets(kind.name, self.name))
        return tuple(dict.fromkeys(found))

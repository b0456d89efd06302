"""The form in which a kind is declared: by the package for the built-in ones, in `mkdocs.yml` for a user's.

Both go through these models, so what the built-in kinds can do a user's kind can do too. What the
declarations mean together (targets that exist, names that clash) is `kinds.py`'s matter.
"""

import re
from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from mkdocs_traceability.model.id_pattern import IdPattern

CLAIM_TYPES: Final = {
    "code": "",
    "tests": "junit",
    "endpoints": "openapi",
    "events": "asyncapi",
    "tables": "sql",
    "docs": "",
    "files": "",
    "links": "",
}
"""What can be claimed, in the order in which it is shown, and the setting of what it is compared with.

A claim type is a line here, and its module in `evidence/`, which says what becomes of its claims.
"""

INPUT_SETTINGS: Final = tuple(filter(None, CLAIM_TYPES.values()))
"""The settings that hold globs of what claims are compared with."""

ARTIFACTS = "artifacts"
"""The type of claims that an action makes: files like those of `files`, or folders."""


class Phase(StrEnum):
    """What a status means for evidence: `complete` makes it compulsory, `ahead` and `over` excuse it."""

    AHEAD = "ahead"
    OPEN = "open"
    COMPLETE = "complete"
    OVER = "over"


class Declared(BaseModel):
    """What a declaration is: nothing unknown in it, and nothing changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Choice(Declared):
    """One value of a vocabulary, as the legend shows it."""

    label: str = ""
    description: str = ""


def _pattern(text: str) -> str:
    IdPattern(text)
    return text


def _named(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise ValueError(
            "a name is made of lower-case letters, digits and underscores, and starts with a letter"
        )
    return text


def _claim_type(text: str) -> str:
    if text not in CLAIM_TYPES:
        expected = ", ".join(f"'{name}'" for name in CLAIM_TYPES)
        raise PydanticCustomError("literal_error", "a claim type", {"expected": expected})
    return text


def _choices(declared: Any) -> Any:
    """Let a vocabulary be a list of values, or a mapping of values to labels."""
    if isinstance(declared, list):
        return {str(value): {} for value in declared}
    if isinstance(declared, dict):
        return {
            str(value): {"label": more} if isinstance(more, str) else ({} if more is None else more)
            for value, more in declared.items()
        }
    return declared


def _under(key: str) -> BeforeValidator:
    """Let a mapping be written as the one value that matters most; nothing at all is an empty mapping."""

    def laid_under(declared: Any) -> Any:
        if declared is None:
            return {}
        return {key: declared} if isinstance(declared, str) else declared

    return BeforeValidator(laid_under)


def _list(declared: Any) -> Any:
    return [declared] if isinstance(declared, str) else declared


Name = Annotated[str, AfterValidator(_named)]
Names = Annotated[list[str], BeforeValidator(_list)]


def _wanted(declared: Any) -> Any:
    """Let a condition name one value or several, truth values and numbers among them."""
    values = declared if isinstance(declared, list) else [declared]
    return [str(value) if isinstance(value, bool | int | float) else value for value in values]


Wanted = Annotated[list[str], BeforeValidator(_wanted)]


class DeclaredField(Declared):
    """A plain value: `text`, or a mapping where there is more to say.

    `one_of` is a vocabulary; `many` lets the field hold several values; `claims` makes it a claim of
    that type; `page` names a page of the site, `action` is a text with artifacts that must come to
    exist, `lists` named lists of text, `structure` whatever YAML says. Names that the field had before are
    `formerly`: they are still read, and exports keep the first of them.
    """

    type: Literal[
        "text", "markdown", "number", "boolean", "date", "claim", "page", "action", "lists", "structure"
    ] = "text"
    one_of: Annotated[dict[str, Choice] | None, BeforeValidator(_choices)] = None
    claims: Annotated[str, AfterValidator(_claim_type)] = "docs"
    many: bool = False
    required: bool = False
    formerly: Annotated[list[Name], BeforeValidator(_list)] = []
    label: str = ""
    description: str = ""


IMPLIED_BY_ACTION: Final = {
    "due": DeclaredField(type="date", description="The date by which it is to be done"),
    "effort": DeclaredField(description="How much work it is"),
}
"""The fields that a kind with an action has although it declares none of the name."""


class DeclaredRelation(Declared):
    """A link to items of the kinds in `to` (`any`: of every kind), and the name of the way back.

    `single` admits one target only, `or_text` also free text in place of an id. An `acyclic` relation
    must not lead back to where it started; a `symmetric` one holds in both directions. One with
    `allow_closed` (formerly `allow_over`) may, both ways, lead to items that are closed.

    Pictures draw an arrow from the item that acts to the one it acts on: from the item that has the relation
    to its target, or `backward`; `verb` is what stands on it. A change spreads to what names its target,
    `backward`, unless `impact` says that it spreads to the target, to both, or to none.
    """

    to: Names = Field(min_length=1)
    inverse: Name | None = None
    required: bool = False
    single: bool = False
    or_text: bool = False
    acyclic: bool = False
    symmetric: bool = False
    allow_closed: Annotated[bool, Field(validation_alias=AliasChoices("allow_closed", "allow_over"))] = False
    direction: Literal["forward", "backward"] = "forward"
    impact: Literal["forward", "backward", "both", "none"] = "backward"
    verb: str = ""
    label: str = ""
    inverse_label: str = ""
    description: str = ""


class DeclaredStatus(Declared):
    """One status and its phase; `active: complete` says the same as `active: {phase: complete}`."""

    phase: Phase
    label: str = ""
    description: str = ""


class DeclaredEvidence(Declared):
    """What items to which `when` applies must show; the first entry that fits an item decides."""

    when: dict[Name, Wanted] = {}
    all_of: Names | None = None
    any_of: Names | None = None


class DeclaredMatrix(Declared):
    """The columns of the kind's matrix page, and the field or relation that divides it into sections."""

    columns: Names | None = None
    section: str | None = None


class DeclaredKind(Declared):
    """A kind of item, as `kinds:` declares it."""

    plural: Name
    title: str = ""
    label: str = ""
    description: str = ""
    id: Annotated[str | None, AfterValidator(lambda text: text and _pattern(text))] = None
    fields: dict[Name, Annotated[DeclaredField, _under("type")]] = {}
    relations: dict[Name, Annotated[DeclaredRelation, _under("to")]] = {}
    status: dict[str, Annotated[DeclaredStatus, _under("phase")]] = {}
    evidence: list[DeclaredEvidence] = []
    matrix: DeclaredMatrix = DeclaredMatrix()

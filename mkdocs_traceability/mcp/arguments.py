"""What tools are given: every text and number has bounds, and nothing else is taken."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mkdocs_traceability.mcp.site import Refused

MOST_ENTRIES: Final = 100
_MOST_PROBLEMS: Final = 5

Short = Annotated[str, Field(min_length=1, max_length=300)]
"""An id, a word, a filter."""

FilePath = Annotated[str, Field(min_length=1, max_length=1_000)]
"""A path of a client, relative to the folder of `mkdocs.yml` or absolute."""


class Arguments(BaseModel):
    """The arguments of a tool. A number is no text and a text no list: clients that mean so are told."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Page(Arguments):
    """Which entries of a list are wanted."""

    limit: int = Field(default=20, ge=1, le=MOST_ENTRIES, description="How many entries at most.")
    offset: int = Field(default=0, ge=0, le=1_000_000, description="How many entries to leave out first.")


def range_of(asked: Page, shown: int, total: int) -> str:
    """Say which entries are shown, where these are not all."""
    if shown == total:
        return ""
    return f"; these are {asked.offset + 1} to {asked.offset + shown}" if shown else "; none from this offset"


def read_arguments(model: type[Arguments], given: dict[str, Any]) -> Any:
    """Return arguments as the values of a tool; one that is null is as if it were not given.

    Raises:
        Refused: where they are not what the tool takes; says what is.

    """
    try:
        return model.model_validate({each: value for each, value in given.items() if value is not None})
    except ValidationError as error:
        said = [_said(model, each) for each in error.errors(include_url=False, include_input=False)]
        more = f"\nand {len(said) - _MOST_PROBLEMS} more" if len(said) > _MOST_PROBLEMS else ""
        raise Refused("\n".join(said[:_MOST_PROBLEMS]) + more) from None


def _said(model: type[Arguments], problem: Any) -> str:
    where = ".".join(str(each)[:60] for each in problem["loc"])
    if problem["type"] == "extra_forbidden" and len(problem["loc"]) == 1:
        return f"`{where}` is no argument; there are {', '.join(f'`{each}`' for each in model.model_fields)}"
    return f"`{where}`: {problem['msg'][:200]}" if where else problem["msg"][:200]

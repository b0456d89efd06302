r"""The form in which a preset says which lines of a Markdown text are items: headings, list items, others.

    - {heading: 'Requirement: (?P<title>.+)', id: "{folder}/{slug}", kind: requirement}
    - {bullet: '(?P<id>FR-\d+): (?P<title>.+)', id: "{folder}/{id}", kind: requirement}
    - {line: 'User story: (?P<summary>.+)'}

Groups of a pattern are facts by their names. A pattern without an `id` adds its facts to the item above.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, model_validator

from mkdocs_traceability.model.declared import Declared


def _pattern(text: str) -> str:
    re.compile(text)
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression of Python's: presets come with the package, no site brings one."""


class TextMention(Declared, BaseModel):
    """What in the text of an item refers to another: the `id` is a template with `{each}`."""

    match: Pattern
    id: str = "{each}"


class TextPattern(Declared, BaseModel):
    """Which lines are items, or facts of the item above; before the first item, of the page.

    One of `heading`, `bullet`, `line` (a paragraph) and `comment` (in HTML) is a pattern, which fits from the
    beginning. `level` is that of the heading, if only one is meant. `under` is a pattern for the nearest
    heading. With `checkbox` only list items with a check box are meant, which says `open` or `done`; with
    `number` those whose number fits it; with `indent` those that have no more blanks before them.

    `id` is a template: of groups, `{folder}` (the file's), `{slug}` (of the title), `{number}` (of a list
    item) and `{above}` (the id of the last item that is a heading). `part_of` makes it a part of that one.
    `lists` are facts that hold several, with commas between them. `mentions` are references in the text, by
    the name of their fact.
    """

    heading: Pattern = ""
    bullet: Pattern = ""
    line: Pattern = ""
    comment: Pattern = ""
    level: int = 0
    checkbox: bool = False
    number: Pattern = ""
    indent: int | None = None
    under: Pattern = ""
    id: str = ""
    kind: str = ""
    part_of: bool = False
    lists: list[str] = []
    mentions: dict[str, TextMention] = {}

    @model_validator(mode="after")
    def _is_one(self) -> "TextPattern":
        if sum(map(bool, (self.heading, self.bullet, self.line, self.comment))) != 1:
            raise ValueError("has one of `heading`, `bullet`, `line` and `comment`")
        return self

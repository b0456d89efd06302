"""What can be placed in a hand-written page: the forms of the marker `[trace: FORM SUBJECT …]`.

The table is all there is to a form but its template: the grammar, the macros and the reader of macro calls
are made from it.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple


class DirectiveForm(NamedTuple):
    """A form: whether it shows an item or the items of a kind, and what may be said of how.

    One that `is_block` needs a paragraph of its own; the others stand within a sentence.
    """

    name: str
    of: Literal["item", "kind"]
    is_block: bool
    options: tuple[str, ...] = ()


FORMS: Final = {
    form.name: form
    for form in (
        DirectiveForm("matrix", "kind", is_block=True, options=("columns", "limit", "title")),
        DirectiveForm("list", "kind", is_block=True, options=("limit", "title")),
        DirectiveForm("count", "kind", is_block=False),
        DirectiveForm("share", "kind", is_block=False),
        DirectiveForm("badge", "item", is_block=False),
        DirectiveForm("panel", "item", is_block=True),
        DirectiveForm("graph", "item", is_block=True, options=("as",)),
        DirectiveForm("steps", "item", is_block=True, options=("as",)),
        DirectiveForm("diagram", "kind", is_block=True, options=("as",)),
    )
}

NUMBERS: Final = ("count", "share")
"""The forms that a typed number can be compared with."""

WAIVE: Final = "waive"
"""What a comment begins with that waives findings about statements of a document: it is about no table."""

NOTATIONS: Final = ("picture", "mermaid", "graphviz")
"""What pictures can be placed `as`; without it the first."""

OPTIONS: Final = tuple(dict.fromkeys(option for form in FORMS.values() for option in form.options))

MACROS: Final = {f"trace_{name}": form for name, form in FORMS.items()}
"""The macro of each form: it returns the marker."""

SIGNS: Final = {"_not": "!=", "_at_most": "<=", "_at_least": ">="}
"""How the name of a macro's argument ends for another sign: `status_not="planned"` is `status!=planned`."""


def marker_text(form: DirectiveForm, subject: tuple[object, ...], filters: Mapping[str, object]) -> str:
    """Return what a marker says between `[trace:` and `]`; whether it makes sense is for the grammar."""
    words = [form.name, *map(_as_text, subject)]
    for name, value in filters.items():
        ending = next((each for each in SIGNS if name.endswith(each)), "")
        key, sign = name.removesuffix(ending), SIGNS.get(ending, "=")
        values = value if isinstance(value, list | tuple | set | frozenset) else [value]
        texts = sorted(map(_as_text, values)) if isinstance(value, set | frozenset) else map(_as_text, values)
        is_one = name == "title" or values is value  # else a comma parts several
        words.append(f"{key}{sign}{','.join(_quoted(text, commas=is_one) for text in texts)}")
    return " " + " ".join(words)


def _as_text(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())


def _quoted(text: str, *, commas: bool) -> str:
    """Put a text in quotes where it needs them; one with both kinds of quotes loses the double ones."""
    if text and not any(c.isspace() or c in "\"'[]" or (commas and c == ",") for c in text):
        return text
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"{}"'.format(text.replace('"', "'"))

"""What an id is: any text without blanks, brackets or control characters, as it was written."""

import re
from typing import Final

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind, article
from mkdocs_traceability.reading.slips import ODD_BLANKS, odd_blank, without_odd_blanks, without_quotes
from mkdocs_traceability.reading.source_form import SourceForm, shown
from mkdocs_traceability.reading.yaml.nodes import Scalar

MAX_ID_LENGTH: Final = 200
NOT_IN_AN_ID: Final = re.compile(rf"[\s{ODD_BLANKS}\[\]<>\x00-\x1f\x7f-\x9f]")

# What YAML 1.1 (`1e3`, `0o7`: 1.2) makes of a plain scalar: booleans, numbers in every base, dates.
_YAML_RETYPES: Final = re.compile(
    r"""(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|=
    |[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7]+
        |[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?)
    |[-+]?\.(?:[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|inf|Inf|INF)|\.nan|\.NaN|\.NAN
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt][0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:Z|[-+][0-9:]+)?)?)\Z""",
    re.VERBOSE,
)


def _as_id(text: str) -> str:
    return re.sub(rf"(?:{NOT_IN_AN_ID.pattern})+", "-", without_odd_blanks(text).strip("[]<>")) or "an-id"


def _what(character: str) -> str:
    if blank := odd_blank(character):
        return blank
    if character.isspace():
        return "a space"
    return f"`{character}`" if character.isprintable() else "a control character"


def is_bad_id(form: SourceForm, kind: Kind, item: Item, identity: Scalar) -> bool:
    """Report an id that is not one, or that other readers of YAML would change; whether it is none."""
    if form.is_refused(identity, item, "id"):
        return True
    text = identity.text
    if wrong := wrong_with_id(text, kind):
        form.report("TR006", identity, *wrong, item, "id")
        return True
    if identity.plain and _YAML_RETYPES.match(text):
        message = f"YAML reads the id `{text}` as another type; here it is taken as written"
        form.report("TR007", identity, message, f'quote it: "{text}"', item, "id")
    return False


def wrong_with_id(text: str, kind: Kind) -> tuple[str, str] | None:
    """Say why a text is not the id of an item of a kind, and what to do about it; None where it is one."""
    if quoted := without_quotes(text):
        message = f"`{shown(text)}` is not a valid id: it contains typographic quotes"
        return message, f'write `"{shown(quoted)}"`'
    if found := NOT_IN_AN_ID.search(text):
        message = f"`{shown(text)}` is not a valid id: it contains {_what(found[0])}"
        return message, f"write `{shown(_as_id(text))}`; a display name belongs in `title`"
    if len(text) > MAX_ID_LENGTH:
        message = (
            f"`{shown(text)}` is not a valid id: it has {len(text)} characters; the limit is {MAX_ID_LENGTH}"
        )
        return message, "give it a short id, and keep the text as its `title`"
    if kind.id_pattern and not kind.id_pattern.fits(text):
        message = f"`{shown(text)}` does not look like the id of {article(kind.label)}"
        return message, f"ids of {kind.plural} match `{kind.id_pattern.text}`"
    return None

"""What the server answers beside diagnostics: one row for each request of the protocol.

A function of a row takes a `Snapshot` and what the request is about, and returns `lsprotocol.types`.
It changes nothing, and raises nothing for what somebody may have typed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from lsprotocol import types

from mkdocs_traceability.lsp.annotations import code_lenses, inlay_hints
from mkdocs_traceability.lsp.code_actions import OPTIONS as ACTIONS
from mkdocs_traceability.lsp.code_actions import code_actions
from mkdocs_traceability.lsp.completion import answer as completion
from mkdocs_traceability.lsp.definition import definition
from mkdocs_traceability.lsp.hover import hover
from mkdocs_traceability.lsp.references import highlight, references
from mkdocs_traceability.lsp.renaming import OPTIONS as RENAMING
from mkdocs_traceability.lsp.renaming import prepare_rename, renamed
from mkdocs_traceability.lsp.symbols import document_symbols, workspace_symbols


@dataclass(frozen=True)
class Feature:
    """How one request of the protocol is answered.

    `method` is its name (`types.TEXT_DOCUMENT_HOVER`), `options` what is told of it when the server starts.
    `about` says what it is about, and so what `answer` takes:

    - `place`: `answer(snapshot, path, line, column, params)`, counting from 1, in characters;
    - `file`: `answer(snapshot, path, params)`;
    - `choice`: `answer(snapshot, params)`, of one that was offered in the file that its data name;
    - `sites`: `answer(snapshots, params)`, with a snapshot of every open site.

    One that `is_long` is answered in a thread of its own, so that keystrokes are answered meanwhile.
    It is asked once the site has been read. Where the file is no part of a site, the answer is None.
    """

    method: str
    about: Literal["place", "file", "choice", "sites"]
    answer: Callable[..., Any]
    options: Any = None
    is_long: bool = False


FEATURES: Final[tuple[Feature, ...]] = (
    Feature(types.TEXT_DOCUMENT_COMPLETION, "place", completion.complete, completion.OPTIONS),
    Feature(types.COMPLETION_ITEM_RESOLVE, "choice", completion.resolve),
    Feature(types.TEXT_DOCUMENT_HOVER, "place", hover),
    Feature(types.TEXT_DOCUMENT_DEFINITION, "place", definition),
    Feature(types.TEXT_DOCUMENT_REFERENCES, "place", references),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, "place", highlight),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, "file", document_symbols),
    Feature(types.WORKSPACE_SYMBOL, "sites", workspace_symbols),
    Feature(types.TEXT_DOCUMENT_RENAME, "place", renamed, RENAMING, is_long=True),
    Feature(types.TEXT_DOCUMENT_PREPARE_RENAME, "place", prepare_rename),
    Feature(types.TEXT_DOCUMENT_CODE_ACTION, "file", code_actions, ACTIONS),
    Feature(types.TEXT_DOCUMENT_CODE_LENS, "file", code_lenses),
    Feature(types.TEXT_DOCUMENT_INLAY_HINT, "file", inlay_hints),
)

"""Each feature once over the protocol: a real server process, a client on the other end of its pipes."""

from collections.abc import Iterator
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from mkdocs_traceability.lsp.code_actions import FIX_ALL
from tests.lsp.client import Client, editor
from tests.lsp.cursors import typed
from tests.lsp.test_edits import WRONG as WITH_FINDINGS
from tests.lsp.typing_site import FILES, TypingSite

pytestmark = pytest.mark.slow

FLOWS, PAGE, WRONG = "docs/flows.trace.yml", "docs/page.md", "docs/a.trace.yml"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    site = TypingSite(tmp_path_factory.mktemp("site"), {**FILES, **WITH_FINDINGS})
    with editor(site.folder) as client:
        client.open(FLOWS)
        client.open(PAGE)
        client.until(lambda: client.at(WRONG), "the first run")
        yield client


def position(text: str) -> types.Position:
    _, line, column = typed(text)
    return types.Position(line - 1, column - 1)


class Asking:
    """Asks something about a place of a file, by the name that the protocol's methods have in Python."""

    def __init__(self, client: Client, path: str, before: str) -> None:
        self.client = client
        self.document = types.TextDocumentIdentifier(client.uri(path))
        self.at = position(FILES[path].replace(before, f"{before}¦", 1))

    def about(self, method: str, params: type[Any], *more: Any) -> Any:
        ask = getattr(self.client.protocol, f"{method}_async")
        return self.client.wait(ask(params(self.document, *more)))

    def here(self, method: str, params: type[Any], **more: Any) -> Any:
        ask = getattr(self.client.protocol, f"{method}_async")
        return self.client.wait(ask(params(text_document=self.document, position=self.at, **more)))


def test_what_the_server_offers(client: Client) -> None:
    can = client.greeting.capabilities
    assert can.completion_provider is not None
    assert "[" in (can.completion_provider.trigger_characters or ())
    assert can.rename_provider
    assert isinstance(can.code_action_provider, types.CodeActionOptions)
    assert FIX_ALL in (can.code_action_provider.code_action_kinds or ())
    for provider in (
        can.hover_provider,
        can.definition_provider,
        can.references_provider,
        can.document_highlight_provider,
        can.document_symbol_provider,
        can.workspace_symbol_provider,
        can.code_lens_provider,
        can.inlay_hint_provider,
    ):
        assert provider


def test_completion(client: Client) -> None:
    found = Asking(client, FLOWS, "components: [").here("text_document_completion", types.CompletionParams)
    assert [each.label for each in found.items] == ["new-name", "batcher", "worker"]


def test_completion_of_what_is_just_being_typed(client: Client) -> None:
    path = "docs/typed.trace.yml"
    text, line, column = typed("flows:\n  - id: F-9\n    # 😀\n    components: [{id: wor¦")
    client.open(path, "")
    client.type(path, text)
    params = types.CompletionParams(
        types.TextDocumentIdentifier(client.uri(path)), types.Position(line - 1, column - 1)
    )
    found = client.wait(client.protocol.text_document_completion_async(params))
    assert [each.label for each in found.items] == ["worker"]


def test_the_card_of_an_item_that_is_offered_comes_when_it_is_asked_for(client: Client) -> None:
    assert client.greeting.capabilities.completion_provider.resolve_provider
    found = Asking(client, FLOWS, "components: [").here("text_document_completion", types.CompletionParams)
    item = next(each for each in found.items if each.label == "batcher")
    assert item.documentation is None
    told = client.wait(client.protocol.completion_item_resolve_async(item))
    assert told.documentation.value.startswith("**batcher** Batcher")
    assert told.text_edit == item.text_edit
    word = types.CompletionItem("other", data=[1])
    assert client.wait(client.protocol.completion_item_resolve_async(word)) == word


def test_hover(client: Client) -> None:
    found = Asking(client, PAGE, "As EVAL").here("text_document_hover", types.HoverParams)
    assert found.contents.value.startswith("**EVAL-001** Evaluation")


def test_definition(client: Client) -> None:
    (found,) = Asking(client, PAGE, "As EVAL").here("text_document_definition", types.DefinitionParams)
    assert (found.uri, found.range.start.line) == (client.uri(FLOWS), 1)


def test_references(client: Client) -> None:
    context = types.ReferenceContext(include_declaration=True)
    asking = Asking(client, FLOWS, "[bat")
    found = asking.here("text_document_references", types.ReferenceParams, context=context)
    assert len(found) == 5


def test_highlight(client: Client) -> None:
    asking = Asking(client, FLOWS, "[bat")
    found = asking.here("text_document_document_highlight", types.DocumentHighlightParams)
    assert [each.range.start.line for each in found] == [4, 11]


def test_symbols(client: Client) -> None:
    found = Asking(client, FLOWS, "flows").about("text_document_document_symbol", types.DocumentSymbolParams)
    assert [child.name for child in found[0].children] == ["EVAL-001", "EVAL-002"]
    named = client.wait(client.protocol.workspace_symbol_async(types.WorkspaceSymbolParams("tile")))
    assert [each.name for each in named] == ["EVAL-002 Tile by tile"]


def test_rename(client: Client) -> None:
    asking = Asking(client, FLOWS, "[bat")
    ready = asking.here("text_document_prepare_rename", types.PrepareRenameParams)
    assert ready.placeholder == "batcher"
    edit = asking.here("text_document_rename", types.RenameParams, new_name="collector")
    assert set(edit.changes) == {client.uri(path) for path in (FLOWS, PAGE, "docs/components.trace.yml")}
    with pytest.raises(JsonRpcException, match="`worker` is declared"):
        asking.here("text_document_rename", types.RenameParams, new_name="worker")


def test_code_actions(client: Client) -> None:
    client.open(WRONG)
    document = types.TextDocumentIdentifier(client.uri(WRONG))
    span = types.Range(types.Position(3, 20), types.Position(3, 20))
    params = types.CodeActionParams(document, span, types.CodeActionContext([]))
    found = client.wait(client.protocol.text_document_code_action_async(params))
    assert found[0].is_preferred
    assert [edit.new_text for edit in found[0].edit.changes[document.uri]] == ["new-name"]
    assert found[-1].kind == FIX_ALL


def test_lenses_and_hints(client: Client) -> None:
    asking = Asking(client, FLOWS, "flows")
    lenses = asking.about("text_document_code_lens", types.CodeLensParams)
    assert [each.command.title for each in lenses] == ["used by 1", "used by 1"]
    span = types.Range(types.Position(0, 0), types.Position(20, 0))
    hints = asking.about("text_document_inlay_hint", types.InlayHintParams, span)
    assert [each.label for each in hints] == ["✓ found", "○ planned"]


def test_a_rename_that_is_refused_is_no_failure_of_the_server(client: Client) -> None:
    asking = Asking(client, FLOWS, "[bat")
    with pytest.raises(JsonRpcException, match="is not a valid id"):
        asking.here("text_document_rename", types.RenameParams, new_name="two words")
    asking.here("text_document_hover", types.HoverParams)
    assert not client.messages

"""The language server over its protocol: a real process, a client on the other end of its pipes."""

from pathlib import Path

from tests.lsp.client import Client
from tests.support import write_site


def test_it_starts_and_ends_as_it_should(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/a.trace.yml": "components: [{id: a}]\n"})
    client = Client(tmp_path)
    answer = client.start()
    assert answer.server_info is not None
    assert answer.server_info.name == "mkdocs-traceability"
    assert client.stop() == 0

"""What commands import is there before they are copied: each copy would import it anew."""

import pytest
from incremental.doors import command

from chaos.sites import WRITERS, site

READERS = (("brief", "code/jobs/worker.py"), ("ground", "docs/guide.md"))


@pytest.fixture(scope="session", autouse=True)
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = site(tmp_path_factory.mktemp("loaded"))
    for arguments in (*WRITERS, *READERS):
        command(root, *arguments)

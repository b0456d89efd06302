from pathlib import Path

import pytest

from .brief_site import brief_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return brief_site(tmp_path_factory.mktemp("brief"))

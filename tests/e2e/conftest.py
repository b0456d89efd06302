"""A fresh folder for each site."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .sites import PLAIN_CONFIG, Site

MakeSite = Callable[..., Site]


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Make a site of some files, `name` being its folder; without `mkdocs.yml` it gets a plain one."""

    def make(files: dict[str, str], name: str = "project") -> Site:
        return Site(tmp_path / name, {"mkdocs.yml": PLAIN_CONFIG, **files})

    return make

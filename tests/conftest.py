"""Properties are tried on the same examples everywhere, the example site is built once, and quick tests are told apart."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support import made_once

EXAMPLE = Path(__file__).parent.parent / "example_site"

settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("steady")

BUILDERS = ("e2e.sites", "mkdocs.commands.build")
"""A module of tests that imports something of these, or `build_here`, builds sites."""

FOLDERS_OF_BUILDS = ("e2e", "browser", "environments")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what `make quick` leaves out: what builds or serves a site; the rest that is slow is marked where it stands."""
    if builds(item):
        item.add_marker("slow")


def builds(item: pytest.Item) -> bool:
    """Whether a test builds or serves a site, or may."""
    assert isinstance(item, pytest.Function)
    return (
        any(part in FOLDERS_OF_BUILDS for part in item.path.parts)
        or "build_here" in vars(item.module)
        or any(getattr(each, "__module__", "") in BUILDERS for each in vars(item.module).values())
        or uses_built_example(item)
    )


def uses_built_example(item: pytest.Function) -> bool:
    """Whether a test uses the fixture below, and none of the same name that a module has in its place."""
    found = item._fixtureinfo.name2fixturedefs.get("example", ())
    return any(each.func.__module__ == __name__ for each in found[-1:])


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example site, built strictly from a copy of its folder alone."""
    return made_once(tmp_path_factory, "example", build_example) / "site"


def build_example(folder: Path) -> None:
    shutil.copytree(EXAMPLE, folder / "example_site", ignore=shutil.ignore_patterns(".cache", "site"))
    command = ["mkdocs", "build", "--strict", "-f", "example_site/mkdocs.yml", "-d"]
    done = subprocess.run(
        [sys.executable, "-m", *command, folder / "site"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

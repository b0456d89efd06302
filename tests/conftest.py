"""Properties are tried on the same examples everywhere, and the example site is built once."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

EXAMPLE = Path(__file__).parent.parent / "example_site"

settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example site, built strictly from a copy of its folder alone."""
    folder = tmp_path_factory.mktemp("example")
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
    return folder / "site"

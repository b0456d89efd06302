"""What all tests share: how properties are tried, and one build of the example site for each worker.

Properties are tried on the same examples everywhere, as many as a test run can bear.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("steady")

EXAMPLE = Path(__file__).parent.parent / "example_site"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example site, built strictly from a copy of its folder alone."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(EXAMPLE, folder / "example_site", ignore=shutil.ignore_patterns(".cache", "site"))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "-f",
            "example_site/mkdocs.yml",
            "-d",
            folder / "site",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(re.findall(r"TR\d+", done.stderr)) == {"TR110", "TR413"}, done.stderr
    return folder / "site"

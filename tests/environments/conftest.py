"""The hosts that run the plugin, each in its environment: `make test-hosts` makes those that are not the suite's own."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from e2e.sites import BUILD_DAY, Built, Done, Site, run

from tools.host_environments import PINS, is_made, python_of

URL = "https://example.org/sub/"

FILES = {
    "docs/index.md": "# Home\n\nAs [EVAL-001] says. [The worker](worker.md), [its row](traceability/components.md#component-worker).\n",
    "docs/worker.md": (
        "---\ntraceability:\n  component: {id: worker, title: The worker, depends_on: [batcher]}\n---\n\n# The worker\n"
    ),
    "docs/evaluation.trace.yml": (
        "components:\n  - {id: batcher, title: Batcher, evidence: {code: [src/batcher.py]}}\n"
        "flows:\n  - {id: EVAL-001, title: Evaluation pipeline, components: [batcher, worker]}\n"
    ),
    "src/batcher.py": "x = 1\n",
}
"""A site with what is shown by all means: a page with an item at home on it, a link in prose, tables, evidence."""

CONFIG = f"site_name: Site\nsite_description: All of it\nsite_url: {URL}\n"


@dataclass(frozen=True)
class Host:
    """A host, and how a site is configured for it."""

    name: str
    plugins: str = "[search, traceability]"
    module: str = "mkdocs"

    @property
    def python(self) -> Path:
        """The interpreter of its environment."""
        if self.name not in PINS:
            return Path(sys.executable)
        assert is_made(self.name), f"there is no environment of {self.name}: run `make test-hosts`"
        return python_of(self.name)

    def config(self, more: str = "") -> str:
        """Return a configuration for it."""
        return f"{CONFIG}plugins: {self.plugins}\n{more}"

    def build(self, site: Site, *arguments: str) -> Done:
        """Build a site strictly into its folder `site`."""
        command = (str(self.python), "-m", self.module, "build", "--strict", "-f", "mkdocs.yml", *arguments)
        return run(*command, folder=site.folder, variables={"SOURCE_DATE_EPOCH": str(BUILD_DAY)})

    def built(self, folder: Path, more: str = "") -> Built:
        """Build the site of these tests in a folder, which has to succeed."""
        site = Site(folder, FILES | {"mkdocs.yml": self.config(more)})
        done = self.build(site)
        assert done.status == 0, done.log
        return Built(site.folder / "site", done)


MKDOCS = Host("mkdocs")
OTHERS = (Host("mkdocs-ng"), Host("techdocs", "[techdocs-core, traceability]"))
"""Those that have environments of their own."""

HOSTS = (MKDOCS, Host("properdocs", module="properdocs"), *OTHERS)


@pytest.fixture(params=HOSTS, ids=lambda host: host.name, scope="session")
def host(request: pytest.FixtureRequest) -> Host:
    """Each host."""
    found = request.param
    assert isinstance(found, Host)
    return found


@pytest.fixture(scope="session")
def built(host: Host, built_by_mkdocs: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site as this host builds it."""
    if host is MKDOCS:
        return built_by_mkdocs
    return host.built(tmp_path_factory.mktemp("built") / "project")


@pytest.fixture(scope="session")
def built_by_mkdocs(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same site, built by MkDocs."""
    return MKDOCS.built(tmp_path_factory.mktemp("mkdocs") / "project")

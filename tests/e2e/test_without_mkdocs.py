"""The core runs where MkDocs is not: what comes after MkDocs 1.x shall use the same house."""

import sys

import pytest

from .conftest import MakeSite
from .sites import BROKEN, BROKEN_MESSAGE, Done, Site, run

BLOCKED = """
import sys

HOSTS = "mkdocs properdocs material mkdocs_macros ghp_import mergedeep mkdocs_get_deps watchdog yaml_env_tag".split()

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in HOSTS:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocked())
"""
CHECK = (
    BLOCKED
    + "from mkdocs_traceability.cli.main import main\nmain(sys.argv[1:], prog_name='mkdocs-traceability')\n"
)

RENDER = (
    BLOCKED
    + """
from pathlib import Path
from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

result = Workspace(load_settings(Path("mkdocs.yml"))).run()
site = Site(result, SiteContext(lambda page: page.removesuffix(".md") + "/"))
print([page.name for page in site.pages])
print(site.page_html(next(page for page in site.pages if page.name == "flows.md")))
"""
)

LEAN = (
    BLOCKED
    + """
from mkdocs_traceability.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert end.code == (1 if sys.argv[1] == "check" else 0)
assert "mkdocs_traceability.registry.registry" in sys.modules
assert not {"jinja2", "markupsafe", "markdown"} & {name.partition(".")[0] for name in sys.modules}
"""
)

WITHOUT_PAGES = """
import sys
from importlib import import_module
from pkgutil import iter_modules
from mkdocs_traceability import exports
for module in iter_modules(exports.__path__, "mkdocs_traceability.exports."):
    import_module(module.name)
assert "mkdocs_traceability.exports.registry_json" in sys.modules
assert not [name for name in sys.modules if name.startswith("mkdocs_traceability.pages")]
"""

EVERYTHING = (
    BLOCKED
    + """
from importlib import import_module
from pkgutil import walk_packages
import mkdocs_traceability
for module in walk_packages(mkdocs_traceability.__path__, "mkdocs_traceability."):
    door = module.name.removeprefix("mkdocs_traceability.")
    if door.split(".")[0] not in ("mkdocs", "__main__"):
        import_module(module.name)
assert not {name.split(".")[0] for name in sys.modules} & {"mkdocs", "properdocs"}
"""
)


CONVERT = (
    BLOCKED
    + """
from markdown import markdown
print(markdown("[EVAL-001]", extensions=["mkdocs_traceability"], extension_configs={"mkdocs_traceability": {"page": "index.md"}}))
assert not {name.split(".")[0] for name in sys.modules} & {"mkdocs", "properdocs"}
"""
)


def without_mkdocs(script: str, site: Site, *arguments: str) -> Done:
    return run(sys.executable, "-c", script, *arguments, folder=site.folder)


def test_the_command_checks_a_site(make_site: MakeSite) -> None:
    site = make_site(BROKEN)
    done = without_mkdocs(CHECK, site, "check")
    assert (done.status, done.log) == (1, "")
    assert BROKEN_MESSAGE in done.out


def test_it_reads_exclusions_and_environment_too(make_site: MakeSite) -> None:
    config = "docs_dir: !ENV [NOWHERE, docs]\nexclude_docs: '*.trace.yml'\nplugins: [traceability]\n"
    done = without_mkdocs(CHECK, make_site(BROKEN | {"mkdocs.yml": config}), "check")
    assert done.status == 2
    assert "no items are declared" in done.log
    assert "`exclude_docs` or `draft_docs` leaves out docs/evaluation.trace.yml\n" in done.log


def test_the_command_explains_a_rule(make_site: MakeSite) -> None:
    done = without_mkdocs(CHECK, make_site(BROKEN), "explain", "TR101")
    assert done.status == 0
    assert done.out.startswith("TR101: ")


def test_the_command_exports_the_registry(make_site: MakeSite) -> None:
    done = without_mkdocs(CHECK, make_site(BROKEN), "export")
    assert (done.status, done.log) == (0, "")
    assert done.out.startswith('{\n"$schema": "traceability.schema.json"')


def test_pages_are_rendered(make_site: MakeSite) -> None:
    done = without_mkdocs(RENDER, make_site(BROKEN))
    assert (done.status, done.log) == (0, "")
    assert "flows.md" in done.out
    assert 'id="flow-EVAL-001"' in done.out


def test_the_command_renders_pages(make_site: MakeSite) -> None:
    site = make_site(BROKEN)
    done = without_mkdocs(CHECK, site, "render", "--host", "plain", "--output", "out")
    assert done.status == 0, done.log
    assert 'id="flow-EVAL-001"' in (site.folder / "out/flows.html").read_text(encoding="utf-8")


def test_markdown_is_converted(make_site: MakeSite) -> None:
    done = without_mkdocs(CONVERT, make_site(BROKEN))
    assert done.status == 0
    assert done.out.startswith('<p><a class="trace-ref" title="EVAL-001: Evaluation pipeline (flow)">')


def test_only_the_plugin_needs_mkdocs(make_site: MakeSite) -> None:
    done = without_mkdocs(EVERYTHING, make_site(BROKEN))
    assert (done.status, done.log) == (0, "")


@pytest.mark.parametrize("command", ["check", "export"])
def test_a_command_loads_neither_templates_nor_markdown(make_site: MakeSite, command: str) -> None:
    done = without_mkdocs(LEAN, make_site(BROKEN), command)
    assert (done.status, done.log) == (0, "")
    assert "evel-worker" in done.out


def test_exports_know_no_page(make_site: MakeSite) -> None:
    done = without_mkdocs(WITHOUT_PAGES, make_site(BROKEN))
    assert (done.status, done.log) == (0, "")

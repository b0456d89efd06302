"""`mkdocs serve`: what is saved is what is said and shown; the server lives; nothing stale, no loop."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import MakeSite
from .server import Server
from .sites import BROKEN, BROKEN_FACTS, CLEAN, GOOD_FACTS

Serve = Callable[..., Server]


@pytest.fixture
def serve(make_site: MakeSite) -> Iterator[Serve]:
    """Serve a site of some files, and end it after the test."""
    servers: list[Server] = []

    def start(files: dict[str, str], *arguments: str, generator: str = "mkdocs") -> Server:
        servers.append(Server(make_site(files), generator, *arguments))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


SIDECAR = "docs/evaluation.trace.yml"
OUTSIDE = {"mkdocs.yml": "site_name: S\nplugins:\n  - traceability:\n      sources: ['facts/**/*.yml']\n"}


def extra(id_: str) -> str:
    return f"components:\n  - {{id: {id_}, title: {id_}, external: true}}\n"


def test_an_edited_sidecar_is_told_and_shown_and_a_revert_undoes_it(serve: Serve) -> None:
    server = serve(CLEAN)
    first = server.page("traceability/flows/")
    assert ": TR" not in server.log

    server.site.write({SIDECAR: BROKEN_FACTS})
    assert "TR101 [error] unknown component `evel-worker`" in server.rebuilt()
    assert "trace-broken" in server.page("traceability/flows/")
    assert "did you mean" in server.page("traceability/findings/")

    server.site.write({SIDECAR: GOOD_FACTS})
    assert "TR101" not in server.rebuilt()
    assert server.page("traceability/flows/") == first


def test_a_broken_file_is_told_and_the_server_lives(serve: Serve) -> None:
    server = serve(CLEAN)
    first = server.page("traceability/flows/")
    server.site.write({SIDECAR: GOOD_FACTS + "  - {id: [\n"})
    log = server.rebuilt()
    assert "TR001" in log
    assert "Traceback" not in log
    assert "TR001" in server.page("traceability/findings/")
    server.site.write({SIDECAR: GOOD_FACTS})
    assert "TR001" not in server.rebuilt()
    assert server.page("traceability/flows/") == first
    assert "No findings" in server.page("traceability/findings/")


def test_a_renamed_id_leaves_no_trace_of_the_old_one(serve: Serve) -> None:
    server = serve(CLEAN)
    server.site.write({SIDECAR: GOOD_FACTS.replace("batcher", "collector")})
    assert "TR" not in server.rebuilt()
    for page in ("flows", "components", "findings"):
        assert "batcher" not in server.page(f"traceability/{page}/")
    assert 'id="component-collector"' in server.page("traceability/components/")


def test_a_deleted_sidecar_takes_its_pages_along(serve: Serve) -> None:
    server = serve(CLEAN | {"docs/m.trace.yml": "metrics:\n  - {id: lag, title: Lag, emitters: [batcher]}\n"})
    assert "lag" in server.page("traceability/metrics/")
    (server.site.folder / "docs/m.trace.yml").unlink()
    server.rebuilt()
    assert server.page("traceability/metrics/") == ""
    assert "metrics/" not in server.page("traceability/")
    (server.site.folder / SIDECAR).unlink()
    server.rebuilt()
    assert server.page("traceability/") == ""
    assert "Traceability" not in server.page("")
    server.site.write({SIDECAR: GOOD_FACTS})
    server.rebuilt()
    assert "EVAL-001" in server.page("traceability/flows/")


def test_the_front_matter_of_a_page_counts_as_well(serve: Serve) -> None:
    server = serve(CLEAN | {"docs/worker.md": "# Worker\n"})
    page = "---\ntraceability:\n  component: {id: worker, depends_on: nobody}\n---\n\n# Worker\n"
    server.site.write({"docs/worker.md": page})
    assert "docs/worker.md:3:39: TR101" in server.rebuilt()
    assert 'id="component-worker"' in server.page("worker/")
    server.site.write({"docs/worker.md": "# Worker\n"})
    assert "TR101" not in server.rebuilt()
    assert "component-worker" not in server.page("worker/")


def test_a_sidecar_outside_the_docs_folder_is_watched(serve: Serve) -> None:
    server = serve(CLEAN | OUTSIDE | {"facts/a.yml": extra("one")})
    server.site.write({"facts/a.yml": extra("two")})
    server.rebuilt()
    assert 'id="component-two"' in server.page("traceability/components/")
    server.site.write({"facts/new/deep/b.yml": extra("three")})
    server.rebuilt()
    assert 'id="component-three"' in server.page("traceability/components/")
    shutil.rmtree(server.site.folder / "facts/new")
    server.rebuilt()
    assert "component-three" not in server.page("traceability/components/")
    server.comes_to_rest()
    builds = server.builds
    server.site.write({"facts/other.txt": "of no interest", "elsewhere.yml": extra("four")})
    server.comes_to_rest()
    assert server.builds == builds


def test_a_folder_of_sources_may_come_and_go(serve: Serve) -> None:
    server = serve(CLEAN | OUTSIDE)
    assert "TR009 [error] the source `facts/**/*.yml` matches no file" in server.log
    server.site.write({"facts/a.yml": extra("one")})
    assert "TR009" not in server.rebuilt()
    assert 'id="component-one"' in server.page("traceability/components/")
    shutil.rmtree(server.site.folder / "facts")
    assert "TR009" in server.rebuilt()
    assert "component-one" not in server.page("traceability/components/")


def test_sources_that_are_named_while_serving_are_watched(serve: Serve) -> None:
    server = serve(CLEAN | {"facts/a.yml": extra("one")})
    server.site.write(OUTSIDE)
    server.rebuilt()
    assert 'id="component-one"' in server.page("traceability/components/")
    server.site.write({"facts/a.yml": extra("two")})
    server.rebuilt()
    assert 'id="component-two"' in server.page("traceability/components/")


def test_code_that_comes_to_a_component_is_watched(serve: Serve) -> None:
    server = serve(
        CLEAN
        | {
            "docs/code.trace.yml": "components:\n"
            "  - {id: one, paths: [src/one], external: true}\n  - {id: two, paths: [src/two], external: true}\n",
            "src/one/__init__.py": "",
            "src/two/__init__.py": "",
        }
    )
    assert "TR307" not in server.log
    server.site.write({"src/one/new.py": "import src.two\n"})
    assert "TR307" in server.rebuilt()
    (server.site.folder / "src/one/new.py").unlink()
    assert "TR307" not in server.rebuilt()


def test_a_setting_that_is_wrong_is_told_and_then_right(serve: Serve) -> None:
    server = serve(CLEAN)
    plugin = "site_name: S\nplugins:\n  - traceability:\n      "
    server.site.write({"mkdocs.yml": plugin + "page_dri: facts\n"})
    assert "TR008 [error] unknown setting `page_dri`" in server.rebuilt()
    server.site.write({"mkdocs.yml": plugin + "page_dir: facts\n"})
    assert "TR008" not in server.rebuilt()
    assert "EVAL-001" in server.page("facts/flows/")
    assert server.page("traceability/flows/") == ""


@pytest.mark.parametrize("generator", ["mkdocs", "properdocs"])
def test_it_comes_to_rest_after_a_change(serve: Serve, generator: str) -> None:
    server = serve(CLEAN | OUTSIDE | {"facts/a.yml": extra("one")}, generator=generator)
    server.comes_to_rest()
    assert server.builds == 1
    server.site.write({SIDECAR: BROKEN_FACTS, "facts/a.yml": extra("two")})
    server.rebuilt()
    server.comes_to_rest()
    assert server.builds <= 3
    assert 'id="component-two"' in server.page("traceability/components/")


def test_drafts_are_read_and_shown(serve: Serve) -> None:
    config = "site_name: S\ndraft_docs: |\n  /drafts/\nplugins: [traceability]\n"
    draft = "---\ntraceability:\n  component: {id: sketch, depends_on: nobody}\n---\n\n# Sketch\n"
    server = serve(
        CLEAN
        | {"mkdocs.yml": config, "docs/drafts/sketch.md": draft, "docs/drafts/d.trace.yml": extra("drafted")}
    )
    assert "TR101 [error] unknown component `nobody`" in server.log
    components = server.page("traceability/components/")
    assert 'href="../../drafts/sketch/#component-sketch"' in components
    assert 'id="component-drafted"' in components
    assert 'id="component-sketch"' in server.page("drafts/sketch/")


def test_strict_serves_what_is_clean_and_survives_what_is_not(serve: Serve) -> None:
    server = serve(CLEAN, "--strict")
    server.site.write({SIDECAR: BROKEN_FACTS})
    assert "TR101" in server.wait_for("The server will appear stuck")
    server.site.write({SIDECAR: GOOD_FACTS})
    server.rebuilt()
    assert "EVAL-001" in server.page("traceability/flows/")


def test_it_leaves_nothing_behind(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    server = serve(BROKEN)
    assert list(temporary.iterdir())
    server.stop()
    assert list(temporary.iterdir()) == []
    assert {path for path in server.site.digests(".") if not path.startswith(".cache")} == {
        "docs",
        "docs/index.md",
        SIDECAR,
        "mkdocs.yml",
    }


def test_grounded_documents_are_compared_whenever_they_or_the_code_change(serve: Serve) -> None:
    config = "site_name: S\nplugins:\n  - traceability:\n      ground: [AGENTS.md]\n"
    agents = "# How to work here\n\nRead `src/store.py` first, then `src/stroe.py`.\n"
    server = serve(CLEAN | {"mkdocs.yml": config, "AGENTS.md": agents, "src/store.py": "x = 1\n"})
    assert "AGENTS.md:3:34: TR601 [warning] path `src/stroe.py` not found" in server.log
    server.site.write({"AGENTS.md": agents.replace("stroe", "store")})
    assert "TR601" not in server.rebuilt()
    server.site.write({"AGENTS.md": agents})
    assert "TR601" in server.rebuilt()
    server.site.write({"src/stroe.py": "x = 1\n"})
    assert "TR601" not in server.rebuilt()

"""Every host that serves follows a sidecar, its configuration, and what that inherits from, and comes to rest."""

from pathlib import Path

from e2e.server import Server
from e2e.sites import Site

from .conftest import FILES, Host

SIDECAR = "docs/evaluation.trace.yml"


def test_edits_are_followed(host: Host, tmp_path: Path) -> None:
    config = "INHERIT: shared/base.yml\nsite_description: All of it\n"
    base = f"site_name: Site\nplugins: {host.plugins}\n"
    wrong = base.replace("traceability", "{traceability: {page_dri: facts}}")
    site = Site(tmp_path / "project", FILES | {"mkdocs.yml": config, "shared/base.yml": base})
    server = Server(site, host.module, python=host.python)
    try:
        first = server.page("traceability/flows/")
        assert "EVAL-001" in first

        site.write({SIDECAR: FILES[SIDECAR].replace("worker]", "wroker]")})
        server.wait_for("TR101 [error] unknown component `wroker`")
        server.rebuilt()
        site.write({SIDECAR: FILES[SIDECAR]})
        assert "TR101" not in server.rebuilt()
        assert server.page("traceability/flows/") == first

        site.write({"mkdocs.yml": f"{config}# a comment\n"})
        server.rebuilt()
        assert server.page("traceability/flows/") == first

        site.write({"shared/base.yml": wrong})
        server.wait_for("TR008 [error] unknown setting `page_dri`")
        server.rebuilt()
        site.write({"shared/base.yml": base})
        assert "TR008" not in server.rebuilt()
        assert server.page("traceability/flows/") == first

        server.comes_to_rest()
        assert "Traceback" not in server.log
    finally:
        server.stop()

"""`schema`: the files are written, current, and the same every time."""

import json

import pytest
from jsonschema import Draft7Validator

from .conftest import MakeSite
from .sites import Done, Site, run_module

pytestmark = pytest.mark.slow

NAMES = ["front-matter", "settings", "sidecar"]


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    return make_site({"docs/a.trace.yml": "components: [{id: api, title: API gateway}]\n"})


def schema(site: Site, *arguments: str) -> Done:
    return run_module("mkdocs_traceability", "schema", *arguments, folder=site.folder)


def test_all_schemas_are_written_to_the_cache_which_git_ignores(site: Site) -> None:
    done = schema(site)
    assert (done.status, done.log) == (0, "")
    cache = site.folder / ".cache/traceability"
    assert sorted(file.name for file in cache.glob("*.schema.json")) == [
        f"{name}.schema.json" for name in NAMES
    ]
    assert (cache / ".gitignore").read_text() == "*\n"
    for name in NAMES:
        Draft7Validator.check_schema(json.loads((cache / f"{name}.schema.json").read_bytes()))
    assert "API gateway" in (cache / "sidecar.schema.json").read_text(encoding="utf-8")


def test_a_check_says_which_file_is_behind(site: Site) -> None:
    schema(site, "-o", "schemas")
    assert (schema(site, "-o", "schemas", "--check").status, schema(site, "--check").status) == (0, 1)
    (site.folder / "docs/b.trace.yml").write_text("flows: [{id: F, components: [api]}]\n")
    done = schema(site, "-o", "schemas", "--check")
    assert done.status == 1
    assert "schemas/sidecar.schema.json is not current: run this again without --check" in done.out
    assert "settings" not in done.out


def test_the_site_may_be_in_another_folder(site: Site) -> None:
    done = schema(site, "-C", "docs/..")
    assert (done.status, len(done.out.splitlines())) == (0, len(NAMES))
    missing = schema(site, "-C", "nowhere")
    assert (missing.status, missing.log) == (2, "Error: nowhere does not exist\n")


def test_without_ids_new_items_change_nothing(site: Site) -> None:
    schema(site, "--no-ids", "-o", "schemas")
    (site.folder / "docs/b.trace.yml").write_text("flows: [{id: F, components: [api]}]\n")
    assert schema(site, "--no-ids", "-o", "schemas", "--check").status == 0
    assert "API gateway" not in (site.folder / "schemas/sidecar.schema.json").read_text(encoding="utf-8")


def test_one_schema_goes_to_the_console_or_a_file(site: Site) -> None:
    shown = schema(site, "sidecar", "-o", "-")
    assert schema(site, "sidecar", "-o", "a.json").out == "Wrote a.json\n"
    assert json.loads(shown.out) == json.loads((site.folder / "a.json").read_bytes())


def test_the_console_takes_one_schema_only(site: Site) -> None:
    assert schema(site, "-o", "-").status == 2


def test_nothing_is_written_through_a_link_out_of_the_site(site: Site) -> None:
    elsewhere = site.folder.parent / "elsewhere"
    elsewhere.mkdir()
    (site.folder / ".cache").mkdir(exist_ok=True)
    (site.folder / ".cache/traceability").symlink_to(elsewhere)
    done = schema(site)
    assert done.status == 2
    assert "cannot be written to: its folder is a symbolic link" in done.log
    assert list(elsewhere.iterdir()) == []

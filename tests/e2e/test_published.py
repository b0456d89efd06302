"""What a build publishes beside the pages, and what the command writes without one."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from .conftest import MakeSite
from .sites import BROKEN, CLEAN, CONFIG_NAMES, GENERATORS, Built, Done, Site, run_module

LINKED = CLEAN | {
    "docs/index.md": (
        "# Home\n\n![found](traceability/badges/flows.svg)\n"
        "[data](traceability/traceability.json) [its schema](traceability/traceability.schema.json)\n"
        "[flows](traceability/flows.csv)\n"
    )
}
STRICT_LINKS = "validation: {links: {not_found: warn, unrecognized_links: warn}}\n"


def config(rest: str = "", settings: str = "{}", plugins: str = "") -> str:
    return f"site_name: Site\ntheme: mkdocs\n{rest}plugins:\n{plugins}  - traceability: {settings}\n"


def registry(built: Built, folder: str = "traceability") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(built.text(f"{folder}/traceability.json"))
    return data


def export(site: Site, *arguments: str) -> Done:
    return run_module("mkdocs_traceability", "export", *arguments, folder=site.folder)


@pytest.mark.parametrize("generator", GENERATORS)
def test_pages_may_link_to_what_is_published(make_site: MakeSite, generator: str) -> None:
    facts = {path: text for path, text in LINKED.items() if path != "mkdocs.yml"}
    site = make_site(facts | {CONFIG_NAMES[generator]: config(STRICT_LINKS)})
    built = site.built("--strict", generator=generator)
    assert [item["id"] for item in registry(built)["items"]] == ["batcher", "eval-worker", "EVAL-001"]
    assert ElementTree.fromstring(built.text("traceability/badges/flows.svg")).get("aria-label")
    assert built.text("traceability/flows.csv").startswith("id,title,status,")
    assert "traceability/badges/flows.svg" in built.text("index.html")


@pytest.mark.parametrize("directories", ["true", "false"])
def test_addresses_lead_to_the_items(make_site: MakeSite, directories: str) -> None:
    home = "---\ntraceability: {component: {id: front}}\n---\n# Front\n"
    settings = config(f"use_directory_urls: {directories}\nsite_url: https://example.org/docs/\n")
    site = make_site(CLEAN | {"docs/sub/a b.md": home, "mkdocs.yml": settings})
    built = site.built("--strict")
    by_id = {item["id"]: item["url"] for item in registry(built)["items"]}
    assert by_id["front"].startswith("sub/a%20b" + ("/#" if directories == "true" else ".html#"))
    for url in by_id.values():
        path, _, anchor = url.replace("%20", " ").partition("#")
        page = built.text(path + "index.html" if path.endswith("/") else path)
        assert f'id="{anchor}"' in page
    for kind in registry(built)["kinds"]:
        assert kind["csv"] is None or built.has(kind["csv"])


@pytest.mark.parametrize("directories", ["true", "false"])
def test_the_command_writes_what_a_build_publishes(make_site: MakeSite, directories: str) -> None:
    site = make_site(BROKEN | {"mkdocs.yml": config(f"use_directory_urls: {directories}\n")})
    done = export(site)
    assert (done.status, done.log) == (0, "")
    assert done.out == site.built().text("traceability/traceability.json")
    assert [each["code"] for each in json.loads(done.out)["findings"]] == ["TR101"]


def test_the_command_writes_into_a_file(make_site: MakeSite) -> None:
    site = make_site(CLEAN)
    done = export(site, ".", "-o", "registry.json")
    assert (done.status, done.out, done.log) == (0, "Wrote registry.json\n", "")
    assert json.loads((site.folder / "registry.json").read_text(encoding="utf-8"))["whole"] is True
    site.write({"mkdocs.yml": "plugins: ["})
    broken = export(site, "-f", "mkdocs.yml", "-o", "other.json")
    assert broken.status == 2
    assert broken.log.startswith("Error: mkdocs.yml:")
    assert not (site.folder / "other.json").exists()


def test_where_nothing_is_declared_nothing_is_published(make_site: MakeSite) -> None:
    built = make_site({"docs/index.md": "# Home\n"}).built()
    assert not (built.folder / "traceability").exists()


def test_the_files_stand_in_the_folder_of_the_pages(make_site: MakeSite) -> None:
    built = make_site(CLEAN | {"mkdocs.yml": config(settings="{page_dir: facts/all}")}).built("--strict")
    assert built.has("facts/all/badges/all.json")
    assert registry(built, "facts/all")["items"][0]["url"].startswith("facts/all/components/")


def test_a_file_of_one_s_own_is_left_alone_and_said(make_site: MakeSite) -> None:
    built = make_site(CLEAN | {"docs/traceability/flows.csv": "mine\n"}).built()
    assert built.text("traceability/flows.csv") == "mine\n"
    assert (
        "docs/traceability/flows.csv conflicts with the generated file `flows.csv`; move it, or set "
        "`page_dir` to a folder other than `traceability`"
    ) in " ".join(built.done.log.split())
    kinds = {kind["name"]: kind["csv"] for kind in registry(built)["kinds"]}
    assert kinds["flow"] is None
    assert kinds["component"] == "traceability/components.csv"


def test_what_the_site_excludes_is_not_published(make_site: MakeSite) -> None:
    built = make_site(CLEAN | {"mkdocs.yml": config("exclude_docs: '*.csv'\n")}).built("--strict")
    assert not list(built.folder.rglob("*.csv"))
    assert built.has("traceability/traceability.json")
    assert {kind["csv"] for kind in registry(built)["kinds"]} == {None}


def test_what_is_published_is_the_same_each_time(make_site: MakeSite) -> None:
    one, other = (make_site(CLEAN, name) for name in ("one", "other"))
    one.built()
    other.built()
    assert one.digests("site/traceability") == other.digests("site/traceability")


# ---------------------------------------------------------------- the gate

HALF = {
    "docs/index.md": "# Home\n",
    "docs/a.trace.yml": (
        "requirements:\n  - {id: R-1, evidence: {files: [docs/index.md]}}\n"
        "  - {id: R-2, evidence: {code: unknown}}\n"
    ),
}
SAID = (
    "TR420 [error] 1 of 2 requirements are found (50 %), fewer than the 50.5 % that `fail_under` asks for\n"
    "  |\n"
    "4 |   - traceability: {fail_under: {requirement: 50.5}}\n"
    "  |                                 ^^^^^^^^^^^\n"
    "  |\n"
    "  = correct the evidence of 1 more, most serious first: 1 no evidence (`R-2`)\n"
)


@pytest.mark.parametrize("generator", GENERATORS)
def test_a_strict_build_and_a_check_fail_below_the_threshold(make_site: MakeSite, generator: str) -> None:
    name = CONFIG_NAMES[generator]

    def site(percent: float) -> Site:
        settings = config(settings=f"{{fail_under: {{requirement: {percent}}}}}")
        return make_site(HALF | {name: settings}, f"at-{percent}")

    below = site(50.5)
    for done in (below.build("--strict", generator=generator), below.check("-f", name)):
        assert done.status == 1
        assert SAID in done.out + done.log
    assert site(50.0).built("--strict", generator=generator)
    assert site(50.0).check("-f", name).status == 0


def test_a_badge_and_the_gate_say_the_same(make_site: MakeSite) -> None:
    site = make_site(HALF | {"mkdocs.yml": config(settings="{fail_under: {requirement: 51}}")})
    built = site.built()
    assert json.loads(built.text("traceability/badges/requirements.json"))["message"] == "1 of 2 found"
    (requirement,) = (kind for kind in registry(built)["kinds"] if kind["name"] == "requirement")
    assert requirement["fail_under"] == {"found": 51}
    assert (requirement["share"]["found"], requirement["share"]["judged"]) == (1, 2)


def test_a_threshold_in_a_file_that_is_inherited_is_shown_there(make_site: MakeSite) -> None:
    site = make_site(
        HALF
        | {
            "base.yml": config(settings="{fail_under: {requirement: 50.5}}"),
            "mkdocs.yml": "INHERIT: base.yml\n",
        }
    )
    assert f"base.yml:4:33: {SAID}" in site.check().out

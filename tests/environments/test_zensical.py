"""The guide *Moving to Zensical*, followed word by word with the real Zensical, which has no MkDocs beside it."""

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from e2e.links import follow_all
from e2e.sites import BUILD_DAY, Built, Done, Site, run

from tools.host_environments import ROOT, is_made, python_of

URL = "https://shop.example.org/"
GUIDE = (ROOT / "docs/guides/moving-to-zensical.md").read_text(encoding="utf-8")
TITLED = re.compile(r'^```\w+ title="([^"]+)".*\n((?:.*\n)*?)```$', re.MULTILINE)
FILES: dict[str, str] = dict(TITLED.findall(GUIDE))
STEPS = re.search(r"## 3\..*?```sh\n(.*?)```", GUIDE, re.DOTALL)

LOOKS = 600
"""How often a page is asked for, a tenth of a second apart, until it is as it should be."""

SOURCES = ("docs/index.md", "docs/shop.trace.yml", "src/checkout.py")


def of(*names: str) -> dict[str, str]:
    """Return files of the guide with its sources."""
    return {name: FILES[name] for name in (*SOURCES, *names)}


def command(site: Site, line: str) -> Done:
    """Run a command of the guide in the environment of Zensical."""
    assert is_made("zensical"), "there is no environment of zensical: run `make test-hosts`"
    program, *arguments = line.split()
    module = {"mkdocs-traceability": "mkdocs_traceability", "zensical": "zensical"}[program]
    variables = {"SOURCE_DATE_EPOCH": str(BUILD_DAY)}
    return run(str(python_of("zensical")), "-m", module, *arguments, folder=site.folder, variables=variables)


def steps(site: Site) -> list[Done]:
    """Do what the guide says to do for a build."""
    assert STEPS
    return [command(site, line) for line in STEPS[1].splitlines()]


def built(site: Site) -> Built:
    """Follow the guide, which has to succeed."""
    done = steps(site)
    assert [each.status for each in done] == [0, 0, 0], "\n".join(each.log + each.out for each in done)
    assert "Note:" not in done[0].log
    return Built(site.folder / "site", done[-1])


@pytest.fixture(scope="module", params=["mkdocs.yml", "zensical.toml"])
def moved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of the guide, built by Zensical, by each form of the configuration."""
    return built(Site(tmp_path_factory.mktemp("moved") / "shop", of(request.param)))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site that the guide begins with, built by MkDocs."""
    files = of() | {"mkdocs.yml": FILES["mkdocs.yml of today"]}
    return Site(tmp_path_factory.mktemp("before") / "shop", files).built("--strict")


def said(built: Built, page: str) -> list[str]:
    """Return what our parts of a page say."""
    parts = BeautifulSoup(built.text(page), "html.parser").select("article .trace, .trace--page")
    return sorted({part.get_text(" ", strip=True) for part in parts} - {""})


def test_there_is_no_mkdocs(tmp_path: Path) -> None:
    assert is_made("zensical")
    done = subprocess.run([python_of("zensical"), "-c", "import mkdocs"], capture_output=True, check=False)
    assert done.returncode == 1


def test_ids_are_links_and_every_link_leads_somewhere(moved: Built) -> None:
    page = BeautifulSoup(moved.text("index.html"), "html.parser")
    assert page.select_one('a[href="traceability/flows/#flow-ORDER-001"]')
    followed = follow_all(moved.folder, URL)
    assert followed.broken == []
    assert "traceability/components/index.html#component-checkout" in followed.reached


def test_the_pages_say_what_the_plugin_says(moved: Built, before: Built) -> None:
    for page in ("flows", "components", "graph", "legend"):
        path = f"traceability/{page}/index.html"
        assert said(moved, path) == said(before, path) != []


def test_sidecars_are_read_and_not_published(moved: Built) -> None:
    assert "ORDER-001" in moved.text("traceability/flows/index.html")
    assert not list(moved.folder.rglob("*.trace.yml"))


def test_pages_are_in_the_navigation_and_the_search(moved: Built) -> None:
    page = BeautifulSoup(moved.text("index.html"), "html.parser")
    entries = {entry.get_text(" ", strip=True) for entry in page.select("nav a")}
    assert {"Overview", "Flows", "Components"} <= entries
    index = json.loads(moved.text("search.json"))["items"]
    assert any("Ordering" in each["text"] and "traceability/flows/" in each["location"] for each in index)


def test_the_style_is_found(moved: Built) -> None:
    page = BeautifulSoup(moved.text("index.html"), "html.parser")
    assert page.select_one('link[href$="traceability/assets/traceability.css"]')
    assert moved.has("traceability/assets/traceability.css")


def test_every_link_leads_somewhere_without_directory_urls(tmp_path: Path) -> None:
    config = f"use_directory_urls: false\n{FILES['mkdocs.yml']}"
    site = built(Site(tmp_path / "shop", of() | {"mkdocs.yml": config}))
    assert site.has("traceability/flows.html")
    assert follow_all(site.folder, URL).broken == []


@pytest.mark.parametrize("name", ["mkdocs.yml", "zensical.toml"])
def test_the_check_is_the_gate(name: str, tmp_path: Path) -> None:
    wrong = FILES["docs/shop.trace.yml"].replace("[checkout]", "[chekout]")
    site = Site(tmp_path / "shop", of(name) | {"docs/shop.trace.yml": wrong})
    check, _, build = steps(site)
    assert check.status == 1
    assert "docs/shop.trace.yml:4:51: TR101 [error] unknown component `chekout`" in check.out
    assert build.status == 0


def test_without_the_lines_of_the_guide_sidecars_are_published_and_the_check_says_so(tmp_path: Path) -> None:
    config = FILES["zensical.toml"].replace("*.trace.yml", "").replace("mkdocs_traceability = {}", "")
    site = Site(tmp_path / "shop", of() | {"zensical.toml": config})
    check, _, build = steps(site)
    assert build.status == 0
    assert (site.folder / "site/shop.trace.yml").is_file()
    assert "Note: without the plugin, docs/shop.trace.yml will be published: " in check.log
    assert "Note: Zensical does not run plugins: " in check.log


def test_the_site_can_go_back(tmp_path: Path, before: Built) -> None:
    """One `mkdocs.yml` builds with MkDocs too: its sidecars are read although `exclude_docs` names them."""
    site = Site(tmp_path / "shop", of("mkdocs.yml"))
    command(site, "mkdocs-traceability render --host zensical")
    again = site.built("--strict")
    path = "traceability/flows/index.html"
    assert said(again, path) == said(before, path)
    assert not list(again.folder.rglob("*.trace.yml"))


def test_the_example_site_moves_with_all_of_its_items(tmp_path: Path) -> None:
    example = ROOT / "example_site"
    for part in ("docs", "code"):
        shutil.copytree(example / part, tmp_path / "shop" / part)
    config = (example / "mkdocs.yml").read_text(encoding="utf-8")
    for before, after in {
        "\n  - macros\n": "\n",
        "\nmarkdown_extensions:\n": "\nmarkdown_extensions:\n  - mkdocs_traceability\n",
        "\nnav:\n": "\nexclude_docs: '*.trace.yml'\nextra_css: [traceability/assets/traceability.css]\nnav:\n",
    }.items():
        assert before in config
        config = config.replace(before, after)
    moved = built(Site(tmp_path / "shop", {"mkdocs.yml": config}))
    followed = follow_all(moved.folder, "https://example.org/traceability/")
    assert followed.broken == []
    assert followed.links > 20_000
    assert not list(moved.folder.rglob("*.trace.yml"))
    panel = BeautifulSoup(moved.text("watchpoint/06-batcher/index.html"), "html.parser")
    assert panel.select_one(".trace #component-batcher, #component-batcher")
    assert panel.select_one('a[href$="flows/#flow-EVAL-001"]')


def test_serve_follows_a_sidecar(tmp_path: Path) -> None:
    """Both the page that is rendered and the one that somebody wrote, as the guide starts the two commands."""
    site = Site(tmp_path / "shop", of("zensical.toml"))
    command(site, "mkdocs-traceability render --host zensical")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with (
        started(site, "mkdocs_traceability", "render", "--host", "zensical", "--watch"),
        started(site, "zensical", "serve", "-a", address),
    ):
        pages = [f"http://{address}/{page}" for page in ("traceability/flows/", "")]
        for page in pages:
            wait_for("Ordering", page)
        site.write({"docs/shop.trace.yml": FILES["docs/shop.trace.yml"].replace("Ordering", "Buying")})
        for page in pages:
            wait_for("Buying", page)


@contextmanager
def started(site: Site, *arguments: str) -> Iterator[None]:
    """Have a command run beside the test, in the environment of Zensical."""
    line = [python_of("zensical"), "-m", *arguments]
    with subprocess.Popen(
        line, cwd=site.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        try:
            yield
        finally:
            running.kill()


def wait_for(text: str, page: str) -> None:
    """Ask for a page until a text is on it."""
    for _ in range(LOOKS):
        with suppress(OSError), urlopen(page) as answer:
            if text in answer.read().decode():
                return
        sleep(0.1)
    pytest.fail(f"{text} does not come to {page}")

"""A real Hugo site made of what `render` writes: shown as it is, all links whole, nothing in it executed."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from support import write_site

from mkdocs_traceability.cli.main import main

from .test_render import FILES, NASTY

pytestmark = pytest.mark.slow

SITE = {
    name.replace("docs/", "content/").replace("index.md", "_index.md"): text.replace("index.md", "_index.md")
    for name, text in FILES.items()
}
LAYOUT = (
    "<!doctype html><html><head><meta charset=utf-8><title>{{ .Title }}</title></head>"
    "<body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>"
)


@pytest.fixture(params=[False, True], ids=["folders", "uglyURLs"])
def built(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a site that Hugo has built below a sub-path, with pages as folders or as files."""
    ugly = "true" if request.param else "false"
    config = f"docs_dir: content\nsite_dir: public\nuse_directory_urls: {not request.param}\n"
    hugo = (
        f'baseURL = "https://example.org/sub/"\nuglyURLs = {ugly}\nignoreFiles = ["\\\\.trace\\\\.ya?ml$"]\n'
        'disableKinds = ["taxonomy", "term", "rss"]\n[markup.goldmark.renderer]\nunsafe = true\n'
    )
    write_site(
        tmp_path,
        {
            **SITE,
            "mkdocs.yml": config + SITE["mkdocs.yml"],
            "hugo.toml": hugo,
            "layouts/_default/single.html": LAYOUT,
            "layouts/_default/list.html": LAYOUT,
        },
    )
    done = CliRunner().invoke(main, ["render", str(tmp_path), "--host", "hugo"])
    assert done.exit_code == 0, done.output
    command = [sys.executable, "-m", "hugo", "--panicOnWarning"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    return tmp_path / "public"


def test_a_hugo_site_shows_the_pages_with_all_links_whole(built: Path) -> None:
    pages = {
        path.relative_to(built).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in built.rglob("*.html")
        if "items" not in path.parts
    }
    assert not list(built.rglob("*.trace.yml"))
    count = 0
    for name, page in pages.items():
        url = "https://example.org/sub/" + re.sub(r"(^|/)index.html$", r"\1", name)
        for link in (*page.select("a[href]"), *page.select("link[href]"), *page.select("script[src]")):
            parts = urlsplit(urljoin(url, str(link.get("href") or link.get("src"))))
            if parts.netloc != "example.org":
                continue
            target = unquote(parts.path.removeprefix("/sub/"))
            file = f"{target}index.html" if target.endswith("/") or not target else target
            assert (built / file).is_file(), f"{name}: {link} leads to {target}"
            if parts.fragment:
                assert pages[file].find(id=unquote(parts.fragment)), f"{name}: {link}"
            count += 1
    assert count > 90
    flows = next(page for name, page in pages.items() if name.startswith("traceability/flows"))
    assert flows.select_one("tr#EVAL-001, [id$=EVAL-001]")
    assert NASTY.replace(" ", "") in "".join(flows.get_text().split())
    assert not [script for script in flows.select("script") if "alert" in script.get_text()]

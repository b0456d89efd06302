"""`render`: the same pages for every host, as files of which only what is ours is ever replaced or removed."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from markdown import Markdown
from markdown_it import MarkdownIt
from support import build_here, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.hosts.table import HOSTS
from mkdocs_traceability.model.rendered import MANIFEST

NASTY = '{{< ref "x" >}} {{% y %}} {{ config }} {% raw %} {#-c-#} {alert(1)} ${x} <script>alert(1)</script> --8<-- "mkdocs.yml"'
CONFIG = """\
site_name: x
plugins:
  - search
  - traceability:
      prose_ids: [bare]
      item_pages: [component]
"""
FILES = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "# Home\n\nOf EVAL-001.\n",
    "docs/02-parts/worker.md": "---\ntraceability:\n  component: {id: worker, title: Worker}\n---\n# Worker\n",
    "docs/a.trace.yml": yaml.safe_dump(
        {
            "flows": [
                {
                    "id": "EVAL-001",
                    "title": NASTY,
                    "components": ["worker", "batcher"],
                    "notes": "a\n\n\n    b\n\n<!-- c -->",
                    "evidence": {"docs": ["index.md", "traceability/flows.md"]},
                },
                {"id": "EVAL-002", "title": "Emoji \U0001f600, \u2028 and \u0085", "components": ["gone"]},
            ],
            "components": [{"id": "batcher", "title": "Batcher"}],
        }
    ),
}


def render(site: Path, host: str, *options: str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["render", str(site), "--host", host, *options])
    assert done.exit_code == code, done.output
    return done


def html_of(host: str, text: str) -> str:
    """Return the HTML that a page of a host shows."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    if host == "docusaurus":
        string = re.fullmatch(r"\s*<div dangerouslySetInnerHTML=\{\{__html: (.*)\}\} />\n", body)
        assert string
        said: str = json.loads(string[1])
        return said
    return body


def shown(html: str) -> tuple[str, list[str], list[str]]:
    """Return what a reader sees of a page but for its title: text, badges, and the ids of items."""
    page = BeautifulSoup(html, "html.parser").select_one(".trace")
    assert page is not None
    for each in page.select("h1, script"):
        each.decompose()
    badges = [each.get_text() for each in page.select(".trace-badge")]
    return " ".join(page.get_text(" ").split()), badges, [str(each["id"]) for each in page.select("tr[id]")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("site"), FILES).parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_here(tmp_path_factory.mktemp("built"), FILES)


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def rendered(site: Path, host: str, folder: Path) -> dict[str, str]:
    render(site, host, "--output", str(folder))
    return {
        each.relative_to(folder).as_posix(): each.read_text(encoding="utf-8")
        for each in folder.rglob("*")
        if each.suffix in (".md", ".mdx", ".html") and "items" not in each.parts
    }


def test_every_host_shows_the_same_as_the_plugin(site: Path, built: Path, host: str, tmp_path: Path) -> None:
    pages = rendered(site, host, tmp_path)
    assert len(pages) > 10
    for name, text in pages.items():
        path = re.sub(r"_?index$", "", name.rpartition(".")[0])
        if path == "components/worker":
            continue  # under the plugin it is shown on its hand-written page, and has none of its own
        page = built / "traceability" / path / "index.html"
        assert shown(html_of(host, text)) == shown(page.read_text(encoding="utf-8")), name


def test_every_link_leads_to_a_page_and_an_anchor(site: Path, host: str, tmp_path: Path) -> None:
    pages = rendered(site, host, tmp_path)
    known = HOSTS[host]
    files = {each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*") if each.is_file()}
    sources = {f"traceability/{name}": name for name in pages}
    for source in ("index.md", "02-parts/worker.md"):
        sources[source] = ""

    def url_of(source: str) -> str:
        written = re.sub(r"\.(mdx|html)$", ".md", source).replace("_index", "index")
        return source if known.links_are_sources else known.url_of(written, True).removeprefix("./")

    by_url = {url_of(source): name for source, name in sources.items()}
    by_url |= {f"traceability/{name}": "" for name in files if name not in pages}
    anchors = {name: set(re.findall(r'\sid="([^"]*)"', html_of(host, text))) for name, text in pages.items()}
    count = 0
    for name, text in pages.items():
        html = re.sub(r"<noscript>.*?</noscript>", "", html_of(host, text), flags=re.DOTALL)
        page = BeautifulSoup(html, "html.parser")
        links = [str(each["href"]) for each in page.select("a[href], link[href]")]
        links += [str(each["src"]) for each in page.select("script[src]")]
        for link in links:
            parts = urlsplit(urljoin(f"http://site/{url_of(f'traceability/{name}')}", link))
            if parts.netloc != "site":
                continue
            target = unquote(parts.path[1:])
            assert target in by_url, f"{name}: {link} leads to {target}"
            leads_to = by_url[target]
            assert not parts.fragment or not leads_to or unquote(parts.fragment) in anchors[leads_to]
            count += 1
    assert count > 90


def test_nothing_in_a_page_is_a_template_or_a_block_of_markdown(
    site: Path, host: str, tmp_path: Path
) -> None:
    pages = rendered(site, host, tmp_path)
    assert any("alert(1)" in text for text in pages.values())
    for name, text in pages.items():
        html = html_of(host, text)
        assert "<script>alert" not in html
        if host == "docusaurus":
            assert text.count("<") == 1
            continue
        assert "{" not in html, name
        assert "--8<--" not in html
        if host == "plain":
            continue
        (token,) = MarkdownIt("commonmark", {"html": True}).parse(html)
        assert token.type == "html_block"
        assert (
            Markdown(extensions=["tables", "attr_list", "md_in_html"]).convert(html).strip() == html.strip()
        )


def test_front_matter_is_data(site: Path, host: str, tmp_path: Path) -> None:
    pages = rendered(site, host, tmp_path)
    for text in pages.values():
        found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
        assert (found is None) == (host == "plain")
        if found:
            assert yaml.safe_load(found[1])["title"]


def listing(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return the folder of a site of the test's own."""
    return write_site(tmp_path, FILES).parent


def test_rendering_again_writes_nothing(own: Path) -> None:
    assert " 0 removed" in render(own, "zensical").output
    before = {path: path.stat().st_mtime_ns for path in (own / "docs").rglob("*")}
    assert render(own, "zensical").output.startswith("0 written, 0 removed")
    assert {path: path.stat().st_mtime_ns for path in (own / "docs").rglob("*")} == before


def test_rendering_is_the_same_from_anywhere(own: Path, site: Path, tmp_path: Path) -> None:
    for folder in ("x", "y"):
        render(site, "hugo", "--output", str(tmp_path / folder))
    assert listing(tmp_path / "x") == listing(tmp_path / "y")


def test_pages_and_files_go_where_hugo_looks(own: Path) -> None:
    render(own, "hugo")
    assert (own / "docs/traceability/_index.md").is_file()
    assert (own / "static/traceability/assets/traceability.js").is_file()
    assert not (own / "docs/traceability/assets").exists()
    render(own, "hugo", "--check")


def test_what_is_no_longer_generated_is_removed(own: Path) -> None:
    render(own, "mkdocs")
    page = own / "docs/traceability/components/batcher.md"
    assert page.is_file()
    (own / "mkdocs.yml").write_text(CONFIG.replace("item_pages: [component]", "item_pages: []"))
    done = render(own, "mkdocs", "--check", code=1)
    assert "no longer generated: " in done.output
    assert page.is_file()
    render(own, "mkdocs")
    assert not page.parent.exists()
    render(own, "mkdocs", "--check")


def test_what_somebody_wrote_or_changed_is_neither_replaced_nor_removed(own: Path) -> None:
    render(own, "mkdocs")
    changed, foreign = own / "docs/traceability/flows.md", own / "docs/traceability/graph.md"
    for each in (changed, foreign):
        each.write_text("mine")
    gone = own / "docs/traceability/components/batcher.md"
    gone.write_text("mine")
    beside = own / "docs/traceability/notes.md"
    beside.write_text("mine")
    (own / "mkdocs.yml").write_text(CONFIG.replace("item_pages: [component]", "item_pages: []"))
    done = render(own, "mkdocs", code=1)
    assert done.output.count("has been changed since") == 3
    assert {each.read_text() for each in (changed, foreign, gone, beside)} == {"mine"}
    for each in (changed, gone, foreign):
        each.unlink()
    render(own, "mkdocs")
    assert changed.read_text() != "mine"
    assert beside.read_text() == "mine"


def test_check_lists_what_is_out_of_date(own: Path) -> None:
    assert "out of date: " in render(own, "plain", "--check", code=1).output
    assert not (own / "docs/traceability").exists()
    render(own, "plain")
    assert "up to date" in render(own, "plain", "--check").output
    sidecar = own / "docs/a.trace.yml"
    sidecar.write_text(sidecar.read_text().replace("Batcher", "Baker"))
    assert "components.html" in render(own, "plain", "--check", code=1).output


def test_a_commit_alone_makes_nothing_out_of_date(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_SHA", "a" * 40)
    render(own, "plain")
    monkeypatch.setenv("GITHUB_SHA", "b" * 40)
    render(own, "plain", "--check")


def test_a_list_that_names_files_elsewhere_removes_none(own: Path) -> None:
    render(own, "plain")
    listed = own / "docs/traceability" / MANIFEST
    said: dict[str, Any] = json.loads(listed.read_text())
    victim = own / "docs/index.md"
    digest = sha256(victim.read_bytes()).hexdigest()
    said["files"] |= {"../index.md": digest, str(victim): digest, "a/../../index.md": digest, "": digest}
    listed.write_text(json.dumps(said))
    render(own, "plain")
    assert victim.is_file()


@pytest.mark.parametrize("said", ["", "[]", "{", '{"version": 1, "files": 3}', "[" * 100_000])
def test_a_list_that_cannot_be_read_lists_nothing(own: Path, said: str) -> None:
    render(own, "plain")
    (own / "docs/traceability" / MANIFEST).write_text(said)
    assert render(own, "plain").output.startswith("0 written")  # what is as it would be written is ours


def test_no_link_is_followed_out_of_the_folder(own: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (own / "docs/traceability").mkdir()
    (own / "docs/traceability/id").symlink_to(elsewhere)
    done = render(own, "plain", code=1)
    assert "traceability/id/" in done.output
    assert not list(elsewhere.iterdir())


def test_rendered_pages_are_neither_sources_nor_evidence(own: Path) -> None:
    def findings() -> str:
        return CliRunner().invoke(main, ["check", str(own), "--verbose"]).output

    before = findings()
    assert "traceability/flows.md" in before  # is not found as evidence
    for name in ("mkdocs", "docusaurus", "plain"):
        render(own, name)
        assert findings() == before


def test_pages_elsewhere_in_the_docs_folder_are_refused(own: Path) -> None:
    done = render(own, "mkdocs", "--output", str(own / "docs/other"), code=2)
    assert "set `page_dir: other`" in done.output


def test_an_unknown_host_is_refused(own: Path) -> None:
    assert "there is no host `jekyll`" in render(own, "jekyll", code=2).output


def test_a_folder_that_cannot_be_written_is_said(own: Path) -> None:
    (own / "out").write_text("a file")
    assert "out" in render(own, "plain", "--output", str(own / "out/x"), code=2).output


def test_a_build_with_the_plugin_takes_no_notice_of_rendered_files(own: Path, tmp_path: Path) -> None:
    before = listing(build_here(own, FILES))
    render(own, "mkdocs")
    after = listing(build_here(own, FILES))
    for timed in ("index.html", "sitemap.xml.gz"):  # have the time of the build in them
        assert before.pop(timed)
        assert after.pop(timed)
    assert after == before


def test_with_the_extension_items_stand_on_their_pages(own: Path) -> None:
    config = FILES["mkdocs.yml"] + "markdown_extensions: [mkdocs_traceability]\n"
    (own / "mkdocs.yml").write_text(config)
    render(own, "mkdocs")
    assert not (own / "docs/traceability/components/worker.md").exists()
    plain = "site_name: x\nmarkdown_extensions: [mkdocs_traceability]\nplugins: [search]\n"
    rendered = (own / "docs/traceability/flows.md").read_text(encoding="utf-8")
    assert 'href="../../02-parts/worker/#component-worker"' in rendered
    built = build_here(own, {**FILES, "mkdocs.yml": plain})
    page = BeautifulSoup((built / "02-parts/worker/index.html").read_text(encoding="utf-8"), "html.parser")
    assert page.find(id="component-worker")
    assert (built / "traceability/flows/index.html").is_file()


def test_watching_renders_after_a_change_and_not_after_its_own(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sidecar, page = own / "docs/a.trace.yml", own / "docs/traceability/components.md"
    looks = []

    def changed(look: Any) -> None:
        looks.append(look.states() == look.before)
        if len(looks) == 2:
            raise KeyboardInterrupt
        sidecar.write_text(sidecar.read_text().replace("Batcher", "Baker"))
        assert look.states() != look.before

    monkeypatch.setattr("mkdocs_traceability.cli.watch._wait", changed)
    render(own, "mkdocs", "--watch", code=130)
    assert looks == [True, True]
    assert "Baker" in page.read_text(encoding="utf-8")

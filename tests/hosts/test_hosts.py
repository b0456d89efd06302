"""Hosts: the example of the manual, the URLs that each gives pages, front matter and markup as data."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support import ROOT, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.cli.render import _OURS
from mkdocs_traceability.hosts.markup import for_markdown, with_source_links
from mkdocs_traceability.hosts.table import HOSTS
from mkdocs_traceability.pages.front_matter import front_matter


def test_the_example_of_the_manual_is_a_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs/adding-a-host.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n# (\w+\.py)\n(.*?)```", page, re.DOTALL)
    entry = re.search(r'hosts"\]\n(.*)\n', page)
    assert code
    assert entry
    package = tmp_path / "package"
    about = package / "traceability_jekyll-1.dist-info"
    about.mkdir(parents=True)
    (package / code[1]).write_text(code[2])
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: traceability-jekyll\nVersion: 1\n")
    (about / "entry_points.txt").write_text(
        "[mkdocs_traceability.hosts]\n" + entry[1].replace('"', "").replace(" ", "") + "\n"
    )
    monkeypatch.syspath_prepend(str(package))
    write_site(tmp_path, {"docs/a.trace.yml": "components: [{id: a, title: '{{ x }}'}]\n"})
    done = CliRunner().invoke(main, ["render", str(tmp_path), "--host", "jekyll"])
    assert done.exit_code == 0, done.output
    text = (tmp_path / "docs/traceability/components.html").read_text(encoding="utf-8")
    assert "layout: page" in text.replace('"', "")
    assert "{{" not in text
    assert "&#123;&#123; x }}" in text
    (about / "entry_points.txt").write_text(
        "[mkdocs_traceability.hosts]\njekyll = traceability_jekyll:NONE\n"
    )
    done = CliRunner().invoke(main, ["render", str(tmp_path), "--host", "jekyll"])
    assert done.exit_code == 2
    assert "adds a host that it lacks" in done.output


@pytest.mark.parametrize(
    ("host", "uri", "folder", "file"),
    [
        ("mkdocs", "a/B c.md", "a/B%20c/", "a/B%20c.html"),
        ("zensical", "index.md", "./", "index.html"),
        ("plain", "a/b.md", "a/b.html", "a/b.html"),
        ("hugo", "A/B (c) d.md", "a/b-c-d/", "a/b-c-d.html"),
        ("hugo", "a/_index.md", "a/", "a/"),
        ("hugo", "A/B.csv", "A/B.csv", "A/B.csv"),
        ("docusaurus", "02-a/10-b.md", "a/b/", "a/b"),
        ("docusaurus", "7.0-a.md", "7.0-a/", "7.0-a"),
        ("docusaurus", "2021-11-a.md", "2021-11-a/", "2021-11-a"),
        ("docusaurus", "a/README.md", "a/", "a"),
        ("docusaurus", "a/a.md", "a/", "a"),
        ("docusaurus", "index.md", "./", "./"),
        ("docusaurus", "a/flows.csv", "a/flows.csv", "a/flows.csv"),
    ],
)
def test_pages_have_the_urls_that_the_host_gives_them(host: str, uri: str, folder: str, file: str) -> None:
    assert (HOSTS[host].url_of(uri, True), HOSTS[host].url_of(uri, False)) == (folder, file)


def test_help_lists_all_hosts() -> None:
    assert set(_OURS) == set(HOSTS)


@given(st.text())
def test_front_matter_says_what_it_is_told(title: str) -> None:
    text = front_matter({"title": title, "hide": ["toc"], "x": {"y": False}, "n": None, "weight": 3})
    said = yaml.safe_load(text.removeprefix("---\n").partition("\n---\n")[0])
    assert said == {"title": title, "hide": ["toc"], "x": {"y": False}, "n": None, "weight": 3}
    assert text.count("\n") == 8


@given(st.text(alphabet="a \n\t{<>%`*#-", max_size=60))
def test_markdown_takes_a_page_for_one_block(text: str) -> None:
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    html = for_markdown(f"<pre>{escaped}</pre>")
    (token,) = MarkdownIt("commonmark", {"html": True}).parse(html)
    assert token.type == "html_block"
    assert token.content.strip() == html.strip()
    assert (
        html.replace("&#10;", "\n").replace("&#123;", "{").strip() == f"<div>\n<pre>{escaped}</pre>\n</div>"
    )


def test_links_become_those_of_sources() -> None:
    html = (
        '<a class="x" href="../b/?q=1&amp;r=2#c">1</a> <a href="https://x.org/">2</a> <a href="#d">3</a> '
        '<link rel="stylesheet" href="../t/x.css"> <noscript><a href="../b/">4</a></noscript>'
        '<script src="../t/x.js"></script> <a data-href="../b/" href="">5</a> <a xlink:href="../b/">6</a>'
    )
    made = with_source_links(html, "t/a/", {"t/b/": "b.md", "t/t/x.css": "y.css", "t/t/x.js": "y.js"}.get)
    assert made == html.replace('href="../b/?q', 'href="b.md?q').replace("../t/x.css", "y.css").replace(
        "../t/x.js", "y.js"
    )

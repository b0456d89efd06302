"""The Markdown extension of its own shows in a page what the plugin shows there, whoever renders the page."""

import logging
import posixpath
import re
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from support import ROOT, build_here, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.extension.known_sites import KnownSite
from mkdocs_traceability.hosts.host import page_url
from mkdocs_traceability.hosts.table import HOSTS
from mkdocs_traceability.workspace import Workspace

SETTINGS = """\
prose_ids: [code, bare]
code_roots: [code]
sources: [{preset: spec-kit, path: docs/specs/*/spec.md}]
"""
CONFIG = """\
site_name: x
repo_url: https://github.com/acme/site
theme: {name: null, custom_dir: theme, language: de}
markdown_extensions: [admonition, footnotes, attr_list, md_in_html]
plugins:
  - traceability:
"""
FACTS = """\
components:
  - {id: batcher, title: "A <b>batcher</b>", evidence: {code: [code/batcher.py:run]}}
  - {id: eval-worker, aliases: [worker], depends_on: [batcher]}
flows:
  - {id: EVAL-001, title: Evaluation pipeline, status: implemented, components: [batcher, eval-worker], evidence: {files: [code/batcher.py]}}
  - {id: EVAL-002, status: planned, components: [eval-worker]}
"""
HOME = """\
# Home of [EVAL-001]

See [EVAL-001], [the *pipeline*][EVAL-001] and [worker]; `EVAL-002`, EVAL-002 and [another page](deep/page.md).[^1]

[TOC]

## EVAL-002 in a heading, [trace: badge EVAL-001]

[trace: count flows status=planned] of [trace: count flows], [trace: share flows], and [trace: nonsense].

[trace: list flows]

[trace: matrix components]

[trace: panel batcher]

[trace: graph EVAL-001]

[trace: steps EVAL-001]

[trace: diagram components as=mermaid]

!!! note
    Within it EVAL-001.

```
[EVAL-001] and [trace: list flows]
```

<div markdown>In HTML EVAL-001</div>

<span title="[EVAL-001]">as it is</span>

[^1]: A footnote on [batcher].
"""
DEEP = """\
---
title: The server
traceability:
  component: {id: server, depends_on: [batcher]}
---
# Server

What [server] does, back [home](../index.md#home), [EVAL-001][].

## component-server
"""
TABLE = """\
# Requirements

<!-- traceability: requirements -->

| ID | Title | Satisfied by |
| --- | --- | --- |
| REQ-1 | Fast | batcher |
| REQ-2 | [EVAL-001](deep/page.md) | eval-worker |

<!-- traceability: restates flows -->

| ID | Components |
| --- | --- |
| EVAL-001 | `batcher`, eval-worker |
"""
SPEC = """\
---
hide: [toc]
---
# Specification of login

### User Story 1 - Sign in (Priority: P1)

As EVAL-001 says.

- **FR-001**: System MUST sign in
- **FR-002**: System MUST sign out
"""
SITE = {
    "theme/main.html": "<head></head><body>{{ page.content }}</body>",
    "mkdocs.yml": CONFIG + "".join(f"      {line}\n" for line in SETTINGS.splitlines()),
    "code/batcher.py": "def run() -> None: ...\n",
    "docs/facts.trace.yml": FACTS,
    "docs/index.md": HOME,
    "docs/deep/page.md": DEEP,
    "docs/table.md": TABLE,
    "docs/specs/001-login/spec.md": SPEC,
    "docs/plain.md": "# Nothing of ours\n\nAt all.\n",
}
PAGES = ("index.md", "deep/page.md", "table.md", "specs/001-login/spec.md", "plain.md")
EXTENSIONS = ["toc", "tables", "fenced_code", "admonition", "footnotes", "attr_list", "md_in_html"]
NAME = "mkdocs_traceability"


def body(page: str) -> str:
    """Return the text of a page as hosts hand it to Markdown."""
    return re.sub(r"\A---\n.*?\n---\n", "", SITE[f"docs/{page}"], flags=re.DOTALL)


def content(site: Path, page: str) -> str:
    html = (site / page_url(page, True) / "index.html").read_text(encoding="utf-8")
    return html.partition("<body>")[2].partition("</body>")[0].strip()


def render(folder: Path) -> None:
    """Write the generated pages into the docs folder of a site."""
    done = CliRunner().invoke(main, ["render", str(folder), "--host", "mkdocs"])
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What the plugin makes of the pages."""
    built = build_here(tmp_path_factory.mktemp("plugin"), SITE)
    made = {page: content(built, page) for page in PAGES}
    assert "trace-panel" in made["deep/page.md"]
    assert 'href="../traceability/flows/' in made["table.md"]
    assert made["specs/001-login/spec.md"].count("<a id=") == 3
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site without the plugin, with its generated pages as files."""
    folder = tmp_path_factory.mktemp("rendered")
    write_site(folder, SITE)
    render(folder)
    return folder


def converted(folder: Path, page: str, text: str | None = None, *others: Any) -> str:
    options = {"page": page, "config_file": str(folder / "mkdocs.yml")}
    md = Markdown(extensions=[*EXTENSIONS, NAME, *others], extension_configs={NAME: options})
    return md.convert(body(page) if text is None else text)


def as_zensical_does(html: str, page: str) -> str:
    """Make links of the paths of sources, of all links there are."""

    def link(found: re.Match[str]) -> str:
        path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", found[2]).groups()  # type: ignore[union-attr]
        if not path or "://" in path:
            return found[0]
        target = page_url(posixpath.normpath(posixpath.join(posixpath.dirname(page), path)), True)
        url = posixpath.relpath(f"/{target}", f"/{page_url(page, True)}")
        return f'{found[1]}="{url}{"/" if target.endswith("/") else ""}{mark}{rest}"'

    return re.sub(r'((?<=<a )(?:[^<>]*? )?href|(?<=<script )src)="([^"]*)"', link, html)


# ---------------------------------------------------------------- the same as under the plugin


@pytest.mark.parametrize("page", PAGES)
def test_a_program_gets_what_the_plugin_shows(plugin: Mapping[str, str], folder: Path, page: str) -> None:
    made = converted(folder, page)
    made = re.sub(r'href="(?:\.\./)?(deep/page|index)\.md', link_of_mkdocs(page), made)
    assert made == plugin[page]


def link_of_mkdocs(page: str) -> Any:
    """Return what makes the links that a page has itself, which a program leaves alone."""
    links = {"deep/page": page_url("deep/page.md", True), "index": ""}
    up = "" if page == "index.md" else "../" * page_url(page, True).count("/")
    return lambda found: f'href="{up}{links[found[1]]}'


def test_mkdocs_without_the_plugin_shows_the_same(
    plugin: Mapping[str, str], folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder / "docs", tmp_path / "docs")
    config = SITE["mkdocs.yml"].replace("traceability:\n", "traceability:\n      enabled: false\n")
    config = config.replace("markdown_extensions: [", f"markdown_extensions: [{NAME}, ")
    built = build_here(tmp_path, SITE | {"mkdocs.yml": config})
    assert {page: content(built, page) for page in PAGES} == plugin
    rendered = (built / "traceability/flows/index.html").read_text(encoding="utf-8")
    assert (rendered.count("<script"), "trace-ref" in rendered) == (1, False)


def test_beside_the_plugin_nothing_comes_twice(plugin: Mapping[str, str], tmp_path: Path) -> None:
    config = SITE["mkdocs.yml"].replace("markdown_extensions: [", f"markdown_extensions: [{NAME}, ")
    built = build_here(tmp_path, SITE | {"mkdocs.yml": config})
    assert {page: content(built, page) for page in PAGES} == plugin


class InZensical(Extension):
    """Tells the page as Zensical does."""

    def __init__(self, folder: Path, page: str) -> None:
        super().__init__()
        self._config, self._page = {"root_dir": str(folder)}, page

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        context = Preprocessor(md)
        context.page = SimpleNamespace(path=self._page, url=page_url(self._page, True))  # type: ignore[attr-defined]
        context.config = self._config  # type: ignore[attr-defined]
        context.run = lambda lines: lines  # type: ignore[method-assign]
        md.preprocessors.register(context, "rendering_context", 0)


@pytest.mark.parametrize("page", PAGES)
def test_zensical_makes_the_same_links_of_the_paths_of_sources(
    plugin: Mapping[str, str], folder: Path, page: str
) -> None:
    md = Markdown(extensions=[InZensical(folder, page), *EXTENSIONS, NAME])
    made = md.convert(body(page))
    assert 'href="../traceability/flows/' not in made
    assert as_zensical_does(made, page) == plugin[page]


@pytest.mark.slow
def test_pages_of_the_example_are_those_of_the_plugin(example: Path, tmp_path: Path) -> None:
    site = tmp_path / "example_site"
    shutil.copytree(example.parent / "example_site", site)
    render(site)
    pages = [file.relative_to(site / "docs").as_posix() for file in (site / "docs").rglob("*.md")]
    pages = [page for page in pages if not page.startswith("traceability/")]
    assert len(pages) > 20
    different = []
    for page in pages:
        text = re.sub(
            r"\A---\n.*?\n---\n", "", (site / "docs" / page).read_text(encoding="utf-8"), flags=re.DOTALL
        )
        text = text.replace(
            '{{ trace_share("flows") }}', "[trace: share flows]"
        )  # macros are of another plugin
        options = {NAME: {"page": page, "config_file": str(site)}, "toc": {"permalink": True}}
        used = [
            "toc",
            "tables",
            "fenced_code",
            "admonition",
            "attr_list",
            "pymdownx.details",
            "pymdownx.superfences",
        ]
        md = Markdown(extensions=[*used, NAME], extension_configs=options)
        built = (example / page_url(page, True) / "index.html").read_text(encoding="utf-8")
        if with_links_of_mkdocs(md.convert(text), page) not in built:
            different.append(page)
    assert different == []


def with_links_of_mkdocs(html: str, page: str) -> str:
    """Make URLs of the links that pages have themselves."""

    def link(found: re.Match[str]) -> str:
        target = page_url(posixpath.normpath(posixpath.join(posixpath.dirname(page), found[1])), True)
        anchor = found[2] or ""
        return f'href="{posixpath.relpath(f"/{target}", f"/{page_url(page, True)}")}/{anchor}"'

    return re.sub(r'href="([^":]*\.md)(#[^"]*)?"', link, html)


# ---------------------------------------------------------------- within one conversion


def test_headings_alone_get_no_panels_and_no_link_to_themselves(folder: Path) -> None:
    options = {"page": "deep/page.md", "config_file": str(folder / "mkdocs.yml")}
    md = Markdown(extensions=["toc", NAME], extension_configs={NAME: options})
    html = md.convert("# Page of [EVAL-001]\n\n## Part [trace: count flows]\n")
    (top,) = md.toc_tokens  # type: ignore[attr-defined]
    assert (top["name"], top["children"][0]["name"]) == ("Page of EVAL-001", "Part")
    assert html.count("<aside") == html.count("<script") == 1
    assert "trace-end" not in f"{html}{md.toc_tokens}"  # type: ignore[attr-defined]


class Within(Extension):
    """Converts a text of its own while a page is converted, as extensions do that show docstrings."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        def run(lines: list[str]) -> list[str]:
            return [
                *lines,
                "",
                md.htmlStash.store(converted(self._folder, "deep/page.md", "Within [EVAL-001].")),
                "",
            ]

        inner = Preprocessor(md)
        inner.run = run  # type: ignore[method-assign]
        md.preprocessors.register(inner, "within", 25)


def test_a_text_within_another_has_links_and_no_panels(folder: Path) -> None:
    html = converted(folder, "deep/page.md", None, Within(folder))
    alone = converted(folder, "deep/page.md")
    within = '<p>Within <a class="trace-ref" href="../../traceability/flows/#flow-EVAL-001" title='
    assert html.count("<aside") == alone.count("<aside") == 1
    assert html.index(within) < html.index("<aside")
    assert "trace:flow" not in html


def test_one_converter_may_be_used_again(folder: Path) -> None:
    options = {"page": "index.md", "config_file": str(folder)}
    md = Markdown(extensions=[NAME], extension_configs={NAME: options})
    texts = ["[EVAL-001]", "none", "[worker]"]
    again = [md.reset().convert(text) for text in texts]
    assert again == [converted(folder, "index.md", text) for text in texts]


ORDINARY = st.text(alphabet="ab 1-_*#`~[]()<>!|:&;\"'{}\\\n\t=+/.^é\x02\x03", max_size=120)


@given(ORDINARY)
def test_a_text_without_ids_is_what_it_was(folder: Path, text: str) -> None:
    options = {"page": "nowhere.md", "config_file": str(folder)}
    made = Markdown(extensions=[*EXTENSIONS, NAME], extension_configs={NAME: options}).convert(text)
    script = '<script src="../traceability/assets/traceability.js" data-trace-own defer></script>'
    assert made.removesuffix(script).strip() == Markdown(extensions=EXTENSIONS).convert(text)


# ---------------------------------------------------------------- which page, which site


def links(html: str) -> list[str]:
    return re.findall(r'<a class="trace-ref"(?: href="([^"]*)")?', html)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("deep/page.md", "../../traceability/flows/#flow-EVAL-001"),
        ("docs/deep/page.md", "../../traceability/flows/#flow-EVAL-001"),
        ("./docs/../docs/index.md", "traceability/flows/#flow-EVAL-001"),
        ("a/page/that/is/not/there.md", "../../../../../../traceability/flows/#flow-EVAL-001"),
        ("", "traceability/flows/#flow-EVAL-001"),
        ("../outside.md", "traceability/flows/#flow-EVAL-001"),
        ("/outside.md", "traceability/flows/#flow-EVAL-001"),
    ],
)
def test_a_page_is_named_by_its_path_or_by_its_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, page: str, expected: str
) -> None:
    monkeypatch.chdir(folder)
    html = Markdown(extensions=[NAME], extension_configs={NAME: {"page": page}}).convert("[EVAL-001]")
    assert links(html) == [expected]


def test_a_page_may_be_a_link_to_a_file_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path / "real", SITE | {"README.md": "# Read me\n", "docs/traceability/flows.md": "\n"})
    (tmp_path / "real/docs/about").mkdir()
    (tmp_path / "real/docs/about/readme.md").symlink_to("../../README.md")
    (tmp_path / "way").symlink_to("real")
    monkeypatch.chdir(tmp_path)
    for page in ("way/docs/about/readme.md", "real/docs/about/readme.md"):
        html = Markdown(extensions=[NAME], extension_configs={NAME: {"page": page}}).convert("[EVAL-001]")
        assert links(html) == ["../../traceability/flows/#flow-EVAL-001"]


def test_the_site_is_found_from_the_file_upward(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = {NAME: {"page": str(folder / "docs/deep/page.md")}}
    html = Markdown(extensions=[NAME], extension_configs=options).convert("[EVAL-001]")
    assert links(html) == ["../../traceability/flows/#flow-EVAL-001"]


def test_without_rendered_pages_ids_have_titles_and_lead_nowhere(tmp_path: Path) -> None:
    write_site(tmp_path, SITE)
    html = converted(tmp_path, "index.md", "[EVAL-001] and [server]")
    assert links(html) == ["", "deep/page/#component-server"]
    assert "<script" not in html
    assert escape("EVAL-001: Evaluation pipeline (Ablauf, umgesetzt)") in html


@pytest.mark.parametrize(
    "config",
    [
        None,
        "site_name: x\nplugins: [traceability\n",
        "docs_dir: nowhere\n",
        "- a list\n",
    ],
)
def test_a_site_that_cannot_be_read_leaves_the_text_and_is_told_of_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, config: str | None
) -> None:
    (tmp_path / "docs").mkdir()
    if config is not None:
        (tmp_path / "mkdocs.yml").write_text(config)
    text = "# A [EVAL-001]\n\n[trace: list flows]\n"
    options = {"page": "index.md", "config_file": str(tmp_path)}
    with caplog.at_level(logging.INFO, NAME):
        made = {
            Markdown(extensions=[NAME], extension_configs={NAME: options}).convert(text) for _ in range(3)
        }
    assert made == {Markdown().convert(text)}
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("traceability: ")


# ---------------------------------------------------------------- read once, and again when something changes


class Clock:
    """A clock that goes on by a second whenever it is looked at, and by more where it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Workspace]:
    """The workspaces that have judged, each time that one does."""
    calls: list[Workspace] = []
    current = Workspace.current

    def counted(self: Workspace) -> Any:
        calls.append(self)
        return current(self)

    monkeypatch.setattr(Workspace, "current", counted)
    return calls


def shown(site: KnownSite, text: str = "[trace: list flows]") -> str:
    """Return what a known site shows of a text."""
    now = site.now()
    if now is None:
        return ""
    form = re.fullmatch(r"\[trace:(.*)\]", text)
    assert form
    return now.filled(f'<p><span class="trace-place" data-trace="{form[1]}"></span></p>', "index.md")


def test_a_site_is_read_again_when_a_source_or_its_evidence_changes(
    tmp_path: Path, judged: list[Workspace]
) -> None:
    config = write_site(tmp_path, SITE)
    clock = Clock()
    site = KnownSite(config, HOSTS["mkdocs"], clock)
    assert "EVAL-003" not in shown(site)
    assert (shown(site), len(judged)) == (shown(site), 1)

    (tmp_path / "docs/facts.trace.yml").write_text(FACTS + "  - {id: EVAL-003, status: planned}\n")
    assert "EVAL-003" not in shown(site), "it was looked at a moment ago"
    clock.now += 100
    assert "EVAL-003" in shown(site)

    before = shown(site, "[trace: badge batcher]")
    (tmp_path / "code/batcher.py").write_text("def walk() -> None: ...\n")
    clock.now += 100
    after = shown(site, "[trace: badge batcher]")
    assert ("trace-badge--found" in before, "trace-badge--missing" in after) == (True, True)

    clock.now += 100
    assert (shown(site, "[trace: badge batcher]"), len(judged)) == (after, 3)


def test_a_configuration_may_break_and_be_mended(
    tmp_path: Path, judged: list[Workspace], caplog: pytest.LogCaptureFixture
) -> None:
    config = write_site(tmp_path, SITE)
    clock = Clock()
    site = KnownSite(config, HOSTS["mkdocs"], clock)
    whole = shown(site)
    for text, expected in (("a: [\n", ""), ("a: [ \n", ""), (SITE["mkdocs.yml"], whole)):
        config.write_text(text)
        clock.now += 100
        assert shown(site) == shown(site) == expected
    assert len(judged) == 2
    assert sum("ids and markers" in message for message in caplog.messages) == 1


def test_a_docs_folder_that_comes_later_is_seen(tmp_path: Path) -> None:
    config = write_site(tmp_path, SITE)
    (tmp_path / "docs").rename(tmp_path / "away")
    clock = Clock()
    site = KnownSite(config, HOSTS["mkdocs"], clock)
    assert shown(site) == ""
    (tmp_path / "away").rename(tmp_path / "docs")
    clock.now += 100
    assert "EVAL-002" in shown(site)


def test_what_fails_is_said_again_when_it_fails_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    facts = "flows: [{id: A, components: [B]}]\n"
    config = write_site(tmp_path, {"docs/a.trace.yml": facts})
    clock = Clock()
    site = KnownSite(config, HOSTS["mkdocs"], clock)
    said = []
    for text in (facts, f"# {facts}{facts}", f"{facts}components: [{{id: B}}]\n", facts):
        (tmp_path / "docs/a.trace.yml").write_text(text)
        clock.now += 100
        site.now()
        said.append(len(caplog.messages))
    assert said == [1, 1, 1, 2]


def test_what_fails_is_summed_up_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_site(
        tmp_path, {"docs/a.trace.yml": "flows: [{id: A, components: [b]}]\n", "docs/index.md": "# Home\n"}
    )
    for _ in range(3):
        converted(tmp_path, "index.md", "[A]")
    assert caplog.messages == [
        "traceability: 1 item: 1 error, 0 warnings, 0 info: run `mkdocs-traceability check`"
    ]


def test_pages_may_be_converted_in_several_threads(
    folder: Path, tmp_path: Path, judged: list[Workspace]
) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: converted(copy, "table.md"), range(24)))
    assert len(judged) == 1
    assert len(set(made)) == 1
    assert 'href="../traceability/flows/#flow-EVAL-001"' in made[0]


def test_the_program_of_the_manual_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs/markdown-extension.md").read_text(encoding="utf-8")
    found = re.search(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert found
    write_site(tmp_path, SITE)
    monkeypatch.chdir(tmp_path)
    said: dict[str, str] = {}
    exec(found[1], said)
    assert links(said["html"]) == [""]
    assert "EVAL-001</code></a>." in said["html"]

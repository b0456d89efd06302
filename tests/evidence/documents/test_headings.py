"""The anchors that are read from a page's source are those that MkDocs' own build gives it."""

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from mkdocs_traceability.evidence.documents.headings import Headings, PageHeadings
from mkdocs_traceability.evidence.documents.rendering.html_headings import headings_of
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.settings.load import load_settings

PAGES = {
    "index.md": "# Home\n",
    "plain.md": """
        ---
        title: Plain
        ---
        # Retry policy

        Retry
        -----

        ## With *emphasis*, `code`, [a link](plain.md) and ![an image](x.png)
        ## Example
        ## Example
        ## Example ##
        ### Ünïcödé & Straße <span>tag</span> 100 %
        ####### seven
        #no blank
        ## 6.5 Data: the 2nd store (v1.2)
        ##
        ## \\# escaped \\_ things
        ## :smile: laughs
        ## ~~gone~~ ==marked== H~2~O ++ctrl++
        Above
        =====
    """,
    "hidden.md": """
        # Hidden

        ```python
        # not a heading
        ```

        ~~~
        ## nor this
        ~~~

            ## nor this, indented

        <!--
        ## nor this in a comment
        <a id="commented"></a>
        -->

        `## not inline`

        <script>
        // ## not in a script
        var a = '<a id="scripted"></a>';
        </script>

        > ## Quoted

        - ## In a list

        1. item

            ## Deep in a list

        ``` { .text #fence-id }
        ## still code
        ```
    """,
    "ids.md": """
        # Ids {#top}

        ## Colon form {: #colon .cls data-x=1 }
        ## Bare attributes { #bare }
        ## Twice {#twice}
        ## Twice {#twice}
        ## twice

        A paragraph.
        {: #paragraph }

        A [span](x.md){#span} and *emphasis*{: #emphasis }.

        <a id="raw-a"></a> <a name="raw-name"></a> <span id=unquoted>x</span>

        <h2 id="raw-heading">Raw heading</h2>

        <div markdown="1" id="div">
        ## In a div
        </div>

        <details><summary>x</summary>

        ## In raw details

        </details>
    """,
    "blocks.md": """
        # Blocks

        !!! note "A note"
            ## In an admonition

        ??? tip
            ## In details

        === "First"
            ## In a tab

        === "Second tab"
            ## In a tab

        Term
        :   ## Defined

        A footnote[^1] here.

        ## Heading with a note[^1]

        [^1]: ## Note

        | # a | b |
        | --- | --- |
        | ## c | d |

        *[HTML]: Hyper
        ## HTML here

        [TOC]
    """,
    "meta.md": "author: me\ndate: today\n\n# After meta\n\nSetext\n---\n",
    "broken-meta.md": "---\ntitle: a: b\n---\n# After broken meta\n",
    "list-meta.md": "---\n- a\n---\n# After a list\n",
    "windows.md": "# Windows\r\n\r\n## Line\r\n\r\nUnder\r\n---\r\n",
}

MATERIAL = """
    markdown_extensions:
      - admonition
      - attr_list
      - def_list
      - footnotes
      - abbr
      - md_in_html
      - toc: {permalink: true}
      - pymdownx.caret
      - pymdownx.mark
      - pymdownx.tilde
      - pymdownx.keys
      - pymdownx.details
      - pymdownx.emoji:
          emoji_index: !!python/name:material.extensions.emoji.twemoji
          emoji_generator: !!python/name:material.extensions.emoji.to_svg
      - pymdownx.highlight: {anchor_linenums: true}
      - pymdownx.inlinehilite
      - pymdownx.superfences:
          custom_fences:
            - name: mermaid
              class: mermaid
              format: !!python/name:pymdownx.superfences.fence_code_format
      - pymdownx.tabbed: {alternate_style: true}
"""

SETTINGS = {
    "as they are": "",
    "attr_list": "markdown_extensions: [attr_list, md_in_html]",
    "another separator": "markdown_extensions: [{toc: {separator: _, baselevel: 2, toc_depth: 2}}]",
    "the long name": "markdown_extensions: [{markdown.extensions.toc: {separator: _, permalink: '¶'}}]",
    "unicode slugs": "markdown_extensions: {toc: {slugify: !!python/name:markdown.extensions.toc.slugify_unicode , anchorlink: true}}",
    "slugs of pymdownx": """
        markdown_extensions:
          - toc:
              permalink: true
              slugify: !!python/object/apply:pymdownx.slugs.slugify
                kwds: {case: lower}
          - pymdownx.extra
          - pymdownx.tabbed:
              slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: fold, percent_encode: true}}
    """,
    "extra and smart": "markdown_extensions: [extra, smarty, nl2br, sane_lists, wikilinks, codehilite, pymdownx.betterem, pymdownx.saneheaders, pymdownx.smartsymbols]",
    "all that Material asks for": MATERIAL,
}


def read(folder: Path, name: str) -> PageHeadings:
    """Read one page's headings under the settings of the site in a folder."""
    site = load_settings(folder / "mkdocs.yml").inputs
    return Headings(Disk(folder), site.markdown_extensions, site.plugins).of(f"docs/{name}")


def a_site(folder: Path, configuration: str = "", **pages: str) -> Path:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text(
        f"site_name: x\ntheme: {{name: null, custom_dir: theme}}\n{dedent(configuration)}", encoding="utf-8"
    )
    for name, text in pages.items():
        (folder / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("configuration", SETTINGS.values(), ids=SETTINGS)
def test_anchors_are_exactly_those_of_a_build(tmp_path: Path, configuration: str) -> None:
    a_site(tmp_path, configuration)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "main.html").write_text("{{ page.content }}", encoding="utf-8")
    for name, text in PAGES.items():
        (tmp_path / "docs" / name).write_bytes(dedent(text).lstrip("\n").encode())
    build(load_config(str(tmp_path / "mkdocs.yml"), use_directory_urls=False))
    for name in PAGES:
        html = (tmp_path / "site" / name).with_suffix(".html").read_text(encoding="utf-8")
        built = set(
            re.findall(
                r"""<(?!!)[^<>]*?\s(?:id|name)=["']?([^"'\s>]+)""",
                re.sub(r"(?s)<!--.*?-->|<script.*?</script>", "", html),
            )
        )
        found = read(tmp_path, name)
        assert found.anchors == built, name
        assert [each.anchor for each in found.headings] == [
            anchor for anchor, _ in headings_of(html).headings
        ]
        assert found.error == ""


def test_icons_of_a_theme_in_a_heading_leave_the_other_headings_known(tmp_path: Path) -> None:
    emoji = "markdown_extensions: {pymdownx.emoji: {emoji_index: !!python/name:theme.icons }}"
    a_site(tmp_path, emoji, page="# :theme-check: Done\n\n## :smile: Sure\n")
    page = read(tmp_path, "page.md")
    assert page.doubt == "it has emoji in headings that only the theme knows"
    assert page.anchors == {"sure"}


def test_headings_have_the_lines_they_stand_in(tmp_path: Path) -> None:
    text = (
        "---\ntitle: x\n---\n# *One*\n\n```\n# Two\n```\n\nTwo\n---\n\n## [Two](x.md) {#b}\n\n<h2>Raw</h2>\n"
    )
    a_site(tmp_path, "markdown_extensions: [attr_list]", page=text)
    found = read(tmp_path, "page.md").headings
    assert [(each.text, each.line) for each in found] == [("One", 4), ("Two", 10), ("Two", 13), ("Raw", 15)]


@pytest.mark.parametrize(
    ("html", "headings"),
    [
        ('<h2 id="a">A <a class="headerlink" href="#a">¶</a></h2>', [("a", "A")]),
        ('<h2 id="a"><a class="toclink" href="#a">A</a></h2>', [("a", "A")]),
        ('<h2 id="a">A<h3>B</h3>', [("a", "A"), ("", "B")]),
        ("<h2>never closed", [("", "never closed")]),
        ("<!-- <h2 id=a>A</h2> -->", []),
        ("<h2 id>&sect;&nbsp;1\n x</h2>".replace("\\n", " "), [("", "§ 1 x")]),
        ("<![if x]><h2 id=a>A</h2>", [("a", "A")]),
    ],
)  # fmt: skip
def test_headings_are_read_from_html(html: str, headings: list[tuple[str, str]]) -> None:
    assert list(headings_of(html.replace("\\n", "\n")).headings) == headings


SITE = {
    name: text
    for name, text in SETTINGS.items()
    if name in ("as they are", "attr_list", "slugs of pymdownx", "extra and smart")
}

LINE = st.one_of(
    st.sampled_from(
        [
            "", "", "# One", "## One", "## One", "### Two ###", "===", "---", "```", "~~~", "    ## code", "\t# tab",
            "<!--", "-->", "<div>", "</div>", "<h2>raw</h2>", "<h3 id=x>raw</h3>", "> # quoted", "- # item", "1. ## x",
            "#", "##", "# #", "## a {#b}", "## a {: #one }", "{: #c }", "text", "*x*", "`", "<a name=n></a>", "[^1]: # f",
            "    indented", "&amp; &#x23;", "# a_1", "# a", "# a", "-->#", "<![CDATA[", "<? x", "\\# no", "***", "| # | x |",
            "| - | - |", "[x]: # (y)", "<!DOCTYPE", "<script>", "</script>", "---\ntitle: x\n---", "k: v",
        ]
    ),
    st.builds("{} {}".format, st.sampled_from(["#", "##", "######"]), st.text("ab *_`[]()<>&!{}#:.1é", max_size=12)),
)  # fmt: skip


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, Headings]]:
    made = {}
    for name, configuration in SITE.items():
        folder = a_site(tmp_path_factory.mktemp("site"), configuration)
        (folder / "theme").mkdir()
        site = load_settings(folder / "mkdocs.yml").inputs
        made[name] = (
            load_config(str(folder / "mkdocs.yml")),
            Headings(Disk(folder), site.markdown_extensions, site.plugins),
        )
    return made


@pytest.mark.slow
@pytest.mark.parametrize("name", SITE)
@settings(max_examples=150, deadline=None)
@given(lines=st.lists(LINE, max_size=12))
@example(lines=["<![CDATA[", "# a"])
@example(lines=["<!DOCTYPE", "# a"])
def test_whatever_a_page_says_its_anchors_are_those_that_mkdocs_renders(
    sites: dict[str, tuple[Any, Headings]], name: str, lines: list[str]
) -> None:
    config, headings = sites[name]
    text = "\n".join(lines)
    page = Page(None, File("page.md", "", config.site_dir, use_directory_urls=True), config)
    page.markdown, page.meta = get_data(text)
    known = headings.of_text(text)
    try:
        page.render(config, Files([page.file]))
    except Exception:
        assert known.doubt.startswith("Python-Markdown cannot render it here") or known.doubt == ""
        return
    assert page.content is not None
    built = headings_of(page.content)
    assert known.anchors == built.anchors
    assert len(known.headings) == len(built.headings)

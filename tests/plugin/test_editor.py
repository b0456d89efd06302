"""Links that open a source in an editor: on a server, where the setting asks for it, and in nothing that is published."""

import re
from pathlib import Path
from typing import Literal

import pytest
from bs4 import BeautifulSoup
from support import build_here

CONFIG = "site_name: x\ntheme: mkdocs\nplugins: [{traceability: {SETTING}}]\n"

FILES = {
    "docs/a.trace.yml": "components:\n  - {id: api, depends_on: [nobody]}\n",
    "docs/api.md": "# The API {: #api }\n\n```trace\ncomponents: [{id: core, external: true}]\n```\n",
}


def built(folder: Path, setting: str, command: Literal["build", "gh-deploy", "serve"]) -> dict[str, str]:
    """Return the text of everything in the built site, by its path."""
    site = build_here(folder, {"mkdocs.yml": CONFIG.replace("SETTING", setting), **FILES}, command)
    texts = {".html", ".json", ".csv", ".js", ".css", ".xml", ".txt"}
    files = [path for path in site.rglob("*") if path.suffix in texts]
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in files}


def links(html: str) -> list[str]:
    return [str(link["href"]) for link in BeautifulSoup(html, "html.parser").select("a.trace-editor")]


def test_a_served_site_opens_findings_and_items_where_they_stand(tmp_path: Path) -> None:
    pages = built(tmp_path, "editor: vscode", "serve")

    place = f"vscode://file{tmp_path.as_posix()}/docs/a.trace.yml:2:28"
    assert links(pages["traceability/findings/index.html"])[0] == place
    assert links(pages["traceability/index.html"]) == [place]


def test_an_address_of_ones_own_opens_an_item_from_its_page(tmp_path: Path) -> None:
    setting = "item_pages: true, editor: 'my-editor://{path}?at={line}'"
    pages = built(tmp_path, setting, "serve")

    assert links(pages["traceability/components/api/index.html"]) == [
        f"my-editor://{tmp_path.as_posix()}/docs/a.trace.yml?at=2"
    ]


@pytest.mark.parametrize("command", ["build", "gh-deploy"])
def test_nothing_that_is_published_names_a_path_of_the_machine(
    tmp_path: Path, command: Literal["build", "gh-deploy"]
) -> None:
    pages = built(tmp_path, "item_pages: true, editor: vscode", command)

    assert "traceability/findings/index.html" in pages
    assert [path for path, text in pages.items() if str(tmp_path) in text or "vscode:" in text] == []


def test_without_the_setting_a_server_offers_no_editor(tmp_path: Path) -> None:
    pages = built(tmp_path, "item_pages: true", "serve")
    assert [path for path, text in pages.items() if re.search('class="trace-editor"', text)] == []


@pytest.mark.parametrize("said", ["emacs", "'javascript:alert(1)//{path}'", "'x://{file}'"])
def test_what_is_no_editor_is_a_finding_and_no_link(tmp_path: Path, said: str) -> None:
    pages = built(tmp_path, f"editor: {said}", "serve")
    findings = BeautifulSoup(pages["traceability/findings/index.html"], "html.parser")

    wrong = findings.find(id="rule-TR008").parent.h3.get_text()
    assert wrong == (
        "editor: one of vscode, cursor, idea, zed, sublime, or an address with {path}, {line} and {column}"
    )
    assert links(pages["traceability/findings/index.html"]) == []

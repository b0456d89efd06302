"""Which words in the text of a page are references that lead nowhere (TR106), and what is said of them."""

from pathlib import Path

import pytest
from support import PLAIN_SITE, check

FACTS = """\
components:
  - {id: eval-worker, aliases: [evaluation]}
  - {id: batcher, depends_on: [eval-worker]}
  - {id: EVAL-7, external: true}
flows:
  - {id: EVAL-001, components: [eval-worker, batcher, EVAL-7]}
  - {id: EVAL-002, components: [eval-worker], status: retired}
  - {id: SOLE-1, components: [eval-worker]}
patches:
  - {id: batcher, supports: [EVAL-001]}
"""


def said(folder: Path, page: str, config: str = PLAIN_SITE) -> list[str]:
    found = check(folder, {"mkdocs.yml": config, "docs/page.md": page, "docs/facts.trace.yml": FACTS})
    return [f"{each.message}; {each.help}" for each in found if each.code == "TR106"]


@pytest.mark.parametrize(
    "text",
    [
        "[EVAL-001]",
        "[EVAL-002]",
        "[flow:EVAL-001]",
        "[evaluation]",
        "[component:batcher]",
        "[x][patch:batcher]",
        "[sic]",
        "[1]",
        "[optional]",
        "[UTF-8]",
        "[SHA-256]",
        "[CVE-2024-1]",
        "[batch]",
        "[batchers]",
        "[read-only]",
        "[note:x]",
        "[the words][zzz]",
        "[the words][mkdocs.yml]",
        "[zzz][]",
        "EVAL-999 and `EVAL-999`",
        "[EVAL-123456]",
    ],
)
def test_what_leads_to_an_item_or_is_a_mere_word_is_no_finding(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[Eval-Worker] [evel-worker]",
            [
                "`Eval-Worker` is not declared; did you mean `eval-worker`? (docs/facts.trace.yml:2)",
                "`evel-worker` is not declared; did you mean `eval-worker`? (docs/facts.trace.yml:2)",
            ],
        ),
        (
            "[batchr]",
            [
                "`batchr` is not declared; did you mean `batcher`? "
                "(docs/facts.trace.yml:3, docs/facts.trace.yml:10)"
            ],
        ),
        (
            "[SOLE-40]",
            ["`SOLE-40` is not declared; declare it, or write `\\[SOLE-40]` if it is not a reference"],
        ),
        (
            "[a\nlabel][SOLE-40]",
            ["`SOLE-40` is not declared; declare it, or link to a page: `[a label](page.md)`"],
        ),
        ("[a part][#part]", ["`#part` is not declared; write a link to a heading as `[a part](#part)`"]),
        (
            "[it][evel-worker]",
            ["`evel-worker` is not declared; did you mean `eval-worker`? (docs/facts.trace.yml:2)"],
        ),
        (
            "[layer:zzz]",
            ["`layer:zzz` is not declared; declare it, or write `\\[layer:zzz]` if it is not a reference"],
        ),
        (
            "[batcher]",
            [
                "`batcher` is ambiguous: it matches component batcher and patch batcher; "
                "write `component:batcher` or `patch:batcher`"
            ],
        ),
    ],
)
def test_what_leads_nowhere_is_said_with_what_to_do(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert said(tmp_path, text) == expected


def test_without_brackets_only_what_is_numbered_like_several_is_a_reference(tmp_path: Path) -> None:
    config = "site_name: x\nplugins: [{traceability: {prose_ids: [code, bare]}}]\n"
    found = said(tmp_path, "EVAL-90, `EVAL-91`, SOLE-2, `SOLE-2`, `evel-worker`, UTF-8 and `batcher`", config)
    assert [each.partition(";")[0] for each in found] == [
        "`EVAL-90` is not declared",
        "`EVAL-91` is not declared",
    ]


def test_what_a_source_that_cannot_be_read_may_declare_is_not_missed(tmp_path: Path) -> None:
    files = {
        "docs/page.md": "[x][lost-one]",
        "docs/facts.trace.yml": FACTS,
        "docs/bad.trace.yml": "flows:\n  - {id: lost-one, title: }{\n",
    }
    assert {each.code for each in check(tmp_path, files)} == {"TR001"}


SNIPPETS = """\
site_name: x
markdown_extensions:
  - pymdownx.snippets: {base_path: [docs, snippets], auto_append: [links.md]}
plugins: [traceability]
"""


@pytest.mark.parametrize(
    "page",
    [
        "[EVAL-901] and [the pipeline][EVAL-901], [eval-901][]",
        '--8<-- "more.md"\n\n[EVAL-902]',
        "--8<--\nmore.md\n--8<--\n\n[x][EVAL-902]",
        '--8<-- "outer.md"\n\n[EVAL-902]',
        "[EVAL-903]\n\n[EVAL-903]: https://example.org",
    ],
)
def test_what_appended_and_included_files_define_is_left_to_markdown(tmp_path: Path, page: str) -> None:
    files = {
        "mkdocs.yml": SNIPPETS,
        "snippets/links.md": "[EVAL-901]: https://example.org\n[x]: y\n",
        "snippets/more.md": "Text.\n\n[EVAL-902]: https://example.org\n",
        "snippets/outer.md": '--8<-- "more.md"\n--8<-- "outer.md"\n',
        "docs/page.md": f"{page}\n\nAnd [EVAL-904].\n",
        "docs/facts.trace.yml": FACTS,
    }
    by_command = [each.message for each in check(tmp_path, files) if each.code == "TR106"]
    assert by_command == ["`EVAL-904` is not declared"]


def test_a_symbol_of_a_package_that_is_a_component_is_no_slip_of_its_id(tmp_path: Path) -> None:
    assert said(tmp_path, "[`on`][eval-worker.on], [eval-worker.on]") == []
    assert len(said(tmp_path, "[`on`][eval-workers]")) == 1


def test_nothing_is_a_reference_while_nothing_is_declared(tmp_path: Path) -> None:
    assert check(tmp_path, {"docs/page.md": "[x][y] [flow:z]"}) == []

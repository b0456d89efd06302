"""What is offered at the cursor, and what choosing it makes of the text."""

from pathlib import Path

import pytest
from support import TODAY, table

from mkdocs_traceability.edits.text_edits import apply_edits
from mkdocs_traceability.edits.yaml_text import in_line
from mkdocs_traceability.lsp.completion.answer import complete
from mkdocs_traceability.lsp.completion.ranking import MOST, ranked
from mkdocs_traceability.lsp.hover import hover
from mkdocs_traceability.lsp.uses import uses_of
from mkdocs_traceability.model.fix import TextEdit
from mkdocs_traceability.workspace import Workspace
from tests.lsp.cursors import typed
from tests.lsp.typing_site import CONFIG, FILES, TypingSite


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TypingSite:
    return TypingSite(tmp_path_factory.mktemp("site"))


def offered(site: TypingSite, path: str, text: str) -> list[str]:
    found = site.ask(complete, path, text)
    return [each.label for each in found.items] if found else []


def chosen(site: TypingSite, path: str, text: str, label: str) -> str:
    """Return a text after one of the words has been chosen."""
    found = site.ask(complete, path, text)
    item = next(each for each in found.items if each.label == label)
    span = item.text_edit.range
    edit = TextEdit(
        path,
        span.start.line + 1,
        span.start.character + 1,
        span.end.line + 1,
        span.end.character + 1,
        item.text_edit.new_text,
    )
    return apply_edits(typed(text).text, [edit])


FLOWS = "flows:\n  - id: EVAL-9\n    "
SIDECAR = "docs/new.trace.yml"
PAGE = "docs/page.md"


@table(
    "text, some",
    ("keys", f"{FLOWS}¦", ["title", "status", "components"]),
    ("ids of the kind a relation leads to", f"{FLOWS}components: [¦", ["batcher", "worker"]),
    ("ids by a part of the title", f"{FLOWS}see: [til¦", ["EVAL-002"]),
    ("an inverse", "components:\n  - id: a\n    flows: [¦", ["EVAL-001", "EVAL-002"]),
    ("statuses", f"{FLOWS}status: ¦", ["planned", "partial", "implemented", "retired"]),
    ("a vocabulary", f"{FLOWS}implementation: ¦", ["auto", "infra", "proc", "deleg"]),
    ("claim types, what the kind requires first", f"{FLOWS}evidence: {{¦", ["code"]),
    ("files", f"{FLOWS}evidence: {{code: [bat¦", ["app/batcher.py", "app/test_batcher.py"]),
    ("symbols", f"{FLOWS}evidence: {{code: [app/batcher.py:¦", ["app/batcher.py:Batcher"]),
    ("members", f"{FLOWS}evidence: {{code: [app/batcher.py:run¦", ["app/batcher.py:Batcher.run"]),
    ("test files first", f"{FLOWS}evidence: {{tests: [¦", ["app/test_batcher.py"]),
    ("tests", f"{FLOWS}evidence: {{tests: ['app/test_batcher.py::¦", ["app/test_batcher.py::test_runs"]),
    ("endpoints", f"{FLOWS}evidence: {{endpoints: [ord¦", ["GET /orders/{id}", "POST /orders"]),
    ("tables", f"{FLOWS}evidence: {{tables: [¦", ["orders", "orders.id", "orders.total"]),
    ("pages", f"{FLOWS}evidence: {{docs: [¦", ["page.md"]),
    ("headings", f"{FLOWS}evidence: {{docs: [page.md#how¦", ["page.md#how-it-works"]),
    ("the next id", "flows:\n  - id: EV¦", ["EVAL-003"]),
    ("rules", f"{FLOWS}waive: {{TR40¦", ["TR401"]),
    ("keys of a waiver", f"{FLOWS}waive: {{TR401: {{¦", ["reason", "owner", "until", "of"]),
    (
        "keys of a reference",
        f"{FLOWS}components: [{{id: a, ¦",
        ["role", "via", "because", "optional", "note"],
    ),
    ("kinds", "¦", ["flows", "components"]),
)
def test_in_a_sidecar(text: str, some: list[str], site: TypingSite) -> None:
    found = offered(site, SIDECAR, text)
    assert [each for each in found if each in some] == some


@table(
    "text, some",
    ("forms", "[trace: ¦]", ["matrix", "list", "count"]),
    ("kinds of a marker", "[trace: list ¦]", ["flows", "components"]),
    ("an item of a marker", "[trace: badge EV¦]", ["EVAL-001", "EVAL-002"]),
    ("filters", "[trace: list flows ¦]", ["status", "badge", "components", "limit"]),
    ("values of a relation", "[trace: list flows components=¦]", ["batcher", "worker", "none", "any"]),
    ("values of a vocabulary", "[trace: list flows status=pl¦]", ["planned", "none"]),
    ("ids in brackets", "as [EVAL¦", ["EVAL-001", "EVAL-002"]),
    ("the kind of a table", "<!-- traceability: ¦ -->", ["flows", "restates"]),
    ("a field of a table", "<!-- traceability: flows ¦ -->", ["components", "tests", "ignore"]),
    ("cells", "<!-- traceability: flows -->\n\n| ID | Components |\n|--|--|\n| A | ba¦ |\n", ["batcher"]),
)
def test_in_a_page(text: str, some: list[str], site: TypingSite) -> None:
    found = offered(site, PAGE, text)
    assert [each for each in found if each in some] == some


@table(
    "text, label, expected",
    ("a key gets its colon", f"{FLOWS}comp¦", "components", f"{FLOWS}components: "),
    ("a key that has its colon", f"{FLOWS}co¦: [a]", "components", f"{FLOWS}components: [a]"),
    ("an entry gets its dash", f"{FLOWS}components:\n      - a\n      ¦", "batcher", f"{FLOWS}components:\n      - a\n      - batcher"),
    ("a value gets its blank", f"{FLOWS}status:¦", "planned", f"{FLOWS}status: planned"),
    ("a word is replaced as a whole", f"{FLOWS}components: [ba¦x, c]", "batcher", f"{FLOWS}components: [batcher, c]"),
    ("quotes where brackets need them", f"{FLOWS}evidence: {{endpoints: [ord¦]}}", "GET /orders/{id}", f"{FLOWS}evidence: {{endpoints: [\"GET /orders/{{id}}\"]}}"),
    ("none where none are needed", f"{FLOWS}evidence:\n      endpoints:\n        - ¦", "GET /orders/{id}", f"{FLOWS}evidence:\n      endpoints:\n        - GET /orders/{{id}}"),
    ("an open quote goes", f'{FLOWS}components: ["ba¦', "batcher", f"{FLOWS}components: [batcher"),
    ("a symbol needs no quotes", f"{FLOWS}evidence: {{code: [app/batcher.py:m¦]}}", "app/batcher.py:main", f"{FLOWS}evidence: {{code: [app/batcher.py:main]}}"),
    ("a key below another", f"{FLOWS}evidence: ¦", "code", f"{FLOWS}evidence:\n      code: "),
    ("an item gets its dash", "flows:\n  i¦", "id", "flows:\n  - id: "),
    ("an item behind its kind", "flows:¦", "id", "flows:\n  - id: "),
    ("an item whose dash has no blank yet", "flows:\n  -¦", "id", "flows:\n  - id: "),
    ("a word in a list that is not closed", f"{FLOWS}components: [wor¦ker", "worker", f"{FLOWS}components: [worker"),
    ("a word in quotes that are not closed", f'{FLOWS}components: ["wor¦ker', "worker", f"{FLOWS}components: [worker"),
    ("a new item", "flows:\n  - ¦", "id", "flows:\n  - id: "),
)  # fmt: skip
def test_what_choosing_makes_of_the_text(text: str, label: str, expected: str, site: TypingSite) -> None:
    assert chosen(site, SIDECAR, text, label) == expected


@table(
    "text, label, expected",
    ("the key that is ours", "---\ntr¦\n---\n", "traceability", "---\ntraceability:\n---\n"),
    ("a kind behind it", "---\ntraceability: ¦\n---\n", "flow", "---\ntraceability:\n  flow:\n---\n"),
    ("an item", "---\ntraceability:\n  flows:\n    ¦\n---\n", "id", "---\ntraceability:\n  flows:\n    - id: \n---\n"),
)  # fmt: skip
def test_front_matter_that_is_begun(text: str, label: str, expected: str, site: TypingSite) -> None:
    assert chosen(site, PAGE, text, label) == expected


@pytest.fixture(scope="module")
def macros(tmp_path_factory: pytest.TempPathFactory) -> TypingSite:
    files = {**FILES, "mkdocs.yml": f"{CONFIG}  - macros\n"}
    return TypingSite(tmp_path_factory.mktemp("macros"), files)


@table(
    "text, label, expected",
    ("a macro", "{{ trace_l¦ }}", "trace_list", "{{ trace_list( }}"),
    ("another macro", "{{ trace_l¦ist('flows') }}", "trace_count", "{{ trace_count('flows') }}"),
    ("a kind", "{{ trace_list(¦) }}", "flows", '{{ trace_list("flows") }}'),
    ("a filter", '{{ trace_list("flows", comp¦) }}', "components", '{{ trace_list("flows", components=) }}'),
    ("a value", '{{ trace_list("flows", components=¦', "batcher", '{{ trace_list("flows", components="batcher"'),
    ("one of several", '{{ trace_list("flows", components=["a", "b¦"]) }}', "batcher", '{{ trace_list("flows", components=["a", "batcher"]) }}'),
    ("a value that is not", "{{ trace_list('flows', status_not='pl¦') }}", "planned", "{{ trace_list('flows', status_not=\"planned\") }}"),
    ("an item", "{{ trace_badge('EV¦') }}", "EVAL-002", '{{ trace_badge("EVAL-002") }}'),
)  # fmt: skip
def test_in_a_call_of_a_macro(text: str, label: str, expected: str, macros: TypingSite) -> None:
    assert chosen(macros, PAGE, text, label) == expected


@table(
    "text",
    ("another's macro", '{{ other("¦") }}'),
    ("behind the call", '{{ trace_count("flows") ¦ }}'),
    ("no macro at all", "{ trace_list(¦"),
)
def test_nothing_is_offered_in_other_calls(text: str, macros: TypingSite) -> None:
    assert offered(macros, PAGE, text) == []


def test_calls_mean_nothing_without_the_plugin_of_macros(site: TypingSite) -> None:
    assert offered(site, PAGE, "{{ trace_list(¦) }}") == []


def test_a_hover_in_a_call_of_a_macro_is_that_of_its_item(macros: TypingSite) -> None:
    found = macros.ask(hover, PAGE, '{{ trace_badge("EVAL-¦001") }}')
    assert found.contents.value.startswith("**EVAL-001**")


ODD = ("plain", "two words", "a: b", "x # y", "it's", 'say "so"', "[x]", "{x}", "true", "12", "a|b", "-x", "ü/é.py", "trace:x", "f()", "a,b", "*x", "😀")  # fmt: skip


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> TypingSite:
    ids = "".join(f"  - id: {in_line(each)}\n" for each in ODD)
    files = {"mkdocs.yml": f"{CONFIG}  - macros\n", "docs/a.trace.yml": f"components:\n{ids}", PAGE: ""}
    return TypingSite(tmp_path_factory.mktemp("odd"), files)


@table(
    "path, text",
    ("a value", SIDECAR, f"{FLOWS}components: ¦\n"),
    ("brackets", SIDECAR, f"{FLOWS}components: [plain, ¦]\n"),
    ("entries", SIDECAR, f"{FLOWS}components:\n      - ¦\n"),
    ("an entry without its dash", SIDECAR, f"{FLOWS}components:\n      - plain\n      ¦\n"),
    ("a mapping", SIDECAR, f"{FLOWS}components: [{{id: ¦}}]\n"),
    ("quotes", SIDECAR, f'{FLOWS}components: ["¦"]\n'),
    ("front matter", PAGE, "---\ntraceability:\n  flow:\n    id: F-1\n    components: [¦]\n---\n"),
    ("a cell", PAGE, "<!-- traceability: flows -->\n\n| ID | Components |\n|--|--|\n| F-1 | ¦ |\n"),
    ("a mention", PAGE, "As [¦] says\n"),
    ("a marker", PAGE, "[trace: badge ¦]\n"),
    ("a filter", PAGE, "[trace: count flows components=¦]\n"),
    ("a call", PAGE, "{{ trace_badge(¦) }}\n"),
    ("a filter of a call", PAGE, "{{ trace_count('flows', components=[¦]) }}\n"),
)
def test_each_id_that_is_offered_is_a_reference_once_it_is_chosen(
    path: str, text: str, odd: TypingSite
) -> None:
    labels = [each for each in offered(odd, path, text) if each in ODD]
    assert len(labels) > 5
    wrong = {}
    for label in labels:
        written = chosen(odd, path, text, label)
        (odd.folder / path).write_text(written, encoding="utf-8")
        result = Workspace(odd.settings).run(today=TODAY)
        (odd.folder / path).unlink()
        found = [
            each.message for each in result.findings if each.position.path == path and each.code in READS
        ]
        places = uses_of(result.registry, result.registry.get("component", label))  # type: ignore[arg-type]
        if found or not ("trace_" in text or [each for each in places if each.path == path]):
            wrong[label] = (written, found)
    assert wrong == {}


READS = ("TR001", "TR002", "TR003", "TR004", "TR101", "TR102", "TR501", "TR502", "TR503")


def test_line_ends_of_windows_are_kept(site: TypingSite) -> None:
    text = f"{FLOWS}status: ¦\n    components: [a]\n".replace("\n", "\r\n")
    assert chosen(site, SIDECAR, text, "planned") == text.replace("¦", "planned")


def test_an_emoji_before_the_cursor_counts_as_the_protocol_counts(site: TypingSite) -> None:
    text = f'{FLOWS}components: [{{id: a, note: "😀"}}, ba¦]'
    item = site.ask(complete, SIDECAR, text).items[0]
    column = text.split("\n")[-1].index("ba¦")
    assert (item.text_edit.range.start.character, item.text_edit.range.end.character) == (
        column + 1,
        column + 3,
    )


@table(
    "path, text",
    ("a title", SIDECAR, f"{FLOWS}title: ev¦"),
    ("a sentence", PAGE, "as EVAL¦"),
    ("code", PAGE, "```\n[trace: ¦\n```\n"),
    ("a comment", SIDECAR, f"{FLOWS}# status: ¦"),
    ("a column in which nothing can go on", SIDECAR, "flows:\n  - id: a\n ¦"),
    ("a column between two", SIDECAR, f"{FLOWS}evidence:\n        code: [x]\n      ¦"),
    ("the space before a key", SIDECAR, f"{FLOWS}evidence:\n     ¦ code: [x]"),
    ("the space above the rest of an item", SIDECAR, "flows:\n  - id: a\n¦\n    title: b\n"),
    ("right before a list", SIDECAR, f"{FLOWS}components: ¦[batcher]"),
    ("the dash of an entry", SIDECAR, f"{FLOWS}components:\n      -¦ batcher"),
    ("a file that is none of ours", "docs/other.yml", f"{FLOWS}status: ¦"),
    ("a page outside the site", "README.md", "[EVAL¦"),
)
def test_nothing_is_offered(path: str, text: str, site: TypingSite) -> None:
    assert offered(site, path, text) == []


def test_keys_that_are_there_are_not_offered_again(site: TypingSite) -> None:
    found = offered(site, SIDECAR, f"{FLOWS}title: x\n    ¦\n    components: [a]\n")
    assert "summary" in found
    assert not {"id", "title", "components"} & set(found)


def test_required_keys_come_first(tmp_path: Path) -> None:
    kinds = (
        "      kinds:\n        rule:\n          plural: rules\n          fields: {why: {required: true}}\n"
    )
    config = f"site_name: x\nplugins:\n  - traceability:\n{kinds}"
    own = TypingSite(tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": "flows: [{id: F}]\n"})
    assert offered(own, SIDECAR, "rules:\n  - ¦")[:3] == ["id", "why", "title"]


def test_a_system_of_the_defaults_decides_where_is_looked(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins:\n  - traceability:\n      code_roots: {one: [a], two: [b]}\n",
        "docs/a.trace.yml": "flows: [{id: F}]\n",
        "a/in_one.py": "",
        "b/in_two.py": "",
    }
    own = TypingSite(tmp_path, files)
    claim = "flows:\n  - {id: F, evidence: {code: [in¦"
    assert offered(own, SIDECAR, f"defaults: {{system: two}}\n{claim}") == ["in_two.py"]
    assert offered(own, SIDECAR, claim.replace("id: F", "id: F, system: one")) == ["in_one.py"]
    assert offered(own, SIDECAR, claim) == ["in_one.py", "in_two.py"]


def test_nothing_outside_the_roots_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("def secret(): ...\n")
    own = TypingSite(
        tmp_path / "site", {"docs/a.trace.yml": "flows: [{id: F}]\n", "app.py": "def own(): ...\n"}
    )
    (tmp_path / "site/linked.py").symlink_to(tmp_path / "secret.py")
    for path in ("../secret.py", str(tmp_path / "secret.py"), "linked.py"):
        assert offered(own, SIDECAR, f"{FLOWS}evidence: {{code: ['{path}:¦") == []
    assert offered(own, SIDECAR, f"{FLOWS}evidence: {{code: ['app.py:¦") == ["app.py:own"]


def test_of_many_the_best_are_listed() -> None:
    names = [(f"item-{number:05}", number) for number in range(10_000)]
    best, is_cut = ranked("item-0999", names, lambda _: "")
    assert (best[:3], len(best), is_cut) == ((9990, 9991, 9992), 10, False)
    best, is_cut = ranked("", names, lambda _: "")
    assert (len(best), is_cut) == (MOST, True)
    assert ranked("i99", names, lambda _: "")[0][0] == 99

"""What a claim was meant to say that names no file: offered, never guessed."""

import json
from pathlib import Path

from click.testing import CliRunner
from support import check, table, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.model.finding import Severity

FILES = {
    "shop/catalog.py": "class Catalog:\n    def find(self): ...\n",
    "src/a#b.py": "class Foo: ...\n",
    "docs/a #1.md": "# A\n## 6.5 Limits\n",
    "tests/test_s.py": "def test_search(): ...\nclass TestX:\n    def test_in(self): ...\n    def test_two(self): ...\n"
    "class TestY:\n    def test_two(self): ...\n",
}


def said(folder: Path, type_: str, claim: str) -> tuple[str, str] | None:
    """Return what is said of a claim, and the remedy; None where it holds."""
    sidecar = f"requirements:\n  - {{id: R-1, evidence: {{{type_}: [{json.dumps(claim)}]}}}}\n"
    found = [each for each in check(folder, {**FILES, "docs/a.trace.yml": sidecar}) if each.code != "TR413"]
    assert len(found) < 2, found
    return (f"{found[0].code} {found[0].message}", found[0].help) if found else None


@table(
    "type_, claim, message, remedy",
    (
        "a module",
        "code",
        "shop.catalog:Catalog",
        "TR402 file `shop.catalog` not found",
        "write `shop/catalog.py:Catalog`",
    ),
    (
        "a symbol in a module",
        "code",
        "shop.catalog.Catalog.find",
        "TR402 file `shop.catalog.Catalog.find` not found",
        "write `shop/catalog.py:Catalog.find`",
    ),
    (
        "a symbol alone",
        "code",
        "Catalog.find",
        "TR402 `Catalog.find` does not name a file",
        "write `shop/catalog.py:Catalog.find`",
    ),
    (
        "a test alone",
        "tests",
        "test_search",
        "TR402 `test_search` does not name a file",
        "write `tests/test_s.py::test_search`",
    ),
    (
        "a test with its class alone",
        "tests",
        "TestX::test_in",
        "TR402 `TestX::test_in` does not name a file",
        "write `tests/test_s.py::TestX::test_in`",
    ),
    (
        "a test of two classes",
        "tests",
        "tests/test_s.py::test_two",
        "TR404 `test_two` appears 2 times in `tests/test_s.py`",
        "write `TestX::test_two` or `TestY::test_two`",
    ),
    (
        "a hash in a path",
        "code",
        "src/a#b.py:Foo",
        "TR003 `b.py:Foo` is not the name of a symbol",
        "write `src/a%23b.py:Foo`: a `#` in a path is `%23`",
    ),
    (
        "a backslash",
        "code",
        "shop\\catalog.py:Catalog",
        "TR402 `shop\\catalog.py` is not a path below a root",
        "write `shop/catalog.py`",
    ),
    (
        "up and down again",
        "files",
        "shop/../shop/catalog.py",
        "TR402 `shop/../shop/catalog.py` is not a path below a root",
        "write `shop/catalog.py`",
    ),
    (
        "out of the root",
        "files",
        "../shop/catalog.py",
        "TR411 the path `../shop/catalog.py` leaves its root: it is not a path below a root",
        "write a path relative to a root, with `/`",
    ),
    (
        "nothing like it",
        "code",
        "zzz/qqq.py:X",
        "TR402 file `zzz/qqq.py` not found",
        "searched below the folder of `mkdocs.yml`; `code_roots` can name other folders",
    ),
    *(
        (
            f"{type_}: {word}",
            type_,
            word,
            f"TR003 `{word}` is not a valid claim of `{type_}`",
            f"write `{type_}: {{not_applicable: why}}` if there can be none, else `{type_}: unknown`",
        )
        for type_ in ("code", "tests", "docs", "files", "endpoints", "events", "tables", "links")
        for word in ("n/a", "TODO", "none")
    ),
)
def test_what_was_meant_is_offered(tmp_path: Path, type_: str, claim: str, message: str, remedy: str) -> None:
    assert said(tmp_path, type_, claim) == (message, remedy)


@table(
    "type_, claim",
    ("a hash in a path", "code", "src/a%23b.py:Foo"),
    ("a hash in the path of a page, and an anchor", "docs", "a %231.md#65-limits"),
    ("a hash in the path of a page, and a section", "docs", "a %231.md § 6.5"),
    ("a hash in the path of a page, as it is, and a section", "docs", "a #1.md § 6.5"),
    ("a hash in a file", "files", "src/a#b.py"),
    ("a blank behind the colon", "code", "shop/catalog.py: Catalog"),
    ("a test without its class", "tests", "tests/test_s.py::test_in"),
)
def test_what_can_only_mean_one_thing_holds(tmp_path: Path, type_: str, claim: str) -> None:
    assert said(tmp_path, type_, claim) is None


def test_the_command_takes_the_file_for_the_site(tmp_path: Path) -> None:
    config = write_site(tmp_path, {"docs/a.trace.yml": "components:\n  - {id: a, external: true}\n"})
    done = CliRunner().invoke(main, ["check", str(config)])
    assert (done.exit_code, done.output) == (0, "1 item: 0 errors, 0 warnings, 0 info\n")


THOUSAND = "".join(f"  - {{type: lib, name: n{n}, version: 1}}\n" for n in range(1000))


@table(
    "text, keys",
    (
        "Compose",
        "services:\n  a: {image: x}\nvolumes: {}\nnetworks: {}\n",
        "`services`, `volumes`, `networks`",
    ),
    (
        "OpenAPI",
        "openapi: 3.0.0\ninfo: {}\npaths: {}\ncomponents: {schemas: {}}\n",
        "`openapi`, `info`, `paths`, …",
    ),
    (
        "AsyncAPI",
        "asyncapi: 3.0.0\ninfo: {}\nchannels: {}\ncomponents: {schemas: {}}\n",
        "`asyncapi`, `info`, `channels`, …",
    ),
    ("a list of parts", f"bomFormat: x\ncomponents:\n{THOUSAND}", "`bomFormat`, `components`"),
    ("a workflow", "name: ci\non: push\njobs: {a: {steps: []}}\n", "`name`, `on`, `jobs`"),
    ("a thousand without an id", f"requirements:\n{THOUSAND}", "`requirements`"),
)
def test_a_foreign_file_is_one_finding(tmp_path: Path, text: str, keys: str) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {sources: ['facts/*.yml']}}]\n",
        "facts/foreign.yml": text,
        "docs/a.trace.yml": "components:\n  - {id: a, external: true}\n",
    }
    (found,) = check(tmp_path, files)
    assert (found.code, found.severity) == ("TR003", Severity.ERROR)
    assert found.message == f"this file declares no items: it has {keys}"
    assert found.help.startswith("remove it from `sources`")


def test_a_file_with_items_is_not_foreign(tmp_path: Path) -> None:
    found = check(tmp_path, "components: [{id: a, external: true}]\nfoo: 1\nbar: 2\n")
    assert [each.message for each in found] == ["unknown kind `foo`", "unknown kind `bar`"]

"""Paths: where they are looked for, what is left alone, and what is surely meant."""

from pathlib import Path

import pytest
from support import table

from .lookup import Lookup

FILES = {
    "README.md": "",
    ".gitignore": "*.log\n/generated/\n",
    ".github/workflows/ci.yml": "",
    "docs/guide.md": "",
    "docs/img/logo.png": "",
    "shop/store.py": "",
    "shop/stock/ledger_book.py": "",
    "shop/types/order.ts": "",
    "packages/web/README.md": "",
    "packages/web/src/cart.ts": "",
    "go/pkg/server.go": "",
}


@pytest.fixture
def lookup(tmp_path: Path) -> Lookup:
    return Lookup(tmp_path, FILES)


@table(
    "name, document, known",
    ("from the top", "shop/store.py", "README.md", "there"),
    ("a folder", "shop/stock", "README.md", "there"),
    ("a folder with a slash", "shop/stock/", "README.md", "there"),
    ("with a dot before it", "./shop/store.py", "README.md", "there"),
    ("beside the document", "img/logo.png", "docs/guide.md", "there"),
    ("above the document", "../shop/store.py", "docs/guide.md", "there"),
    ("from the top, in a folder", "shop/store.py", "docs/guide.md", "there"),
    ("from the folder of a package", "src/cart.ts", "packages/web/README.md", "there"),
    ("the end of a path", "stock/ledger_book.py", "README.md", "there"),
    ("a name alone", "ledger_book.py", "README.md", "there"),
    ("with a line", "shop/store.py:12", "README.md", "there"),
    ("with lines as on GitHub", "shop/store.py#L1-L4", "README.md", "there"),
    ("from the root as on GitHub", "/shop/store.py", "README.md", "there"),
    ("with backslashes", "shop\\store.py", "README.md", "there"),
    ("with blanks as in an address", "docs%2Fguide.md", "README.md", "there"),
    ("hidden", ".github/workflows/ci.yml", "README.md", "there"),
    ("hidden, its name alone", "ci.yml", "README.md", "there"),
    ("a glob", "shop/*.py", "README.md", "there"),
    ("a glob over folders", "**/*.go", "README.md", "there"),
    ("a module without its ending", "shop/types/order", "README.md", "unknown"),
    ("what TypeScript is built to", "shop/types/order.js", "README.md", "unknown"),
    ("a glob that fits nothing", "shop/*.rb", "README.md", "unknown"),
    ("absolute", "/etc/hosts", "README.md", "unknown"),
    ("at home", "~/.config/shop.toml", "README.md", "unknown"),
    ("an address", "https://example.org/a.py", "README.md", "unknown"),
    ("a drive", "C:\\shop\\a.py", "README.md", "unknown"),
    ("with a variable", "$HOME/shop/a.py", "README.md", "unknown"),
    ("with a placeholder", "shop/<name>.py", "README.md", "unknown"),
    ("out of the repository", "../../other/a.py", "README.md", "unknown"),
    ("a package with a scope", "@shop/web/cart", "README.md", "unknown"),
    ("a package with a host", "github.com/shop/web/cart.go", "README.md", "unknown"),
    ("ignored by git", "shop/debug.log", "README.md", "unknown"),
    ("in a folder that is ignored", "generated/api.py", "README.md", "unknown"),
    ("in a folder that is built", "dist/shop.js", "README.md", "unknown"),
    ("a name that any project has", "package.json", "README.md", "absent"),
    ("a rare name that is nowhere", "price_list.py", "README.md", "absent"),
    ("nothing of the repository", "lib/price.py", "README.md", "absent"),
    ("in a folder of ours, like nothing there", "shop/prices.py", "README.md", "absent"),
    ("a slip", "shop/stroe.py", "README.md", "ours"),
    ("another case", "Shop/Store.py", "README.md", "absent"),
    ("another case in a folder of ours", "shop/Store.py", "README.md", "ours"),
    ("moved to another folder", "shop/books/ledger_book.py", "README.md", "ours"),
)
def test_what_is_known_of_a_path(lookup: Lookup, name: str, document: str, known: str) -> None:
    assert lookup.known("path", name, document) == known


def test_a_relative_path_is_not_looked_for_elsewhere(lookup: Lookup) -> None:
    assert lookup.known("path", "./ledger_book.py") == "absent"


def test_the_nearest_is_written_as_the_statement_is(lookup: Lookup) -> None:
    assert lookup.answer("path", "shop/stroe.py").nearest == ("shop/store.py",)
    assert lookup.answer("path", "shop/books/ledger_book.py").nearest == ("shop/stock/ledger_book.py",)


def test_the_only_file_of_a_name_in_quite_another_place_is_not_meant(tmp_path: Path) -> None:
    lookup = Lookup(tmp_path, {"src/app/main_window.py": "", "examples/hosted/sample_tool.py": ""})
    assert lookup.known("path", "src/sample/sample_tool.py") == "absent"


def test_the_repository_may_begin_above_the_site(tmp_path: Path) -> None:
    for folder in (".git", "site"):
        (tmp_path / folder).mkdir()
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/store.py").write_text("")
    lookup = Lookup(tmp_path / "site", {"docs/guide.md": ""})
    assert lookup.known("path", "shop/store.py", "docs/guide.md") == "there"
    assert lookup.known("path", "../../shop/store.py", "docs/guide.md") == "there"
    assert lookup.known("path", "shop/stroe.py", "docs/guide.md") == "ours"

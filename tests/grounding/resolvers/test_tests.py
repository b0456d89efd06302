"""Tests: in the file that is named, or by their name alone; what came of them does not matter."""

import pytest
from support import table

from .lookup import Lookup

FILES = {
    "README.md": "",
    "tests/test_store.py": """import pytest


class TestStore:
    def test_saves(self): ...


@pytest.mark.parametrize("a", [1])
def test_loads(a): ...
""",
    "tests/__init__.py": "",
    "web/cart.test.ts": "describe('cart', () => { it('adds', () => {}) })\n",
}


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return Lookup(tmp_path_factory.mktemp("shop"), FILES)


@table(
    "name, known",
    ("a test", "tests/test_store.py::test_loads", "there"),
    ("with parameters", "tests/test_store.py::test_loads[1]", "there"),
    ("in a class", "tests/test_store.py::TestStore::test_saves", "there"),
    ("a class", "tests/test_store.py::TestStore", "there"),
    ("its file by name", "test_store.py::test_loads", "there"),
    ("the file", "tests/test_store.py", "there"),
    ("of TypeScript", "web/cart.test.ts::cart > adds", "there"),
    ("its name alone", "test_saves", "there"),
    ("no such test", "tests/test_store.py::test_laods", "ours"),
    ("in a file that is not there", "tests/test_price_list.py::test_loads", "absent"),
    ("nowhere", "test_vanishes_at_once", "absent"),
    ("no name", "a b", "unknown"),
)
def test_what_is_known_of_a_test(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("test", name) == known


def test_what_is_meant(lookup: Lookup) -> None:
    found = lookup.answer("test", "tests/test_store.py::test_laods")
    assert found.nearest == ("tests/test_store.py::test_loads",)
    assert found.message == "test `test_laods` not found in `tests/test_store.py`"

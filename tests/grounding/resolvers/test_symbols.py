"""Symbols: in the file that is named, in a module or class of ours, or anywhere in the code."""

import pytest
from support import table

from .lookup import Lookup

FILES = {
    "README.md": "`forgotten_name` stands only here",
    "shop/__init__.py": "from shop.store import Store\n",
    "shop/store.py": """import json
from pydantic import BaseModel

LIMIT = 3


class Store:
    name = "a"

    def save(self, order):
        self.saved = order

    def load_all(self): ...


class Settings(BaseModel):
    port: int


class Lazy:
    def __getattr__(self, name): ...


def open_store():
    return Store()
""",
    "shop/lazy.py": "def __getattr__(name): ...\n",
    "shop/calls.py": "from vendor import made_elsewhere\n\nmade_elsewhere()\nkey_of = dict(timeout=3)\n# was: old_helper()\n",
    "web/cart.ts": "export class Cart {\n  addItem(id: string) { return id }\n}\nexport function total() {}\n",
    "go/pkg/server.go": "package server\n\ntype Server struct{}\n\nfunc (s *Server) Listen() {}\n",
    "rust/src/lib.rs": "pub struct Router;\nimpl Router { pub fn route(&self) {} }\n",
    "java/org/shop/book/Ledger.java": "package org.shop.book;\npublic class Ledger {}\n",
    "conf/app.yml": "only_in_settings: 1\n",
    "tests/test_store.py": "def test_saves(): ...\n",
}


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return Lookup(tmp_path_factory.mktemp("shop"), FILES)


@table(
    "name, known",
    ("in its file", "shop/store.py:Store", "there"),
    ("a member in its file", "shop/store.py:Store.save", "there"),
    ("with two colons", "shop/store.py::Store", "there"),
    ("with a call", "shop/store.py:open_store()", "there"),
    ("a line", "shop/store.py:12", "there"),
    ("in a file by its name", "store.py:Store", "there"),
    ("in a file of another language", "web/cart.ts:Cart.addItem", "there"),
    ("a line that the file has not", "shop/store.py:999", "ours"),
    ("not in its file", "shop/store.py:Stroe", "ours"),
    ("no such member", "shop/store.py:Store.discard", "ours"),
    ("in a file that is not there", "shop/gone.py:Store", "absent"),
    ("inherited from elsewhere", "shop/store.py:Settings.model_dump", "unknown"),
    ("from a class with any attribute", "shop/store.py:Lazy.colour", "unknown"),
    ("from a module with any attribute", "shop/lazy.py:colour", "unknown"),
    ("imported from elsewhere", "shop/calls.py:made_elsewhere", "unknown"),
    ("a key of a file without symbols", "conf/app.yml:only_in_settings", "unknown"),
)
def test_what_is_known_of_a_symbol_in_a_file(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("symbol", name) == known


@table(
    "name, known",
    ("a module", "shop.store", "there"),
    ("a class in its module", "shop.store.Store", "there"),
    ("a member with its module", "shop.store.Store.save", "there"),
    ("by way of the package", "shop.Store", "there"),
    ("a member by way of the package", "shop.Store.save", "there"),
    ("a member with its class", "Store.save", "there"),
    ("called", "Store.save()", "there"),
    ("with arguments", "Store.save(order)", "there"),
    ("an attribute", "Store.saved", "there"),
    ("of a variable of that class", "store.save", "there"),
    ("with two colons", "Router::route", "there"),
    ("with a package of Go", "server.Server", "there"),
    ("a method of Go", "Server.Listen", "there"),
    ("of TypeScript", "Cart.addItem()", "there"),
    ("a slip in a member", "Store.laod_all", "ours"),
    ("a slip in a module", "shop.store.open_stroe", "ours"),
    ("a member that is nowhere", "Store.purge", "absent"),
    ("a name of a module that is nowhere", "shop.store.vanished", "absent"),
    ("in a module that has gone", "shop.stock.open_store", "ours"),
    ("in another module", "shop.lazier.open_store", "ours"),
    ("in a module that may have it", "shop.lazy.open_store", "unknown"),
    ("in a module that may have it, and nowhere in code", "shop.lazy.zebra", "absent"),
    ("a package of Java", "org.shop.book.Ledger", "there"),
    ("another package of Java", "org.shop.old.Ledger", "absent"),
    ("a member that others have", "Store.addItem", "unknown"),
    ("a member of a class with a base elsewhere", "Settings.model_dump", "absent"),
    ("a member that may be made", "Lazy.colour", "absent"),
    ("of the standard library", "json.dumps", "unknown"),
    ("of the standard library, a slip", "os.path.jion", "unknown"),
    ("of another package", "pydantic.BaseModel", "unknown"),
    ("of nothing here", "requests.get_everything", "absent"),
    ("of an object of anybody", "response.save", "unknown"),
)
def test_what_is_known_of_a_dotted_name(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("symbol", name) == known


@table(
    "name, known",
    ("a class", "Store", "there"),
    ("a function", "open_store", "there"),
    ("a constant", "LIMIT", "there"),
    ("a function of TypeScript", "total", "there"),
    ("a test", "test_saves", "there"),
    ("nowhere in the code", "forgotten_name", "absent"),
    ("what a text calls a thing of ours", "Open_store", "absent"),
    ("only in a comment", "old_helper", "absent"),
    ("called, and defined elsewhere", "made_elsewhere", "unknown"),
    ("a key that is given", "timeout", "unknown"),
    ("in a file that nobody outlines", "only_in_settings", "unknown"),
    ("no name", "a b", "unknown"),
    ("nothing", "", "unknown"),
    ("too long", "a" * 1000, "unknown"),
)
def test_what_is_known_of_a_single_name(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("symbol", name) == known


def test_what_is_meant_is_written_as_the_statement_is(lookup: Lookup) -> None:
    assert lookup.answer("symbol", "shop/store.py:Stroe").nearest == ("shop/store.py:Store",)
    assert lookup.answer("symbol", "Store.laod_all").nearest == ("Store.load_all",)
    assert lookup.answer("symbol", "shop.stock.open_store").nearest == ("shop.store.open_store",)
    assert lookup.answer("symbol", "shop.stock.Store.save").nearest == ("shop.store.Store.save",)
    assert lookup.answer("symbol", "web/cart.ts:open_store").nearest == ("shop/store.py:open_store",)


def test_messages_say_what_is_wrong(lookup: Lookup) -> None:
    assert lookup.answer("symbol", "shop/store.py:999").message == "`shop/store.py` has 25 lines, not 999"
    assert lookup.answer("symbol", "shop/store.py:Gone").message == "`Gone` not found in `shop/store.py`"
    assert lookup.answer("symbol", "Store.laod_all").message == "`Store` has no `laod_all`"

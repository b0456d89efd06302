"""Tables and columns: in the DDL, or perhaps in code."""

from pathlib import Path

import pytest
from support import table

from .lookup import Lookup

DDL = "CREATE TABLE shop.orders (id int, placed_at date, customer int);\nCREATE TABLE carts (id int);\n"
FILES = {"README.md": "", "db/1.sql": DDL, "app/models.py": "legacy_users = Table('legacy_users')\n"}


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return Lookup(tmp_path_factory.mktemp("shop"), FILES, sql=["db/*.sql"])


@table(
    "name, known",
    ("a table", "orders", "there"),
    ("with its schema", "shop.orders", "there"),
    ("a column", "orders.placed_at", "there"),
    ("with all", "shop.orders.placed_at", "there"),
    ("a slip", "ordres", "ours"),
    ("no such column", "orders.shipped_at", "ours"),
    ("a slip in a column", "orders.plaecd_at", "ours"),
    ("a table like none", "invoices", "absent"),
    ("that code may have", "legacy_users", "unknown"),
    ("no table", "a b", "unknown"),
)
def test_what_is_known_of_a_table(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("table", name) == known


def test_what_is_said_and_meant(lookup: Lookup) -> None:
    found = lookup.answer("table", "orders.plaecd_at")
    assert found.nearest == ("orders.placed_at",)
    assert found.message == "column `plaecd_at` not found in table `orders`"


def test_without_ddl_nothing_is_known(tmp_path: Path) -> None:
    assert Lookup(tmp_path, FILES).known("table", "ordres") == "unknown"

"""Events: in the AsyncAPI documents, or perhaps in code."""

from pathlib import Path

import pytest
from support import table

from .lookup import Lookup

API = """asyncapi: 3.0.0
channels:
  created: {address: orders.created}
  cancelled: {address: orders.cancelled}
operations:
  tell: {action: send, channel: {$ref: '#/channels/created'}}
"""
FILES = {"README.md": "", "events.yaml": API, "app.py": "publish('orders.shipped')\n"}


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return Lookup(tmp_path_factory.mktemp("shop"), FILES, asyncapi=["events.yaml"])


@table(
    "name, known",
    ("a channel", "orders.created", "there"),
    ("what is done in it", "send orders.created", "there"),
    ("a slip", "orders.craeted", "ours"),
    ("of ours, like nothing", "orders.archived", "absent"),
    ("that code may send", "orders.shipped", "unknown"),
    ("no event", "a b c", "unknown"),
)
def test_what_is_known_of_an_event(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("event", name) == known


def test_what_is_meant(lookup: Lookup) -> None:
    assert lookup.answer("event", "send orders.craeted").nearest == ("send orders.created",)


def test_without_a_document_nothing_is_known(tmp_path: Path) -> None:
    assert Lookup(tmp_path, FILES).known("event", "orders.craeted") == "unknown"

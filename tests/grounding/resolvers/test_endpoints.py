"""Endpoints: in the OpenAPI documents, in each system by itself, or perhaps in code."""

from dataclasses import replace
from pathlib import Path

import pytest
from support import table

from mkdocs_traceability.grounding.resolver import Surroundings
from mkdocs_traceability.grounding.resolvers.endpoints import Endpoints

from .lookup import Lookup

API = "openapi: 3.0.3\npaths:\n  /orders:\n    get: {}\n  /orders/{id}:\n    get: {}\n    delete: {}\n"
FILES = {"README.md": "", "api.yaml": API, "app.py": "route('/internal/health')\n"}


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return Lookup(tmp_path_factory.mktemp("shop"), FILES, openapi=["api.yaml"])


@table(
    "name, known",
    ("declared", "GET /orders", "there"),
    ("with another parameter", "GET /orders/{order_id}", "there"),
    ("another method", "POST /orders", "ours"),
    ("a slip", "GET /ordres", "ours"),
    ("of ours, like nothing", "GET /orders/{id}/lines", "absent"),
    ("of others", "GET /repos/{owner}", "absent"),
    ("that code may serve", "GET /internal/health", "unknown"),
    ("no endpoint", "GET", "unknown"),
)
def test_what_is_known_of_an_endpoint(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("endpoint", name) == known


def test_what_is_meant(lookup: Lookup) -> None:
    assert lookup.answer("endpoint", "GET /ordres").nearest == ("GET /orders",)
    assert lookup.answer("endpoint", "POST /orders").nearest == ("GET /orders",)


def test_without_a_document_nothing_is_known(tmp_path: Path) -> None:
    assert Lookup(tmp_path, FILES).known("endpoint", "GET /ordres") == "unknown"


def test_a_document_that_cannot_be_read_may_declare_it(tmp_path: Path) -> None:
    lookup = Lookup(tmp_path, {**FILES, "b.yaml": "openapi: ["}, openapi=["*.yaml"])
    assert lookup.known("endpoint", "GET /orders") == "there"
    assert lookup.known("endpoint", "GET /ordres") == "unknown"


def test_each_system_is_asked_by_itself(tmp_path: Path) -> None:
    lookup = Lookup(tmp_path, {**FILES, "b.yaml": API.replace("orders", "carts")}, openapi=["*.yaml"])
    scope = lookup.surroundings.scope
    systems = tuple(
        replace(
            scope,
            compared={
                "openapi": tuple(
                    each for each in Lookup(tmp_path, {}, openapi=[name]).surroundings.scope.globs("openapi")
                )
            },
        )
        for name in ("api.yaml", "b.yaml")
    )
    endpoints = Endpoints(Surroundings(scope, lookup.surroundings.registry, {}, systems))
    assert endpoints.resolve("GET /carts", "README.md").place is not None
    assert endpoints.resolve("GET /orders", "README.md").place is not None

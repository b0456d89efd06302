"""Whatever a document names: every resolver answers, the same each time, and nothing is raised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.grounding.ground import _resolvers
from mkdocs_traceability.grounding.resolver import Answer, Known
from mkdocs_traceability.model.grounding import STATEMENT_KINDS

from .lookup import Lookup

FILES = {
    "README.md": "# A\n",
    "Makefile": "check:\n",
    "package.json": '{"scripts": {"a": "b"}}',
    "shop/__init__.py": "class Shop:\n    def sell(self): ...\n",
    "api.yaml": "openapi: 3.0.3\npaths:\n  /a:\n    get: {}\n",
    "events.yaml": "asyncapi: 3.0.0\nchannels:\n  a: {address: b.c}\n",
    "db.sql": "CREATE TABLE a (b int);\n",
}
SIDECAR = "components:\n  - {id: C-1}\n  - {id: C-2}\n"
PIECES = st.sampled_from(
    [
        *"/.:#*?[]{}()<>\\$%~@§ \n\0-_=\"'`",
        "..",
        "::",
        "make ",
        "npm run ",
        "GET ",
        "shop",
        "Shop",
        "sell",
        "C-1",
        "é",
        "\ud800",
    ]
)
NAMES = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join))


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    folder = tmp_path_factory.mktemp("shop")
    return Lookup(
        folder, FILES, sidecar=SIDECAR, openapi=["api.yaml"], asyncapi=["events.yaml"], sql=["db.sql"]
    )


def test_every_kind_of_statement_has_a_resolver() -> None:
    assert sorted(_resolvers()) == sorted(STATEMENT_KINDS)


@given(name=NAMES, kind=st.sampled_from(sorted(STATEMENT_KINDS)))
def test_every_name_has_an_answer(lookup: Lookup, name: str, kind: str) -> None:
    found = lookup.answer(kind, name)
    assert isinstance(found, Answer)
    assert lookup.answer(kind, name) == found
    if found.known is not Known.ABSENT:
        assert (found.is_own, found.is_near, found.nearest) == (False, False, ())


@given(names=st.lists(NAMES, max_size=5), kind=st.sampled_from(sorted(STATEMENT_KINDS)))
def test_words_are_words(lookup: Lookup, names: list[str], kind: str) -> None:
    words = list(_resolvers()[kind](lookup.surroundings).words(names))
    lookup.surroundings.repository.prepare(words)
    assert all(isinstance(each, str) for each in words)

"""Environment variables: read, set or put together anywhere but in documents."""

import pytest
from support import table

from .lookup import Lookup

FILES = {
    "README.md": "SHOP_ONLY_HERE",
    "shop/config.py": "import os\nos.environ['SHOP_TIMEOUT']\nprefix = 'CART_'\ndatabase_url: str\n",
    "compose.yml": "environment:\n  SHOP_CACHE_SIZE: 1\n",
    "Dockerfile": "ENV SHOP_STAGE=prod\n",
    ".env.example": "SHOP_SECRET_KEY=\n",
    ".github/workflows/ci.yml": "env: {SHOP_CI_TOKEN: a}\n",
}


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return Lookup(tmp_path_factory.mktemp("shop"), FILES)


@table(
    "name, known",
    ("in code", "SHOP_TIMEOUT", "there"),
    ("with a sign", "$SHOP_TIMEOUT", "there"),
    ("in braces", "${SHOP_TIMEOUT}", "there"),
    ("with a value", "SHOP_TIMEOUT=30", "there"),
    ("in a file of compose", "SHOP_CACHE_SIZE", "there"),
    ("in a Dockerfile", "SHOP_STAGE", "there"),
    ("in a hidden file", "SHOP_SECRET_KEY", "there"),
    ("in CI", "SHOP_CI_TOKEN", "there"),
    ("a slip", "SHOP_TIMEUOT", "ours"),
    ("only in a document", "SHOP_ONLY_HERE", "absent"),
    ("with a prefix that is put before others", "CART_SIZE", "unknown"),
    ("a field of settings", "DATABASE_URL", "unknown"),
    ("of other programs", "SHELL_VERBOSITY", "absent"),
    ("no variable", "shop", "unknown"),
)
def test_what_is_known_of_a_variable(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("variable", name) == known


def test_what_is_meant(lookup: Lookup) -> None:
    assert lookup.answer("variable", "SHOP_TIMEUOT").nearest == ("SHOP_TIMEOUT",)

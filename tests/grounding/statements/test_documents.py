"""Whole documents, as people write them: an AGENTS.md, a README, the text of a pull request."""

from textwrap import dedent

from .support_for_statements import placed, stated

AGENTS = """\
    # Repository guidelines

    ## Layout

    - `src/shop/`: the library. Tests mirror it in `tests/`.
    - `docs/` is built by MkDocs; do not edit `docs/reference/` by hand.
    - `src/shop/run.py` is the entry point (`Runner.run()`), see also
      [the map](docs/map.md#layers).

    ## Commands

    | Command | What it does |
    | --- | --- |
    | `make lint` | Ruff and mypy |
    | `uv run pytest tests/unit` | Tests |
    | `pnpm run build:web` | The pages |

    1. Run `make sync`.

       ```sh
       make never-mind
       ```

    2. Set `SHOP_TOKEN` in your environment.

    ## Conventions

    > Quoted from elsewhere: `src/quoted.py`

    - Name files like `src/foo_bar.py` or `path/to/module.py`.
    - Create a new module under `src/shop/plugins/` only if you must.
    - `src/shop/legacy.py` was removed in 2.0.
    - Prefer `Runner` over `LegacyRunner`, which is deprecated.
"""


def test_the_guide_of_an_agent() -> None:
    assert stated(dedent(AGENTS), "AGENTS.md") == [
        "path src/shop/",
        "path tests/",
        "path docs/",
        "path docs/reference/",
        "path src/shop/run.py",
        "symbol Runner.run",
        "heading docs/map.md#layers",
        "command make lint",
        "? command uv run pytest",
        "command pnpm run build:web",
        "command make sync",
        "variable SHOP_TOKEN",
    ]


PULL_REQUEST = """\
    Fixes #12

    ## Summary

    - Rename `score()` to `evaluate()` in `src/shop/eval.py`
    - Remove `src/shop/old.py`
    - `Evaluator.evaluate` now raises `EvaluationError`

    ## Follow-ups

    - `src/shop/later.py`

    ## Test plan

    - [x] `make test`
    - [ ] `tests/test_eval.py::test_evaluate`
"""


def test_the_text_of_a_pull_request() -> None:
    assert placed(dedent(PULL_REQUEST).replace("\n", "\r\n")) == [
        "5:40+16 src/shop/eval.py",
        "7:4+18 Evaluator.evaluate",
        "7:36+15 EvaluationError",
        "15:8+9 make test",
        "16:8+33 tests/test_eval.py::test_evaluate",
    ]


README = """\
    <div align="center">
      <img src="docs/logo.png">
      <h1>Shop</h1>
    </div>

    [![build](https://ci.host.org/badge.svg)](https://ci.host.org/shop)

    <details>
    <summary>Contents</summary>

    - [Use](#use)

    </details>

    Use
    ---

    Call `POST /orders` or `GET /orders/{id}`. It writes the table `orders` and publishes `order.created`.
    Put `shop.toml` into your project, for example `conf/shop.toml`.

    See [the licence](LICENSE) and [how to help][help].

    [help]: .github/CONTRIBUTING.md "Help"
"""


def test_a_readme() -> None:
    assert stated(dedent(README)) == [
        "heading #use",
        "endpoint POST /orders",
        "endpoint GET /orders/{id}",
        "table orders",
        "event order.created | symbol order.created",
        "path LICENSE",
        "path .github/CONTRIBUTING.md",
    ]

"""What each kind of statement looks like, written anew after what public READMEs and AGENTS.md files say."""

import pytest

from .support_for_statements import NAMES, placed, stated


def strong(text: str) -> list[str]:
    return [each for each in stated(text, names=NAMES) if not each.startswith("?")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("src/agents/", ["path src/agents/"]),
        ("docs/scripts/translate_docs.py", ["path docs/scripts/translate_docs.py"]),
        ("pyproject.toml", ["path pyproject.toml"]),
        ("Makefile", ["path Makefile"]),
        (".github/workflows/ci.yml", ["path .github/workflows/ci.yml"]),
        (".env.example", ["path .env.example"]),
        ("./gradlew", ["path ./gradlew"]),
        (".git-blame-ignore-revs", ["path .git-blame-ignore-revs"]),
        (".taskrc.yml", ["path .taskrc.yml"]),
        (".github", ["path .github"]),
        (".method", []),
        (".test-d.ts", []),
        (".d.ts", []),
        ("../sibling/a.md", ["path ../sibling/a.md"]),
        ("crates/ruff_linter/src/checkers/ast/mod.rs", ["path crates/ruff_linter/src/checkers/ast/mod.rs"]),
        ("src/*.py", ["path src/*.py"]),
        ("tests/**/*.ts", ["path tests/**/*.ts"]),
        ("src/a.py:12", ["path src/a.py:12"]),
        ("src/a.py:12-20", ["path src/a.py:12-20"]),
        ("src/a.py#L12-L20", ["path src/a.py#L12-L20"]),
        ("a.py:12", ["path a.py:12"]),
        ("src/Catalog.Api/Program.cs", ["path src/Catalog.Api/Program.cs"]),
        ("docs/ja", ["? path docs/ja"]),
        ("origin/main", ["? path origin/main"]),
        ("config.yml", ["path config.yml"]),
        ("response.json", ["path response.json | symbol response.json"]),
        ("home.html", ["path home.html"]),
    ],
)
def test_paths_in_code_spans(name: str, expected: list[str]) -> None:
    assert stated(f"See `{name}` here.") == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("src/a.py", ["path src/a.py"]),
        ("./src/a%20b.py?raw=true", ["path ./src/a b.py"]),
        ("../src/a.py#L10-L12", ["path ../src/a.py#L10-L12"]),
        ("docs/", ["? path docs/"]),
        ("../setup", ["? path ../setup"]),
        ("guide.md", ["path guide.md"]),
        ("guide.md#set-up", ["heading guide.md#set-up"]),
        ("../b/a.md#l%C3%A4nge", ["heading ../b/a.md#länge"]),
        ("#set-up", ["heading #set-up"]),
        ("img/a.png", ["path img/a.png"]),
        ("src/a_(b).py", ["path src/a_(b).py"]),
        ("/absolute/a.md", []),
        ("https://host.org/a.md#b", []),
        ("mailto:a@host.org", []),
        ("host.org/a/b", []),
        ("#", []),
        ("{{ page.url }}", []),
        ("path/to/a.md", []),
    ],
)
def test_addresses_of_links(address: str, expected: list[str]) -> None:
    assert stated(f"See [it]({address}).") == expected
    assert stated(f"See [it][x].\n\n[x]: {address}\n") == expected or " " in address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is in src/a/b.py now", ["path src/a/b.py"]),
        ("It fails in src/a/b.py:12, sadly", ["path src/a/b.py:12"]),
        ("(see docs/a.md)", ["path docs/a.md"]),
        ("This and/or that, client/server, 1/2.5", []),
        ("github.com/a/b.py", []),
        ("https://host.org/a/b.py", []),
        ("Use a.py and b.py", []),
        ("a@b.org/c.py", []),
        ("src/<name>/a.py", []),
        ("src/*/a.py", []),
    ],
)
def test_bare_paths_in_plain_text(text: str, expected: list[str]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("src/a.py:Worker.run", ["symbol src/a.py:Worker.run"]),
        ("src/a.py:run()", ["symbol src/a.py:run"]),
        ("src/lib.rs::parse", ["symbol src/lib.rs:parse"]),
        ("src/a.py::Worker", ["symbol src/a.py:Worker"]),
        ("tests/parse.rs::parse", ["symbol tests/parse.rs:parse"]),
        ("src/a.ts#render", ["symbol src/a.ts:render"]),
        ("agents.decorators.tool", ["? symbol agents.decorators.tool"]),
        ("agents.extensions.RunConfig", ["symbol agents.extensions.RunConfig"]),
        ("RunConfig.tool_error_formatter", ["symbol RunConfig.tool_error_formatter"]),
        ("Agent.as_tool()", ["symbol Agent.as_tool"]),
        ("client.send(..., stream=True)", ["symbol client.send"]),
        ("httpx.Client(mounts={...})", ["symbol httpx.Client"]),
        ("self.session.close()", ["symbol session.close"]),
        ("parse_many()", ["symbol parse_many"]),
        ("def parse_many(data)", ["symbol parse_many"]),
        ("class RunConfig", ["symbol RunConfig"]),
        ("@Injectable", ["? symbol Injectable"]),
        ("SandboxRunConfig", ["symbol SandboxRunConfig"]),
        ("HTTPServer", ["symbol HTTPServer"]),
        ("simdjson::ondemand::value", ["? symbol simdjson::ondemand::value"]),
        ("Rack::Protection", ["symbol Rack::Protection"]),
        ("std::string_view", ["? symbol std::string_view"]),
        ("Composer\\Installer\\LibraryInstaller", ["symbol Composer\\Installer\\LibraryInstaller"]),
        ("User#save!", ["symbol User#save!"]),
        ("Repo.update/1", ["symbol Repo.update"]),
        ("load()", ["? symbol load"]),
        ("Agent", ["? symbol Agent"]),
        ("group_id", ["? symbol group_id"]),
        ("headers", []),
        ("response.is_ok", ["? symbol response.is_ok"]),
        ("true", []),
        ("str", []),
        ("i", []),
        ("a + b", []),
        ("List<String>", []),
        ('config["x"]', []),
        ("docs.host.org", []),
    ],
)
def test_symbols(name: str, expected: list[str]) -> None:
    assert stated(f"See `{name}` here.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`tests/test_a.py::test_b`", ["test tests/test_a.py::test_b"]),
        ("`tests/test_a.py::TestIt::test_b[x-1]`", ["test tests/test_a.py::TestIt::test_b"]),
        ("See tests/test_a.py::test_b.", ["test tests/test_a.py::test_b"]),
        ("`pytest tests/test_a.py::test_b -q`", ["test tests/test_a.py::test_b"]),
        ("The test `test_it_works` proves it", ["test test_it_works | symbol test_it_works"]),
        ("`test_it_works()`", ["test test_it_works | symbol test_it_works"]),
        ("`test_data` is a folder", ["? test test_data | symbol test_data"]),
        ("Tested by `TestParser`", ["test TestParser | symbol TestParser"]),
        ("Tests `test_*`", []),
    ],
)
def test_tests(text: str, expected: list[str]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`GET /users/{id}`", ["endpoint GET /users/{id}"]),
        ("Call POST /api/v1/users.", ["endpoint POST /api/v1/users"]),
        ("`DELETE /users/:id?force=true`", ["endpoint DELETE /users/:id"]),
        ("`PUT /users/<int:id>`", ["endpoint PUT /users/<int:id>"]),
        ("`GET /`", ["endpoint GET /"]),
        ("| Method | Path |\n| - | - |\n| GET | `/users` |", ["endpoint GET /users"]),
        ("| `POST` | /users/{id} | x |\n| - | - | - |\n", ["endpoint POST /users/{id}"]),
        ("`GET /users/*`", []),
        ("`GET https://host.org/users`", []),
        ("`get /users`", []),
        ("GET or POST /users", ["endpoint POST /users"]),
        ("GET/POST /users", []),
        ("`GET /path`", []),
    ],
)
def test_endpoints(text: str, expected: list[str]) -> None:
    assert stated(text) == expected


def test_an_endpoint_in_two_cells_stands_at_its_path() -> None:
    assert placed("| GET | `/users` |\n| - | - |\n") == ["1:10+6 /users"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The table `users` holds it", ["table users | symbol users"]),
        ("The `users` table holds it", ["table users | symbol users"]),
        ("The tables `users`, `orders` and `audit.log`", ["table users", "table orders", "table audit.log"]),
        ("The column `users.email`", ["table users.email"]),
        ("`SELECT id FROM users WHERE x`", ["table users"]),
        ("`INSERT INTO audit.log VALUES (1)`", ["table audit.log"]),
        ("`UPDATE users SET a = 1`", ["table users"]),
        ("`SELECT * FROM a_table JOIN b_table ON x`", ["table a_table", "table b_table"]),
        ("| Table | Owner |\n| - | - |\n| `users` | x |", ["table users | symbol users"]),
        ("The column `email`", []),
        ("A lookup table `users`", []),
        ("The `tool.ruff` table in TOML", ["table tool.ruff"]),
        ("`SELECT now()`", []),
    ],
)
def test_tables(text: str, expected: list[str]) -> None:
    assert [each.partition(" | symbol")[0] for each in stated(text)] == [
        each.partition(" | symbol")[0] for each in expected
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It publishes `order.created`.", ["event order.created | symbol order.created"]),
        ("The event `order.created` is sent", ["event order.created | symbol order.created"]),
        ("The `order-events:created` topic", ["event order-events:created"]),
        ("On `order.created` a message is sent", ["? event order.created | symbol order.created"]),
        ("It emits `OrderCreated`", ["? event OrderCreated"]),
        ("It sets `order.created`", ["? symbol order.created"]),
        ("A message is in `this.messages`", []),
        ("# `order.events`", ["? symbol order.events"]),
        ("The event is in `src/events.py`", ["path src/events.py"]),
        (
            "## Events\n\n| Name |\n| - |\n| `order.created` |",
            ["? event order.created | symbol order.created"],
        ),
    ],
)
def test_events(text: str, expected: list[str]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See EVAL-001 and `EVAL-009`.", ["item EVAL-001", "item EVAL-009"]),
        ("`flow:EVAL-001`", ["item flow:EVAL-001"]),
        ("`component:unknown`", ["item component:unknown"]),
        ("`eval-worker` does it", ["item eval-worker"]),
        ("UTF-8, SHA-256, CVE-2024-1 and `ABC-001`", []),
        ("[EVAL-001] is said by another rule", []),
        ("eval-worker in plain text", []),
    ],
)
def test_ids_of_the_registry(text: str, expected: list[str]) -> None:
    assert stated(text, names=NAMES) == expected


def test_without_a_registry_there_are_no_ids() -> None:
    assert stated("See EVAL-001 and `EVAL-001`.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See section “Set up” of docs/a.md", ["heading docs/a.md#Set up", "path docs/a.md"]),
        ('See the "Set up" section in `guide.md`', ["heading guide.md#Set up", "path guide.md"]),
        ("See section “Set up” below", ["? heading #Set up"]),
        ("`guide.md#set-up`", ["heading guide.md#set-up"]),
    ],
)
def test_headings(text: str, expected: list[str]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("make test", ["command make test"]),
        ("$ make test", ["command make test"]),
        ("make lint test", ["command make lint", "command make test"]),
        ("make -j4 -C docs html", ["command make -C docs html"]),
        ("cd docs && make html", ["command make -C docs html"]),
        ("DEBUG_X=1 make test", ["variable DEBUG_X", "command make test"]),
        ("make build VERSION=1", ["command make build"]),
        ("make test-%", []),
        ("make sure it works", ["command make sure", "command make it", "command make works"]),
        ("npm run build:prod -- --watch", ["command npm run build:prod"]),
        ("npm run build -w web", ["command npm run build"]),
        ("npm test", ["command npm test"]),
        ("npm t", ["command npm test"]),
        ("npm install x", []),
        ("npm ci", []),
        ("yarn build", ["? command yarn build"]),
        ("yarn run build", ["command yarn run build"]),
        ("yarn add x", []),
        ("pnpm run dev", ["command pnpm run dev"]),
        ("pnpm --filter web dev", ["? command pnpm dev"]),
        ("pnpm nx test x", ["? command pnpm nx"]),
        ("bun run build", ["command bun run build"]),
        ("just check", ["command just check"]),
        ("task lint:fix", ["command task lint:fix"]),
        ("tox -e py311,lint", ["command tox -e py311", "command tox -e lint"]),
        ("nox -s lint", ["command nox -s lint"]),
        ("poetry run serve --port 1", ["command poetry run serve"]),
        ("uv run pytest tests/unit/", ["? command uv run pytest"]),
        ("uv run python -m app.main", ["command python -m app.main"]),
        ("uv run make test", ["command make test"]),
        ("python -m app.main --x", ["command python -m app.main"]),
        ("python3 -m app", ["command python -m app"]),
        ("python scripts/build.py --x", ["path scripts/build.py"]),
        ("bash scripts/run.sh > out.txt", []),
        ("./scripts/run.sh all", ["path ./scripts/run.sh"]),
        ("pytest tests/test_a.py", ["path tests/test_a.py"]),
        ("mytool check --strict", ["? command mytool"]),
        ("git commit -m x", []),
        ("docker compose up", []),
        ("cargo test --all", []),
    ],
)
def test_commands(text: str, expected: list[str]) -> None:
    assert stated(f"Run `{text}` first.") == expected


def test_each_target_of_a_command_has_its_place() -> None:
    assert placed("Run `make lint test` first.") == ["1:6+9 make lint", "1:16+4 test"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Set `APP_TOKEN` in the environment", ["variable APP_TOKEN"]),
        ("The environment variable `APP_TOKEN`", ["variable APP_TOKEN"]),
        ("`$APP_TOKEN` and `${APP_HOST:-x}`", ["variable APP_TOKEN", "variable APP_HOST"]),
        ("`APP_TOKEN=abc`", ["variable APP_TOKEN"]),
        ("`export APP_TOKEN=abc`", ["variable APP_TOKEN"]),
        ("`APP_TOKEN`", ["? variable APP_TOKEN | symbol APP_TOKEN"]),
        ("The variable `DEBUG`", ["? variable DEBUG"]),
        ("## Environment variables\n\n### `APP_TOKEN`\n", ["variable APP_TOKEN"]),
        ("| Variable | x |\n| - | - |\n| `APP_TOKEN` | x |", ["variable APP_TOKEN"]),
        ("`$HOME`", []),
        ("`JSON` and `HTTP`", []),
    ],
)
def test_environment_variables(text: str, expected: list[str]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The system has 12 flows.", ["count 12 flows"]),
        ("There are three components.", ["count 3 components"]),
        ("It consists of **12** flows and 3 components.", ["count 12 flows"]),
        ("We have 1,200 flows in total.", ["count 1200 flows"]),
        ("All 12 flows are tested.", ["count 12 flows"]),
        ("The API has 5 endpoints.", ["count 5 endpoints"]),
        ("It has at least 12 flows.", []),
        ("It has about 12 flows.", []),
        ("Two components talk to each other.", []),
        ("It has 12 flows that use it.", []),
        ("In section 4.12 flows are described.", []),
        ("It has 12 users.", []),
    ],
)
def test_counts(text: str, expected: list[str]) -> None:
    assert stated(text, names=NAMES) == expected


def test_a_name_with_several_readings_is_one_statement() -> None:
    assert stated("The event `users.email` and the table `users.email`") == [
        "event users.email | symbol users.email",
        "table users.email | event users.email | symbol users.email",
    ]

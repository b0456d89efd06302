"""Commands: what files of the repository declare, and what nobody here can know."""

from pathlib import Path

import pytest
from support import table

from .lookup import Lookup

MAKEFILE = """include more.mk
VERSION := 1
.PHONY: check build
check: lint
\tpytest
lint:
\techo not: a target
docker-%:
\tdocker $*
"""
FILES = {
    "README.md": "",
    "Makefile": MAKEFILE,
    "more.mk": "release:\n\techo\n",
    "package.json": '{"name": "shop", "scripts": {"bundle": "x", "test:unit": "y"}, "devDependencies": {"vitest": "1"}}',
    "packages/web/package.json": '{"name": "@shop/web", "bin": {"shop-web": "a.js"}, "scripts": {"watch": "x"}}',
    "justfile": "alias r := recipe\n\nrecipe name='a':\n  echo\n",
    "Taskfile.yml": "version: '3'\ntasks:\n  generate:\n    cmds:\n      - echo\n    aliases: [gen]\n  docs:serve:\n    cmd: x\n",
    "tox.ini": "[tox]\nenvlist = py311, typing\n[testenv:docs]\ncommands = x\n",
    "noxfile.py": "import nox\n\n@nox.session\ndef unit_tests(session): ...\n",
    "pyproject.toml": "[project]\nname='shop'\n[project.scripts]\nshop-admin = 'shop.cli:main'\n",
    "scripts/deploy.sh": "",
    "shop/__init__.py": "",
    "shop/cli.py": "",
    "deno.json": '{"tasks": {"fresh": "x"}}',
    "composer.json": '{"scripts": {"cs-fix": "x"}}',
}


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return Lookup(tmp_path_factory.mktemp("shop"), FILES)


@table(
    "name, known",
    ("a target", "make check", "there"),
    ("two targets", "make lint check", "there"),
    ("with a variable", "make VERSION=2 check", "there"),
    ("with a variable before it", "DEBUG=1 make check", "there"),
    ("that only .PHONY names", "make build", "there"),
    ("of a file that is included", "make release", "there"),
    ("of a pattern", "make docker-web", "there"),
    ("in a folder", "make -C packages check", "there"),
    ("of no Makefile", "make deploy", "absent"),
    ("one of two of no Makefile", "make check deploy", "absent"),
    ("a slip", "make chekc", "ours"),
    ("a file", "make out/report.html", "unknown"),
    ("the first target", "make", "unknown"),
    ("a script", "npm run bundle", "there"),
    ("a script with a colon", "npm run test:unit", "there"),
    ("a script of a workspace", "pnpm --filter web run watch", "there"),
    ("a script without run", "yarn watch", "there"),
    ("a script of no package", "npm run deploy-all", "absent"),
    ("a slip in a script", "npm run budnle", "ours"),
    ("a script that any project has", "npm run dev", "unknown"),
    ("what npm does", "npm install", "unknown"),
    ("what yarn does", "yarn add left-pad", "unknown"),
    ("a program of a dependency", "pnpm vitest", "unknown"),
    ("a recipe", "just recipe", "there"),
    ("another name of a recipe", "just r", "there"),
    ("no recipe", "just other", "absent"),
    ("a task", "task generate", "there"),
    ("another name of a task", "task gen", "there"),
    ("a task with a colon", "task docs:serve", "there"),
    ("no task", "task publish", "absent"),
    ("an environment", "tox -e docs", "there"),
    ("an environment of the list", "tox -e typing", "there"),
    ("a session", "nox -s unit_tests", "there"),
    ("a session with hyphens", "nox -s unit-tests", "there"),
    ("a session with an option", "nox --session unit_tests -- -x", "there"),
    ("a task of deno", "deno task fresh", "there"),
    ("a script of composer", "composer cs-fix", "there"),
    ("what composer does", "composer install", "unknown"),
    ("a console script", "shop-admin users list", "there"),
    ("a console script of node", "shop-web", "there"),
    ("a console script, run", "uv run shop-admin", "there"),
    ("a slip in a console script", "shop-admni users", "ours"),
    ("another program", "kubectl apply", "unknown"),
    ("a program, run", "poetry run pytest", "unknown"),
    ("a module", "python -m shop.cli", "there"),
    ("a package", "python -m shop", "there"),
    ("a module of ours that is not there", "python -m shop.worker", "absent"),
    ("a module of others", "python -m http.server", "unknown"),
    ("a script by its path", "bash scripts/deploy.sh", "there"),
    ("a script that is run", "./scripts/deploy.sh --now", "there"),
    ("a script that is not there", "python scripts/price_report.py", "absent"),
    ("a shell with a command", "sh -c 'echo'", "unknown"),
    ("a quote that does not end", "make 'check", "unknown"),
    ("nothing", "", "unknown"),
)
def test_what_is_known_of_a_command(lookup: Lookup, name: str, known: str) -> None:
    assert lookup.known("command", name) == known


@table(
    "files, name",
    ("an include that is put together", {"Makefile": "include $(DIR)/a.mk\nx:\n"}, "make check"),
    ("an include that is not there", {"Makefile": "include gone.mk\nx:\n"}, "make check"),
    ("a rule for everything", {"Makefile": "%:\n\techo $@\n"}, "make check"),
    ("targets that are put together", {"Makefile": "$(NAMES):\n\techo\n"}, "make check"),
    ("a target that a function makes", {"Makefile": "$(addprefix test-, a b):\n\techo\n"}, "make check"),
    ("a target with a variable", {"Makefile": "$(NAME)-ck: ${A}/b\n\techo\n"}, "make check"),
    ("a Makefile that CMake writes", {"Makefile": "x:\n", "CMakeLists.txt": ""}, "make check"),
    ("no Makefile at all", {}, "make check"),
    ("tasks that are included", {"Taskfile.yml": "includes:\n  a: ./b\ntasks:\n  x:\n"}, "task check"),
    ("recipes that are imported", {"justfile": "import 'a.just'\nx:\n  y\n"}, "just check"),
    ("environments with factors", {"tox.ini": "[tox]\nenvlist = py{310,311}-{a,b}\n"}, "tox -e py310-a"),
    ("scripts that cannot be read", {"package.json": "{"}, "npm run check"),
    ("tasks of Ruby", {"Rakefile": "task :a\n"}, "rake check"),
)
def test_a_command_may_be_what_cannot_be_read(tmp_path: Path, files: dict[str, str], name: str) -> None:
    assert Lookup(tmp_path, {"README.md": "", **files}).known("command", name) == "unknown"


def test_files_in_folders_of_variables_hide_no_target(tmp_path: Path) -> None:
    made = "$(VENV)/bin/tool: ${B}.txt\n\ttouch $@\n${OUT}.zip:\n\tzip\ncheck: $(VENV)/bin/tool\n\ttool\n"
    lookup = Lookup(tmp_path, {"README.md": "", "Makefile": made})
    assert [lookup.known("command", name) for name in ("make check", "make chekc")] == ["there", "ours"]


def test_includes_that_go_in_a_circle_end(tmp_path: Path) -> None:
    lookup = Lookup(tmp_path, {"Makefile": "include a.mk\nx:\n", "a.mk": "include Makefile\ny:\n"})
    assert lookup.known("command", "make y") == "there"
    assert lookup.known("command", "make zebra") == "absent"


def test_messages_name_the_file(lookup: Lookup) -> None:
    assert lookup.answer("command", "make chekc").message == "command `chekc` not found in `Makefile`"
    assert (
        lookup.answer("command", "npm run budnle").message
        == "command `budnle` not found in any `package.json`"
    )
    assert lookup.answer("command", "make chekc").nearest == ("make check",)

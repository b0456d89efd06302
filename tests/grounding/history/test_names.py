"""Names that were declared: the last commit that took the declaration away, and what stands for it since."""

import re
from pathlib import Path

from git_repositories import Made, State
from support import table

from grounding.history.asking import told
from mkdocs_traceability.grounding.history.code_lines import declared_in_code

BODY = "    total = 0\n    for each in range(10):\n        total += each\n    return total\n"
CLASS = f"class Scorer:\n    limit: int = 3\n\n    def score(self, text: str) -> int:\n    {BODY}\n"
REST = "".join(f"x_{number} = {number}\n" for number in range(10))


def python(*names: str) -> str:
    return REST + "\n".join(f"def {name}(one, two):\n{BODY}" for name in names)


@table(
    "asked, commits, expected",
    ("deleted", "drop_it", [{"a.py": python("drop_it", "b")}, {"a.py": python("b")}], "2 -> nothing"),
    ("with its file", "drop_it", [{"a.py": python("drop_it")}, {}], "2 -> nothing"),
    ("never there", "drop_it", [{"a.py": "drop_it()\n"}, {}], ""),
    (
        "renamed",
        "a.py:old_name",
        [{"a.py": python("old_name", "b")}, {"a.py": python("new_name", "b")}],
        "2 -> a.py:new_name",
    ),
    (
        "renamed, each to another",
        "old_one",
        [{"a.py": python("old_one", "old_two")}, {"a.py": python("new_one", "new_two")}],
        "2 -> new_one",
    ),
    (
        "renamed twice",
        "old_name",
        [{"a.py": python("old_name")}, {"a.py": python("mid_name")}, {"a.py": python("new_name")}],
        "2 -> new_name",
    ),
    (
        "renamed, then gone",
        "old_name",
        [{"a.py": python("old_name")}, {"a.py": python("mid_name")}, {"a.py": REST}],
        "2 -> nothing",
    ),
    (
        "another in its place",
        "old_name",
        [
            {"a.py": REST + "def old_name(one):\n    return one\n"},
            {"a.py": REST + "class Quite:\n    x = 1\n"},
        ],
        "2 -> nothing",
    ),
    (
        "its arguments changed",
        "old_name",
        [{"a.py": python("old_name")}, {"a.py": REST + f"def old_name():\n{BODY}"}, {"a.py": REST}],
        "3 -> nothing",
    ),
    (
        "a method",
        "Scorer.score",
        [{"a.py": CLASS}, {"a.py": CLASS.replace("def score", "def evaluate")}],
        "2 -> Scorer.evaluate",
    ),
    (
        "the class of a method",
        "Scorer.score",
        [{"a.py": CLASS}, {"a.py": CLASS.replace("Scorer", "Evaluator")}],
        "2 -> Evaluator.score",
    ),
    (
        "the class of a method in a file",
        "src/a.py:Scorer.score",
        [{"src/a.py": CLASS}, {"src/a.py": CLASS.replace("Scorer", "Evaluator")}],
        "2 -> src/a.py:Evaluator.score",
    ),
    (
        "of another class",
        "Scorer.score",
        [{"a.py": CLASS + CLASS.replace("Scorer", "Other")}, {"a.py": CLASS}],
        "",
    ),
    (
        "a field",
        "Scorer.limit",
        [{"a.py": CLASS}, {"a.py": CLASS.replace("limit", "most")}],
        "2 -> Scorer.most",
    ),
    (
        "an attribute",
        "Scorer.last_one",
        [{"a.py": "class Scorer:\n    def __init__(self):\n        self.last_one = 1\n"}, {}],
        "2 -> nothing",
    ),
    (
        "moved to another file",
        "src/a.py:old_name",
        [
            {"src/a.py": python("old_name"), "src/b.py": ""},
            {"src/a.py": REST, "src/b.py": python("old_name")},
        ],
        "2 -> src/b.py:old_name",
    ),
    (
        "moved with its file",
        "src/a.py:old_name",
        [
            {"src/a.py": python("old_name")},
            {"src/b.py": python("old_name")},
            {"lib/c.py": python("old_name")},
        ],
        "2 -> lib/c.py:old_name",
    ),
    (
        "moved to another module",
        "pkg.one.Scorer.score",
        [{"src/pkg/one.py": CLASS}, {"src/pkg/sub/two.py": CLASS}],
        "2 -> pkg.sub.two.Scorer.score",
    ),
    (
        "moved to two files",
        "a.py:old_name",
        [{"a.py": python("old_name")}, {"b.py": python("old_name"), "c.py": python("old_name")}],
        "2 -> nothing",
    ),
    ("from its package", "pkg.Scorer", [{"pkg/_impl.py": CLASS}, {"pkg/_impl.py": REST}], "2 -> nothing"),
    ("from another package", "other.Scorer", [{"pkg/_impl.py": CLASS}, {"pkg/_impl.py": REST}], ""),
    ("a single word", "score", [{"a.py": CLASS}, {}], ""),
    ("a local variable", "the_total", [{"a.py": "def f():\n    the_total = 0\n"}, {}], ""),
    ("a mention", "old_name", [{"a.py": "# def old_name\nx = old_name()\n"}, {}], ""),
    ("in code that documents show", "old_name", [{"docs/examples/a.py": python("old_name")}, {}], ""),
    ("in tests", "old_name", [{"tests/a.py": python("old_name")}, {}], ""),
    (
        "in tests, with the file",
        "tests/a.py:old_name",
        [{"tests/a.py": python("old_name")}, {}],
        "2 -> nothing",
    ),
    ("in no file of code", "old_name", [{"a.md": "def old_name():\n"}, {}], ""),
    (
        "there again",
        "old_name",
        [{"a.py": python("old_name")}, {}, {"b.py": python("old_name")}, {"b.py": REST}],
        "4 -> nothing",
    ),
)
def test_what_became_of_a_symbol(tmp_path: Path, asked: str, commits: list[State], expected: str) -> None:
    assert told(tmp_path, *commits, asked=f"symbol: {asked}") == expected


@table(
    "path, before, asked, now",
    (
        "TypeScript",
        "a.ts",
        "export class EngineRoom {\n  startUp(n: number): void {\n  }\n}\n",
        "startUp",
        "bootUp",
    ),
    ("TypeScript, async", "a.ts", "class A {\n  async startUp<T>(n: T) {\n  }\n}\n", "startUp", "bootUp"),
    ("JavaScript", "a.js", "export const startUp = (a) => a;\n", "startUp", "bootUp"),
    ("JavaScript, function", "a.js", "export default async function startUp(a) {\n}\n", "startUp", "bootUp"),
    ("Go", "a.go", "func (r *Room) StartUp(n int) error {\n}\n", "Room.StartUp", "Room.BootUp"),
    (
        "Go, type",
        "a.go",
        "type EngineRoom struct {\n\tMaxSize int\n}\n",
        "EngineRoom.MaxSize",
        "EngineRoom.Most",
    ),
    (
        "Rust",
        "a.rs",
        "impl Show for Room {\n    pub(crate) fn start_up(&self) {}\n}\n",
        "Room::start_up",
        "Room::up",
    ),
    ("Rust, const", "a.rs", "pub const fn start_up() {}\n", "start_up", "boot_up"),
    (
        "Java",
        "a.java",
        "class A {\n  public static List<String> startUp(int n) {\n  }\n}\n",
        "A.startUp",
        "A.up",
    ),
    ("Kotlin", "a.kt", "data class EngineRoom(\n  val size: Int)\n", "EngineRoom", "MachineRoom"),
    ("C", "a.c", "static int *start_up(void)\n{\n}\n", "start_up", "boot_up"),
    ("C, macro", "a.h", "#define MAX_SIZE 3\n", "MAX_SIZE", "MOST_SIZE"),
    ("C++", "a.cpp", "void Room::startUp(int n) {\n}\n", "Room::startUp", "Room::bootUp"),
    ("C#", "a.cs", "class A {\n  public int MaxSize { get; set; }\n}\n", "A.MaxSize", "A.Most"),
    (
        "Ruby",
        "a.rb",
        "module A\n  class B\n    def self.start_up?(n)\n    end\n  end\nend\n",
        "B#start_up?",
        "B#up?",
    ),
    ("PHP", "a.php", "<?php\nclass A {\n    public function startUp() {}\n}\n", "A::startUp", "A::bootUp"),
    ("Python, constant", "a.py", "MAX_SIZE: int = 3\n", "MAX_SIZE", "MOST_SIZE"),
)
def test_declarations_of_every_language_are_known(
    tmp_path: Path, path: str, before: str, asked: str, now: str
) -> None:
    old, new = (re.split(r"[.#]|::", each)[-1] for each in (asked, now))
    commits = ({path: before}, {path: before.replace(old, new)})
    assert told(tmp_path, *commits, asked=f"symbol: {asked}") == f"2 -> {now}"


@table(
    "path, line",
    ("a call", "a.java", "    return startUp(3);"),
    ("a new object", "a.cs", "    throw new StartUp(3);"),
    ("a condition", "a.ts", "  if (startUp(3)) {"),
    ("a comment", "a.c", "// int startUp(void)"),
    ("a comparison", "a.py", "start_up == 3"),
    ("an import", "a.py", "from startUp import (x)"),
    ("an empty line", "a.py", "   "),
    ("a line of minified code", "a.js", "function startUp(){}" + "x" * 500),
)
def test_what_declares_nothing(path: str, line: str) -> None:
    assert list(declared_in_code(path, line)) == []


HEADINGS = "# Guide\n\n## Set it *up*\n\nText.\n\n## More\n"
PACKAGE = '{\n  "scripts": {\n    "build": "x",\n    "lint:js": "y"\n  },\n  "dependencies": {\n    "left": "1"\n  }\n}\n'
OPENAPI = "paths:\n  /users/{id}:\n    get: {}\n  /rooms:\n    get: {}\n"
SQL = "CREATE TABLE IF NOT EXISTS audit.users (\n  id int,\n  email text\n);\nCREATE TABLE rooms (\n  email text\n);\n"
ITEMS = "items:\n  - id: EVAL-001\n    title: One\n  - id: EVAL-002\n    title: Two\n"


@table(
    "asked, path, before, after, expected",
    ("a heading", "heading: g.md#set-it-up", "docs/g.md", HEADINGS, HEADINGS.replace("Set it *up*", "Set up it"), "2 -> g.md#set-up-it"),
    ("a heading by its words", "heading: g.md#Set it up", "g.md", HEADINGS, "# Guide\n", "2 -> nothing"),
    ("a heading of another page", "heading: h.md#set-it-up", "g.md", HEADINGS, "# Guide\n", ""),
    ("a heading of no page", "heading: #set-it-up", "g.md", HEADINGS, "# Guide\n", ""),
    ("an anchor", "heading: g.md#here", "g.md", "## A {#here}\n", "## A {#there}\n", "2 -> g.md#there"),
    ("a target", "command: make lint", "Makefile", "test: a\n\tx\nlint fmt: a\n\ty\n", "test: a\n\tx\n", "2 -> nothing"),
    ("a target of a folder", "command: make -C docs html", "docs/Makefile", "html:\n\tx\n", "web:\n\tx\n", "2 -> make -C docs web"),
    ("a variable of a Makefile", "command: make LINT", "Makefile", "LINT := x\n", "", ""),
    ("a script", "command: npm run lint:js", "package.json", PACKAGE, PACKAGE.replace("lint:js", "lint:ts"), "2 -> npm run lint:ts"),
    ("a script without run", "command: yarn build", "package.json", PACKAGE, PACKAGE.replace("build", "make"), "2 -> yarn make"),
    ("a dependency", "command: npm run left", "package.json", PACKAGE, PACKAGE.replace("left", "right"), ""),
    ("a recipe", "command: just fmt", "justfile", "fmt arg='x':\n  y\n", "", "2 -> nothing"),
    ("an environment of tox", "command: tox -e lint", "tox.ini", "[testenv:lint]\nx=1\n", "[testenv]\n", "2 -> nothing"),
    ("a session of nox", "command: nox -s lint", "noxfile.py", "def lint(session):\n    pass\n", "", "2 -> nothing"),
    ("a console script", "command: uv run serve", "pyproject.toml", '[project.scripts]\nserve = "a.b:c"\n', "", "2 -> nothing"),
    ("a variable", "variable: APP_TOKEN", "a.py", 'x = os.environ["APP_TOKEN"]\n', 'x = os.environ["APP_KEY"]\n', "2 -> APP_KEY"),
    ("a variable that is one word", "variable: HOME", "a.py", 'x = os.environ["HOME"]\n', "", ""),
    ("a variable read once less", "variable: APP_TOKEN", "a.py", 'a("APP_TOKEN")\nb("APP_TOKEN")\n', 'b("APP_TOKEN")\n', ""),
    ("an endpoint", "endpoint: GET /users/{user_id}", "api.yaml", OPENAPI, OPENAPI.replace("/users", "/people"), "2 -> GET /people/{id}"),
    ("an endpoint in code", "endpoint: GET /users", "a.py", '@app.get("/users")\n', '@app.get("/people")\n', "2 -> GET /people"),
    ("a table", "table: rooms", "a.sql", SQL, SQL.replace("rooms", "halls"), "2 -> halls"),
    ("a table of a schema", "table: audit.users", "a.sql", SQL, SQL.replace("users", "people"), "2 -> audit.people"),
    ("a column", "table: users.email", "a.sql", SQL, SQL.replace("email", "mail", 1), "2 -> users.mail"),
    ("a column of a table", "table: users.email", "a.sql", SQL, SQL.replace("users", "people"), "2 -> people.email"),
    ("a column of another table", "table: rooms.email", "a.sql", SQL, SQL.replace("email", "mail", 1), ""),
    ("an event", "event: order.created", "asyncapi.yaml", "channels:\n  order.created:\n    x: 1\n", "channels:\n  order.made:\n    x: 1\n", "2 -> order.made"),
    ("an id", "item: EVAL-001", "a.trace.yml", ITEMS, ITEMS.replace("EVAL-001", "EVAL-101"), "2 -> EVAL-101"),
    ("an id after its kind", "item: flow:EVAL-002", "a.trace.yml", ITEMS, "items: []\n", "2 -> nothing"),
    ("an id in a table", "item: EVAL-001", "a.md", "| EVAL-001 | x |\n", "", "2 -> nothing"),
    ("an id of a site in tests", "item: EVAL-001", "tests/seed/a.trace.yml", ITEMS, "items: []\n", ""),
    ("an endpoint of an example", "endpoint: GET /users", "examples/a.py", '@app.get("/users")\n', "", ""),
    ("a test", "test: tests/a.py::TestIt::test_b", "tests/a.py", "class TestIt:\n    def test_b(self):\n        pass\n", "class TestIt:\n    def test_c(self):\n        pass\n", "2 -> tests/a.py::TestIt::test_c"),
    ("a test by its name", "test: test_b", "tests/a.py", "def test_b():\n    pass\n", "def test_c():\n    pass\n", "2 -> test_c"),
    ("a count", "count: 12 flows", "a.md", "12 flows\n", "", ""),
)  # fmt: skip
def test_what_became_of_other_names(
    tmp_path: Path, asked: str, path: str, before: str, after: str, expected: str
) -> None:
    assert told(tmp_path, {path: before, "x": ""}, {path: after, "x": ""}, asked=asked) == expected


def test_of_a_merged_branch_the_commit_counts_that_did_it(tmp_path: Path) -> None:
    old, new = python("old_name"), python("new_name")
    commits = (
        Made({"a.py": old}),
        Made({"a.py": new}, parents=(1,)),
        Made({"a.py": new + "y_1 = 1\n"}, parents=(2,)),
        Made({"a.py": old, "z": ""}, parents=(1,)),
        Made({"a.py": new + "y_1 = 1\n", "z": ""}, parents=(4, 3)),
    )
    assert told(tmp_path, *commits, asked="symbol: old_name") == "2 -> new_name"

"""Claims of code: a file, lines in it, a symbol that it really defines."""

import subprocess
import sys
from pathlib import Path

import pytest
from support import table

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.code import CodeClaims
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict

HERE = Position("docs/a.trace.yml", 1, 1)

EVALUATOR = '''\
"""Evaluates. Mentioned here: Documented."""
import celery
from celery import Task

# Commented
LIMIT = 10


class Evaluator:
    """Evaluates."""

    def __init__(self):
        self.state = "Quoted"

    def evaluate(self, Parameter=1):
        Local = Called(Keyword=1)
        return Local

    def stop(self): ...


class Other:
    def only_other(self): ...

    def stop(self): ...


def helper():
    Shadowed = 1
'''

Files = dict[str, str | bytes]


def write(folder: Path, files: Files) -> None:
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


def checker(folder: Path, files: Files, *roots: str) -> CodeClaims:
    write(folder, files)
    disk = Disk(folder)
    return CodeClaims(Scope(disk, Roots(disk, roots or (".",))))


def check(folder: Path, files: Files, text: str, *roots: str, lines: str = "") -> Outcome:
    return checker(folder, files, *roots).check(Claim("code", text, HERE, lines))


def place(outcome: Outcome) -> str:
    """Return where a claim that holds stands, or what is wrong."""
    if outcome.verdict is not Verdict.FOUND:
        return f"{outcome.message}; {outcome.help}"
    assert outcome.place
    return f"{outcome.place.path}:{outcome.place.line}"


@table(
    "text, line",
    ("a file", "a.py", 0),
    ("a class", "a.py:Evaluator", 9),
    ("a method", "a.py:Evaluator.evaluate", 15),
    ("a method, called", "a.py:Evaluator.evaluate()", 15),
    ("a method, as pytest writes it", "a.py::Evaluator::evaluate", 15),
    ("a method, as Ruby writes it", "a.py:Evaluator#evaluate", 15),
    ("a symbol behind a hash", "a.py#Evaluator", 9),
    ("a method without its class, if there is one", "a.py:evaluate", 15),
    ("a constant", "a.py:LIMIT", 6),
    ("an attribute", "a.py:Evaluator.state", 13),
    ("a line", "a.py#L10", 10),
    ("lines", "a.py#L10-L20", 10),
    ("lines, shorter", "a.py#L10-20", 10),
    ("lines with columns", "a.py#L10C1-L20C5", 10),
    ("lines behind a colon", "a.py:10-20", 10),
    ("a line behind a colon", "a.py:10", 10),
    ("lines in brackets", "a.py (lines 10-20)", 10),
    ("a symbol and lines", "a.py:Evaluator.evaluate (lines 10-20)", 15),
    ("a symbol and lines with a dash", "a.py:evaluate (lines 10–20)", 15),
    ("a symbol and a line", "a.py:Evaluator (line 9)", 9),
    ("a symbol and lines of GitHub", "a.py:Evaluator#L9-L10", 9),
    ("the last line", "a.py#L29", 29),
)
def test_what_is_there_is_found_at_its_place(tmp_path: Path, text: str, line: int) -> None:
    outcome = check(tmp_path, {"a.py": EVALUATOR}, text)
    assert outcome == Outcome(Verdict.FOUND, place=Place("a.py", line))


@pytest.mark.parametrize("name", [
    "Documented", "Commented", "Quoted", "Called", "Keyword", "Parameter", "Local", "Shadowed",
    "evaluator", "Evaluator.only_other", "helper.Shadowed", "state", "Evaluator.evaluate.Local",
])  # fmt: skip
def test_what_is_only_mentioned_is_missing(tmp_path: Path, name: str) -> None:
    outcome = check(tmp_path, {"a.py": EVALUATOR}, f"a.py:{name}")
    assert (outcome.verdict, outcome.problem) == (Verdict.MISSING, Problem.SYMBOL)
    assert outcome.message == f"`{name}` not found in `a.py`"


@table(
    "name, expected",
    ("a misspelt class", "Evaluatr", "`Evaluatr` not found in `a.py`; did you mean `Evaluator`?"),
    ("a misspelt method", "evalute", "`evalute` not found in `a.py`; did you mean `Evaluator.evaluate`?"),
    ("a method of another class", "Evaluator.only_other", "`Evaluator.only_other` not found in `a.py`; did you mean `Other.only_other`?"),
    ("nothing like it", "Zzz", "`Zzz` not found in `a.py`; name a symbol that the file defines; mentions do not count"),
    ("what several classes have", "stop", "`stop` is ambiguous in `a.py`: `Evaluator.stop` and `Other.stop`; add the name of its class"),
    ("a module that is imported", "celery", "`celery` not found in `a.py`: it only imports the module `celery`; name the file that defines it"),
    ("a name that is imported", "Task", "`Task` not found in `a.py`: it only imports `Task` from `celery`; name the file that defines it"),
    ("a method of what is imported", "Task.run", "`Task.run` not found in `a.py`: it only imports `Task` from `celery`; name the file that defines it"),
)  # fmt: skip
def test_what_is_said_of_a_missing_symbol(tmp_path: Path, name: str, expected: str) -> None:
    assert place(check(tmp_path, {"a.py": EVALUATOR}, f"a.py:{name}")) == expected


def test_many_choices_are_not_all_listed(tmp_path: Path) -> None:
    text = "".join(f"class C{n}:\n def run(self): ...\n" for n in range(5))
    outcome = check(tmp_path, {"a.py": text}, "a.py:run")
    assert outcome.message == "`run` is ambiguous in `a.py`: `C0.run`, `C1.run`, `C2.run` and 2 more"


@table(
    "text, lines, message",
    ("no path", ":Foo", "", "`:Foo` does not name a file"),
    ("no path but lines", "(lines 1-2)", "", "`(lines 1-2)` does not name a file"),
    ("no symbol", "a.py:", "", "`a.py:` does not name a symbol after `a.py`"),
    ("no symbol behind colons", "a.py::", "", "`a.py::` does not name a symbol after `a.py`"),
    ("a hole in the names", "a.py:A..b", "", "`A..b` is not the name of a symbol"),
    ("a sentence", "a.py:the main loop", "", "`the main loop` is not the name of a symbol"),
    ("a signature", "a.py:f(int)", "", "`f(int)` is not the name of a symbol"),
    ("lines that are no numbers", "a.py (lines a-b)", "", "`a-b` is not a range of lines"),
    ("lines that are no numbers, apart", "a.py", "many", "`many` is not a range of lines"),
    ("half a range", "a.py:10-", "", "`10-` is not a range of lines"),
    ("lines backwards", "a.py#L20-L10", "", "the range of lines `L20-L10` ends before it begins"),
    ("lines backwards, apart", "a.py", "20-10", "the range of lines `20-10` ends before it begins"),
    ("line 0", "a.py#L0", "", "`L0` is not a range of lines: they count from 1"),
    ("a line of many digits", f"a.py#L{'9' * 500}", "", f"`L{'9' * 500}` is not a range of lines"),
    ("a long claim", "a" * 2000, "", "a `code` claim of 2000 characters"),
)
def test_a_claim_of_no_form_says_which_there_are(tmp_path: Path, text: str, lines: str, message: str) -> None:
    outcome = check(tmp_path, {"a.py": EVALUATOR}, text, lines=lines)
    assert (outcome.verdict, outcome.problem, outcome.message) == (Verdict.MISSING, Problem.FORM, message)
    assert outcome.help.startswith("write `path`, `path:Symbol`")


@table(
    "content, lines, message",
    ("as many as there are", "a\nb\nc\n", "1-3", ""),
    ("the last without an end", "a\nb\nc", "3", ""),
    ("Windows", "a\r\nb\r\nc\r\n", "3", ""),
    ("an old Mac", "a\rb\rc", "3", ""),
    ("no text at all", b"\xff\x00\n\xfe", "2", ""),
    ("one more", "a\nb\nc\n", "4", "`x.py` has 3 lines, not 4"),
    ("a range beyond", "a\n", "448–481", "`x.py` has 1 line, not 448–481"),
    ("an empty file", "", "1", "`x.py` has no lines, not 1"),
)
def test_lines_are_in_the_file(tmp_path: Path, content: str | bytes, lines: str, message: str) -> None:
    outcome = check(tmp_path, {"x.py": content}, "x.py", lines=lines)
    assert outcome.message == message
    assert outcome.problem is (Problem.LINES if message else None)


@table(
    "text",
    ("upwards", "../secret.py:A"),
    ("upwards within", "src/../../secret.py"),
    ("absolute", "/etc/passwd"),
    ("a drive", "C:\\x.py:A"),
    ("a drive with slashes", "C:/x.py:A"),
    ("a share", "\\\\server\\x.py:A"),
    ("home", "~/x.py"),
    ("a link that leads out", "src/link.py:A"),
)
def test_no_claim_leaves_the_roots(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"secret.py": "class A: ...", "site/src/a.py": ""})
    (tmp_path / "site/src/link.py").symlink_to(tmp_path / "secret.py")
    assert check(tmp_path / "site", {}, text).problem is Problem.OUTSIDE


def test_imports_and_moves_do_not_leave_the_roots_either(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"secret.py": "class A: ...", "site/src/a.py": "from ...secret import A\nfrom .link import A"},
    )
    (tmp_path / "site/src/link.py").symlink_to(tmp_path / "secret.py")
    outcome = check(tmp_path / "site", {}, "src/a.py:A")
    assert (
        place(outcome)
        == "`A` not found in `src/a.py`: it only imports `A` from `...secret`; name the file that defines it"
    )


def test_a_short_path_is_remarked_on_and_still_leads_to_the_symbol(tmp_path: Path) -> None:
    outcome = check(tmp_path, {"src/eval/a.py": EVALUATOR}, "eval/a.py:Evaluator")
    assert (outcome.verdict, outcome.problem) == (Verdict.FOUND, Problem.ABBREVIATED)
    assert outcome.place == Place("src/eval/a.py", 9)
    assert check(tmp_path, {}, "eval/a.py:Nothing").problem is Problem.SYMBOL


def test_a_path_that_fits_two_roots_is_not_guessed(tmp_path: Path) -> None:
    files: Files = {"one/a.py": "A = 1", "two/a.py": "A = 1", "two/b.py": "A = 1"}
    assert check(tmp_path, files, "a.py:A", "one", "two").problem is Problem.FILE
    assert place(check(tmp_path, files, "b.py:A", "one", "two")) == "two/b.py:1"


PACKAGE: Files = {
    "pkg/__init__.py": "from .core import Engine as Motor\nfrom . import tools\nfrom .stars import *\n",
    "pkg/core.py": "from pkg.deep.engine import Engine\n",
    "pkg/deep/__init__.py": "",
    "pkg/deep/engine.py": "\n\nclass Engine:\n    def run(self): ...\n",
    "pkg/tools.py": "def hammer(): ...\n",
    "pkg/stars.py": "__all__ = ['listed']\ndef listed(): ...\ndef unlisted(): ...\n",
    "pkg/open.py": "def public(): ...\ndef _private(): ...\n",
    "app.py": "import pkg.tools as t\nfrom pkg.open import *\nfrom pkg import Motor\nfrom pkg.core import Lost\n",
    "facade.py": "from pkg import Motor, tools\n__all__ = ['Motor']\n",
    "grows.py": "import pkg\nfrom pkg import Motor\nfrom pkg.open import *\n__all__ = pkg.__all__ + ['x']\n",
    "circle_a.py": "from circle_b import X\nfrom circle_b import *\n",
    "circle_b.py": "from circle_a import X\nfrom circle_a import *\n",
    "types_only.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pkg.core import Engine\n",
    "inside.py": "def f():\n    from pkg.core import Engine\n",
}


@table(
    "text, expected",
    ("relative, renamed, then absolute", "pkg/__init__.py:Motor", "pkg/deep/engine.py:3"),
    ("a method of what is imported", "pkg/__init__.py:Motor.run", "pkg/deep/engine.py:4"),
    ("the name in its own file only", "pkg/__init__.py:Engine", "`Engine` not found in `pkg/__init__.py`; it is also defined in `pkg/deep/engine.py`"),
    ("a module", "pkg/__init__.py:tools", "pkg/tools.py:0"),
    ("a function of a module", "pkg/__init__.py:tools.hammer", "pkg/tools.py:1"),
    ("a module under another name", "app.py:t.hammer", "`t.hammer` not found in `app.py`: it only imports `t` from `pkg.tools`; name the file that defines it: `pkg/tools.py`"),
    ("in a module that is no package", "app.py:Motor", "`Motor` not found in `app.py`: it only imports `Motor` from `pkg`; name the file that defines it: `pkg/deep/engine.py`"),
    ("a chain through a package, listed", "facade.py:Motor", "pkg/deep/engine.py:3"),
    ("an import that is not listed", "facade.py:tools", "`tools` not found in `facade.py`: it only imports `tools` from `pkg`; name the file that defines it: `pkg/tools.py`"),
    ("a list that cannot be read whole", "grows.py:Motor", "pkg/deep/engine.py:3"),
    ("by a star that lists it", "pkg/__init__.py:listed", "pkg/stars.py:2"),
    ("by a star that does not", "pkg/__init__.py:unlisted", "`unlisted` not found in `pkg/__init__.py`; it is also defined in `pkg/stars.py`"),
    ("by a star, public", "app.py:public", "`public` not found in `app.py`: it only imports `public` from `pkg.open`; name the file that defines it: `pkg/open.py`"),
    ("by a star, public, listed", "grows.py:public", "pkg/open.py:1"),
    ("by a star, private", "app.py:_private", "`_private` not found in `app.py`; it is also defined in `pkg/open.py`"),
    ("an import that is broken", "app.py:Lost", "`app.py` imports `Lost` from `pkg.core`, where `Lost` is not found; name the file that defines it"),
    ("a circle", "circle_a.py:X", "`circle_a.py` imports `X` from `circle_b`, where `X` is not found; name the file that defines it"),
    ("for type checkers only", "types_only.py:Engine", "`Engine` not found in `types_only.py`; it is also defined in `pkg/deep/engine.py`"),
    ("in a function", "inside.py:Engine", "`Engine` not found in `inside.py`; it is also defined in `pkg/deep/engine.py`"),
)  # fmt: skip
def test_an_imported_name_leads_to_its_definition(tmp_path: Path, text: str, expected: str) -> None:
    assert place(check(tmp_path, PACKAGE, text)) == expected


def test_absolute_imports_are_found_in_a_source_folder(tmp_path: Path) -> None:
    files: Files = {
        "backend/src/acme/eval/worker.py": "class Worker: ...",
        "backend/src/acme/api.py": "from acme.eval.worker import Worker\nfrom json import loads\n__all__ = ['Worker']\n",
        "backend/src/acme/json.py": "def loads(): ...",
    }
    assert (
        place(check(tmp_path, files, "backend/src/acme/api.py:Worker")) == "backend/src/acme/eval/worker.py:1"
    )
    assert (
        "only imports `loads` from `json`" in check(tmp_path, files, "backend/src/acme/api.py:loads").message
    )


def test_a_long_chain_of_imports_ends(tmp_path: Path) -> None:
    files: Files = {f"m{n}.py": f"from m{n + 1} import *\nfrom m{n + 1} import X\n" for n in range(500)}
    outcome = check(tmp_path, files, "m0.py:X")
    assert outcome.problem is Problem.SYMBOL


BASES: Files = {
    "base.py": "class Base:\n    def run(self): ...\n    def top(self): ...\n    def __init__(self):\n        self.state = 1\n",
    "work.py": (
        "import ext\nfrom base import Base\nimport base as b\n"
        "class Worker(Base): ...\n"
        "class Dotted(b.Base): ...\n"
        "class Foreign(ext.Thing): ...\n"
        "class Top:\n    def m(self): ...\n"
        "class Left(Top): ...\n"
        "class Right(Top):\n    def m(self): ...\n"
        "class Diamond(Left, Right): ...\n"
        "class A(B): ...\nclass B(A): ...\nclass Self(Self): ...\n"
        "class Outer:\n    class Base:\n        def inner(self): ...\n    class Nested(Base): ...\n"
    ),
    "offer.py": "from work import Worker\n__all__ = ('Worker',)\n",
}


@table(
    "text, expected",
    ("from an imported class", "work.py:Worker.run", "base.py:2"),
    ("an attribute", "work.py:Worker.state", "base.py:5"),
    ("by a dotted name", "work.py:Dotted.run", "base.py:2"),
    ("through a class that is imported", "offer.py:Worker.top", "base.py:3"),
    ("in a diamond, from the nearer class", "work.py:Diamond.m", "work.py:11"),
    ("from a class beside it", "work.py:Outer.Nested.inner", "work.py:18"),
    ("not from one that is hidden", "work.py:Outer.Nested.run", "`Outer.Nested.run` not found in `work.py`; name a symbol that the file defines; mentions do not count"),
    ("in a circle", "work.py:A.nothing", "`A.nothing` not found in `work.py`; name a symbol that the file defines; mentions do not count"),
    ("from itself", "work.py:Self.nothing", "`Self.nothing` not found in `work.py`; the base class `Self` is outside the code roots"),
    ("from outside the roots", "work.py:Foreign.start_it", "`Foreign.start_it` not found in `work.py`; the base class `ext.Thing` is outside the code roots"),
)  # fmt: skip
def test_an_inherited_member_leads_to_its_definition(tmp_path: Path, text: str, expected: str) -> None:
    assert place(check(tmp_path, BASES, text)) == expected


def test_what_was_moved_is_found_where_it_went_the_nearest_first(tmp_path: Path) -> None:
    files: Files = {
        "src/eval/old.py": "# Evaluator was here\n",
        "src/api/far.py": "class Evaluator: ...",
        "src/eval/near.py": "class Evaluator: ...",
        "src/eval/asks.py": "from near import Evaluator\nEvaluator()\n'Evaluator = 1'",
        "src/eval/broken.py": "class Evaluator: (",
        "lib/third.py": "class Evaluator: ...",
        "src/eval/notes.md": "class Evaluator:",
    }
    outcome = check(tmp_path, files, "src/eval/old.py:Evaluator")
    assert outcome.help == "it is also defined in `src/eval/near.py` or `src/api/far.py`"
    assert check(tmp_path, {}, "eval/old.py:Evaluator", "src").help == (
        "it is also defined in `eval/near.py` or `api/far.py`"
    )


@table(
    "text, line",
    ("by its name", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    class Proto: ...\n", 3),
    ("through the module", "import typing as t\nif t.TYPE_CHECKING:\n    Proto = int\n", 3),
    ("under another name", "from typing import TYPE_CHECKING as TC\nif TC:\n    def Proto(): ...\n", 3),
    ("turned around", "import typing\nif not typing.TYPE_CHECKING:\n    x = 1\nelse:\n    Proto: int\n", 5),
)
def test_what_only_type_checkers_see_is_said_to_be_that(tmp_path: Path, text: str, line: int) -> None:
    outcome = check(tmp_path, {"a.py": text}, "a.py:Proto")
    assert (outcome.verdict, outcome.problem) == (Verdict.MISSING, Problem.SYMBOL)
    assert place(outcome) == (
        f"`a.py` defines `Proto` only for type checkers, under `if TYPE_CHECKING:` (line {line}); "
        "name a symbol that exists at run time"
    )


def test_a_move_is_said_where_the_name_is_rare_or_git_knows_it(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *author, *arguments], cwd=tmp_path, check=True, capture_output=True)

    many = {f"asks{n}.py": "from b import Engine\nEngine()\n" for n in range(5)}
    write(tmp_path, {"a.py": "class Engine: ...\n", "c.py": "x = 1\n", **many})
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    write(tmp_path, {"a.py": "import b\n", "b.py": "class Engine: ...\nclass EngineRoom: ...\n"})
    git("add", ".")
    git("commit", "-qm", "two")
    assert check(tmp_path, {}, "a.py:Engine").help == "moved to `b.py`"
    assert check(tmp_path, {}, "c.py:Engine").help == "it is also defined in `b.py`"
    assert check(tmp_path, {}, "c.py:EngineRoom").help == "moved to `b.py`"


def test_a_file_that_is_no_python_is_one_finding_for_all_its_claims(tmp_path: Path) -> None:
    claims = checker(tmp_path, {"a.py": "x = 1\ndef f(:\n"})
    outcomes = {claims.check(Claim("code", f"a.py:{name}", HERE)) for name in ("x", "f", "f.inherited")}
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert outcomes == {
        Outcome(
            Verdict.UNVERIFIED,
            Problem.UNCHECKED,
            f"`a.py` cannot be read by Python {version}: invalid syntax (line 2)",
            "correct the line, or run the check with the newer Python that the file is written for",
            Place("a.py", 2),
            at=Position("a.py", 2, 1),
        )
    }
    assert claims.check(Claim("code", "a.py", HERE)).verdict is Verdict.FOUND
    assert claims.check(Claim("code", "a.py:nowhere", HERE)).verdict is Verdict.MISSING


def test_a_name_that_comes_from_a_broken_file_is_not_verified(tmp_path: Path) -> None:
    outcome = check(tmp_path, {"a/__init__.py": "from b import X\n", "b.py": "X = (\n"}, "a/__init__.py:X")
    assert (outcome.verdict, outcome.at and outcome.at.path) == (Verdict.UNVERIFIED, "b.py")


@table(
    "content, line",
    ("a BOM", b"\xef\xbb\xbfclass A: ...", 1),
    ("CRLF", b"\r\nclass A:\r\n    x = 1\r\n", 2),
    ("another encoding", b"# coding: latin-1\n# \xe9\nclass A: ...", 3),
    ("defined twice", b"if a:\n    class A: ...\nelse:\n    class A: ...", 2),
    ("overloads", b"@overload\ndef A(x: int): ...\n@overload\ndef A(x: str): ...\ndef A(x): ...", 5),
    (
        "a property and its setter",
        b"class B:\n @property\n def A(self): ...\n @A.setter\n def A(self, x): ...",
        3,
    ),
)
def test_unusual_files_and_repeated_definitions(tmp_path: Path, content: bytes, line: int) -> None:
    assert place(check(tmp_path, {"a.py": content}, "a.py:A")) == f"a.py:{line}"


def test_letters_that_are_one_to_python_are_one_in_claims(tmp_path: Path) -> None:
    assert place(check(tmp_path, {"a.py": "ﬁne = 1"}, "a.py:ﬁne")) == "a.py:1"


def test_a_language_without_a_grammar_is_left_unverified(tmp_path: Path) -> None:
    outcome = check(tmp_path, {"a.zig": "fn run() void {}"}, "a.zig:run")
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert check(tmp_path, {}, "a.zig").verdict is Verdict.FOUND


OTHERS: Files = {
    "web/api.ts": "export * from './client'\nexport { Thing as Other } from './lib/thing.js'\nexport * as ns from './lib'\n",
    "web/client.ts": "import { Base } from './base'\nexport class Client extends Base<string> {\n  send() {}\n  #hidden() {}\n}\n// Commented\n",
    "web/base.ts": "export class Base<T> {\n  connect() {}\n}\n",
    "web/lib/thing.ts": "export const Thing = () => 1\n",
    "web/lib/index.ts": "export function deep() {}\n",
    "web/broken.ts": "export function fine() {}\nfunction (((\n",
    "go/server.go": "package server\n\ntype Server struct{}\n\nfunc (s *Server) Start() error { return nil }\n",
    "rs/src/lib.rs": "mod eval;\npub use eval::Evaluator;\npub use crate::eval::inner::Deep as D;\n",
    "rs/src/eval.rs": "pub struct Evaluator;\nimpl Evaluator {\n    pub fn new() -> Self { Evaluator }\n}\npub mod inner {\n    pub struct Deep;\n}\n",
    "java/Worker.java": "package com.acme;\n\npublic class Worker extends Base {\n  void run() {}\n}\n",
    "java/Base.java": "package com.acme;\n\nclass Base {\n  void stop() {}\n}\n",
    "rb/job.rb": "class Job\n  def run!\n  end\nend\n",
    "php/Job.php": "<?php\nnamespace App\\Jobs;\nclass Job {\n  public $queue;\n  function run() {}\n}\n",
    "cpp/worker.hpp": "namespace app {\nclass Worker {\n public:\n  Worker() {}\n  int size;\n};\n}\n",
    "cs/Outer.cs": "class Outer { class Inner { public Inner() {} } }\n",
}  # fmt: skip


@pytest.mark.slow
@table(
    "text, expected",
    ("TypeScript", "web/client.ts:Client.send", "web/client.ts:3"),
    ("TypeScript, private", "web/client.ts:Client.#hidden", "web/client.ts:4"),
    ("TypeScript, inherited", "web/client.ts:Client.connect", "web/base.ts:2"),
    ("TypeScript, offered by a star", "web/api.ts:Client", "web/client.ts:2"),
    ("TypeScript, offered under another name", "web/api.ts:Other", "web/lib/thing.ts:1"),
    ("TypeScript, in a namespace", "web/api.ts:ns.deep", "web/lib/index.ts:1"),
    ("TypeScript, in a comment", "web/client.ts:Commented", "`Commented` not found in `web/client.ts`; name a symbol that the file defines; mentions do not count"),
    ("TypeScript with a mistake, found", "web/broken.ts:fine", "web/broken.ts:1"),
    ("Go", "go/server.go:Server.Start", "go/server.go:5"),
    ("Go, with the package", "go/server.go:server.Server.Start", "go/server.go:5"),
    ("Rust", "rs/src/eval.rs:Evaluator::new", "rs/src/eval.rs:3"),
    ("Rust, offered", "rs/src/lib.rs:Evaluator::new", "rs/src/eval.rs:3"),
    ("Rust, offered from within a file", "rs/src/lib.rs:D", "rs/src/eval.rs:6"),
    ("Java, with the package", "java/Worker.java:com.acme.Worker.run", "java/Worker.java:4"),
    ("Java, inherited", "java/Worker.java:Worker.stop", "java/Base.java:4"),
    ("Ruby", "rb/job.rb:Job#run!", "rb/job.rb:2"),
    ("PHP", "php/Job.php:\\App\\Jobs\\Job::run()", "php/Job.php:5"),
    ("PHP, a property", "php/Job.php:Job::$queue", "php/Job.php:4"),
    ("C++, a class with its constructor", "cpp/worker.hpp:Worker", "cpp/worker.hpp:2"),
    ("C#, a nested class with its constructor", "cs/Outer.cs:Inner", "cs/Outer.cs:1"),
)  # fmt: skip
def test_other_languages(tmp_path: Path, text: str, expected: str) -> None:
    assert place(check(tmp_path, OTHERS, text)) == expected


BROKEN = {
    "broken.go": "package a\n\nfunc Good() {}\nfunc (((\nfunc Hidden() {}\n",
    "broken.ts": "export class Good {}\nclass {{{ = ;\nexport class Hidden { run() {} }\n",
    "broken.tsx": "export class Good {}\nclass {{{ = ;\nexport class Hidden { run() {} }\n",
    "broken.js": "class Good {}\nclass {{{ = ;\nclass Hidden { run() {} }\n",
    "broken.java": "class Good {}\nclass = {{{ ;\n class Hidden { void run() {} }\n",
    "broken.kt": "class Good\nclass {{{ =\nclass Hidden { fun run() {} }\n",
    "broken.rs": "fn good() {}\nfn ((\nstruct Hidden;\n",
    "broken.c": "int good(void) { return 1; }\nint ((( {{ ;\nint Hidden;\n",
    "broken.cpp": "class Good {};\nclass {{{ = ;\nclass Hidden { void run(); };\n",
    "broken.h": "struct Good { int x; };\nstruct {{{ = ((;\nstruct Hidden { int run; };\n",
    "broken.cs": "class Good {}\nclass = {{{ ;\nclass Hidden { void Run() {} }\n",
    "broken.rb": "class Good; end\ndef (((\nHidden = 1\n",
    "broken.php": "<?php\nclass Good {}\nclass = {{{ ;\nclass Hidden { function run() {} }\n",
    "broken.py": "class Good: ...\ndef (\nclass Hidden: ...\n",
    "wide.cs": "class = {{{ ;\n// Hidden\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("path", BROKEN)
def test_what_a_file_that_cannot_be_fully_read_may_hide_is_not_checked(tmp_path: Path, path: str) -> None:
    for name in ("Hidden", "Hidden.run"):
        outcome = check(tmp_path, BROKEN, f"{path}:{name}")
        if outcome.verdict is not Verdict.FOUND:  # some grammars find it behind the mistake
            assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED), name
            assert outcome.at is not None
            assert outcome.message.endswith(f"(line {outcome.at.line})")
    outcome = check(tmp_path, BROKEN, f"{path}:Nowhere")
    assert (outcome.verdict, outcome.problem) == (Verdict.MISSING, Problem.SYMBOL)


@table(
    "text",
    ("a member of a type that only the text shows", "web/part.ts:Part.inherited"),
    ("a member of a base in a broken file", "web/heir.ts:Heir.deep"),
    ("what is exported on from a broken file", "web/again.ts:Lost"),
    ("a member of a base whose own base is unread", "java/Heir.java:Heir.deep"),
)
def test_what_comes_from_a_file_that_cannot_be_fully_read_is_not_checked(tmp_path: Path, text: str) -> None:
    files = {
        "web/part.ts": "class {{{ = ;\nexport class Part extends Whole {}\n",
        "web/base.ts": "export class Base {}\nclass {{{ = ;\n deep() {}\n Lost\n",
        "web/heir.ts": 'import { Base } from "./base";\nexport class Heir extends Base {}\n',
        "web/again.ts": 'export { Lost } from "./base";\n',
        "java/Heir.java": "class Heir extends Far {}\n",
        "java/Far.java": "class = {{{ ;\n (class Far { void deep() {} }\n",
    }
    outcome = check(tmp_path, files, text)
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED), outcome


def test_hostile_claims_and_files_raise_nothing(tmp_path: Path) -> None:
    claims = checker(tmp_path, {"a.py": b"(" * 100_000, "b.py": b"\0\xff" * 1000, "c.py": "x" * 50_000})
    for path in ("a.py", "b.py", "c.py", "\0", "a.py\0", "x" * 900, "a/" * 400, "." * 900):
        for symbol in (
            "",
            ":A",
            ":\udcff",
            ":" + "a." * 400 + "a",
            "#L1-L2",
            ":(?P<x>",
            ":\N{ZERO WIDTH SPACE}",
        ):
            outcome = claims.check(Claim("code", path + symbol, HERE))
            assert outcome.verdict is not Verdict.FOUND or not symbol, path + symbol


def test_what_was_found_is_kept_by_the_content_of_files(tmp_path: Path) -> None:
    import json

    write(tmp_path, PACKAGE)
    outcomes = []
    known = None
    for _ in range(2):
        disk = Disk(tmp_path, known=known)
        claims = CodeClaims(Scope(disk, Roots(disk, (".",))))
        texts = ("app.py:Motor.run", "pkg/__init__.py:listed", "pkg/tools.py:hamer", "app.py#L1-L2")
        outcomes.append([claims.check(Claim("code", text, HERE)) for text in texts])
        known = json.loads(json.dumps(disk.used))
    assert outcomes[0] == outcomes[1]

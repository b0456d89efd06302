"""Outlines through tree-sitter: a definition counts, and nothing that only looks like one."""

import importlib.util
import json
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from mkdocs_traceability.evidence.source_code.languages import LANGUAGES, outline_of, parsing, table
from mkdocs_traceability.evidence.source_code.outline import Base, Import, Outline
from mkdocs_traceability.files import isolation
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.verdict import Outcome, Problem, Verdict


def outline(folder: Path, name: str, text: str | bytes) -> Outline:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    found = outline_of(Disk(folder), name)
    assert isinstance(found, Outline), found
    return found


def names(found: Outline) -> set[str]:
    return {".".join(each.path) for each in found.definitions}


GO = """
package billing

// Ghost is only spoken of. func Commented() {}
import "fmt"

const Limit, Burst = 1, 2
var ErrFull = fmt.Errorf("func Quoted() {}")

type Server struct {
	Base
	*pkg.Other
	Addr, Name string
	inner struct{ Depth int }
}
type Store[K comparable] struct{}
type Reader interface {
	Read(p []byte) (int, error)
	io.Closer
}
type ID = string

func (s *Server) Start(port int) error { local := 1; Called(); var shadowed = func() {}; return nil }
func (s Store[K]) Get(key K) {}
func New() *Server { return nil }
"""

TYPESCRIPT = """
import { Imported } from './imported';
export { x as y, z } from './y';
export * from './all';
export * as space from './space';
export { Imported };
// function commented() {}
const text = "class Quoted {}";
export default class Evaluator<T> extends Base<T> implements api.Runs, Stops {
  static limit = 1;
  #secret = 2;
  constructor(private readonly store: Store, plain: number) { super(); }
  evaluate(parameter: string): void;
  evaluate(parameter: any): void { const local = () => 1; called(); function nested() {} }
  get value() { return 1; }
  handler = () => { };
}
export const run = async () => { const inside = 1; }, { a, b: c } = text;
export interface Store extends Map { size: number; load(): void }
export type Shape = { side: number };
export enum Colour { Red, Green = 2 }
export abstract class Abstract { abstract draw(): void }
export namespace Outer.Inner { export function deep() {} }
declare module 'other' { export function declared(): void }
const routes = { list() {}, show: () => 1, nested: { deepest() {} }, mentioned } as const;
export { run as renamed };
"""

JAVASCRIPT = """
function plain() { var local = 1; function nested() {} }
function* generator() {}
class Shape extends Base { area() {} static #count = 0; side = 1; }
const View = () => <div onClick={function clicked() {}}>class Quoted</div>;
Shape.prototype.draw = function () {};
exports.helper = () => {};
module.exports = { exported() {}, plain };
some.thing = 1;
(function () { function wrapped() {} })();
if (true) { function conditional() {} let blockLocal = 1; }
"""

JAVA = """
package com.acme.billing;
/* class Commented {} */
public class Worker<T> extends base.Job<T> implements Runnable, Closeable {
    static final int LIMIT = 1, BURST = 2;
    String text = "void quoted() {}";
    Worker(int parameter) { int local = 1; }
    @Override public void run() { called(); Runnable shadowed = () -> {}; }
    enum State { READY, DONE { void finish() {} }; int code; State next() { return this; } }
    record Point(int x, int y) implements Shape {}
    interface Shape extends Sized { int SIDES = 4; void draw(); }
    @interface Marker { int value(); }
}
"""

KOTLIN = """
package com.acme.billing

// fun commented() {}
const val LIMIT = 1
val text = "fun quoted() {}"
val (first, second) = pair
fun top(parameter: Int) { val local = 1; called() }
fun String.shout(): String = this

class Worker<T>(val store: Store, plain: Int) : base.Job<T>(), Runs by store {
    var state = 1
    companion object {
        const val BURST = 2
        fun create() {}
    }
    inner class Inner {
        fun deep() {}
    }
    fun run() { val shadowed = 1 }
}

enum class Colour {
    RED,
    GREEN;
    fun mix() {}
}

object Registry { fun find() {} }
interface Shape { fun draw() }
typealias Names = List<String>
"""

RUST = """
pub use crate::store::{Store, Load as Reads, deep::*, self};
use hidden::Private;
// fn commented() {}
const LIMIT: i32 = 1;
static NAME: &str = "fn quoted() {}";
pub struct Worker<T> { pub store: T }
enum State { Ready, Failed { reason: String } }
trait Runs: Base { const SPEED: i32; fn run(&self); fn stop(&self) {} }
impl<T> Worker<T> { pub fn new(parameter: i32) -> Self { let local = called(); fn helper() {} } }
impl<T> fmt::Display for Worker<T> { fn fmt(&self) {} }
pub mod inner { pub fn deep() {} type Alias = i32; }
mod elsewhere;
extern "C" { fn foreign(); }
macro_rules! shout { () => { fn made() {} } }
"""

C = """
#include <stdio.h>
#define LIMIT 10
#define SQUARE(x) ((x) * (x))
/* int commented(void) { } */
static const char *text = "int quoted(void) {}";
struct forward;
extern int elsewhere;
typedef struct node { int value; struct node *next; } Node;
typedef struct { int x; } Point;
typedef int (*callback)(int parameter);
enum colour { RED, GREEN = 2 };
int offered(int x);
#ifdef WIDE
int wide(void) { return 1; }
#else
int narrow(void) { int local = called(); return local; }
#endif
char *names(int x) { return 0; }
int (*pointer)(int) = 0;
"""

CPP = """
namespace acme::billing {
// void commented() {}
class Forward;
template <typename T> class ACME_EXPORT Worker : public base::Job<T>, private Runs {
 public:
  Worker();
  ~Worker();
  void run() const;
  virtual int stop() = 0;
  bool operator==(const Worker& other) const;
  int state = 1, *next;
  int guarded GUARDED_BY(mutex);
  void lock() EXCLUSIVE_LOCK_FUNCTION();
  enum class Colour { Red };
  using Alias = int;
  struct Inner { int deep; };
  friend class Stranger;
};
void Worker::run() const { int local = called("void quoted() {}"); }
template <typename T> int Worker<T>::stop() { return 1; }
namespace { int hidden; }
using std::string;
using Names = int;
ACME_API const Worker* make(int parameter);
}
"""

CSHARP = """
using System;
namespace Acme.Billing {
  // class Commented {}
  public class Worker<T> : Job<T>, Acme.IRuns {
    public const int Limit = 1, Burst = 2;
    string text = "void Quoted() {}";
    public string Name { get; set; }
    public event Action Done;
    public Worker(int parameter) { int local = 1; }
    public void Run() { Called(); void Shadowed() {} }
    enum State { Ready, Failed = 2 }
    record Point(int X);
    interface IRuns { void Go(); }
    delegate void Handler(int x);
  }
}
"""

RUBY = """
# def commented; end
LIMIT = 1
module Acme
  class Worker < Base::Job
    include Comparable
    attr_accessor :state, :name
    BURST = "def quoted; end"
    def run(parameter) = called
    def self.create; local = 1; end
    class << self
      def build; end
    end
    alias_method :go, :run
    private def hidden; end
    define_method(:made) { }
  end
end
class Acme::Other; end
Point = Struct.new(:x) do
  def distance; end
end
"""

PHP = r"""<?php
namespace Acme\Billing;
use Other\Imported;
// function commented() {}
const LIMIT = 1;
define('BURST', 2);
$text = 'function quoted() {}';
function helper($parameter) { $local = called(); }
abstract class Worker extends \Base\Job implements Runs {
  use Logs;
  const SPEED = 1;
  public int $state = 1;
  public function __construct(private Store $store) {}
  abstract function run();
}
interface Runs extends Goes {}
trait Logs { function log() {} }
enum State: string { case Ready = 'r'; }
if (!function_exists('late')) { function late() {} }
"""

NOWHERE = {
    "Commented", "commented", "Quoted", "quoted", "local", "shadowed", "Shadowed", "Called", "called",
    "parameter", "plain", "mentioned", "inside", "clicked", "blockLocal", "foreign", "made",
    "Imported", "Forward", "forward", "Stranger", "string", "Private", "Ghost", "thing",
}  # fmt: skip
"""Names that stand in the files above without being defined there."""

FILES = {
    "x.go": (GO, """Limit Burst ErrFull Server Server.Addr Server.Name Server.inner Server.inner.Depth Store Reader
        Reader.Read ID Server.Start Store.Get New"""),
    "x.ts": (TYPESCRIPT, """text default Evaluator Evaluator.limit Evaluator.#secret Evaluator.constructor
        Evaluator.store Evaluator.evaluate Evaluator.evaluate.nested Evaluator.value Evaluator.handler run a c Store
        Store.size Store.load Shape Shape.side Colour Colour.Red Colour.Green Abstract Abstract.draw Outer.Inner
        Outer.Inner.deep declared routes routes.list routes.show routes.nested routes.nested.deepest renamed"""),
    "x.jsx": (JAVASCRIPT, """plain plain.nested generator Shape Shape.area Shape.#count Shape.side View Shape.draw
        helper exported wrapped conditional"""),
    "x.java": (JAVA, """Worker Worker.LIMIT Worker.BURST Worker.text Worker.Worker Worker.run Worker.State
        Worker.State.READY Worker.State.DONE Worker.State.DONE.finish Worker.State.code Worker.State.next Worker.Point
        Worker.Point.x Worker.Point.y Worker.Shape Worker.Shape.SIDES Worker.Shape.draw Worker.Marker
        Worker.Marker.value"""),
    "x.kt": (KOTLIN, """LIMIT text first second top String.shout Worker Worker.store Worker.state Worker.Companion
        Worker.BURST Worker.create Worker.Companion.BURST Worker.Companion.create Worker.Inner
        Worker.Inner.deep Worker.run Colour Colour.RED Colour.GREEN Colour.mix
        Registry Registry.find Shape Shape.draw Names"""),
    "x.rs": (RUST, """LIMIT NAME Worker Worker.store State State.Ready State.Failed State.Failed.reason Runs
        Runs.SPEED Runs.run Runs.stop Worker.new Worker.new.helper Worker.fmt inner inner.deep inner.Alias shout elsewhere"""),
    "x.c": (C, """LIMIT SQUARE text node node.value node.next Node Point Point.x callback colour colour.RED
        colour.GREEN offered wide narrow names pointer"""),
    "x.cpp": (CPP, """acme.billing acme.billing.Worker acme.billing.Worker.Worker acme.billing.Worker.~Worker
        acme.billing.Worker.run acme.billing.Worker.stop acme.billing.Worker.operator== acme.billing.Worker.state
        acme.billing.Worker.next acme.billing.Worker.guarded acme.billing.Worker.lock acme.billing.Worker.Colour
        acme.billing.Worker.Colour.Red acme.billing.Worker.Alias acme.billing.Worker.Inner
        acme.billing.Worker.Inner.deep acme.billing.hidden acme.billing.Names acme.billing.make"""),
    "x.cs": (CSHARP, """Worker Worker.Limit Worker.Burst Worker.text Worker.Name Worker.Done Worker.Worker Worker.Run
        Worker.State Worker.State.Ready Worker.State.Failed Worker.Point Worker.Point.X Worker.IRuns Worker.IRuns.Go
        Worker.Handler"""),
    "x.rb": (RUBY, """LIMIT Acme Acme.Worker Acme.Worker.state Acme.Worker.state= Acme.Worker.name Acme.Worker.name= Acme.Worker.BURST Acme.Worker.run
        Acme.Worker.create Acme.Worker.build Acme.Worker.go Acme.Worker.hidden Acme.Worker.made Acme.Other Point
        Point.x Point.x= Point.distance"""),
    "x.php": (PHP, """LIMIT BURST text helper Worker Worker.SPEED Worker.state Worker.__construct Worker.store Worker.run
        Runs Logs Logs.log State State.Ready late"""),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_defines_what_it_defines_and_nothing_else(tmp_path: Path, name: str) -> None:
    text, expected = FILES[name]
    found = outline(tmp_path, name, text)
    assert names(found) == set(expected.split())
    assert (found.error, found.error_line) == ("", 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_what_is_only_mentioned_is_not_defined(tmp_path: Path, name: str) -> None:
    found = outline(tmp_path, name, FILES[name][0])
    defined = {each.path[-1] for each in found.definitions}
    expected = {path.rpartition(".")[2] for path in FILES[name][1].split()}
    assert defined & (NOWHERE - expected) == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_definition_stands_in_its_lines_and_is_the_same_after_it_was_kept(
    tmp_path: Path, name: str
) -> None:
    lines = FILES[name][0].splitlines()
    (tmp_path / name).write_text(FILES[name][0])
    disk = Disk(tmp_path)
    found = outline_of(disk, name)
    assert isinstance(found, Outline)
    for each in found.definitions:
        where = "\n".join(lines[each.line - 1 : each.end])
        assert each.path[-1].rpartition(".")[2].rstrip("=") in where or each.path[-1] in (
            "default",
            "Companion",
        )
    again = Disk(tmp_path, known=json.loads(json.dumps(disk.used)))
    assert outline_of(again, name) == found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "package", "bases"),
    [
        ("x.go", "billing", "Server Base, Server pkg.Other, Reader io.Closer"),
        ("x.ts", "", "Evaluator Base, Evaluator api.Runs, Evaluator Stops, Store Map"),
        ("x.jsx", "", "Shape Base"),
        ("x.java", "com.acme.billing",
         "Worker base.Job, Worker Runnable, Worker Closeable, Worker.Point Shape, Worker.Shape Sized"),
        ("x.kt", "com.acme.billing", "Worker base.Job, Worker Runs"),
        ("x.rs", "", "Runs Base, Worker fmt::Display"),
        ("x.cpp", "", "acme.billing.Worker base::Job, acme.billing.Worker Runs"),
        ("x.cs", "Acme.Billing", "Worker Job, Worker Acme.IRuns"),
        ("x.rb", "", "Acme.Worker Base::Job, Acme.Worker Comparable"),
        ("x.php", "Acme\\Billing", "Worker \\Base\\Job, Worker Runs, Worker Logs, Runs Goes"),
    ],
)  # fmt: skip
def test_the_package_and_what_classes_inherit_are_known(
    tmp_path: Path, name: str, package: str, bases: str
) -> None:
    found = outline(tmp_path, name, FILES[name][0])
    assert found.package == package
    assert {f"{'.'.join(base.path)} {base.base}" for base in found.bases} == set(bases.split(", "))


def test_what_a_module_exports_on_is_an_import_and_no_definition(tmp_path: Path) -> None:
    found = outline(tmp_path, "x.ts", TYPESCRIPT)
    assert {each[:3] for each in found.imports} == {
        ("y", "./y", "x"),
        ("z", "./y", "z"),
        ("*", "./all", "*"),
        ("space", "./space", "*"),
        ("Imported", "./imported", "Imported"),
    }
    found = outline(tmp_path, "x.rs", RUST)
    assert {each[:3] for each in found.imports} == {
        ("Store", "crate::store", "Store"),
        ("Reads", "crate::store", "Load"),
        ("*", "crate::store::deep", "*"),
        ("store", "crate", "store"),
        ("elsewhere", "self::elsewhere", "*"),
    }


def test_what_is_exported_as_default_has_that_name_too(tmp_path: Path) -> None:
    assert "default" in names(outline(tmp_path, "a.js", "export default function named() {}"))
    assert "default" in names(outline(tmp_path, "b.js", "export default () => 1"))
    assert "default.mounted" in names(outline(tmp_path, "c.js", "export default { mounted() {} }"))
    assert "default" in names(outline(tmp_path, "d.js", "const view = 1; export default view"))
    found = outline(tmp_path, "e.js", "import view from './view'; export { view as default }")
    assert names(found) == set()
    assert found.imports == (Import("default", "./view", "default", 1),)


def test_kinds_tell_a_prototype_from_a_function(tmp_path: Path) -> None:
    kinds = {each.path[-1]: each.kind for each in outline(tmp_path, "x.c", C).definitions}
    assert kinds["offered"] == "prototype"
    assert kinds["wide"] == "function"
    assert kinds["pointer"] == "variable"


def test_what_makes_an_instance_is_a_constructor(tmp_path: Path) -> None:
    for name, text in (
        ("a.cc", "namespace n { class A { A(); }; A::A() {} }"),
        ("A.java", "class A { A() {} }"),
        ("A.cs", "class A { A() {} }"),
    ):
        found = outline(tmp_path, name, text)
        assert {each.kind for each in found.definitions if each.path[-2:] == ("A", "A")} == {"constructor"}


def test_headers_of_c_and_of_cpp_are_read_alike(tmp_path: Path) -> None:
    header = "typedef struct list { int class; int new; } List;\nint template(int delete);\n"
    assert names(outline(tmp_path, "c.h", header)) == {"list", "list.class", "list.new", "List", "template"}
    header = "#pragma once\nclass Worker { void run(); int state; };\nnamespace a { int f(); }\n"
    assert names(outline(tmp_path, "cpp.h", header)) == {"Worker", "Worker.run", "Worker.state", "a", "a.f"}
    header = '#ifdef __cplusplus\nextern "C" {\n#endif\nint offered(void);\n#ifdef __cplusplus\n}\n#endif\n'
    assert "offered" in names(outline(tmp_path, "both.h", header))


def test_an_upper_case_function_is_not_taken_for_a_macro(tmp_path: Path) -> None:
    found = outline(
        tmp_path, "x.c", "int SHA256(const char *data);\nvoid RSA(int x) { }\nAPI make (int x);\n"
    )
    assert {"SHA256", "RSA"} <= names(found)


def test_what_is_defined_outside_its_class_stands_under_it(tmp_path: Path) -> None:
    found = outline(
        tmp_path, "x.cc", "void Worker::run() {}\nns::Worker::~Worker() {}\nint Worker::count = 0;\n"
    )
    assert names(found) == {"Worker.run", "ns.Worker.~Worker", "Worker.count"}


@pytest.mark.parametrize(
    ("name", "text", "line", "kept"),
    [
        ("x.go", "package a\n\nfunc Good() {}\nfunc (((\n", 4, {"Good"}),
        ("x.ts", "export class Good {}\n\nclass {{{ = ;\n", 3, {"Good"}),
        ("x.java", "class Good { void run() {} }\nclass = ;\n", 2, {"Good", "Good.run"}),
        ("x.rs", "fn good() {}\nfn ((\n", 2, {"good"}),
    ],
)
def test_what_stands_beside_a_syntax_error_is_found_and_its_line_is_told(
    tmp_path: Path, name: str, text: str, line: int, kept: set[str]
) -> None:
    found = outline(tmp_path, name, text)
    assert (found.error, found.error_line) == ("syntax error", line)
    assert kept <= names(found)


def test_a_syntax_error_makes_no_local_variable_a_definition(tmp_path: Path) -> None:
    found = outline(tmp_path, "x.go", "package a\nfunc Broken( {\n\tvar local = 1\n}\n")
    assert found.error
    assert "local" not in names(found)


# What cannot be read


def test_a_language_without_grammar_is_told_by_its_ending(tmp_path: Path) -> None:
    (tmp_path / "x.zig").write_text("fn main() void {}")
    found = outline_of(Disk(tmp_path), "x.zig")
    assert isinstance(found, Outcome)
    assert (found.verdict, found.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert found.message == "no grammar for `.zig` files: symbols and tests in them cannot be checked"
    found = outline_of(Disk(tmp_path), "Makefile")
    assert isinstance(found, Outcome)
    assert (
        found.message == "no grammar for files without an ending: symbols and tests in them cannot be checked"
    )


def test_an_absent_grammar_says_the_same_for_all_files_of_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(parsing, "find_spec", lambda name: None if name == "tree_sitter_go" else real(name))
    (tmp_path / "a.go").write_text(GO)
    (tmp_path / "b.go").write_text(GO)
    found = [outline_of(Disk(tmp_path), name) for name in ("a.go", "b.go")]
    assert (
        found
        == [
            Outcome(
                Verdict.UNVERIFIED,
                Problem.UNCHECKED,
                "`code` claims in Go cannot be checked: the grammar is not installed",
                "install `mkdocs-traceability[code]`",
            )
        ]
        * 2
    )
    assert outline(tmp_path, "a.rs", RUST)


def test_no_process_is_started_where_the_outline_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.go").write_text(GO)
    disk = Disk(tmp_path)
    outline_of(disk, "x.go")

    def refuse() -> None:
        raise AssertionError("a process is started")

    monkeypatch.setattr(isolation, "_started", refuse)
    assert isinstance(outline_of(Disk(tmp_path, known=disk.used), "x.go"), Outline)
    with pytest.raises(AssertionError, match="a process is started"):
        outline_of(Disk(tmp_path), "x.go")


def test_a_file_that_is_not_there_or_too_large_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "large.ts").write_bytes(b" " * (parsing.LARGEST + 1))
    for name, problem, message in (
        ("absent.ts", Problem.UNREADABLE, "`absent.ts` cannot be read: No such file or directory"),
        ("large.ts", Problem.UNCHECKED, "`large.ts` is too large to be read as TypeScript"),
    ):
        found = outline_of(Disk(tmp_path), name)
        assert isinstance(found, Outcome)
        assert (found.verdict, found.problem) == (Verdict.UNVERIFIED, problem)
        assert found.message == message


GRAMMARS = [each.endings[0] for each in LANGUAGES if each.grammars]

HOSTILE = {
    "open brackets": b"(" * 100_000,
    "open braces": b"{" * 100_000,
    "open classes": b"class a{" * 20_000,
    "open namespaces": b"namespace a{" * 20_000,
    "open functions": b"function f(){" * 20_000,
    "open calls": b"describe('a',()=>{" * 10_000,
    "open generics": b"class a<" * 20_000,
    "NUL bytes": b"class a{\0\0}\0" * 100,
    "no UTF-8": b"class \xff\xfe\x80{}\n" * 100,
    "closed one by one": b"class a { fun f() { if (a) { } } }\n" * 5_000,
    "one long name": b"class " + b"a" * 200_000 + b"{}",
    "nothing": b"",
}
SILENT = {"one long name", "closed one by one", "nothing"}
"""What some languages take for code that defines nothing."""


@pytest.mark.slow
@pytest.mark.parametrize("ending", GRAMMARS)
def test_no_file_can_break_or_hold_up_the_walk(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "SECONDS", 0.5)
    used = getrusage(RUSAGE_CHILDREN).ru_utime
    disk = Disk(tmp_path)
    outlines = {}
    for number, (name, text) in enumerate(HOSTILE.items()):
        path = f"x{number}{ending}"
        (tmp_path / path).write_bytes(b"<?php " * (ending == ".php") + text)
        found = outline_of(disk, path)
        if isinstance(found, Outcome):
            assert (found.verdict, found.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED), name
            assert found.message.startswith(f"`{path}` cannot be read as "), name
        else:
            assert found.definitions or found.error or name in SILENT, name
            outlines[path] = found
    again = Disk(tmp_path, known=json.loads(json.dumps(disk.used)))
    assert {path: outline_of(again, path) for path in outlines} == outlines
    assert outlines
    assert getrusage(RUSAGE_CHILDREN).ru_utime - used < len(HOSTILE) * (isolation.SECONDS + 1)


def test_nested_names_cannot_fill_the_memory(tmp_path: Path) -> None:
    found = outline(tmp_path, "x.java", b"class " + b"a" * 400 + b"{class b{}" * 1 + b"class c{" * 30_000)
    assert sum(len(each.path) for each in found.definitions) < 3_000_000


def test_much_honest_code_with_many_brackets_is_read(tmp_path: Path) -> None:
    loops = (
        "void f() { for (int i = 0; i < 3; i++) { Map<String, List<Integer>> m = a < b ? c : d; } }\n" * 5_000
    )
    assert outline(tmp_path, "X.java", "class X {\n" + loops + "}\n").error == ""


def test_text_in_utf_16_and_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert "Worker.Run" in names(outline(tmp_path, "x.cs", CSHARP.encode("utf-16")))
    assert "Worker.Run" in names(outline(tmp_path, "y.cs", CSHARP.encode("utf-8-sig")))
    assert "Worker.Run" in names(outline(tmp_path, "z.cs", CSHARP.replace("\n", "\r\n").encode()))


def test_languages_name_their_files_once() -> None:
    endings = [ending for language in LANGUAGES for ending in language.endings]
    assert len(endings) == len(set(endings))
    assert all(ending == ending.lower() and ending.startswith(".") for ending in endings)


def test_python_reads_itself(tmp_path: Path) -> None:
    found = outline(tmp_path, "x.py", "class Worker(Base):\n    def run(self): local = 1\n")
    assert {"Worker", "Worker.run"} <= names(found)
    assert found.bases == (Base(("Worker",), "Base"),)


@pytest.mark.slow
def test_the_version_of_a_grammar_is_asked_for_once_however_many_files_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr("importlib.metadata.version", lambda name: asked.append(name) or "1")
    table._version.cache_clear()
    for number in range(20):
        (tmp_path / f"{number}.go").write_text(GO)
        outline_of(Disk(tmp_path), f"{number}.go")
    table._version.cache_clear()
    assert asked == ["tree-sitter", "tree-sitter-go"]

"""Claims of code as people write it: what public repositories made of grammars and of notations."""

from pathlib import Path
from typing import Final

import pytest

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.code import CodeClaims
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Verdict

FILES: Final = {
    "a1.kt": """\
package x
annotation class Marker
private class App
class Svc {
    fun Txn.prep(): Int = 1
    companion object { fun sha(): Int = 2 }
}
""",
    "b.h": """\
struct Node { int x; };
template <typename K, class C>
class Skip {
  struct Node;
  int top_;
  void go();
};
template <typename K, class C>
struct Skip<K, C>::Node {
  int key;
  std::atomic<Node*> next_[1];
};
""",
    "c.c": """\
typedef unsigned long mono;
mono (*getMono)(void) = 0;
static int (*cb)(int);
int (plain)(int x) { return x; }
""",
    "d.h": """\
#ifdef _MSC_VER
typedef long ssz_t;
#endif
#if X
#include <q.h>
typedef long ssy_t;
#endif
#ifndef _SSIZE_T_DEFINED
typedef intptr_t ssize_t;
#define _SSIZE_T_DEFINED
#endif
""",
    "e.js": """\
module.exports = class Widget {
  apply() {}
};
""",
    "e2.js": """\
class A { a() {} }
A.Template = class ATemplate { b() {} };
A.prototype.wrapped = util.deprecate(function () {}, "x");
A.prototype.plain = function () {};
module.exports = A;
""",
    "f.cs": """\
namespace One.Two
{
    namespace Three
    {
        public class P { public int Q { get; set; } }
    }
}
""",
    "h.rb": """\
module M
  class K
    attr_writer :pay
    attr_accessor :doc
    FOO = Class.new(StandardError)
    BAR = Struct.new(:a, :b) do
      def sum; a + b; end
    end
    class << self
      def make; end
    end
    define_method(:dyn) { 1 }
    alias_method :old, :make2
    alias newer make2
    def make2; end
    delegate :zed, to: :x
    def_delegators :@x, :size, :each
  end
end
""",
    "i.rs": """\
mod ext;
pub mod ext2;
pub mod inl { pub fn f() {} }
""",
    "j.java": """\
package z;
public class Tsb implements Builder<String> {
    public static class Builder { public Builder setStyle(int s) { return this; } }
    public String build() { return ""; }
}
""",
    "k.py": """\
from other import Thing
import typing as t
if t.TYPE_CHECKING:
    class Proto: ...
def f(): pass
""",
    "p6.kt": """\
package x
class D {
    fun t1() {
        val id = t.insert {
            it[n] = "x"
        } get t.id
    }
    fun t2() {}
}
""",
    "p7.kt": """\
package x
class E {
    fun a() = when (val r = q()) {
        is A if r.x > 1 -> 1
        else -> 2
    }
    fun b() {}
}
""",
    "p8.kt": """\
package x
class E {
    context(t: Tx) fun c() {}
    fun d() {}
}
""",
    "p9.kt": """\
package x
class F(override val p: P) : Dialect by p {
    fun g() {}
}
""",
    "q1.h": """\
LIB_BEGIN
enum class col : unsigned { red = 1, blue = 2 };
template <typename T> struct bas { int v; };
""",
    "s1.kt": """\
@A
annotation class M1
""",
    "u1.kt": """\
package x
@A
@B
class Svc {
    fun a() {}
}
@R("x")
class Ctl { fun b() {} }
""",
    "w3.kt": """\
package x
@A("q")
@B
class Svc {
    fun a() {}
}
fun t() {}
""",
    "i5.kt": """\
package x
@A
actual class C {
  fun r() {}
}
fun t() {}
""",
    "v1.kt": """\
@file:JvmName("V")
package x
@A("(", [1])
@b.C<Int>
// a comment
expect open class V @Inject constructor(val a: Int) : B(), D by a {
  val id
    @OptIn(X::class)
    get() = 1
  context(a: A) @Y fun w() {}
}
@Suppress("q") private data object O
class K(d: D) : D by d
class L
@R("a") fun interface I { fun go() }
""",
    "v2.c": """\
STORE_BEGIN
NO_SANITIZE("bounds")
int hidden(int a) {
#if X
  if (a) {
#else
  if (!a) {
#endif
    each(x) { y(z, struct t) }
  }
  return 0;
}
STATIC node_t *made(int a)
{
  TEST("x") { local(1 2) }
}
DWORD WINAPI later(void *p);
HANDLE handle;
STORE_END
""",
    "v3.cpp": """\
FMT_BEGIN
namespace a {
EXPORT template <typename T, ENABLE_IF(sizeof(T) == 1)> CONSTEXPR auto f(T t) -> int { return $ t; }
class X {
 public:
  CONSTEXPR X(int a) : b_(a << 54) {}
  API ~X();
 private:
  int b_;
};
BEGIN_INNER
enum class col : unsigned { red, blue };
}
FMT_END
""",
    "v4.cs": """\
namespace N
{
#if A
    public class P : Q
#else
    public class P
#endif
    {
        public int Size { get; set; }
#if B
        public void Go(int a)
#else
        public void Go()
#endif
        {
#if C
            if (x) {
#else
            {
#endif
            }
        }
        public void Stop() { }
    }
}
namespace M { class R { int T; } }
""",
    "v5.js": """\
exports = module.exports = function make() {};
Object.defineProperty(exports, 'lazy', { get: f });
Object.assign(A.prototype, { mixed() {} });
A.prototype.on = A.prototype.add = wrap(function () {});
thing.x = other(1);
const V = class W { m() {} };
""",
    "v6.rb": """\
class K
  delegate :a, :b, to: :x, prefix: true
  def_delegator :@x, :c, :d
  delegate [:e, :f] => :@x
  delegate :g, to: :y
  mattr_writer :h
end
""",
    "v7.kt": """\
class T : Builder<String> {
  class Builder { fun set() {} }
}
""",
    "v8.cs": """\
class T : Builder<string> { class Builder { void Set() {} } }
""",
    "v9.php": """\
<?php
class T extends Builder { }
class Builder { function set() {} }
""",
    "v10.rb": """\
class T < Builder
  class Builder
    def set; end
  end
end
""",
    "v11.h": """\
class T : public Builder {
  class Builder { void set(); };
};
namespace n { class Base { void up(); }; }
class U : public n::Base {};
""",
}

CLAIMS: Final = (
    ("a1.kt:Svc.prep", "found"),
    ("a1.kt:Svc.Companion.sha", "found"),
    ("b.h:Skip::Node::key", "found"),
    ("b.h:Skip::key", "missing"),
    ("b.h:Skip::Node::next_", "found"),
    ("b.h:Skip::next_", "missing"),
    ("c.c:getMono", "found"),
    ("d.h:ssize_t", "found"),
    ("e.js:Widget", "found"),
    ("e.js:Widget.apply", "found"),
    ("e2.js:ATemplate", "found"),
    ("e2.js:A.wrapped", "found"),
    ("f.cs:Three.P.Q", "found"),
    ("f.cs:One.Two.Three.P.Q", "found"),
    ("f.cs:One.Two.Three.P", "found"),
    ("h.rb:M::K#pay=", "found"),
    ("h.rb:M::K#doc=", "found"),
    ("h.rb:M::K#size", "found"),
    ("i.rs:ext", "found"),
    ("i.rs:ext2", "found"),
    ("j.java:Tsb.setStyle", "missing"),
    ("k.py:Thing", "missing"),
    ("p6.kt:D.t1", "found"),
    ("p6.kt:D.t2", "found"),
    ("p7.kt:E.b", "found"),
    ("p8.kt:E.c", "found"),
    ("p8.kt:E.d", "found"),
    ("p9.kt:F.g", "found"),
    ("q1.h:col::red", "found"),
    ("q1.h:col", "found"),
    ("s1.kt:M1", "found"),
    ("u1.kt:Svc", "found"),
    ("u1.kt:Svc.a", "found"),
    ("w3.kt:Svc", "found"),
    ("i5.kt:C", "found"),
    ("i5.kt:C.r", "found"),
    ("v1.kt:V", "found"),
    ("v1.kt:V.a", "found"),
    ("v1.kt:V.id", "found"),
    ("v1.kt:V.w", "found"),
    ("v1.kt:O", "found"),
    ("v1.kt:K", "found"),
    ("v1.kt:L", "found"),
    ("v1.kt:I.go", "found"),
    ("v1.kt:w", "found"),
    ("v1.kt:d", "missing"),
    ("v2.c:hidden", "found"),
    ("v2.c:made", "found"),
    ("v2.c:later", "found"),
    ("v2.c:handle", "found"),
    ("v2.c:local", "not checked"),
    ("v3.cpp:a::f", "found"),
    ("v3.cpp:a::X", "found"),
    ("v3.cpp:a::X::b_", "found"),
    ("v3.cpp:a::col::blue", "found"),
    ("v3.cpp:a::t", "missing"),
    ("v4.cs:P.Size", "found"),
    ("v4.cs:P.Go", "found"),
    ("v4.cs:P.Stop", "found"),
    ("v4.cs:N.P.Go", "found"),
    ("v4.cs:M.R.T", "found"),
    ("v4.cs:N.R", "not checked"),
    ("v5.js:make", "found"),
    ("v5.js:lazy", "found"),
    ("v5.js:A.mixed", "found"),
    ("v5.js:A.on", "found"),
    ("v5.js:A.add", "found"),
    ("v5.js:W.m", "found"),
    ("v5.js:V.m", "found"),
    ("v5.js:m", "found"),
    ("v5.js:thing.x", "missing"),
    ("v5.js:x", "missing"),
    ("v6.rb:K#x_a", "found"),
    ("v6.rb:K#a", "missing"),
    ("v6.rb:K#d", "found"),
    ("v6.rb:K#c", "missing"),
    ("v6.rb:K#f", "found"),
    ("v6.rb:K#g", "found"),
    ("v6.rb:K#h=", "found"),
    ("v7.kt:T.set", "missing"),
    ("v7.kt:T.Builder.set", "found"),
    ("v8.cs:T.Set", "missing"),
    ("v8.cs:T.Builder.Set", "found"),
    ("v9.php:T.set", "found"),
    ("v10.rb:T#set", "missing"),
    ("v11.h:T::set", "missing"),
    ("v11.h:U::up", "found"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("text", "expected"), CLAIMS)
def test_a_claim_of_public_code(tmp_path: Path, text: str, expected: str) -> None:
    name = text.partition(":")[0]
    (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    disk = Disk(tmp_path)
    claims = CodeClaims(Scope(disk=disk, roots=Roots(disk, (".",))))
    outcome = claims.check(Claim("code", text, Position("docs/flows.trace.yml", 3, 5)))
    verdicts = {"found": Verdict.FOUND, "missing": Verdict.MISSING, "not checked": Verdict.UNVERIFIED}
    assert outcome.verdict is verdicts[expected], outcome

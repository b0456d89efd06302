"""What the code imports, against what is declared: who owns a file, what an import means, what is said of it."""

import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import grimp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import failing, run, said, table

from mkdocs_traceability.evidence.source_code.languages.python_imports import python_imports
from mkdocs_traceability.evidence.source_code.symbols.python_modules import PythonModules
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.result import Result

Check = Callable[..., list[Finding]]

PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"
CODE = {"app/__init__.py": "", "app/api.py": "from app import store\n", "app/store.py": "rows = []\n"}

BOTH = "components: [{id: api, paths: [app/api.py]}, {id: store, paths: [app/store.py]}]\n"

_NEVER_MEANT = ("TR201", "TR202")


def judged(folder: Path, sidecar: str, code: dict[str, str], settings: str = "") -> Result:
    config = f"site_name: x\nplugins: [{{traceability: {{{settings}}}}}]\n"
    return run(folder, {"mkdocs.yml": config, "docs/a.trace.yml": dedent(sidecar), **code})


def findings(folder: Path, sidecar: str, code: dict[str, str] = CODE, settings: str = "") -> list[Finding]:
    return [
        each for each in judged(folder, sidecar, code, settings).findings if each.code not in _NEVER_MEANT
    ]


def codes(folder: Path, sidecar: str, code: dict[str, str] = CODE, settings: str = "") -> list[str]:
    return [each.code for each in findings(folder, sidecar, code, settings)]


def observed(folder: Path, sidecar: str, code: dict[str, str], settings: str = "") -> list[str]:
    """The imports that are seen, each as `api -> store app/api.py:1`."""
    seen = judged(folder, sidecar, code, settings).observations.imports
    return [
        f"{each.importer.id} -> {each.imported.id} "
        + " ".join(f"{place.path}:{place.line}" for place in each.places)
        for each in seen
    ]


# ---------------------------------------------------------------- what an import means


@table(
    "importer, statement, meant",
    ("a module of a package", "app/api.py", "import app.store", "app/store.py"),
    ("a module as a name", "app/api.py", "from app import store", "app/store.py"),
    ("a name of a module", "app/api.py", "from app.store import rows", "app/store.py"),
    ("a name of a package", "app/api.py", "from app import rows", "app/__init__.py"),
    ("everything of a module", "app/api.py", "from app.store import *", "app/store.py"),
    ("a module beside it", "app/api.py", "from . import store", "app/store.py"),
    ("a name of one beside it", "app/api.py", "from .store import rows", "app/store.py"),
    ("one further up", "app/web/views.py", "from ..store import rows", "app/store.py"),
    ("a folder without __init__", "app/api.py", "from app.jobs.nightly import run", "app/jobs/nightly.py"),
    ("a script beside it", "main.py", "import worker", "worker.py"),
    ("from a script", "main.py", "from app.store import rows", "app/store.py"),
    (
        "a package below a folder",
        "services/billing/bill/run.py",
        "import bill.rows",
        "services/billing/bill/rows.py",
    ),
    (
        "of another project",
        "services/billing/bill/run.py",
        "import common.log",
        "libs/common/src/common/log.py",
    ),
    ("of elsewhere", "app/api.py", "import sqlalchemy.orm", ""),
    ("the standard library", "app/api.py", "import queue", ""),
    ("a loose module elsewhere", "app/api.py", "import stripe", ""),
    ("too far up", "main.py", "from ...... import x", ""),
    ("what is no module in the source", "app/api.py", "import app._speed", "app/__init__.py"),
)
def test_an_import_means_the_file_that_python_would_find(importer: str, statement: str, meant: str) -> None:
    files = [
        *("app/__init__.py", "app/api.py", "app/store.py", "app/web/__init__.py", "app/web/views.py"),
        *("app/jobs/nightly.py", "main.py", "worker.py", "queue.py"),
        *(
            "services/billing/bill/__init__.py",
            "services/billing/bill/run.py",
            "services/billing/bill/rows.py",
        ),
        *("libs/common/src/common/__init__.py", "libs/common/src/common/log.py", "integrations/stripe.py"),
    ]
    (found,) = python_imports(statement.encode()).statements
    assert PythonModules(files, ["."]).imported(importer, found.module, found.name) == meant


def test_a_root_that_is_a_package_itself_is_imported_by_its_name() -> None:
    files = ["backend/app/__init__.py", "backend/app/api.py", "backend/app/store.py"]
    modules = PythonModules(files, ["backend/app"])
    assert modules.imported("backend/app/api.py", "app", "store") == "backend/app/store.py"


def test_a_module_in_a_package_is_not_what_an_import_without_the_package_means() -> None:
    files = ["app/__init__.py", "app/redis.py", "app/api.py"]
    assert PythonModules(files, ["."]).imported("app/api.py", "redis", "") == ""


_NAMES = st.sampled_from(["a", "b", "c", "sub"])
_STATEMENTS = st.one_of(
    st.builds("from pkg import {}".format, _NAMES),
    st.builds("from pkg.sub import {}".format, _NAMES),
    st.builds("from . import {}".format, _NAMES),
    st.builds("from .{} import thing".format, _NAMES),
    st.builds("import pkg.{}".format, _NAMES),
    st.builds("import pkg.sub.{} as it".format, _NAMES),
    st.builds("def f():\n    from pkg.{} import thing".format, _NAMES),
    st.builds("try:\n    import pkg.{}\nexcept ImportError:\n    import json".format, _NAMES),
)
_MODULES = ["pkg/__init__.py", "pkg/a.py", "pkg/b.py", "pkg/sub/__init__.py", "pkg/sub/a.py", "pkg/sub/c.py"]


@given(st.fixed_dictionaries({path: st.lists(_STATEMENTS, max_size=4) for path in _MODULES}))
def test_of_a_plain_package_the_graph_is_that_of_grimp(
    tmp_path_factory: pytest.TempPathFactory, code: dict[str, list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("code")
    for path, statements in code.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(statements) + "\n", encoding="utf-8")
    assert _ours(folder) == _theirs(folder)


def _ours(folder: Path) -> set[tuple[str, str, int]]:
    modules = PythonModules(_MODULES, ["."])
    return {
        (path, meant, each.line)
        for path in _MODULES
        for each in python_imports((folder / path).read_bytes()).statements
        if (meant := modules.imported(path, each.module, each.name)) not in ("", path)
    }


def _theirs(folder: Path) -> set[tuple[str, str, int]]:
    sys.path.insert(0, str(folder))
    sys.path_importer_cache.clear()
    try:
        graph = grimp.build_graph("pkg", cache_dir=None)
    finally:
        sys.path.remove(str(folder))
    assert "pkg" not in sys.modules
    paths = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in _MODULES}
    return {
        (paths[importer], paths[imported], detail["line_number"])
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        for detail in graph.get_import_details(importer=importer, imported=imported)
        if importer != imported
    }


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_it_has_imports_or_an_error(data: bytes) -> None:
    found = python_imports(data)
    assert not (found.error and found.statements)


def test_imports_stand_at_their_line_wherever_they_are_run() -> None:
    text = """
    import a
    from typing import TYPE_CHECKING
    if TYPE_CHECKING:
        import b
    else:
        import c
    class K:
        def f(self):
            with x:
                for y in z:
                    from .d import (
                        e,
                    )
    match q:
        case 1:
            import g
    """
    statements = python_imports(dedent(text).encode()).statements
    assert [(each.module, each.name, each.line, each.for_types) for each in statements] == [
        ("a", "", 2, False),
        ("typing", "TYPE_CHECKING", 3, False),
        ("b", "", 5, True),
        ("c", "", 7, False),
        (".d", "e", 12, False),
        ("g", "", 17, False),
    ]


# ---------------------------------------------------------------- who owns a file


def test_the_most_specific_path_wins(tmp_path: Path) -> None:
    sidecar = """
    components:
      - {id: all, paths: [app]}
      - {id: store, paths: [app/store]}
      - {id: cache, paths: [app/store/cache.py]}
    """
    code = {
        "app/__init__.py": "from app.store import cache, db\n",
        "app/store/__init__.py": "",
        "app/store/cache.py": "from app.store import db\n",
        "app/store/db.py": "",
    }
    assert observed(tmp_path, sidecar, code) == [
        "all -> cache app/__init__.py:1",
        "all -> store app/__init__.py:1",
        "cache -> store app/store/cache.py:1",
    ]


_FOLDERS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map("/".join)


@pytest.mark.slow
@given(st.lists(_FOLDERS, unique=True, min_size=1, max_size=4), _FOLDERS)
def test_a_file_belongs_to_the_longest_path_above_it(
    tmp_path_factory: pytest.TempPathFactory, paths: list[str], place: str
) -> None:
    folder = tmp_path_factory.mktemp("site")
    sidecar = "components:\n" + "".join(
        f"  - {{id: c{n}, paths: [{path}]}}\n" for n, path in enumerate(paths)
    )
    code = {f"{path}/m.py": "" for path in paths} | {
        f"{place}/asking.py": "import mkdocs_x\n",
        "asked.py": "",
        "main.py": f"import {place.replace('/', '.')}.asking\n",
    }
    sidecar += "  - {id: main, paths: [main.py]}\n"
    above = [path for path in paths if f"{place}/".startswith(f"{path}/")]
    expected = [f"main -> c{paths.index(max(above, key=len))} main.py:1"] if above else []
    assert observed(folder, sidecar, code) == expected


def test_systems_do_not_import_one_another_by_names_that_both_have(tmp_path: Path) -> None:
    sidecar = """
    components:
      - {id: one-api, system: one, paths: [app/api.py]}
      - {id: one-store, system: one, paths: [app/store.py]}
      - {id: two-api, system: two, paths: [app/api.py]}
      - {id: two-store, system: two, paths: [app/store.py]}
    """
    code = {f"code/{system}/{path}": text for system in ("one", "two") for path, text in CODE.items()}
    settings = "code_roots: {one: [code/one], two: [code/two]}"
    assert observed(tmp_path, sidecar, code, settings) == [
        "one-api -> one-store code/one/app/api.py:1",
        "two-api -> two-store code/two/app/api.py:1",
    ]


@table(
    "paths, code, message",
    ("names nothing", "app/ap.py", "TR402", "file `app/ap.py` not found"),
    (
        "leaves the root",
        "../app",
        "TR411",
        "the path `../app` leaves its root: it is not a path below a root",
    ),
    ("is the root of the disk", "/", "TR411", "the path `/` leaves its root: it is not a path below a root"),
    ("fits several", "m.py", "TR402", "`m.py` matches several files: `one/m.py` and `two/m.py`"),
    ("is abbreviated", "store.py", "TR412", "`store.py` is short for `app/store.py`"),
)
def test_a_path_is_checked_like_a_claim(tmp_path: Path, paths: str, code: str, message: str) -> None:
    files = CODE | {"one/m.py": "", "two/m.py": ""}
    (found,) = findings(tmp_path, f"components: [{{id: api, paths: [{paths}]}}]\n", files)
    assert (found.code, found.message, found.item, found.field) == (code, message, "api", "paths")


def test_a_path_of_what_is_planned_need_not_be_there(tmp_path: Path) -> None:
    assert codes(tmp_path, "components: [{id: api, status: planned, paths: [app/later]}]\n") == []


def test_a_path_in_a_root_that_the_settings_do_not_name_is_said_once(tmp_path: Path) -> None:
    sidecar = "components: [{id: api, system: onee, paths: [app/api.py, app/store.py]}]\n"
    (found,) = findings(tmp_path, sidecar, CODE, "code_roots: {one: [.]}")
    assert (found.code, found.message, found.help) == (
        "TR003",
        "the settings have no system `onee`",
        "did you mean `one`?",
    )


def test_two_components_with_one_path_are_found(tmp_path: Path) -> None:
    sidecar = "components: [{id: a, paths: [app/api.py]}, {id: b, paths: [app/store.py, ./app/api.py]}]\n"
    found = findings(tmp_path, sidecar, CODE | {"app/api.py": ""})
    assert said(found) == ["1:59 TR304 component b claims the same path as a: `app/api.py`"]


def test_what_is_retired_gives_way_to_what_took_its_place(tmp_path: Path) -> None:
    sidecar = """
    components:
      - {id: old, status: retired, paths: [app/api.py]}
      - {id: new, paths: [app/api.py]}
      - {id: store, paths: [app/store.py]}
    """
    assert observed(tmp_path, sidecar, CODE) == ["new -> store app/api.py:1"]
    assert codes(tmp_path, sidecar) == ["TR307"]


# ---------------------------------------------------------------- declared and observed


@table(
    "sidecar",
    ("declared", "components: [{id: api, paths: [app/api.py], depends_on: [store]}, {id: store, paths: [app/store.py]}]"),
    ("declared from afar", "components: [{id: api, paths: [app/api.py]}, {id: store, paths: [app/store.py], used_by: [api]}]"),
    ("of one whole", "components: [{id: app, paths: [app]}]"),
    ("of a part and its whole", "components: [{id: app, paths: [app]}, {id: api, part_of: app, paths: [app/api.py]}]"),
    ("of nobody", "components: [{id: api, paths: [app/api.py]}]"),
    (
        "declared of the wholes",
        "components: [{id: web, depends_on: [data]}, {id: data}, {id: api, part_of: web, paths: [app/api.py]},"
        " {id: store, part_of: data, paths: [app/store.py]}]",
    ),
    (
        "declared of parts",
        "components: [{id: web, paths: [app/api.py]}, {id: route, part_of: web, depends_on: [rows]},"
        " {id: store, paths: [app/store.py]}, {id: rows, part_of: store}]",
    ),
    (
        "of what may have meant it",
        "components: [{id: api, paths: [app/api.py], depends_on: [stoer]}, {id: store, paths: [app/store.py]}]",
    ),
    ("of what is retired", BOTH.replace("{id: api,", "{id: api, status: retired,")),
)  # fmt: skip
def test_an_import_need_not_be_declared_when_it_is(tmp_path: Path, sidecar: str) -> None:
    assert "TR307" not in codes(tmp_path, sidecar)


def test_an_import_that_is_not_declared_can_be_waived_by_its_component(tmp_path: Path) -> None:
    sidecar = """
    components:
      - {id: api, paths: [app/api.py], waive: {TR307: {reason: until the split}}}
      - {id: store, paths: [app/store.py]}
    """
    (found,) = findings(tmp_path, sidecar)
    assert (found.code, found.waiver is not None) == ("TR307", True)


def test_what_is_imported_for_types_alone_needs_no_declaration_and_bears_one_out(tmp_path: Path) -> None:
    code = CODE | {
        "app/api.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app import store\n"
    }
    assert codes(tmp_path, BOTH, code) == []
    assert codes(tmp_path, BOTH.replace("[app/api.py]", "[app/api.py], depends_on: [store]"), code) == []


DECLARED = BOTH.replace("[app/api.py]", "[app/api.py], depends_on: [store]")
SILENT = CODE | {"app/api.py": "import json\n"}


@table(
    "sidecar, code, expected",
    ("nothing is imported", DECLARED, SILENT, ["TR308"]),
    ("it is no import", DECLARED.replace("[store]", "[{id: store, via: HTTP}]"), SILENT, []),
    ("it is optional", DECLARED.replace("[store]", "[{id: store, optional: true}]"), SILENT, []),
    ("it is planned", DECLARED.replace("{id: api,", "{id: api, status: planned,"), SILENT, []),
    ("the other is planned", DECLARED.replace("{id: store,", "{id: store, status: planned,"), SILENT, []),
    ("the other has no code here", DECLARED.replace(", paths: [app/store.py]", ""), SILENT, []),
    (
        "it imports by name",
        DECLARED,
        SILENT | {"app/api.py": "import importlib\nimportlib.import_module(x)"},
        [],
    ),
    (
        "it is in another language too",
        DECLARED.replace("[app/api.py]", "[app/api.py, ui]"),
        SILENT | {"ui/page.ts": "", "ui/serve.py": ""},
        [],
    ),
    (
        "a part imports it",
        DECLARED.replace("]}]", "]}, {id: part, part_of: api, paths: [part.py]}]"),
        SILENT | {"part.py": "import app.store\n"},
        [],
    ),
)
def test_a_declared_dependency_is_missed_where_all_is_seen(
    tmp_path: Path, sidecar: str, code: dict[str, str], expected: list[str]
) -> None:
    assert codes(tmp_path, sidecar, code) == expected


PARTS = """
components:
  - {id: web, depends_on: [data]}
  - {id: pages, part_of: web, paths: [app/api.py]}
  - {id: forms, part_of: webFORMS}
  - {id: data, paths: [app/store.py]}
"""


@table(
    "forms, expected",
    ("a part may be anywhere", "", []),
    ("all parts are seen", ", paths: [forms.py]", ["TR308"]),
    ("a part is in another language", ", paths: [forms.ts]", ["TR413"]),
)
def test_of_a_whole_something_is_missed_where_all_its_parts_are_seen(
    tmp_path: Path, forms: str, expected: list[str]
) -> None:
    code = SILENT | {"forms.py": "", "forms.ts": ""}
    assert codes(tmp_path, PARTS.replace("FORMS", forms), code) == expected


def test_what_says_where_its_code_is_hides_parts_without_code_from_its_whole(tmp_path: Path) -> None:
    sidecar = """
        components:
          - {id: grand, depends_on: [data]}
          - {id: web, part_of: grand, paths: [app/api.py]}
          - {id: forms, part_of: web}
          - {id: data, paths: [app/store.py]}
        """
    assert codes(tmp_path, sidecar, SILENT) == ["TR308"]


def test_a_long_chain_of_parts_takes_no_long_time(tmp_path: Path) -> None:
    chain = "".join(
        f"  - {{id: c{n}, part_of: c{n + 1}, depends_on: [store]}}\n" for n in range(3000)
    )  # fmt: skip
    sidecar = (
        "components:\n  - {id: store, paths: [app/store.py]}\n  - {id: c3000, paths: [app/api.py]}\n" + chain
    )
    assert set(codes(tmp_path, sidecar)) <= {"TR308"}


def test_a_file_that_is_no_python_is_said_and_the_others_are_compared(tmp_path: Path) -> None:
    sidecar = BOTH.replace("[app/api.py]", "[app/api.py, app/broken.py], depends_on: [late]")
    sidecar = sidecar.replace("]}]", "]}, {id: late, paths: [app/late.py]}]")
    code = CODE | {"app/broken.py": "\ndef f(:\n", "app/late.py": ""}
    assert [str(each.position) + " " + each.message for each in findings(tmp_path, sidecar, code)] == [
        f"app/broken.py:2:1 `app/broken.py` cannot be read by {PYTHON}: invalid syntax (line 2)",
        "docs/a.trace.yml:1:60 component api imports store without declaring the dependency",
    ]


def test_a_broken_file_that_is_claimed_too_is_said_once(tmp_path: Path) -> None:
    sidecar = "components: [{id: api, paths: [app], evidence: {code: ['app/api.py:f']}}]\n"
    assert codes(tmp_path, sidecar, {"app/api.py": "def f(:\n"}) == ["TR413"]


@pytest.mark.skipif(sys.version_info >= (3, 15), reason="no syntax is newer")
def test_code_for_a_newer_python_is_not_checked_and_nothing_is_an_error(tmp_path: Path) -> None:
    newer = ["class Box(T): pass\nlazy import x\n"]
    newer += ["class Box[T]: pass\n", "type Box = int\n", "Box = f'{'a'}'\n"] * (sys.version_info < (3, 12))
    newer += ["Box = t'{x}'\n"] * (sys.version_info < (3, 14))
    for number, text in enumerate(newer):
        files = {"app/api.py": text, "app/test_api.py": f"def test_box(): ...\n{text}"}
        claims = "{code: ['app/api.py:Box'], tests: ['app/test_api.py::test_box']}"
        sidecar = f"components: [{{id: api, paths: [app], evidence: {claims}}}]\n"
        found = findings(tmp_path / str(number), sidecar, files)
        assert [each.code for each in found] == ["TR413", "TR413"], text
        assert all(f"cannot be read by {PYTHON}: " in each.message for each in found)
        assert {each.severity for each in found} == {Severity.INFO}


def test_code_in_other_languages_is_said_not_to_be_compared(tmp_path: Path) -> None:
    sidecar = "components: [{id: ui, paths: [ui]}, {id: web, paths: [web]}]\n"
    (found,) = findings(tmp_path, sidecar, {"ui/a.ts": "", "web/b.ts": ""})
    assert (found.code, str(found.severity)) == ("TR413", "info")
    assert found.message == "no Python file in `paths`, so imports are not compared with `depends_on`"


def test_without_a_root_that_is_said_once_for_all_claims(tmp_path: Path) -> None:
    sidecar = "components: [{id: api, paths: [app], evidence: {code: [app/api.py]}}]\n"
    (found,) = findings(tmp_path, sidecar, CODE, "code_roots: []")
    assert found.code == "TR413"


def test_a_link_that_leads_out_of_the_root_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "out.py").write_text("from app import store\n", encoding="utf-8")
    site = tmp_path / "site"
    (site / "app").mkdir(parents=True)
    (site / "app/api.py").symlink_to(tmp_path / "out.py")
    found = findings(site, BOTH.replace("app/api.py", "app"), {"app/store.py": ""})
    assert said(found) == ["1:1 TR403 `app/api.py` cannot be read: a symbolic link leads out of its root"]


# ---------------------------------------------------------------- layers and cycles

LAYERED = """
layers: [{id: L2, rank: 2}, {id: L6, rank: 6}]
components:
  - {id: api, layer: L6, paths: [app/api.py]DECLARED}
  - {id: store, layer: L2, paths: [app/store.py]}
"""


def test_an_import_against_the_layers_is_reported_at_its_line_and_nowhere_else(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, LAYERED.replace("DECLARED", ""))
    assert str(found.position) + f" {found.code} {found.message}" == (
        "app/api.py:1:1 TR305 component api (layer L6) imports store (layer L2), upwards from rank 6 to rank 2"
    )
    assert found.item == "api"


def test_of_a_declared_dependency_against_the_layers_the_declaration_is_reported(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, LAYERED.replace("DECLARED", ", depends_on: [store]"))
    assert (found.code, found.position.path) == ("TR305", "docs/a.trace.yml")


ROUND = CODE | {"app/store.py": "\nimport app.api\n"}
ACYCLIC = "acyclic: [component.depends_on]"


def test_imports_in_a_circle_are_found_where_dependencies_must_not_close(tmp_path: Path) -> None:
    found = findings(tmp_path, DECLARED, ROUND, ACYCLIC)
    assert [f"{each.position} {each.code} {each.message}" for each in found] == [
        "app/store.py:2:1 TR109 cycle of imports: `api → store → api`"
    ]
    assert codes(tmp_path, DECLARED, ROUND) == ["TR307"]


TRIANGLE = {
    "app/api.py": "from app import store, cache\n",
    "app/store.py": "import app.api\n",
    "app/cache.py": "\nimport app.api\n",
}
THREE = """
components:
  - {id: api, paths: [app/api.py], depends_on: [store, cache]}
  - {id: store, paths: [app/store.py]STORE}
  - {id: cache, paths: [app/cache.py]CACHE}
"""
WAIVED = ", waive: {TR109: {reason: split next year, owner: ana}}"


def cycles(folder: Path, store: str, cache: str) -> list[str]:
    """Return what is said of the cycles of three components, and whether it is waived."""
    sidecar = THREE.replace("STORE", store).replace("CACHE", cache)
    return [
        f"{each.position}{' waived' if each.waiver else ''} {each.message}"
        for each in findings(folder, sidecar, TRIANGLE, ACYCLIC)
        if each.code == "TR109"
    ]


def test_a_waived_circle_of_imports_hides_no_other(tmp_path: Path) -> None:
    assert cycles(tmp_path, WAIVED, "") == [
        "app/cache.py:2:1 cycle of imports: `api → cache → api`",
        "app/store.py:1:1 waived cycle of imports: `api → store → api`",
    ]


def test_a_declared_circle_hides_no_circle_that_imports_alone_close(tmp_path: Path) -> None:
    assert cycles(tmp_path, ", depends_on: [api]", "") == [
        "app/cache.py:2:1 cycle of imports: `api → cache → api`",
        "docs/a.trace.yml:4:53 cycle in `depends_on`: `api → store → api`",
    ]


def test_a_circle_that_is_declared_is_reported_there_alone(tmp_path: Path) -> None:
    sidecar = DECLARED.replace("[app/store.py]", "[app/store.py], depends_on: [api]")
    found = findings(tmp_path, sidecar, ROUND, ACYCLIC)
    assert [(each.code, each.position.path) for each in found] == [("TR109", "docs/a.trace.yml")]


def test_a_clean_site_stays_clean(tmp_path: Path) -> None:
    assert failing(findings(tmp_path, DECLARED)) == []


def test_a_dependency_that_an_unclear_import_may_show_is_not_called_absent(tmp_path: Path) -> None:
    sidecar = """
    components:
      - {id: run, paths: [x/run.py], depends_on: [one, two, other]}
      - {id: one, paths: [one/app]}
      - {id: two, paths: [two/app]}
      - {id: other, paths: [other]}
    """
    code = {
        "one/app/store.py": "",
        "two/app/store.py": "",
        "other/that.py": "",
        "x/run.py": "import app.store\n",
    }
    found = findings(tmp_path, sidecar, code, "code_roots: [one, two, .]")
    assert [(each.code, each.subject) for each in found] == [("TR308", "other")]

"""One answer to what a Python import means: for a claim of what is imported, and for what is observed."""

import importlib
import sys
from collections.abc import Iterable, Mapping
from importlib.machinery import PathFinder
from pathlib import Path

import grimp
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import run, table

from mkdocs_traceability.model.verdict import Verdict

STORE = "class Thing: ...\n"
IMPORT = "from app.store import Thing\n__all__ = ['Thing']\n"


def answers(
    folder: Path, code: Mapping[str, str], importer: str, symbol: str = "Thing", settings: str = ""
) -> tuple[str, str]:
    """Return the file where a symbol is verified that a file imports, and the file that it is seen to import.

    Where it is not verified, the verdict and the message; what is not seen is empty.
    """
    lines = [f"  - {{id: c{n}, paths: [{path}]}}\n" for n, path in enumerate(code) if path.endswith(".py")]
    claim = f"  - {{id: it, evidence: {{code: ['{importer}:{symbol}']}}}}\n"
    files = {
        "mkdocs.yml": f"site_name: x\nplugins: [{{traceability: {{{settings}}}}}]\n",
        "docs/a.trace.yml": "components:\n" + "".join(lines) + claim,
    }
    result = run(folder, {**files, **code})
    ((_, outcome),) = result.verdicts
    claimed = outcome.place.path if outcome.place and outcome.verdict is Verdict.FOUND else ""
    seen = [
        each.imported.texts("paths")[0]
        for each in result.observations.imports
        if list(each.importer.texts("paths")) == [importer]
    ]
    return claimed or f"{outcome.verdict}: {outcome.message}", " ".join(seen)


def packages(*folders: str) -> dict[str, str]:
    """Return a package `app` with a module `store` in each of some folders."""
    return {
        f"{folder}/app/{name}".removeprefix("./"): text
        for folder in folders
        for name, text in (("__init__.py", ""), ("store.py", STORE))
    }


@table(
    "code, importer, meant",
    ("beside a script", packages(".", "services/a"), "services/a/main.py", "services/a/app/store.py"),
    (
        "without __init__",
        {"app/store.py": STORE, "services/a/app/store.py": STORE},
        "services/a/main.py",
        "services/a/app/store.py",
    ),
    ("above tests", packages(".", "services/a"), "services/a/tests/test_it.py", "services/a/app/store.py"),
    ("above a package", packages(".", "services/a"), "services/a/app/web.py", "services/a/app/store.py"),
    ("of the folder above", packages(".", "services/a"), "services/b/main.py", "app/store.py"),
    ("in `src`", packages("src"), "tests/test_it.py", "src/app/store.py"),
    (
        "in the `src` of its project",
        packages("backend/src", "frontend/src"),
        "backend/tests/test_it.py",
        "backend/src/app/store.py",
    ),
    (
        "of another project",
        {**packages("libs/x"), "libs/x/pyproject.toml": ""},
        "services/main.py",
        "libs/x/app/store.py",
    ),
    (
        "where all of it is",
        {"tests/app/__init__.py": "", "tests/app/test_it.py": "", **packages(".")},
        "tests/app/check.py",
        "app/store.py",
    ),
    (
        "a package beside a module of its name",
        {"app/__init__.py": "", "app/store.py": STORE, "app/store/__init__.py": STORE},
        "main.py",
        "app/store/__init__.py",
    ),
    (
        "a module beside a folder of its name",
        {"app/store.py": STORE, "app/store/notes.py": ""},
        "main.py",
        "app/store.py",
    ),
    ("a module of the importing file's name", {"x/app.py": IMPORT, **packages(".")}, "x/app.py", "app/store.py"),
)  # fmt: skip
def test_a_claim_and_what_is_observed_have_one_answer(
    tmp_path: Path, code: dict[str, str], importer: str, meant: str
) -> None:
    assert answers(tmp_path, {**code, importer: IMPORT}, importer) == (meant, meant)


@table(
    "code, settings, expected",
    (
        "two roots",
        packages("one", "two"),
        "code_roots: [one, two, x]",
        "`one/app/store.py` or `two/app/store.py`",
    ),
    (
        "two roots, without __init__",
        {"one/app/store.py": STORE, "two/app/store.py": STORE},
        "code_roots: [one, two, x]",
        "`one/app/store.py` or `two/app/store.py`",
    ),
    (
        "three projects",
        packages("one/src", "two/src", "three/src"),
        "",
        "`one/src/app/store.py` or `three/src/app/store.py` or 1 more",
    ),
    (
        "a folder that a package further up hides",
        {"x/app/store.py": STORE, **packages(".")},
        "",
        "`x/app/store.py` or `app/store.py`",
    ),
    ("a folder that is no source root", packages("deep/down"), "", "`deep/down/app/store.py`"),
)
def test_what_cannot_be_told_is_not_checked_and_not_observed(
    tmp_path: Path, code: dict[str, str], settings: str, expected: str
) -> None:
    claimed, observed = answers(tmp_path, {**code, "x/run.py": IMPORT}, "x/run.py", settings=settings)
    assert claimed == f"unverified: `x/run.py` imports `app.store`, which may be {expected}"
    assert observed == ""


@table(
    "code, settings, expected",
    (
        "where no file that may be meant has the name",
        {"one/app/store.py": "", "two/app/store.py": ""},
        "code_roots: [one, two, x]",
        "missing: `Thing` not found in `x/run.py`: it only imports `Thing` from `app.store`",
    ),
    (
        "of a library that another file is called like",
        {"deep/app/store.py": "class Other: ...\n"},
        "",
        "missing: `Thing` not found in `x/run.py`: it only imports `Thing` from `app.store`",
    ),
)
def test_what_is_nowhere_is_missing(
    tmp_path: Path, code: dict[str, str], settings: str, expected: str
) -> None:
    assert answers(tmp_path, {**code, "x/run.py": IMPORT}, "x/run.py", settings=settings) == (expected, "")


NAMESPACES = {
    "run.py": "import ns.deep.store\nimport ns.deep.store as st\nfrom ns import deep\nfrom ns.deep import store\n"
    "class Mine(ns.deep.store.Base): ...\n__all__ = ['ns', 'st', 'deep', 'store']\n",
    "ns/deep/store.py": "class Base:\n    def method(self): ...\n",
    "app/__init__.py": "from .store import store\nfrom . import other, plain\n",
    "app/store.py": "def store(): ...\n",
    "app/other.py": "from . import never\n__all__ = ['never']\n",
    "app/plain.py": "from .store import notes\nimport app.store as renamed\n__all__ = ['notes', 'renamed']\n",
    "app/store/notes.py": "",
    "app.py": "def never(): ...\n",
    "bare/run.py": "from . import never\n__all__ = ['never']\n",
    "bare.py": "def never(): ...\n",
}


@table(
    "importer, symbol, claimed, observed",
    ("a module below folders alone", "run.py", "ns.deep.store.Base", "ns/deep/store.py", "ns/deep/store.py"),
    ("a module under another name", "run.py", "st.Base", "ns/deep/store.py", "ns/deep/store.py"),
    ("a folder as a name", "run.py", "deep.store.Base", "ns/deep/store.py", "ns/deep/store.py"),
    ("a module as a name", "run.py", "store.Base", "ns/deep/store.py", "ns/deep/store.py"),
    ("inherited from there", "run.py", "Mine.method", "ns/deep/store.py", "ns/deep/store.py"),
    ("a name that a module has too", "app/__init__.py", "store", "app/store.py", "app/store.py app/other.py app/plain.py"),
    ("of a package beside a module of its name", "app/other.py", "never", "missing: `app/other.py` imports `never` from `.`, where `never` is not found", "app/__init__.py"),
    ("of a folder beside a module of its name", "bare/run.py", "never", "missing: `never` not found in `bare/run.py`: it only imports `never` from `.`", ""),
    ("in a folder that a module hides", "app/plain.py", "notes", "missing: `app/plain.py` imports `notes` from `.store`, where `notes` is not found", "app/store.py"),
    ("relative and absolute", "app/plain.py", "renamed.store", "app/store.py", "app/store.py"),
)  # fmt: skip
def test_folders_packages_and_modules_of_one_name(
    tmp_path: Path, importer: str, symbol: str, claimed: str, observed: str
) -> None:
    assert answers(tmp_path, NAMESPACES, importer, symbol) == (claimed, observed)


def test_a_folder_that_is_not_listed_is_its_importers_source_root(tmp_path: Path) -> None:
    code = {f"{folder}/{name}": text for folder in (".ci", "x") for name, text in packages(".").items()}
    code = {**packages("."), **code, ".ci/run.py": IMPORT}
    assert answers(tmp_path, code, ".ci/run.py") == (".ci/app/store.py", ".ci/app/store.py")


def test_a_linked_folder_is_found_where_no_other_is(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/store.py").write_text(STORE, encoding="utf-8")
    (tmp_path / "app").symlink_to(tmp_path / "shared")
    assert answers(tmp_path, {"run.py": IMPORT}, "run.py") == ("app/store.py", "")


# ---------------------------------------------------------------- the same as Python and grimp say

ROOTS = ("services/a", "services/a/src", "services", "services/src", ".", "src")
"""The source roots of `services/a/svc/main.py`, in the order in which Python would have them on its path."""

IMPORTER = "services/a/svc/main.py"
SHAPES = {
    "nothing": {},
    "a package": {"app/__init__.py": "", "app/store.py": STORE},
    "a package in a package": {"app/__init__.py": "", "app/store/__init__.py": STORE},
    "both": {"app/__init__.py": "", "app/store/__init__.py": STORE, "app/store.py": STORE},
    "a package without it": {"app/__init__.py": ""},
    "a folder": {"app/store.py": STORE},
    "a folder without it": {"app/other.py": ""},
    "a module": {"app.py": STORE},
}


def site(shapes: Iterable[str]) -> dict[str, str]:
    """Return the files of a site whose source roots have these shapes; each package says which one it is of."""
    files = {"services/a/svc/__init__.py": "", IMPORTER: IMPORT}
    for number, (root, shape) in enumerate(zip(ROOTS, shapes, strict=True)):
        files |= {f"{root}/{path}".removeprefix("./"): text for path, text in SHAPES[shape].items()}
        if shape.startswith(("a package", "both")):
            files[f"{root}/app/of_{number}.py".removeprefix("./")] = ""
    return files


def written(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write files; return the source roots as Python has them on its path."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return [str(folder / root) for root in ROOTS]


def of_python(folder: Path, path: list[str]) -> str:
    """Return the file of `app.store` as Python finds it, empty if it does not."""
    importlib.invalidate_caches()
    package = PathFinder.find_spec("app", path)
    places = package.submodule_search_locations if package else None
    module = PathFinder.find_spec("app.store", list(places)) if places else None
    return Path(module.origin).relative_to(folder).as_posix() if module and module.origin else ""


def of_grimp(path: list[str]) -> str:
    """Return the source root whose `app.store` a package imports as grimp has it, empty if it imports none."""
    sys.path[:0] = path
    sys.path_importer_cache.clear()
    try:
        graph = grimp.build_graph("svc", "app", cache_dir=None)
    finally:
        del sys.path[: len(path)]
    assert not {"svc", "app"} & set(sys.modules)
    (marker,) = (each for each in graph.modules if each.startswith("app.of_"))
    is_imported = "app.store" in graph.find_modules_directly_imported_by("svc.main")
    return ROOTS[int(marker.removeprefix("app.of_"))] if is_imported else ""


@pytest.mark.slow
@given(st.tuples(*[st.sampled_from(list(SHAPES))] * len(ROOTS)))
@settings(max_examples=60, deadline=None)
def test_a_file_that_is_found_is_the_one_that_python_finds(
    tmp_path_factory: pytest.TempPathFactory, shapes: tuple[str, ...]
) -> None:
    folder = tmp_path_factory.mktemp("site")
    code = site(shapes)
    python = of_python(folder, written(folder, code))
    claimed, observed = answers(folder, code, IMPORTER)
    assert (claimed if claimed in code else "") == observed
    if python:
        first = next(each for each in shapes if any("app/store" in path for path in SHAPES[each]))
        assert observed == python or (first == "a folder" and observed == "")


@pytest.mark.slow
@given(st.tuples(*[st.sampled_from([each for each in SHAPES if "folder" not in each])] * len(ROOTS)))
@settings(max_examples=60, deadline=None)
def test_of_packages_the_answer_is_that_of_grimp(
    tmp_path_factory: pytest.TempPathFactory, shapes: tuple[str, ...]
) -> None:
    first = next((each for each in shapes if each != "nothing"), "a module")
    assume(first != "a module")
    folder = tmp_path_factory.mktemp("site")
    code = site(shapes)
    root = of_grimp(written(folder, code))
    claimed, observed = answers(folder, code, IMPORTER)
    assert (claimed if claimed in code else "") == observed
    if root:
        assert observed in [f"{root}/{path}".removeprefix("./") for path in SHAPES[first]]

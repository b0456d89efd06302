"""One answer to what a Python import means: for a claim of what is imported, and for what is observed."""

from collections.abc import Mapping
from pathlib import Path

from support import run, table

from mkdocs_traceability.verdicts import Verdict

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
    claimed = outcome.place.path if outcome.place and outcome.verdict is Verdict.VERIFIED else ""
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
        "missing: `x/run.py` defines no `Thing`, it only imports `Thing` from `app.store`",
    ),
    (
        "of a library that another file is called like",
        {"deep/app/store.py": "class Other: ...\n"},
        "",
        "missing: `x/run.py` defines no `Thing`, it only imports `Thing` from `app.store`",
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
    ("of a package beside a module of its name", "app/other.py", "never", "missing: `app/other.py` imports `never` from `.`, which defines no `never`", "app/__init__.py"),
    ("of a folder beside a module of its name", "bare/run.py", "never", "missing: `bare/run.py` defines no `never`, it only imports `never` from `.`", ""),
    ("in a folder that a module hides", "app/plain.py", "notes", "missing: `app/plain.py` imports `notes` from `.store`, which defines no `notes`", "app/store.py"),
    ("relative and absolute", "app/plain.py", "renamed.store", "app/store.py", "app/store.py"),
)  # fmt: skip
def test_folders_packages_and_modules_of_one_name(
    tmp_path: Path, importer: str, symbol: str, claimed: str, observed: str
) -> None:
    assert answers(tmp_path, NAMESPACES, importer, symbol) == (claimed, observed)

"""Installs the wheel and its extras on the oldest and the newest Python, and uses them there.

The oldest Python gets the lowest versions that `pyproject.toml` allows, the newest Python the highest; the
suite itself runs with those of `constraints.txt`. In both, a site is made, the example site is checked,
exported and built strictly, and `TESTS` are run. Then MkDocs is removed, with all that only it needs: what
does not build with it goes on working.
`make test-install`, which CI runs. Interpreters are looked for on the PATH, then among those of pyenv. Fewer
than two minor versions are a failure: a package that was tried on one proves nothing of the other.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

ROOT: Final = Path(__file__).parents[1]
_VERSION: Final = "import sys; print(*sys.version_info[:2])"
_CLASSIFIER: Final = "Programming Language :: Python :: 3."

_NOT_NEEDED: Final = r"""
import re
from importlib.metadata import distributions, requires

def name(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")

def needed(package, without, found):
    if package not in found and package != without:
        found.add(package)
        for each in requires(package) or ():
            if name(each) in installed and "extra ==" not in each:
                needed(name(each), without, found)
    return found

installed = {name(each.name) for each in distributions()}
with_it = needed("mkdocs-traceability", "", set())
print(*sorted(with_it - needed("mkdocs-traceability", "mkdocs", set())))
"""
"""Prints what is installed only because MkDocs is."""

_WITHOUT_MKDOCS: Final = (
    ("check", "site"),
    ("export", "site", "-o", "registry.json"),
    ("list", "flow", "-C", "site"),
    ("show", "FLOW-001", "-C", "site"),
    ("gaps", "-C", "site"),
    ("render", "site", "--host", "plain", "--output", "rendered"),
    ("explain", "TR101"),
)
"""Commands that work where MkDocs is not installed."""

_CONVERTED: Final = """
from markdown import markdown
print(markdown("[FLOW-001]", extensions=["mkdocs_traceability"],
               extension_configs={"mkdocs_traceability": {"page": "site/docs/index.md"}}))
"""
"""Prints a paragraph that the Markdown extension has made."""

EXTRAS: Final = ("all", "macros", "material")
"""What is installed beside what the package always needs."""

TESTS: Final = (
    "tests/rules/test_finding_texts.py",
    "tests/evidence/source_code/test_language_tests.py",
    "tests/lsp/test_feature_protocol.py",
    "tests/mcp/test_mcp_process.py",
    "tests/reading/test_front_matter.py",
)
"""Tests that are run in both environments: of all that depends on a package of others."""

_TOOLS: Final = ("pytest", "hypothesis", "beautifulsoup4", "jsonschema")
"""What these tests need."""

Version = tuple[int, int]


class InstallError(Exception):
    """Why the package is not proven to work where it is installed."""


def supported() -> list[Version]:
    """Return the minor versions of Python that the package declares, the oldest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    minors = (
        each.removeprefix(_CLASSIFIER) for each in project["classifiers"] if each.startswith(_CLASSIFIER)
    )
    return sorted((3, int(minor)) for minor in minors)


def interpreters(versions: list[Version], search_path: str, pyenv: Path) -> dict[Version, str]:
    """Return an interpreter for each version that is on this machine."""
    found: dict[Version, str] = {}
    for version in versions:
        for program in _candidates(version, search_path, pyenv):
            if _version_of(program) == version:
                found[version] = program
                break
    return found


def _candidates(version: Version, search_path: str, pyenv: Path) -> Iterator[str]:
    name = f"python{version[0]}.{version[1]}"
    if on_path := shutil.which(name, path=search_path):
        yield on_path
    installed = pyenv.glob(f"versions/{version[0]}.{version[1]}.*/bin/{name}")
    yield from map(str, sorted(installed, reverse=True))


def _version_of(program: str) -> Version | None:
    """Ask an interpreter for its version: what pyenv puts on the PATH may lead nowhere."""
    done = subprocess.run([program, "-c", _VERSION], capture_output=True, text=True, check=False)
    words = done.stdout.split()
    return (int(words[0]), int(words[1])) if done.returncode == 0 and len(words) == 2 else None


def oldest_and_newest(found: Mapping[Version, str]) -> list[tuple[Version, str]]:
    """Return the two interpreters that are tried.

    Raises:
        InstallError: where there are no two.

    """
    if len(found) < 2:
        names = ", ".join(f"{major}.{minor}" for major, minor in found) or "none"
        raise InstallError(f"two versions of Python are needed, found: {names}")
    return [(version, found[version]) for version in (min(found), max(found))]


def lowest(extra: str = "") -> list[str]:
    """Return what the package needs always, or with an extra, in the lowest versions that are allowed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [pin for line in lines for pin in _pins(Requirement(line))]


def _pins(requirement: Requirement) -> list[str]:
    if requirement.name == "mkdocs-traceability":
        return [pin for extra in sorted(requirement.extras) for pin in lowest(extra)]
    (bound,) = (each.version for each in requirement.specifier if each.operator == ">=")
    return [f"{requirement.name}=={bound}"]


def main() -> None:
    """Build the package once, and try it on both."""
    found = interpreters(supported(), os.environ.get("PATH", os.defpath), _pyenv())
    with tempfile.TemporaryDirectory() as folder:
        wheel = _built(Path(folder))
        (oldest, first), (newest, last) = oldest_and_newest(found)
        pins = [pin for extra in ("", *EXTRAS) for pin in lowest(extra)]
        for name, version, program, versions in (
            ("lowest", oldest, first, pins),
            ("highest", newest, last, []),
        ):
            _try(program, wheel, Path(folder) / name, versions)
            of = ".".join(map(str, version))
            print(f"{wheel.name} works on Python {of} with the {name} versions, with MkDocs and without")


def _pyenv() -> Path:
    """Return where pyenv keeps its versions: that which this interpreter is of, else the usual folder."""
    own = Path(sys.base_prefix).parent
    if own.name == "versions":
        return own.parent
    return Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")


def _built(folder: Path) -> Path:
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), folder=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _try(program: str, wheel: Path, folder: Path, versions: list[str]) -> None:
    """Install the wheel and some versions into an environment of its own, and use it."""
    folder.mkdir()
    _run(program, "-m", "venv", "env", folder=folder)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = str(scripts / "python")
    options = ("--disable-pip-version-check", "-q", "--no-compile")
    _run(
        python,
        "-m",
        "pip",
        "install",
        *options,
        f"{wheel}[{','.join(EXTRAS)}]",
        *_TOOLS,
        *versions,
        folder=folder,
    )
    command = str(scripts / "mkdocs-traceability")
    _try_sites(python, command, folder)
    _run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS, folder=ROOT)
    _try_without_mkdocs(python, command, folder)


def _try_sites(python: str, command: str, folder: Path) -> None:
    """Make a site with `init`, then check and build it and the example."""
    _run(command, "init", "site", "--yes", folder=folder)
    shutil.copytree(
        ROOT / "example_site", folder / "example", ignore=shutil.ignore_patterns(".cache", "site")
    )
    _run(command, "export", "example", "--audit", "audit", folder=folder)
    if not list(folder.glob("audit/*.xlsx")):
        raise InstallError("the audit pack was written without its workbook")
    for site, page in (("site", "flows"), ("example", "findings")):
        _run(command, "check", site, folder=folder)
        _run(python, "-m", "mkdocs", "build", "--strict", "-q", "-f", f"{site}/mkdocs.yml", folder=folder)
        if not (folder / site / f"site/traceability/{page}/index.html").is_file():
            raise InstallError("a site was built without its generated pages")


def _try_without_mkdocs(python: str, command: str, folder: Path) -> None:
    removed = _run(python, "-c", _NOT_NEEDED, folder=folder).split()
    if "mkdocs" not in removed or "jinja2" in removed:
        raise InstallError(f"what only MkDocs needs cannot be {', '.join(removed)}")
    _run(python, "-m", "pip", "uninstall", "-q", "-y", *removed, folder=folder)
    for arguments in _WITHOUT_MKDOCS:
        _run(command, *arguments, folder=folder)
    if not (folder / "rendered/flows.html").is_file():
        raise InstallError("no pages were rendered without MkDocs")
    if "trace-ref" not in (html := _run(python, "-c", _CONVERTED, folder=folder)):
        raise InstallError(f"the Markdown extension makes no reference without MkDocs: {html}")


def _run(*command: str, folder: Path) -> str:
    """Run a command away from the checkout, so that what is installed is used, and return what it prints.

    Raises:
        InstallError: where it fails.

    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InstallError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    try:
        main()
    except InstallError as error:
        sys.exit(f"Error: {error}")

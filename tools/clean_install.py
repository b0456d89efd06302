"""Installs the wheel into empty environments of the oldest and the newest Python, and uses it there.

Then MkDocs is removed, with all that only it needs: what does not build with it goes on working.
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


def main() -> None:
    """Build the package once, and try it on both."""
    found = interpreters(supported(), os.environ.get("PATH", os.defpath), _pyenv())
    with tempfile.TemporaryDirectory() as folder:
        wheel = _built(Path(folder))
        for (major, minor), program in oldest_and_newest(found):
            _try(program, wheel, Path(folder) / f"{major}.{minor}")
            print(f"{wheel.name} works on Python {major}.{minor}, with MkDocs and without")


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


def _try(program: str, wheel: Path, folder: Path) -> None:
    """Install the wheel into an environment of its own, make a site with `init`, check and build it."""
    folder.mkdir()
    _run(program, "-m", "venv", "env", folder=folder)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    options = ("--disable-pip-version-check", "-q", "--no-compile", "-c", str(ROOT / "constraints.txt"))
    python = str(scripts / "python")
    _run(python, "-m", "pip", "install", *options, str(wheel), folder=folder)
    command = str(scripts / "mkdocs-traceability")
    _run(command, "init", "site", "--yes", folder=folder)
    _run(command, "check", "site", folder=folder)
    _run(str(scripts / "mkdocs"), "build", "--strict", "-q", "-f", "site/mkdocs.yml", folder=folder)
    if not (folder / "site/site/traceability/flows/index.html").is_file():
        raise InstallError("the site was built without its generated pages")
    _try_without_mkdocs(python, command, folder)


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

"""Environments of the hosts that cannot be installed beside those of the extra `dev`, for `tests/hosts`.

`make test-hosts` makes them below `.venv/hosts/`. They stay there until one of their packages or our own
dependencies change. The package itself is used as it lies in this checkout.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = Path(sys.prefix, "hosts")

PINS: Final = {
    "mkdocs-ng": ("mkdocs-ng==1.8.0",),
    "zensical": ("zensical==0.0.73",),
    # Names exact versions of much that it needs, among them older ones than those of constraints.txt.
    "techdocs": (
        "mkdocs-techdocs-core==1.7.1",
        "Markdown==3.10.3",
        "Pygments==2.21.0",
        "markdown-graphviz-inline==1.1.3",
        "mdx-truly-sane-lists==1.3",
        "mkdocs-github-admonitions-plugin==0.1.1",
        "mkdocs-material==9.7.7",
        "mkdocs-monorepo-plugin==1.1.2",
        "plantuml-markdown==3.11.2",
        "pymdown-extensions==11.0.1",
        "python-slugify==9.2.0",
        "text-unidecode==1.3",
    ),
}
"""What is installed for a host besides what our own package needs: it decides over constraints.txt."""

_MADE_OF: Final = "made-of"
_NAME: Final = re.compile(r"[\w.-]+")


def python_of(host: str) -> Path:
    """Return the interpreter of a host's environment, which may not be there yet."""
    return FOLDER / host / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def is_made(host: str) -> bool:
    """Whether the environment of a host is there, and of what it has to be of now."""
    made_of = FOLDER / host / _MADE_OF
    return made_of.is_file() and made_of.read_text(encoding="utf-8") == _digest(host)


def make(host: str) -> None:
    """Make the environment of a host anew."""
    folder = FOLDER / host
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    constraints = folder / "constraints.txt"
    constraints.write_text("".join(_constraints(host)), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", str(python_of(host)), "install")
    options = ("--disable-pip-version-check", "-q", "--no-compile", "-c", str(constraints))
    _run(*pip, *options, *PINS[host], *_dependencies())
    _make_known(next(folder.glob("**/site-packages")))
    (folder / _MADE_OF).write_text(_digest(host), encoding="utf-8")


def _dependencies() -> list[str]:
    """Return what our package needs, except for MkDocs: each host brings its own."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [each for each in project["dependencies"] if _name(each) != "mkdocs"]


def _constraints(host: str) -> Iterator[str]:
    pinned = {_name(pin) for pin in PINS[host]}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines(keepends=True):
        if not line.startswith("#") and _name(line) not in pinned:
            yield line


def _name(requirement: str) -> str:
    found = _NAME.match(requirement)
    return found[0].lower().replace("_", "-") if found else ""


def _make_known(site_packages: Path) -> None:
    """Have the environment find the checkout and its plugin there, as an editable install would."""
    (site_packages / "mkdocs-traceability.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    own = distribution("mkdocs-traceability").locate_file("")
    (info,) = Path(str(own)).glob("mkdocs_traceability-*.dist-info")
    shutil.copytree(info, site_packages / info.name)


def _digest(host: str) -> str:
    entry_points = distribution("mkdocs-traceability").read_text("entry_points.txt")
    parts = (sys.version, ROOT, PINS[host], _dependencies(), list(_constraints(host)), entry_points)
    return sha256(repr(parts).encode()).hexdigest()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"Error: {' '.join(command)}\n{done.stdout}{done.stderr}")


def main() -> None:
    """Make the environments that are not there, or not as they should be."""
    for host in PINS:
        if not is_made(host):
            make(host)


if __name__ == "__main__":
    main()

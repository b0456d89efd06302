"""The package as it is given away: complete, and at work where it is installed."""

import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from .conftest import MakeSite
from .sites import BROKEN, BROKEN_MESSAGE, CLEAN, Site, run

ROOT = Path(__file__).parents[2]

GERMAN_SITE = "site_name: S\ntheme: {name: mkdocs, locale: de}\nplugins: [traceability]\n"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and the wheel from it."""
    folder = tmp_path_factory.mktemp("packages")
    done = run(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT), folder=folder
    )
    assert done.status == 0, done.out + done.log
    return folder


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def in_the_tree() -> set[str]:
    """What the package's folder holds, but for what Python leaves there."""
    files = (ROOT / "mkdocs_traceability").rglob("*")
    return {
        file.relative_to(ROOT).as_posix()
        for file in files
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_wheel_holds_the_package_with_templates_and_assets(packages: Path) -> None:
    with zipfile.ZipFile(only(packages, "*.whl")) as wheel:
        names = set(wheel.namelist())
        metadata = wheel.read(next(name for name in names if name.endswith("METADATA"))).decode()
        entry_points = wheel.read(next(name for name in names if name.endswith("entry_points.txt"))).decode()
    held = {name for name in names if not name.split("/")[0].endswith(".dist-info")}
    assert held == in_the_tree()
    assert held >= {
        "mkdocs_traceability/py.typed",
        "mkdocs_traceability/pages/rendering/assets/style/base.css",
        "mkdocs_traceability/pages/rendering/locale/de/LC_MESSAGES/traceability.mo",
        "mkdocs_traceability/pages/rendering/templates/matrix.html",
        "mkdocs_traceability/rules/references.py",
    }
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "Requires-Python: >=3.11" in metadata
    assert "mkdocs-traceability = mkdocs_traceability.cli.main:main" in entry_points
    assert "traceability = mkdocs_traceability.mkdocs.plugin:TraceabilityPlugin" in entry_points


def test_the_plugin_needs_neither_material_nor_macros(packages: Path) -> None:
    with zipfile.ZipFile(only(packages, "*.whl")) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("METADATA"))
        lines = wheel.read(name).decode().splitlines()
    required = [line for line in lines if line.startswith("Requires-Dist:") and "extra ==" not in line]
    assert sorted(line.split()[1].split(">")[0].split("<")[0] for line in required) == [
        "click",
        "ftfy",
        "jinja2",
        "markdown",
        "mkdocs",
        "pathspec",
        "pydantic",
        "pyyaml",
        "wcwidth",
    ]


def test_the_source_distribution_holds_what_the_wheel_is_made_of(packages: Path) -> None:
    with tarfile.open(only(packages, "*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= in_the_tree() | {"README.md", "LICENSE", "pyproject.toml", "CHANGELOG.md"}
    built = ("site/", "example_site/site/")
    assert not [
        name for name in names if "__pycache__" in name or "/.cache/" in name or name.startswith(built)
    ]


@pytest.fixture(scope="module")
def installed(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, beside what is here; return its Python."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    libraries = next((folder / "lib").glob("python*")) / "site-packages"
    with zipfile.ZipFile(only(packages, "*.whl")) as wheel:
        wheel.extractall(libraries)
    here = [path for path in sys.path if path.endswith("site-packages")]
    (libraries / "beside.pth").write_text("\n".join(here) + "\n", encoding="utf-8")
    return folder / "bin/python"


def test_what_is_installed_checks_and_builds(installed: Path, make_site: MakeSite, tmp_path: Path) -> None:
    clear = {"PYTHONPATH": "", "PYTHONSAFEPATH": "1"}
    where = "import mkdocs_traceability as package; print(package.__file__)"
    found = run(str(installed), "-c", where, folder=tmp_path, variables=clear)
    assert found.out.startswith(str(installed.parents[1])), found.log

    site = make_site(BROKEN)
    check = run(str(installed), "-m", "mkdocs_traceability", "check", folder=site.folder, variables=clear)
    assert check.status == 1
    assert BROKEN_MESSAGE in check.out

    site = Site(tmp_path / "clean", CLEAN | {"mkdocs.yml": GERMAN_SITE})
    build = run(str(installed), "-m", "mkdocs", "build", "--strict", folder=site.folder, variables=clear)
    assert build.status == 0, build.log
    assert "Abläufe" in (site.folder / "site/traceability/flows/index.html").read_text(encoding="utf-8")
    assert (site.folder / "site/traceability/assets/traceability.css").is_file()


def test_the_version_is_one(packages: Path) -> None:
    done = run(sys.executable, "-m", "mkdocs_traceability", "--version", folder=packages)
    version = done.out.split()[-1]
    assert only(packages, "*.whl").name.startswith(f"mkdocs_traceability-{version}-")

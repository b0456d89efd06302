"""What git keeps, what is kept between runs, and pages that a build renders: changed, or cut off anywhere."""

import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from incremental.doors import Served, command, steady
from nightly import budget, is_nightly

from fuzz.mutations import changed
from fuzz.test_files import CORPUS, contents_of_sources
from mkdocs_traceability.files.cache import load_bytes

pytestmark = pytest.mark.slow

GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")

WITH_GIT: tuple[tuple[str, ...], ...] = (
    ("check", "--format", "json"),
    ("check", "--changed", "--format", "json"),
    ("check", "--changed", "--hook"),
    ("ground", "docs/guide.md"),
    ("export",),
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    steady(monkeypatch)
    return Path(shutil.copytree(CORPUS / "site", tmp_path / "site"))


def test_a_changed_file_of_git(site: Path) -> None:
    (site / ".gitignore").write_text(".cache/\n", encoding="utf-8")
    for line in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "One"), ("pack-refs",)):
        subprocess.run([*GIT, *line], cwd=site, check=True)
    (site / ".git/index").write_bytes(in_version(site, 4))
    (site / "docs/new.trace.yml").write_text("flows: [{id: EVAL-055, components: [no]}]\n", encoding="utf-8")
    files = {
        file: file.read_bytes()
        for file in sorted((site / ".git").rglob("*"))
        if file.is_file() and "hooks" not in file.parts and not file.stat().st_size > 20_000
    }
    often = [file for file in files if file.parent.name == ".git"]
    before = {path: data for path, data in contents_of_sources(site).items() if not path.startswith(".git/")}
    allowed = budget(30, 6_000)
    random = Random(allowed.seed)
    for _ in range(allowed.count):
        if allowed.is_used_up():
            break
        file = random.choice(often if random.randrange(2) else [*files])
        data = changed(files[file], [*files.values()], random)
        replace(file, data)
        said = command(site, *random.choice(WITH_GIT))
        assert "Traceback" not in said, (file.name, data)
        assert said.rpartition(" ")[2] in ("0", "1", "2"), (file.name, data)
        now = {path: data for path, data in contents_of_sources(site).items() if not path.startswith(".git/")}
        assert now == before
        replace(file, files[file])


def in_version(site: Path, version: int) -> bytes:
    subprocess.run([*GIT, "update-index", "--index-version", str(version)], cwd=site, check=True)
    return (site / ".git/index").read_bytes()


def replace(file: Path, data: bytes) -> None:
    """Write a file whatever its mode: git's objects are read-only."""
    file.unlink(missing_ok=True)
    file.write_bytes(data)


def test_a_kept_file_that_is_cut_off_is_as_if_it_were_not_there(site: Path) -> None:
    doors = (("check", "--format", "json"), ("brief", "code/worker.py"), ("ground", "docs/guide.md"))
    expected = [command(site, *door) for door in doors]
    files = sorted((site / ".cache/traceability").glob("[!.]*"))
    assert len(files) >= 3
    allowed = budget(1, 10)
    random = Random(allowed.seed)
    for file in files:
        data = file.read_bytes()
        header, newline, _ = data.partition(b"\n")
        key = header.decode().partition(" ")[0]
        assert newline
        ends = range(len(data)) if is_nightly() or len(data) < 2000 else random.sample(range(len(data)), 300)
        for end in (*ends, len(header), len(header) + 1):
            file.write_bytes(data[:end])
            assert load_bytes(file, key) is None, (file.name, end)
        for _ in range(allowed.count):
            file.write_bytes(data[: random.choice(ends)])
            assert [command(site, *door) for door in doors] == expected, file.name
            file.write_bytes(data)
            assert load_bytes(file, key) is not None


def test_a_changed_page_in_a_build(site: Path, tmp_path: Path) -> None:
    config = (site / "mkdocs.yml").read_text(encoding="utf-8")
    bare = config.partition("plugins:")[0] + "plugins: []\n"
    pages = {path: path.read_bytes() for path in sorted((site / "docs").glob("*.md"))}
    allowed = budget(8, 1_500)
    random = Random(allowed.seed)
    with closing(Served()) as served:
        for number in range(allowed.count):
            if allowed.is_used_up():
                break
            page = random.choice([*pages])
            data = changed(in_front(pages[page], random), [*pages.values()], random)
            page.write_bytes(data)
            files = served.built(site / "mkdocs.yml", tmp_path / f"built {number}")
            if "error" in files:
                (site / "bare.yml").write_text(bare, encoding="utf-8")
                with closing(Served()) as alone:
                    assert "error" in alone.built(site / "bare.yml", tmp_path / "alone"), (
                        files["error"],
                        data,
                    )
            page.write_bytes(pages[page])
            shutil.rmtree(tmp_path / f"built {number}", ignore_errors=True)


FRONT = b"---\ntitle: A\ntags: [a]\ntraceability:\n  flow:\n    id: EVAL-044\n    components: [worker]\n    status: planned\n---\n"


def in_front(data: bytes, random: Random) -> bytes:
    """Have a page begin with front matter, which may be changed by itself."""
    front = FRONT if random.randrange(2) else changed(FRONT, [FRONT, data], random)
    return front + data

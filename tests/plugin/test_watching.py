"""What is watched while serving is what is read: the same globs, the same links, the same folders."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from support import table, write_site

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.real import real
from mkdocs_traceability.mkdocs.watching import SourceWatcher
from mkdocs_traceability.reading.discovery import find_by_globs
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Workspace

CONFIG = """\
site_name: x
plugins:
  - traceability:
      sources: ["{glob}"]
      junit: ["{glob}"]
"""


@contextmanager
def watcher_of(settings: Settings) -> Iterator[SourceWatcher]:
    watcher = SourceWatcher()
    try:
        watcher.look_at(settings)
        yield watcher
    finally:
        watcher.stop()


def site(folder: Path, glob: str, *files: str) -> Settings:
    written = {"mkdocs.yml": CONFIG.format(glob=glob), **dict.fromkeys(files, "components: [{id: a}]\n")}
    return load_settings(write_site(folder, written))


Read = dict[str, tuple[Path, bytes]]


def read(settings: Settings) -> tuple[Read, list[str]]:
    """Return what is read by its globs, with what it holds, and the links that lead out."""
    sources, _ = find_by_globs(
        settings.sources, settings.source_positions, settings.root, set(), settings.bounds
    )
    held = {each.path: (real(settings.root / each.path), each.data) for each in sources if not each.problem}
    disk = Disk(settings.root, bounds=settings.evidence_bounds)
    for glob in settings.inputs.globs():
        for name in disk.glob(glob):
            held[f"report {name}"] = (disk.real(name), disk.read(name) or b"")
    return held, [each.path for each in sources if each.problem]


def changes(settings: Settings, change: str, at: Path) -> bool:
    """Whether a change of the tree is noticed."""
    with watcher_of(settings) as watcher:
        _change(change, at)
        return watcher.has_changed()


@pytest.mark.parametrize("name", ["traceability-baseline.json", "old/known.json"])
def test_the_baseline_is_watched_also_before_it_is_there(tmp_path: Path, name: str) -> None:
    config = f"site_name: x\nplugins: [{{traceability: {{baseline: {name}}}}}]\n"
    settings = load_settings(write_site(tmp_path, {"mkdocs.yml": config}))
    assert changes(settings, "write", tmp_path / name)
    assert changes(settings, "write", tmp_path / name)
    assert changes(settings, "remove", tmp_path / name)


@pytest.mark.parametrize(
    ("name", "is_noticed"), [("base.yml", True), ("shared/all.yml", True), ("mkdocs.yml", False)]
)
def test_what_the_configuration_inherits_from_is_watched_and_mkdocs_watches_the_rest(
    tmp_path: Path, name: str, is_noticed: bool
) -> None:
    files = {
        "mkdocs.yml": "INHERIT: base.yml\nplugins: [traceability]\n",
        "base.yml": "INHERIT: shared/all.yml\n",
        "shared/all.yml": "site_name: x\n",
    }
    settings = load_settings(write_site(tmp_path, files))
    assert changes(settings, "write", tmp_path / name) == is_noticed


def test_a_configuration_that_inherits_from_another_one_than_before_is_watched_anew(tmp_path: Path) -> None:
    files = {"mkdocs.yml": "site_name: x\n", "base.yml": "docs_dir: docs\n", "docs/index.md": ""}
    alone = load_settings(write_site(tmp_path, files))
    with watcher_of(alone) as watcher:
        (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\nsite_name: x\n", encoding="utf-8")
        watcher.look_at(load_settings(tmp_path / "mkdocs.yml"))
        assert not watcher.has_changed()
        _change("write", tmp_path / "base.yml")
        assert watcher.has_changed()


def _change(change: str, at: Path) -> None:
    if change == "write":
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes((at.read_bytes() if at.is_file() else b"") + b"# more\n")
    elif change == "remove":
        at.unlink() if at.is_symlink() or at.is_file() else shutil.rmtree(at)
    else:
        at.unlink()
        at.symlink_to(change)


# ------------------------------------------------------------------------ one by one


@table(
    "glob, change, at",
    ("a file", "facts/*.yml", "write", "facts/a.yml"),
    ("a new file", "facts/*.yml", "write", "facts/b.yml"),
    ("a new folder", "facts/**/*.yml", "write", "facts/new/deep/b.yml"),
    ("stars in a name", "facts/**.yml", "write", "facts/deep/b.yml"),
    ("no folder between", "facts/**/a.yml", "write", "facts/a.yml"),
    ("through a linked folder", "linked/**/*.yml", "write", "facts/b.yml"),
    ("a link in a folder", "**/*.yml", "write", "facts/inside/b.yml"),
    ("the linked folder is removed", "linked/*.yml", "remove", "linked"),
    ("a link leads elsewhere", "linked/*.yml", "other", "linked"),
    ("a link to a page of the docs leads elsewhere", "one.yml", "docs/b.trace.yml", "one.yml"),
    ("a link to the docs is removed", "one.yml", "remove", "one.yml"),
    ("a file outside comes", "out/*.yml", "write", "../outside/b.yml"),
    ("a file outside goes", "out/*.yml", "remove", "../outside/a.yml"),
    ("the link that leads out is removed", "out/*.yml", "remove", "out"),
)
def test_a_change_to_what_is_read_is_noticed(tmp_path: Path, glob: str, change: str, at: str) -> None:
    settings = _tree(tmp_path, glob)
    before = read(settings)
    assert changes(settings, change, tmp_path / "site" / at)
    assert read(load_settings(tmp_path / "site/mkdocs.yml")) != before or at.startswith("../")


@table(
    "glob, change, at",
    ("another name", "facts/*.yml", "write", "facts/other.txt"),
    ("another folder", "facts/*.yml", "write", "facts/deep/b.yml"),
    ("beside", "facts/**/*.yml", "write", "elsewhere.yml"),
    ("hidden", "facts/**/*.yml", "write", "facts/.hidden/b.yml"),
    ("what MkDocs watches", "docs/*.yml", "write", "docs/a.trace.yml"),
    ("a file outside, which nobody reads", "out/*.yml", "write", "../outside/a.yml"),
)
def test_nothing_else_is_taken_for_one(tmp_path: Path, glob: str, change: str, at: str) -> None:
    settings = _tree(tmp_path, glob)
    if at.startswith("../"):  # a report there is read: nobody is shown it
        mkdocs_yml = tmp_path / "site/mkdocs.yml"
        mkdocs_yml.write_text(CONFIG.format(glob=glob).replace(f'junit: ["{glob}"]', "junit: []"))
        settings = load_settings(mkdocs_yml)
    assert not changes(settings, change, tmp_path / "site" / at)


def _tree(folder: Path, glob: str) -> Settings:
    files = ("facts/a.yml", "facts/deep/a.yml", "other/c.yml", "docs/a.trace.yml", "docs/b.trace.yml")
    settings = site(folder / "site", glob, *files)
    (folder / "outside").mkdir()
    (folder / "outside/a.yml").write_text("components: []\n")
    for link, target in (
        ("linked", "facts"),
        ("out", "../outside"),
        ("one.yml", "docs/a.trace.yml"),
    ):
        (settings.root / link).symlink_to(target)
    return load_settings(settings.root / "mkdocs.yml")


# ------------------------------------------------------------------------ whatever the tree and the glob

NAMES = st.sampled_from(("a", "b", "c.yml", "d.yml", ".h"))
PLACES = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
TARGETS = st.sampled_from(
    (".", "..", "a", "b", "../a", "../b", "c.yml", "../../outside", "../outside", "gone")
)
SEGMENTS = st.sampled_from(("*", "**", "a", "b", "*.yml", "**.yml", "?.yml", "[a-c]", "c.yml", ".h", "a**"))
GLOBS = st.lists(SEGMENTS, min_size=1, max_size=4).map("/".join)
CHANGES = st.sampled_from(("write", "remove", *("a", "b", "../outside", "c.yml")))


def _plant(root: Path, files: list[str], links: list[tuple[str, str]]) -> None:
    for name in files:
        file = root / name
        if not any(each.is_file() for each in file.parents) and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("components: []\n")
    for name, target in links:
        link = root / name
        if link.parent.is_dir() and not os.path.lexists(link):
            link.symlink_to(target)


@pytest.mark.slow
@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(PLACES, max_size=6),
    st.lists(st.tuples(PLACES, TARGETS), max_size=4),
    GLOBS,
    st.lists(st.tuples(CHANGES, st.integers(0, 30)), min_size=1, max_size=4),
)
def test_a_change_is_noticed_just_where_something_else_is_read(
    files: list[str], links: list[tuple[str, str]], glob: str, steps: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder, "site")
        site(root, glob, "docs/index.md")
        Path(folder, "outside").mkdir()
        Path(folder, "outside/c.yml").write_text("components: []\n")
        _plant(root, files, links)
        for change, number in steps:
            settings = load_settings(root / "mkdocs.yml")
            if not (at := _somewhere(root, number, change)):
                continue
            before = read(settings)
            noticed = changes(settings, change, at)
            assert noticed == (read(settings) != before), (change, at)


def _somewhere(root: Path, number: int, change: str) -> Path | None:
    """Return a place of the tree that can change so."""
    places = [
        each
        for each in sorted(root.rglob("*"))
        if each.name not in ("mkdocs.yml", "docs", "index.md")
        and (each.is_symlink() or change == "remove" or (change == "write" and each.is_file()))
        and (change != "write" or each.is_file())
    ]
    if change == "write":
        places += [each / "new.yml" for each in [root, *sorted(root.rglob("*"))] if each.is_dir()]
        places = [each for each in places if "docs" not in each.relative_to(root).parts]
    return places[number % len(places)] if places else None


# ------------------------------------------------------------------------ evidence


CODE = {
    "mkdocs.yml": "site_name: x\nplugins:\n  - traceability:\n      code_roots: [src]\n",
    "docs/a.trace.yml": "components: [{id: a, paths: [src/a]}]\nflows: [{id: F-1, components: [a]}]\n",
    "src/a/one.py": "import os\n",
}


@pytest.mark.parametrize("change", ["src/a/two.py", "src/a/deep/three.py", "src/b.py"])
def test_a_file_that_comes_to_a_code_root_is_noticed(tmp_path: Path, change: str) -> None:
    settings = load_settings(write_site(tmp_path, CODE))
    with watcher_of(settings) as watcher:
        result = Workspace(settings).run()
        watcher.look_at_evidence(result.looked_at, result.listed)
        assert not watcher.has_changed()
        _change("write", tmp_path / change)
        assert watcher.has_changed()
        assert not watcher.has_changed()  # told once


@table(
    "roots, change",
    ("another folder", "[src]", "other/two.py"),
    ("hidden", "[src]", "src/.git/x"),
    ("installed", "[src]", "src/node_modules/x.js"),
    ("the built site", "[.]", "site/x.py"),
    ("what MkDocs watches", "[.]", "docs/new.md"),
)
def test_what_is_not_listed_is_not(tmp_path: Path, roots: str, change: str) -> None:
    config = CODE["mkdocs.yml"].replace("[src]", roots)
    settings = load_settings(write_site(tmp_path, CODE | {"mkdocs.yml": config}))
    with watcher_of(settings) as watcher:
        result = Workspace(settings).run()
        assert result.listed
        watcher.look_at_evidence(result.looked_at, result.listed)
        _change("write", tmp_path / change)
        assert not watcher.has_changed()


def test_files_in_other_shapes_are_watched(tmp_path: Path) -> None:
    config = "site_name: x\nplugins:\n  - traceability:\n      sources: [{path: 'other/*.yaml', kind: component}]\n"
    settings = load_settings(write_site(tmp_path, {"mkdocs.yml": config, "other/a.yaml": "id: a\n"}))
    with watcher_of(settings) as watcher:
        assert not watcher.has_changed()
        (tmp_path / "other/b.yaml").write_text("id: b\n")
        assert watcher.has_changed()
        (tmp_path / "other/a.yaml").write_text("id: another\n")
        assert watcher.has_changed()
        assert not watcher.has_changed()


def test_a_bell_that_cannot_be_rung_is_rung_as_soon_as_it_can(tmp_path: Path) -> None:
    settings = site(tmp_path, "facts/*.yml", "facts/a.yml")
    with watcher_of(settings) as watcher:
        folder, away = watcher.bell.parent, watcher.bell.parent.with_name(f"{watcher.bell.parent.name}.away")
        os.utime(watcher.bell, (1, 1))
        folder.rename(away)
        watcher.start()
        (tmp_path / "facts/a.yml").write_text("components: [{id: b}]\n", encoding="utf-8")
        sleep(0.7)  # it looks meanwhile; where it does not, it rings later, which holds as well
        away.rename(folder)
        wait_until(lambda: watcher.bell.stat().st_mtime > 1)


def wait_until(holds: Callable[[], bool]) -> None:
    while not holds():  # the limit of pytest ends it
        sleep(0.05)

"""What is kept between runs is as it was, or as if it were not there."""

import json
import os
import subprocess
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLE, TODAY, as_data, table, write_site

from mkdocs_traceability.files import cache
from mkdocs_traceability.files.globs import matches
from mkdocs_traceability.model.finding import as_stored
from mkdocs_traceability.reading.read import read_source
from mkdocs_traceability.reading.stored import plain as as_kept
from mkdocs_traceability.reading.stored import reading as from_kept
from mkdocs_traceability.reports import text
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Checked, Workspace

DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(DATA, st.text())
def test_what_was_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, data: Any, key: str) -> None:
    file = tmp_path_factory.mktemp("kept") / "a" / "b.json"
    cache.save(file, cache.key_of(key), data)
    assert cache.load(file, cache.key_of(key)) == data
    assert cache.load(file, cache.key_of(key, "other")) is None


@given(st.data())
def test_what_was_damaged_is_as_if_it_were_not_there(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = tmp_path_factory.mktemp("kept") / "a.json"
    cache.save(file, "key", ["some", {"data": [1, 2, 3]}])
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        file.write_bytes(whole[:at])
    else:
        file.write_bytes(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :])
    assert cache.load(file, "key") is None


def test_nothing_is_kept_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    cache.save(tmp_path / "taken" / "a.json", "key", [1])
    assert cache.load(tmp_path / "taken" / "a.json", "key") is None
    (tmp_path / "folder.json").mkdir()
    cache.save(tmp_path / "folder.json", "key", [1])
    assert cache.load(tmp_path / "folder.json", "key") is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", "folder.json", "taken"]


def test_keys_differ_where_parts_do() -> None:
    keys = [("a", "b"), ("ab", ""), ("a", "b", ""), ("a",), ("\udcff",), (1,), ("1", "")]
    assert len({cache.key_of(*parts) for parts in keys}) == len(keys)


# ---------------------------------------------------------------- a whole check

SITE = {
    "docs/a.trace.yml": "components:\n  - id: a\nflows:\n  - {id: F-1, components: [b], waive: {TR101: {reason: x, until: 2026-10-01}}}\n",
    "docs/page.md": "---\ntraceability: {component: {id: c, external: yes}}\n---\n",
}


def plain(checked: Checked) -> Any:
    return [checked.items, [as_stored(finding) for finding in checked.findings]]


def checked(file: Path) -> Checked:
    return Workspace(load_settings(file)).check(TODAY)


def test_an_unchanged_check_says_the_same_without_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_site(tmp_path, SITE)
    first = plain(checked(file))
    monkeypatch.setattr("mkdocs_traceability.workspace.kept.read_all", None)
    assert plain(checked(file)) == first


def test_the_files_that_are_kept_are_the_same_bytes_whoever_makes_them(tmp_path: Path) -> None:
    kept = []
    for name in ("one", "two"):
        checked(write_site(tmp_path / name, SITE))
        folder = tmp_path / name / ".cache/traceability"
        kept.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert kept[0] == kept[1]
    assert kept[0][".gitignore"] == b"*\n"


@table(
    "path, text",
    ("a sidecar", "docs/a.trace.yml", "components:\n  - id: b\n"),
    ("a page", "docs/page.md", "---\ntraceability: {component: {id: b}}\n---\n"),
    ("a new sidecar", "docs/b.trace.yml", "components:\n  - {id: b}\n"),
    ("the settings", "mkdocs.yml", "plugins:\n  - traceability:\n      rules: {TR202: error}\n"),
    ("a mistake in the settings", "mkdocs.yml", "plugins:\n  - traceability:\n      rules: {TR1: info}\n"),
    ("a source that is not there", "mkdocs.yml", "plugins:\n  - traceability:\n      sources: [x/*.yml]\n"),
    ("a file that cannot be read", "docs/b.trace.yml", "a: b: c\n"),
)
def test_every_change_is_seen(tmp_path: Path, path: str, text: str) -> None:
    file = write_site(tmp_path, SITE)
    before = plain(checked(file))
    os.utime(file, (1, 1))
    (tmp_path / path).write_text(text, encoding="utf-8")
    after = plain(checked(file))
    assert after != before
    fresh = write_site(tmp_path / "fresh" / tmp_path.name, SITE | {path: text})
    assert json.dumps(after) == json.dumps(plain(checked(fresh)))


@pytest.mark.parametrize("path", ["rules/flows.py", "model/kinds.yml"])
def test_what_was_kept_is_no_use_to_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "files/cache.py"))
    file = tmp_path / path
    file.parent.mkdir()
    named = set()
    for written in ("", "flow: {}", "flow: {plural: flows}"):
        file.write_text(written, encoding="utf-8")
        named.add(cache.program.__wrapped__())
    assert len(named) == 3


def test_another_day_is_another_check(tmp_path: Path) -> None:
    workspace = Workspace(load_settings(write_site(tmp_path, SITE)))
    expired = [finding.code for finding in workspace.check(TODAY).findings]
    waived = [
        finding.code for finding in workspace.check(TODAY.replace(month=9)).findings if not finding.waiver
    ]
    assert "TR901" in expired
    assert "TR901" not in waived


def test_what_cannot_be_brought_is_asked_for_again(tmp_path: Path) -> None:
    file = write_site(tmp_path, SITE)
    (tmp_path / "docs/b.trace.yml").symlink_to(tmp_path / "later.yml")
    assert [f.message for f in checked(file).findings if f.code == "TR001"] == [
        "cannot be read: No such file or directory"
    ]
    (tmp_path / "later.yml").write_text("components:\n  - id: b\n", encoding="utf-8")
    assert "TR001" not in [finding.code for finding in checked(file).findings]


# ---------------------------------------------------------------- what somebody else wrote


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    file = write_site(tmp_path, CODE_SITE)
    first = plain(checked(file))
    folder = tmp_path / ".cache/traceability"
    names = sorted(each.name for each in folder.glob("*.json"))
    assert len(names) == 3
    for name in (*names, ".gitignore"):
        (folder / name).unlink()
        os.mkfifo(folder / name)
    assert plain(checked(file)) == first
    assert sorted(each.name for each in folder.glob("*.json") if each.is_file()) == names


def test_what_a_link_leads_to_is_not_read(tmp_path: Path) -> None:
    cache.save(tmp_path / "site/.cache/traceability/a.json", "key", [1])
    folder = tmp_path / "site/.cache/traceability"
    (folder / "b.json").symlink_to("a.json")
    (tmp_path / "other/.cache").mkdir(parents=True)
    (tmp_path / "other/.cache/traceability").symlink_to(folder)
    assert cache.load(folder / "a.json", "key") == [1]
    assert cache.load(folder / "b.json", "key") is None
    assert cache.load(tmp_path / "other/.cache/traceability/a.json", "key") is None


BODIES = (
    *(b"", b"null", b"5", b"[]", b"{}", b'"text"', b"[1,2,3]", b"[1,[[]],{}]", b'["1",[],[]]'),
    *(b"{", b"\xff", b"[" * 100_000, b"9" * 10_000, b"NaN", b'{"lines":5}', b'{"a":{"b":[1]}}'),
)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:16].decode("latin-1"))
def test_what_has_another_shape_is_as_if_it_were_not_there(tmp_path: Path, body: bytes) -> None:
    file = write_site(tmp_path, CODE_SITE)
    first = plain(checked(file))
    for each in (tmp_path / ".cache/traceability").glob("*.json"):
        put_in(each, body)
    assert plain(checked(file)) == first
    assert plain(checked(file)) == first


@pytest.mark.slow
@given(st.data())
def test_whatever_is_changed_in_what_was_kept_nothing_is_raised(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("site")
    file = write_site(folder, CODE_SITE)
    checked(file)
    for each in sorted((folder / ".cache/traceability").glob("*.json")):
        kept = json.loads(each.read_bytes().partition(b"\n")[2])
        odd = data.draw(st.sampled_from([None, 5, "text", [], {}, [[]], True, 1.5, [None] * 12]))
        put_in(each, json.dumps(changed(kept, odd, data.draw)).encode())
    result = Workspace(load_settings(file)).run(today=TODAY)
    assert isinstance(text.render(result.findings, result.excerpts), str)
    again = checked(file)
    assert isinstance(text.render(again.findings, again.excerpts), str)


CODE_SITE = SITE | {
    "docs/b.trace.yml": (
        "components:\n  - {id: x, title: X, evidence: {code: ['a.py:f', a.py], docs: ['page.md#c'], tests: [a.py]},"
        " waive: {TR404: {reason: r, owner: o, until: 2030-01-01}}}\n"
    ),
    "docs/text.md": "# C\n\nIt is [x] and [trace: count components].\n",
    "a.py": "import os\n\n\ndef f(): ...\n",
}


def put_in(file: Path, body: bytes) -> None:
    """Put something else into a kept file, under its key and with the right digest."""
    key = file.read_bytes().split(b" ")[0].decode()
    file.write_bytes(f"{key} {blake2b(body, digest_size=16).hexdigest()}\n".encode() + body)


def changed(value: Any, odd: Any, draw: Any) -> Any:
    """Return data with something else at one place of it."""
    if isinstance(value, dict) and value and draw(st.integers(0, 5)):
        name = draw(st.sampled_from(sorted(value)))
        return {**value, name: changed(value[name], odd, draw)}
    if isinstance(value, list) and value and draw(st.integers(0, 5)):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], changed(value[at], odd, draw), *value[at + 1 :]]
    return odd


# ---------------------------------------------------------------- what git tracks


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def poisoned(folder: Path) -> None:
    """Have what is kept say that nothing is wrong."""
    file = folder / ".cache/traceability/mkdocs.yml.findings.json"
    items, _, *others = json.loads(file.read_bytes().partition(b"\n")[2])
    put_in(file, json.dumps([items, [], *others]).encode())


@table(
    "version, where",
    ("as git writes it", "2", "."),
    ("with long flags", "3", "."),
    ("with paths shortened", "4", "."),
    ("below the top", "2", "docs/site"),
    ("below the top, shortened", "4", "docs/site"),
)
def test_what_git_tracks_is_neither_read_nor_written(tmp_path: Path, version: str, where: str) -> None:
    site = tmp_path / where
    file = write_site(site, SITE)
    first = plain(checked(file))
    assert first[1]
    poisoned(site)
    assert plain(checked(file))[1] == [], "what CI restores is read"

    git(tmp_path, "init", "-q", ".")
    (site / "z.txt").write_text("", encoding="utf-8")
    git(tmp_path, "config", "index.version", version)
    git(tmp_path, "add", "-A", ".")
    git(tmp_path, "update-index", "--index-version", version)
    if version == "3":
        git(tmp_path, "update-index", "--skip-worktree", "docs/a.trace.yml")
    assert plain(checked(file))[1] == [], "what the folder's own `.gitignore` keeps out is read"
    assert Workspace(load_settings(file)).notes() == []

    git(tmp_path, "add", "-f", f"{where}/.cache/traceability/mkdocs.yml.findings.json")
    tracked = (site / ".cache/traceability/mkdocs.yml.findings.json").read_bytes()
    workspace = Workspace(load_settings(file))
    assert plain(workspace.check(TODAY)) == first
    assert workspace.notes() == [
        "`.cache/traceability/mkdocs.yml.findings.json` is tracked by git, so it is not used; remove it: "
        "`git rm --cached .cache/traceability/mkdocs.yml.findings.json`"
    ]
    assert (site / ".cache/traceability/mkdocs.yml.findings.json").read_bytes() == tracked


def test_what_a_worktree_or_a_submodule_tracks_is_not_read(tmp_path: Path) -> None:
    top = tmp_path / "top"
    first = plain(checked(write_site(top, SITE)))
    poisoned(top)
    git(top, "init", "-q", ".")
    git(top, "add", "-A", ".")
    git(top, "add", "-f", ".cache")
    git(top, "commit", "-q", "-m", "All")
    git(top, "worktree", "add", "-q", "--detach", "../tree")
    git(tmp_path, "init", "-q", "outer")
    local = ("-c", "protocol.file.allow=always")
    git(tmp_path / "outer", *local, "submodule", "add", "-q", str(top), "inner")
    for folder in (tmp_path / "tree", tmp_path / "outer/inner"):
        assert (folder / ".git").is_file()
        workspace = Workspace(load_settings(folder / "mkdocs.yml"))
        assert plain(workspace.check(TODAY)) == first
        assert len(workspace.notes()) == 2


def test_a_file_of_a_like_name_is_another_one(tmp_path: Path) -> None:
    file = write_site(tmp_path, SITE)
    checked(file)
    poisoned(tmp_path)
    git(tmp_path, "init", "-q", ".")
    for other in ("x/.cache/traceability", "x.cache/traceability"):
        copy = tmp_path / other / "mkdocs.yml.findings.json"
        copy.parent.mkdir(parents=True)
        copy.write_text("{}", encoding="utf-8")
        git(tmp_path, "add", "-f", str(copy))
    assert plain(checked(file))[1] == []


def test_an_index_that_is_cut_off_has_any_file(tmp_path: Path) -> None:
    file = write_site(tmp_path, SITE)
    first = plain(checked(file))
    poisoned(tmp_path)
    git(tmp_path, "init", "-q", ".")
    git(tmp_path, "config", "index.version", "4")
    git(tmp_path, "add", "-A", ".")
    index = tmp_path / ".git/index"
    index.write_bytes(index.read_bytes()[:90])
    assert plain(checked(file)) == first


# ---------------------------------------------------------------- globs


@table(
    "path, glob, fits",
    ("the file itself", "docs/a.yml", "docs/a.yml", True),
    ("a star within a folder", "docs/a.yml", "docs/*.yml", True),
    ("a star does not cross folders", "docs/x/a.yml", "docs/*.yml", False),
    ("two stars do", "docs/x/y/a.yml", "docs/**/*.yml", True),
    ("two stars may be nothing", "docs/a.yml", "docs/**/*.yml", True),
    ("all below", "docs/x/a.yml", "docs/**", True),
    ("a folder", "docs/x/a.yml", "docs/x", True),
    ("a folder with a slash", "docs/x/a.yml", "docs/x/", True),
    ("not a mere beginning", "docs/xy/a.yml", "docs/x", False),
    ("a question mark", "docs/a.yml", "docs/?.yml", True),
    ("a choice", "docs/b.yml", "docs/[a-c].yml", True),
    ("a choice that is not", "docs/b.yml", "docs/[!a-c].yml", False),
    ("a choice of odd characters", "docs/&.yml", "docs/[&&|~^].yml", True),
    ("a choice that is none", "docs/[z-a].yml", "docs/[z-a].yml", True),
    ("a dot is a dot", "docs/ayml", "docs/a.yml", False),
    ("nothing", "docs/a.yml", "", False),
)
def test_a_path_fits_a_glob(path: str, glob: str, fits: bool) -> None:
    assert matches(path, glob) is fits


@given(st.text(max_size=10), st.text(st.sampled_from("[]!^-az*?/.\\&|~"), max_size=12))
def test_any_glob_can_be_tried(path: str, glob: str) -> None:
    assert matches(path, glob) in (True, False)


def test_nothing_is_written_through_a_link_that_leads_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "site/.cache").mkdir(parents=True)
    (tmp_path / "site/.cache/traceability").symlink_to(elsewhere)
    cache.save(tmp_path / "site/.cache/traceability/x.json", "key", {"a": 1})
    assert list(elsewhere.iterdir()) == []


def test_a_linked_file_in_the_folder_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    folder = tmp_path / "site/.cache/traceability"
    folder.mkdir(parents=True)
    for name in (".gitignore", "x.json"):
        (folder / name).symlink_to(victim)
    cache.save(folder / "x.json", "key", {"a": 1})
    assert victim.read_text(encoding="utf-8") == "mine"
    assert cache.load(folder / "x.json", "key") == {"a": 1}


def test_all_that_the_example_declares_is_kept() -> None:
    settings = load_settings(EXAMPLE / "mkdocs.yml")
    sources = Workspace(settings).link().sources
    assert len(sources) > 40
    for source in sources:
        read = read_source(source, settings.schema)
        again = from_kept(json.loads(json.dumps(as_kept(read))), settings.schema)
        assert again is not None, source.path
        assert (as_data(again.items), again.findings, again.mentions, again.markers) == (
            as_data(read.items),
            read.findings,
            read.mentions,
            read.markers,
        )

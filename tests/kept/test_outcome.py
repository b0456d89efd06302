"""What a check came to is said again only where a fresh check would come to the very same."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from git_repositories import repository
from hypothesis import given, settings
from hypothesis import strategies as st
from support import table

from mkdocs_traceability.files import cache, witness
from mkdocs_traceability.kept.files import kept_file
from mkdocs_traceability.kept.outcome import Outcome, kept_outcome
from mkdocs_traceability.model.finding import as_stored
from mkdocs_traceability.model.rendered import MANIFEST, Manifest, digest, written_manifest
from mkdocs_traceability.reports.formats import FORMATS
from mkdocs_traceability.reports.report import Report
from mkdocs_traceability.settings.config_file import ConfigError
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace
from mkdocs_traceability.workspace.outcome import check_and_keep

TODAY = date(2026, 11, 1)

CONFIG = """\
site_name: S
plugins:
  - traceability:
      code_roots: [code]
      acyclic: [depends_on]
"""

SHOP = """\
# What the shop is made of.
components:
  - id: order-store
    title: Order store
    status: implemented
    evidence: {code: "store.py:Store"}
    notes: >-
      Keeps what was ordered, so that
      nothing is lost.
  - id: order-page
    title: Order page
    depends_on: [order-stor, mail]
    waive: [{code: TR202, reason: new, owner: ann, until: 2026-11-30}]
  - {id: mailer, title: Mail, aliases: [post]}
"""

FLOWS = """\
flows:
  - id: BUY-001
    title: Buy something
    notes: Nothing is said of it.
    components: [order-page, post, Order stores]
    status: implemented
  - id: BUY-003
    title: Return something
    summary: "It comes back."
    components: [order-pgae, mailer]
"""

FILES = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "# Home\n\nNothing is declared here.\n",
    "docs/shop.trace.yml": SHOP,
    "docs/deep/flows.trace.yml": FLOWS,
    "docs/other.yml": "flow: 1\n",
    "code/store.py": "class Store:\n    pass\n",
}


def write_site(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", FILES)


@pytest.fixture(params=["new files", "old files"])
def age(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Files of a test are new, so that their content is compared, unless they are taken for old."""
    if request.param == "old files":
        monkeypatch.setattr(witness, "_COARSE", -(10**18))
    return str(request.param)


def check(site: Path, *, with_shares: bool = True, today: date = TODAY) -> Any:
    """Check a site as the command does where nothing can be said again."""
    workspace = Workspace(load_settings(site / "mkdocs.yml"))
    checked = check_and_keep(workspace, today, with_shares=with_shares)
    return said(checked.findings, checked.items, checked.remarks, checked.gone, checked.shares)


def kept(site: Path, today: date = TODAY) -> Outcome | None:
    return kept_outcome(site / "mkdocs.yml", today)


def again(outcome: Outcome) -> Any:
    check = outcome.check
    return said(check.findings, check.items, outcome.remarks, check.gone, check.shares)


def said(findings: Any, *others: Any) -> Any:
    """Return all that is said, as plain data."""
    return json.loads(json.dumps([[as_stored(each) for each in findings], *others]))


def fresh(site: Path) -> Any:
    """Return what a check says that knows nothing of others; None where it cannot run."""
    folder, aside = site / ".cache", site.parent / "aside"
    if folder.exists():
        folder.rename(aside)
    try:
        return check(site)
    except ConfigError:
        return None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if aside.exists():
            aside.rename(folder)


def replaced(site: Path, path: str, old: str, new: str) -> None:
    file = site / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


# ------------------------------------------------------------------------ nothing has changed


def test_it_is_said_again_while_nothing_has_changed(site: Path, age: str) -> None:
    first = check(site)
    outcome = kept(site)
    assert outcome is not None
    assert bool(outcome.witness.stats) is (age == "old files")
    assert again(outcome) == first
    assert [code for (code, *_) in first[0]] == [
        "TR101",
        "TR101",
        "TR101",
        "TR401",
        "TR202",
        "TR107",
    ] or first[0]


@table(
    "change",
    ("a file is touched", lambda site: os.utime(site / "docs/shop.trace.yml", (1, 1))),
    ("a file that nobody reads", lambda site: (site / "docs/picture.svg.txt").parent.joinpath("x").exists()),
    ("a file beside the site", lambda site: (site / "README.txt").write_text("x")),
)
def test_what_changes_nothing_is_seen_to_change_nothing(
    site: Path, age: str, change: Callable[[Path], object]
) -> None:
    first = check(site)
    change(site)
    outcome = kept(site)
    assert outcome is not None
    assert again(outcome) == first


def same_size_and_times(site: Path) -> None:
    file = site / "docs/shop.trace.yml"
    before = file.stat()
    file.write_text(SHOP.replace("order-stor,", "order-stoa,"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size


@table(
    "change",
    ("a reference", lambda site: replaced(site, "docs/shop.trace.yml", "order-stor,", "order-store,")),
    ("the same size and times", same_size_and_times),
    ("a status", lambda site: replaced(site, "docs/deep/flows.trace.yml", "implemented", "planned")),
    ("a new sidecar", lambda site: (site / "docs/new.trace.yml").write_text("flows: [{id: A}]\n")),
    ("a sidecar is gone", lambda site: (site / "docs/deep/flows.trace.yml").unlink()),
    ("a sidecar is moved", lambda site: (site / "docs/shop.trace.yml").rename(site / "docs/a.trace.yml")),
    ("a page says something", lambda site: (site / "docs/index.md").write_text("[BUY-001] [BUY-009]\n")),
    ("a new page", lambda site: (site / "docs/page.md").write_text("# New\n")),
    ("a file beside sidecars", lambda site: (site / "docs/other.yml").write_text("flows: [{id: a}]\n")),
    ("a sidecar beside the docs", lambda site: (site / "a.trace.yml").write_text("flows: [{id: a}]\n")),
    ("evidence", lambda site: (site / "code/store.py").write_text("class Shop:\n    pass\n")),
    ("evidence is gone", lambda site: (site / "code/store.py").unlink()),
    ("settings", lambda site: (site / "mkdocs.yml").write_text(CONFIG + "      rules: {TR101: info}\n")),
    ("a baseline", lambda site: (site / "traceability-baseline.json").write_text("{}")),
    ("a second host", lambda site: (site / "zensical.toml").write_text('[project]\nsite_name = "x"\n')),
    (
        "a list of rendered pages",
        lambda site: write_site(site, {"docs/traceability/.mkdocs-traceability.json": "{}"}),
    ),
)
def test_what_may_change_something_is_checked(site: Path, age: str, change: Callable[[Path], object]) -> None:
    check(site)
    change(site)
    assert kept(site) is None


def test_another_day_is_checked(site: Path) -> None:
    check(site)
    assert kept(site, date(2026, 12, 1)) is None


def test_a_variable_of_the_environment_decides(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "mkdocs.yml").write_text(CONFIG + "site_url: !ENV [SITE_URL, https://example.org]\n")
    check(site)
    assert kept(site) is not None
    monkeypatch.setenv("SITE_URL", "https://example.com")
    assert kept(site) is None


@table(
    "setting",
    ("one of several lines", "site_url: !ENV [NOWHERE,\n  SITE_URL, https://example.org]\n"),
    ("a list below a comment", "site_url: !ENV # of the SITE\n  - SITE_URL\n  - https://example.org\n"),
    ("a tag in full", "site_url: !<!ENV> [SITE_URL, https://example.org]\n"),
    ("a configuration above", "INHERIT: base.yml\n"),
)
def test_a_variable_decides_however_it_is_asked_for(
    site: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    (site / "base.yml").write_text("site_url: !ENV SITE_URL\n")
    (site / "mkdocs.yml").write_text(CONFIG + setting)
    check(site)
    assert kept(site) is not None
    monkeypatch.setenv("SITE_URL", "https://example.com")
    assert kept(site) is None


def linked(site: Path, path: str, to: str) -> None:
    """Put a link in the place of a file or folder, which stays beside it."""
    file = site / path
    if file.is_symlink():
        file.unlink()
    elif file.exists():
        file.rename(file.with_name(f"{file.name}-before"))
    file.symlink_to(to)


def docs_folder(site: Path) -> None:
    shutil.copytree(site / "docs", site / "docs2")
    (site / "docs2/shop.trace.yml").write_text(SHOP.replace("order-stor,", "order-store,"))
    linked(site, "docs", "docs2")


def source_beside_itself(site: Path) -> None:
    """A copy of a source is another source; a link to it is the same one."""
    shutil.copy(site / "docs/link.trace.yml", site / "copy.txt")
    linked(site, "docs/link.trace.yml", "../copy.txt")


@table(
    "before, change",
    (
        "the docs folder",
        lambda site: linked(site, "docs", "docs-before"),
        docs_folder,
    ),
    (
        "an inherited configuration",
        lambda site: (
            (site / "mkdocs.yml").write_text(f"INHERIT: base.yml\n{CONFIG}"),
            (site / "a.yml").write_text("{}\n"),
            (site / "b.yml").write_text("docs_dir: code\n"),
            linked(site, "base.yml", "a.yml"),
        ),
        lambda site: linked(site, "base.yml", "b.yml"),
    ),
    ("a source", lambda site: linked(site, "docs/link.trace.yml", "shop.trace.yml"), source_beside_itself),
    (
        "a folder out of the site",
        lambda site: (
            write_site(site, {"facts/a.trace.yml": "flows: [{id: F-1}]\n"}),
            write_site(site.parent / "elsewhere", {"b.trace.yml": "flows: [{id: F-2}]\n"}),
            (site / "mkdocs.yml").write_text(CONFIG + "      sources: [facts/**/*.trace.yml]\n"),
        ),
        lambda site: linked(site, "facts/link", "../../elsewhere"),
    ),
    (
        "a source in the place of a copy",
        lambda site: shutil.copy(site / "docs/shop.trace.yml", site / "docs/link.trace.yml"),
        lambda site: linked(site, "docs/link.trace.yml", "shop.trace.yml"),
    ),
)
def test_a_link_that_leads_elsewhere_is_followed(
    site: Path, age: str, before: Callable[[Path], object], change: Callable[[Path], object]
) -> None:
    before(site)
    first = check(site)
    assert again(kept(site) or pytest.fail("nothing is kept")) == first
    change(site)
    assert kept(site) is None
    assert check(site) == fresh(site) != first


def test_a_page_that_is_a_link_is_said_again(site: Path, age: str) -> None:
    (site / "docs/linked.md").symlink_to("index.md")
    first = check(site)
    outcome = kept(site)
    assert outcome is not None
    assert again(outcome) == first


def test_a_commit_that_tells_where_evidence_went_is_seen(site: Path) -> None:
    (site / "code/store.py").write_text("x = 1\n")
    for name in ("shelf", "hall", "desk", "till", "cart"):
        (site / f"code/{name}.py").write_text("from store import Store\nStore()\n")
    (site / "code/shelf.py").write_text("class Store:\n    pass\n")
    commits = [{"code/store.py": "class Store:\n    pass\n"}, {"code/store.py": "x = 1\n"}]
    first, second = repository(site, commits)
    subprocess.run(["git", "update-ref", "HEAD", first], cwd=site, check=True)
    assert "it is also defined in" in json.dumps(check(site))
    assert kept(site) is not None
    subprocess.run(["git", "update-ref", "HEAD", second], cwd=site, check=True)
    assert kept(site) is None
    assert "moved to" in json.dumps(check(site))


def test_a_history_that_becomes_unreadable_is_checked(site: Path) -> None:
    (site / "mkdocs.yml").write_text(CONFIG + "      history: history.json\n")
    first = check(site)
    assert kept(site) is not None
    (site / "history.json").write_text("no history")
    assert kept(site) is None
    assert check(site) != first


def test_what_the_baseline_names_decides(site: Path) -> None:
    entry = {"fingerprint": "0" * 16, "code": "TR101", "path": "docs/gone.md"}
    baseline = {"version": 1, "since": "2026-01-01", "entered": 1, "findings": [entry]}
    (site / "traceability-baseline.json").write_text(json.dumps(baseline))
    check(site)
    if kept(site) is not None:
        (site / "docs/gone.md").write_text("# Back\n")
        assert kept(site) is None


def test_a_source_that_cannot_be_read_keeps_nothing(site: Path) -> None:
    (site / "docs/folder.trace.yml").symlink_to(site.parent / "nowhere")
    check(site)
    assert kept(site) is None


def test_a_source_elsewhere_keeps_nothing_that_shows_its_lines(site: Path) -> None:
    elsewhere = write_site(site.parent / "elsewhere", {"b.trace.yml": "flows: [{id: X, components: [y]}]\n"})
    (site / "mkdocs.yml").write_text(CONFIG + f"      sources: [{elsewhere}/*.trace.yml]\n")
    check(site)
    assert kept(site) is None


# ------------------------------------------------------------------------ texts are reworded


@table(
    "path, old, new",
    ("a title", "docs/shop.trace.yml", "title: Order store", "title: Shelf of orders"),
    ("notes with more lines", "docs/deep/flows.trace.yml", "is said of it.", "is\n\n      said of it."),
    ("a summary", "docs/deep/flows.trace.yml", '"It comes back."', "'It comes back: soon.'"),
    ("a comment", "docs/shop.trace.yml", "# What the shop is made of.", "# Parts of the shop."),
    ("comments", "docs/deep/flows.trace.yml", "flows:", "# Flows\n# of the shop.\nflows:"),
    ("a blank line", "docs/deep/flows.trace.yml", "  - id: BUY-003", "\n  - id: BUY-003"),
)
def test_rewording_needs_no_check(site: Path, age: str, path: str, old: str, new: str) -> None:
    first = check(site)
    replaced(site, path, old, new)
    outcome = kept(site)
    assert outcome is not None
    assert again(outcome) == fresh(site)
    assert (again(outcome) == first) is (new.count("\n") == old.count("\n"))
    unchanged = kept(site)
    assert unchanged is not None
    assert again(unchanged) == again(outcome)


@table(
    "path, old, new",
    ("a title that is looked for", "docs/shop.trace.yml", "title: Order store", "title: Order stores"),
    ("a title that was looked for", "docs/shop.trace.yml", "title: Mail,", "title: Letter,"),
    ("a title that a comment cuts", "docs/shop.trace.yml", "title: Order store", "title: #12"),
    ("no title", "docs/shop.trace.yml", "title: Order store", "title:"),
    ("print's quotes", "docs/shop.trace.yml", "title: Order store", "title: “Order store”"),
    ("a list", "docs/shop.trace.yml", "title: Order store", "title: [Order store]"),
    ("a tag", "docs/shop.trace.yml", "title: Order store", "title: !x Order store"),
    ("an id", "docs/shop.trace.yml", "id: order-page", "id: order-pages"),
    ("one key more", "docs/shop.trace.yml", "title: Order store", "title: Order store\n    tags: [a]"),
    ("the same key again", "docs/shop.trace.yml", "title: Order store", "title: A\n    title: B"),
    ("no YAML", "docs/shop.trace.yml", "title: Order store", "title: {"),
    ("a key of another name", "docs/shop.trace.yml", "notes: >-", "note: >-"),
)
def test_other_edits_are_checked(site: Path, age: str, path: str, old: str, new: str) -> None:
    check(site)
    replaced(site, path, old, new)
    assert kept(site) is None


@table(
    "more",
    ("a table", {"docs/a.md": "[trace: matrix components]\n"}),
    ("a count", {"docs/a.md": "There are [trace: count components title~Order].\n"}),
    ("a duplicate", {"docs/a.trace.yml": "components: [{id: mailer, title: Letters}]\n"}),
    ("an item without an id", {"docs/a.trace.yml": "components: [{title: Letters}]\n"}),
    ("no YAML", {"docs/a.trace.yml": "components: [\n"}),
    ("documents that are compared", {"mkdocs.yml": CONFIG + "      ground: [docs/*.md]\n"}),
    (
        "a condition for evidence",
        {
            "mkdocs.yml": CONFIG
            + "      kinds: {component: {evidence: [{when: {title: Order store}, all_of: [docs]}]}}\n"
        },
    ),
    (
        "another field of the name",
        {
            "mkdocs.yml": CONFIG
            + "      kinds: {component: {fields: {title: {one_of: [Order store, Mail]}}}}\n"
        },
    ),
)
def test_titles_that_are_asked_for_are_checked(site: Path, more: Mapping[str, str]) -> None:
    write_site(site, more)
    check(site)
    replaced(site, "docs/shop.trace.yml", "title: Order store", "title: Shelf of orders")
    assert kept(site) is None


def test_the_line_of_a_suggestion_moves(site: Path) -> None:
    """The suggestion for `order-stor` says in which line `order-store` is."""
    first = check(site)
    replaced(site, "docs/shop.trace.yml", "# What", "\n# What")
    outcome = kept(site)
    assert outcome is not None
    assert again(outcome) == fresh(site) != first
    assert "(docs/shop.trace.yml:4)" in json.dumps(again(outcome))


def test_a_text_that_looks_like_the_place_of_a_suggestion_is_left_alone(site: Path) -> None:
    write_site(
        site, {"docs/x.trace.yml": "flows:\n  - id: X-1\n    components: ['(docs/shop.trace.yml:9)']\n"}
    )
    check(site)
    replaced(site, "docs/shop.trace.yml", "# What", "\n# What")
    assert kept(site) is None


@table(
    "path, old, new",
    (
        "in a message",
        "docs/shop.trace.yml",
        "    title: Order page",
        "    title: Order page\n    title: Page",
    ),
    ("of related places", "docs/shop.trace.yml", "[order-stor, mail]", "[order-page]"),
)
def test_a_finding_that_names_a_line_otherwise_is_made_anew(
    site: Path, path: str, old: str, new: str
) -> None:
    replaced(site, path, old, new)
    check(site)
    replaced(site, path, "# What", "\n# What")
    outcome = kept(site)
    assert outcome is None or again(outcome) == fresh(site)


def test_many_edits_are_kept_one_after_the_other_until_it_is_time_to_read_all(site: Path) -> None:
    names = [f"docs/many/{number:02}.trace.yml" for number in range(20)]
    write_site(site, {name: f"flows:\n  - id: F-{n}\n    title: Old\n" for n, name in enumerate(names, 100)})
    check(site)
    told = []
    for name in names:
        replaced(site, name, "Old", "New")
        told.append(kept(site) is not None)
    assert told == [True] * 16 + [False] * 4
    assert check(site) == fresh(site)


# ------------------------------------------------------------------------ whoever wrote the file


@table(
    "damage",
    ("nothing in it", lambda data: b""),
    ("cut off", lambda data: data[: len(data) // 2]),
    ("changed", lambda data: data.replace(b"order", b"ordre")),
)
@pytest.mark.parametrize("what", ["check", "texts"])
def test_a_damaged_file_is_as_if_it_were_not_there(
    site: Path, damage: Callable[[bytes], bytes], what: str
) -> None:
    first = check(site)
    file = kept_file(site / "mkdocs.yml", what)
    file.write_bytes(damage(file.read_bytes()))
    replaced(site, "docs/shop.trace.yml", "title: Order store", "title: Shelf of orders")
    assert kept(site) is None
    assert check(site) == first


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("data:docs/shop.trace.yml"),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=30)
@given(st.data())
def test_whatever_is_kept_nothing_raises(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    site = once(tmp_path_factory)
    file, key = kept_file(site / "mkdocs.yml", "check"), cache.key_of(cache.program(), TODAY)
    stored = cache.load(file, key)
    spoilt = stored
    for _ in range(data.draw(st.integers(0, 4))):  # go down to some part, and put another there
        if not isinstance(spoilt, list | dict) or not spoilt:
            break
        keys = list(spoilt) if isinstance(spoilt, dict) else range(len(spoilt))
        at: Any = data.draw(st.sampled_from(list(keys)))
        if not isinstance(spoilt[at], list | dict) or data.draw(st.booleans()):
            spoilt[at] = data.draw(JSON)
            break
        spoilt = spoilt[at]
    cache.save(file, key, stored)
    outcome = kept(site)
    assert outcome is None or again(outcome)
    check(site)


STEERS = "\x1b[31mred\n::error::no command"


def reports_of(outcome: Outcome, site: Path) -> Mapping[str, str]:
    """Return what is reported, in every format."""
    check = outcome.check
    report = Report(
        check.findings,
        check.items,
        outcome.excerpts(site),
        gone=check.gone,
        has_baseline=outcome.has_baseline,
        shares=check.shares or (),
        findings_url=outcome.findings_url,
        notes=outcome.remarks,
        is_verbose=True,
    )
    return {name: form.emit(report) for name, form in FORMATS.items()}


@pytest.mark.parametrize("value", [STEERS, 10**30, 1.5, None, [], {}, True, "TR999"], ids=repr)
def test_whatever_is_kept_every_format_can_report_it_and_steers_nothing(site: Path, value: Any) -> None:
    entry = {"fingerprint": "0" * 24, "code": "TR101", "path": "docs/shop.trace.yml", "item": "flow A"}
    baseline = {"version": 1, "since": "2026-01-01", "entered": 1, "findings": [entry]}
    (site / "traceability-baseline.json").write_text(json.dumps(baseline))
    (site / "mkdocs.yml").write_text(CONFIG + "site_url: https://example.org\n")
    check(site)
    file, key = kept_file(site / "mkdocs.yml", "check"), cache.key_of(cache.program(), TODAY)
    whole = json.dumps(cache.load(file, key))
    reported = 0
    for number in range(len(list(slots(json.loads(whole)[:4])))):
        stored = json.loads(whole)
        said_of_check = stored[:4]
        holder, at = list(slots(said_of_check))[number]
        holder[at] = value
        cache.save(file, key, [*said_of_check, *stored[4:]])
        if (outcome := kept(site)) is not None:
            said = reports_of(outcome, site)
            assert STEERS[0] not in said["text"] + said["github"]
            assert "\n::error::no" not in said["github"]
            reported += 1
    assert reported > 10


def slots(data: Any) -> Iterator[tuple[Any, Any]]:
    """Go through all places in plain data where something else could stand."""
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        yield data, key
        yield from slots(data[key])


def test_lines_of_other_files_are_not_shown(site: Path) -> None:
    """Not even where a finding that somebody wrote into the file stands there."""
    (site.parent / "secret.txt").write_text("hunter2\n")
    check(site)
    outcome = kept(site)
    assert outcome is not None
    excerpts = outcome.excerpts(site)
    (site / "link.txt").symlink_to(site.parent / "secret.txt")
    assert [
        excerpts.line(path, 1) for path in ("../secret.txt", "link.txt", str(site.parent / "secret.txt"))
    ] == [
        "",
        "",
        "",
    ]
    assert excerpts.line("docs/shop.trace.yml", 2) == "components:"


def test_a_file_that_git_tracks_is_not_used(site: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=site, check=True)
    check(site)
    assert kept(site) is not None
    subprocess.run(["git", "add", "-f", ".cache"], cwd=site, check=True)
    assert kept(site) is None


# ------------------------------------------------------------------------ the command

OPTIONS = [
    [],
    ["-q"],
    ["--verbose"],
    ["--select", "TR1"],
    *(["--format", form] for form in ("json", "sarif", "markdown")),
    ["--output", "json=out.json", "--output", "junit=out.xml"],
]


def command(site: Path, *options: str) -> tuple[int, str, str, dict[str, str]]:
    """Run the command, and return how it ended, what it said, and what it wrote."""
    for file in site.glob("out.*"):
        file.unlink()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs_traceability", "check", *options],
        cwd=site,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1793500000"},
        capture_output=True,
        text=True,
        check=False,
    )
    files = {file.name: file.read_text(encoding="utf-8") for file in site.glob("out.*")}
    for name in files:
        (site / name).unlink()
    return done.returncode, done.stdout, done.stderr, files


def test_the_command_says_the_same_again_whatever_it_is_asked(site: Path) -> None:
    first = {}
    for options in OPTIONS:
        shutil.rmtree(site / ".cache", ignore_errors=True)
        first[tuple(options)] = command(site, *options)
    assert {status for status, *_ in first.values()} == {1}
    command(site, "--format", "json")  # which needs most
    for options in OPTIONS:
        assert command(site, *options) == first[tuple(options)]


def test_an_unchanged_check_loads_neither_models_nor_yaml(site: Path) -> None:
    """What costs most of the start."""
    command(site)
    code = (
        "import sys; from mkdocs_traceability.cli.main import main\n"
        "try:\n    main(['check'], standalone_mode=False)\n"
        "except SystemExit as end:\n    print(end.code)\n"
        "print([name for name in ('pydantic', 'yaml', 'jinja2', 'mkdocs') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=site,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1793500000"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-2:] == ["1", "[]"]


# ------------------------------------------------------------------------ any edits

TEXTS = st.sampled_from(
    [
        "Order stores",
        "order-stor",
        "mail",
        "post",
        "Order store #1",
        "a: b",
        '"Quoted: text"',
        "'It''s'",
        "“Print”",
        "null",
        "",
        "~",
        "12",
        ">-\n      Folded\n      text.",
        "|\n      Kept\n\n      text",
        "Straße 00012",
        "é",
        "x   # why",
        "&a Anchor",
        "{a: 1}",
        "BUY-001",
        "line 3 of docs/shop.trace.yml:4",
    ]
) | st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=6)


def reworded(site: Path, number: int, text: str) -> None:
    """Write another text where a title, notes or a summary stand."""
    file = chosen(site, number)
    lines = lines_of(file)
    named = [
        n for n, line in enumerate(lines) if line.lstrip("- ").startswith(("title:", "notes:", "summary:"))
    ]
    at = named[number // 7 % len(named)] if named else 0
    lines[at] = f"{lines[at].partition(':')[0]}: {text}"
    write(file, lines)


def written(site: Path, number: int, text: str) -> None:
    """Write another word somewhere."""
    file = chosen(site, number)
    lines = lines_of(file)
    at = number // 7 % len(lines)
    words = lines[at].split(" ")
    words[-1] = text
    lines[at] = " ".join(words)
    write(file, lines)


def commented(site: Path, number: int, text: str) -> None:
    file = chosen(site, number)
    lines = lines_of(file)
    lines.insert(number // 7 % len(lines), f"# {text}" if text.isprintable() else "")
    write(file, lines)


def shortened(site: Path, number: int, text: str) -> None:
    file = chosen(site, number)
    lines = lines_of(file)
    del lines[number // 7 % len(lines)]
    write(file, lines)


def added(site: Path, number: int, text: str) -> None:
    write_site(site, {f"docs/new{number % 3}.trace.yml": "components: [{id: mailer-2, title: Mailer}]\n"})


def moved(site: Path, number: int, text: str) -> None:
    file = chosen(site, number)
    file.rename(file.with_name(f"moved{number % 3}.trace.yml"))


def deleted(site: Path, number: int, text: str) -> None:
    chosen(site, number).unlink()


def touched(site: Path, number: int, text: str) -> None:
    os.utime(chosen(site, number), (number, number))


def coded(site: Path, number: int, text: str) -> None:
    write_site(site, {"code/store.py": f"class {['Store', 'Shop'][number % 2]}:\n    pass\n"})


def chosen(site: Path, number: int) -> Path:
    files = sorted((site / "docs").rglob("*.trace.yml"))
    if not files:
        write_site(site, FILES)
        return chosen(site, number)
    return files[number % len(files)]


def lines_of(file: Path) -> list[str]:
    return file.read_bytes().decode("utf-8", "surrogateescape").split("\n")


def write(file: Path, lines: list[str]) -> None:
    file.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))


EDITS = (*[reworded] * 8, commented, commented, written, shortened, added, moved, deleted, touched, coded)


_SITES: dict[str, Path] = {}


def once(factory: pytest.TempPathFactory) -> Path:
    """Return a site that has been checked."""
    if "once" not in _SITES:
        _SITES["once"] = write_site(factory.mktemp("once") / "site", FILES)
    check(_SITES["once"])
    return _SITES["once"]


EXAMPLES = int(os.environ.get("TRACE_EXAMPLES", "12"))


@settings(max_examples=EXAMPLES, derandomize=EXAMPLES == 12)
@given(
    st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 999), TEXTS), min_size=1, max_size=6),
    st.booleans(),
)
def test_whatever_is_edited_it_says_what_a_fresh_check_says(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[Callable[[Path, int, str], None], int, str]],
    is_old: bool,
) -> None:
    site = write_site(tmp_path_factory.mktemp("edited") / "site", FILES)
    with pytest.MonkeyPatch.context() as patch:
        if is_old:
            patch.setattr(witness, "_COARSE", -(10**18))
        check(site)
        for change, number, text in changes:
            change(site, number, text)
            outcome = kept(site)
            expected = fresh(site)
            assert outcome is None or again(outcome) == expected
            if outcome is None:
                assert expected == check(site)
    shutil.rmtree(site.parent)


def test_pages_that_are_rendered_while_a_check_reads_are_seen_by_the_next_one(site: Path, age: str) -> None:
    (site / "docs/claims.trace.yml").write_text(
        "flows: [{id: DOC-1, components: [mailer], evidence: {docs: [traceability/flows.md]}}]\n",
        encoding="utf-8",
    )
    (site / "docs/traceability").mkdir()
    (site / "docs/traceability/flows.md").write_text("# Flows\n", encoding="utf-8")
    workspace = Workspace(load_settings(site / "mkdocs.yml"))
    listed = Manifest({"flows.md": digest(b"# Flows\n")})
    (site / "docs/traceability" / MANIFEST).write_bytes(written_manifest(listed))
    check_and_keep(workspace, TODAY, with_shares=True)
    outcome = kept(site)
    if outcome is not None:
        assert again(outcome) == check(site)

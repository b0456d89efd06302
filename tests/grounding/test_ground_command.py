"""`mkdocs-traceability ground`: documents of any repository, what is said of them, and how it ends."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import date
from errno import EIO
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import table, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.grounding.history.history import NoHistory
from mkdocs_traceability.model.grounding import Removal
from mkdocs_traceability.workspace import grounded

MOVED = Removal("3faa4a8", date(2026, 10, 2), "Move the store", ("src/new.py",))
WAIVE = '<!-- traceability: waive TR601 reason="told in the talk" -->'
README = "# Shop\n\nIt starts in `src/new.py`, and by `src/old.py`.\n\nSee `nowhere/else.py`.\n"
SUMMARY = "3 checkable statements · 1 holds · 1 does not · 1 cannot be checked here"

TEXT = f"""\
{SUMMARY}

README.md:3:36: TR601 [warning] path `src/old.py` not found: held until 3faa4a8 (2026-10-02, Move the store)
  |
3 | It starts in `src/new.py`, and by `src/old.py`.
  |                                    ^^^^^^^^^^
  |
  = now `src/new.py`
"""


class Past:
    """A history in which `src/old.py` became `src/new.py`, and `Store.close` was removed."""

    doubt = ""

    def removals(self, wanted: dict[str, frozenset[str]]) -> dict[tuple[str, str], Removal]:
        removed = {("path", "src/old.py"): MOVED, ("symbol", "Store.close"): MOVED._replace(now=())}
        return {key: each for key, each in removed.items() if key[1] in wanted.get(key[0], ())}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without a line of YAML, the current folder."""
    monkeypatch.setattr(grounded, "history_of", lambda *_: Past())
    for name in ("GITHUB_SERVER_URL", "CI_PROJECT_URL"):
        monkeypatch.delenv(name, raising=False)
    repository = tmp_path / "shop"
    (repository / "src").mkdir(parents=True)
    (repository / ".git").mkdir()
    (repository / "src/new.py").write_text("def start(): ...\n", encoding="utf-8")
    (repository / "README.md").write_text(README, encoding="utf-8")
    monkeypatch.chdir(repository)
    return repository


def ground(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["ground", *arguments], input=stdin)


def places(*arguments: str, stdin: str | None = None) -> list[str]:
    found = json.loads(ground(*arguments, "--format", "json", stdin=stdin).stdout)["findings"]
    return [f"{each['path']}:{each['line']}:{each['column']} {each['code']}" for each in found]


def test_a_user_without_a_line_of_yaml_sees_which_sentences_are_true(folder: Path) -> None:
    done = ground("README.md")
    assert (done.exit_code, done.stdout, done.stderr) == (1, TEXT, "")


def test_a_document_that_is_right_ends_with_0(folder: Path) -> None:
    (folder / "README.md").write_text("# Shop\n\nIt starts in `src/new.py`.\n", encoding="utf-8")
    done = ground("README.md")
    assert (done.exit_code, done.stdout) == (
        0,
        "1 checkable statement · 1 holds · 0 do not · 0 cannot be checked here\n",
    )


def test_what_holds_and_what_cannot_be_checked_is_listed_on_request(folder: Path) -> None:
    head, _, rest = ground("README.md", "-v").stdout.partition("\n\n")
    assert head == SUMMARY
    assert rest.startswith(
        "README.md:3:15: holds: path `src/new.py` (src/new.py)\n"
        "README.md:5:6: cannot be checked here: path `nowhere/else.py`\n\n"
    )
    assert rest.endswith(TEXT.partition("\n\n")[2])


@table(
    ("arguments", "found"),
    ("a file", "README.md", ["README.md:3:36"]),
    ("two", "README.md docs/a.md", ["README.md:3:36", "docs/a.md:1:2"]),
    ("one twice", "README.md ./README.md", ["README.md:3:36"]),
    ("a folder", "docs", ["docs/a.md:1:2", "docs/b/c.md:1:2"]),
    ("a glob", "docs/**/[ac].md", ["docs/a.md:1:2", "docs/b/c.md:1:2"]),
    ("a folder in another", "-C docs b", ["docs/b/c.md:1:2"]),
    ("a file with any ending", "docs/d.txt", ["docs/d.txt:1:2"]),
)
def test_files_are_named_in_many_ways(folder: Path, arguments: str, found: list[str]) -> None:
    for name in ("a.md", "b/c.md", "d.txt", "node_modules/e.md"):
        file = folder / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("`src/old.py`\n", encoding="utf-8")
    assert places(*arguments.split()) == [f"{place} TR601" for place in found]


def test_without_a_name_all_documents_below_the_folder_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "docs").mkdir()
    (folder / "docs/a.md").write_text("`src/old.py`\n", encoding="utf-8")
    assert places() == ["README.md:3:36 TR601", "docs/a.md:1:2 TR601"]
    monkeypatch.chdir(folder / "docs")
    assert places() == ["docs/a.md:1:2 TR601"]


@table(
    "output",
    ("for code scanning", "sarif=r.sarif"),
    ("as JSON", "json=r.json"),
    ("as tests", "junit=r.xml"),
    ("for merge requests", "gitlab-code-quality=r.json"),
)
def test_a_report_in_the_repository_keeps_no_name_alive(folder: Path, output: str) -> None:
    (folder / "src/new.py").write_text("class Store:\n    def begin(self): ...\n", encoding="utf-8")
    (folder / "README.md").write_text("It calls `Store.close`.\n", encoding="utf-8")
    assert places("--output", output) == places() == ["README.md:1:11 TR602"]


def test_paths_begin_at_the_top_of_the_repository_wherever_one_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "src")
    assert places("../README.md") == ["README.md:3:36 TR601"]


def test_a_file_elsewhere_is_looked_up_in_its_own_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert places(str(folder / "README.md")) == ["README.md:3:36 TR601"]


def test_without_git_paths_begin_at_the_folder_of_the_file(folder: Path) -> None:
    (folder / ".git").rmdir()
    done = ground("README.md")
    assert done.exit_code == 1
    assert done.stdout.startswith(SUMMARY)


@table(
    ("arguments", "place"),
    ("by itself", "-", "-:1:6 TR601"),
    ("where it would lie", "- --stdin-name docs/new.md", "docs/new.md:1:6 TR601"),
)
def test_a_text_comes_from_the_standard_input(folder: Path, arguments: str, place: str) -> None:
    assert places(*arguments.split(), stdin="See `src/old.py`.\n") == [place]


def test_an_excerpt_of_the_standard_input_is_shown(folder: Path) -> None:
    (folder / "README.md").write_text("another text\n", encoding="utf-8")
    for name in ("-", "README.md"):
        shown = ground("-", "--stdin-name", name, stdin="See `src/old.py`.\n").stdout
        assert "1 | See `src/old.py`.\n  |      ^^^^^^^^^^\n" in shown


def test_what_stands_on_the_standard_input_need_be_no_text(folder: Path) -> None:
    assert ground("-", stdin=b"\xff\xfe `\x00/\x80.py` \x1b[2J").exit_code == 0
    assert ground("-", stdin="").stdout.startswith("0 checkable statements · ")


@table(
    ("arguments", "said"),
    ("no file", "nope.md", "Error: nope.md does not exist\n"),
    ("a glob of none", "docs/*.md", "Error: docs/*.md does not exist\n"),
    ("no document", "-C src", "no documents here: name files"),
    ("no standard input", "README.md --stdin-name a.md", "--stdin-name is for text from the standard input"),
    ("bad settings", "README.md -f bad.yml", "Error: "),
    ("no such rule", "README.md --select TR699", "no rule has the code `TR699`"),
    ("no such format", "README.md --format xml", "'xml' is not one of"),
)
def test_what_cannot_run_ends_with_2(folder: Path, arguments: str, said: str) -> None:
    (folder / "bad.yml").write_text("site_name: [\n", encoding="utf-8")
    done = ground(*arguments.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_file_outside_the_repository_of_the_others_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("x\n", encoding="utf-8")
    done = ground("README.md", "../other.md")
    assert done.exit_code == 2
    assert "other.md is outside" in done.stderr


def test_a_standard_input_that_cannot_be_read_is_named(folder: Path) -> None:
    class Unreadable(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if size:
                raise OSError(EIO, os.strerror(EIO))
            return b""

    done = CliRunner().invoke(main, ["ground", "-"], input=Unreadable())
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: the standard input cannot be read: Input/output error\n",
    )


def test_links_in_a_folder_that_lead_nowhere_or_out_of_it_stop_nothing(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.md"
    outside.write_text("See `app/gone.py`.\n", encoding="utf-8")
    before = ground(".").stdout
    (folder / "nowhere.md").symlink_to("gone.md")
    (folder / "outside.md").symlink_to(outside)
    done = ground(".")
    assert (done.stdout, done.stderr) == (before, "")


def test_a_folder_without_markdown_has_no_statements(folder: Path) -> None:
    assert ground("src").stdout.startswith("0 checkable statements")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("json", '"code": "TR601"'),
        ("sarif", '"ruleId": "TR601"'),
        ("github", "::warning file=README.md,line=3,col=36"),
        ("gitlab-code-quality", '"check_name": "TR601"'),
        ("junit", 'name="TR601'),
        ("markdown", "TR601"),
    ],
)
def test_all_formats_of_a_check_show_it(folder: Path, form: str, said: str) -> None:
    done = ground("README.md", "--format", form)
    assert done.exit_code == 1
    assert said in done.stdout
    ground("README.md", "-q", "-o", f"{form}=out")
    assert (folder / "out").read_text(encoding="utf-8") == done.stdout


def test_json_counts_the_statements(folder: Path) -> None:
    data = json.loads(ground("README.md", "--format", "json").stdout)
    assert data["statements"] == {"checkable": 3, "hold": 1, "fail": 1, "unknown": 1}


def test_sarif_offers_what_stands_there_now(folder: Path) -> None:
    data = json.loads(ground("README.md", "--format", "sarif").stdout)
    (fix,) = data["runs"][0]["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["replacements"][0]["insertedContent"]["text"] == "src/new.py"


@table(
    ("arguments", "status", "note"),
    ("shown", "--select TR6", 1, ""),
    ("of another rule", "--select TR602", 0, "Note: hidden by --select: 1 warning\n"),
    ("hidden", "--ignore TR601", 0, "Note: hidden by --ignore: 1 warning\n"),
)
def test_findings_are_narrowed_as_in_a_check(folder: Path, arguments: str, status: int, note: str) -> None:
    done = ground("README.md", *arguments.split())
    assert (done.exit_code, done.stderr) == (status, note)


def test_a_finding_is_waived_by_a_comment(folder: Path) -> None:
    (folder / "README.md").write_text(README.replace("\n\nSee", f" {WAIVE}\n\nSee"), encoding="utf-8")
    done = ground("README.md")
    assert (done.exit_code, done.stdout) == (0, f"{SUMMARY}\n\nNot listed: 1 waived. List them with -v.\n")
    assert "told in the talk" in ground("README.md", "-v").stdout


@table(
    ("comment", "codes", "status"),
    ("expired", 'waive TR601 reason="r" until=2020-01-31', ["TR901"], 1),
    ("in time", 'waive TR601 reason="r" until=2999-01-31', ["TR601"], 0),
    ("unused", 'waive TR602 reason="r"', ["TR601", "TR902"], 1),
    ("limited to it", 'waive TR601 reason="r" of=src/old.py', ["TR601"], 0),
    ("limited to something else", 'waive TR601 reason="r" of=src/x.py', ["TR601", "TR902"], 1),
    ("badly written", "waive TR601", ["TR601", "TR004"], 1),
)
def test_a_waiver_of_a_document_is_judged_as_one_of_an_item(
    folder: Path, comment: str, codes: list[str], status: int
) -> None:
    text = README.replace("\n\nSee", f" <!-- traceability: {comment} -->\n\nSee")
    (folder / "README.md").write_text(text, encoding="utf-8")
    assert sorted(each.split()[1] for each in places("README.md")) == sorted(codes)
    assert ground("README.md").exit_code == status


def test_an_unused_waiver_is_not_reported_while_history_cannot_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grounded, "history_of", lambda *_: NoHistory("a shallow clone; `fetch-depth: 0`"))
    (folder / "README.md").write_text(README.replace("\n\nSee", f" {WAIVE}\n\nSee"), encoding="utf-8")
    done = ground("README.md")
    assert (done.exit_code, done.stderr) == (0, "Note: a shallow clone; `fetch-depth: 0`\n")
    assert done.stdout == "3 checkable statements · 1 holds · 0 do not · 2 cannot be checked here\n"


def test_a_site_above_brings_its_settings_and_its_baseline(folder: Path) -> None:
    write_site(
        folder,
        {
            "mkdocs.yml": "site_name: x\nplugins: [{traceability: {rules: {TR601: error}}}]\n",
            "docs/a.trace.yml": "components: [{id: api, external: true}]\n",
            "docs/b/index.md": "`src/old.py`\n",
        },
    )
    data = json.loads(ground("docs/b/index.md", "--format", "json").stdout)
    assert data["items"] == 1
    assert [each["severity"] for each in data["findings"]] == ["error"]
    (folder / "mkdocs.yml").write_text(
        "site_name: x\nplugins: [{traceability: {ground: [docs/**/*.md]}}]\n", encoding="utf-8"
    )
    assert CliRunner().invoke(main, ["check", ".", "--write-baseline"]).exit_code == 0
    done = ground("docs/b/index.md")
    assert (done.exit_code, done.stdout.splitlines()[2]) == (
        0,
        "Not listed: 1 in the baseline. List them with -v.",
    )


def test_a_site_that_does_not_turn_the_plugin_on_is_searched_for_what_documents_name(folder: Path) -> None:
    write_site(
        folder,
        {
            "mkdocs.yml": "site_name: x\n",
            "db/schema.sql": "CREATE TABLE orders (id INT);\n",
            "docs/index.md": "`src/old.py`\n",
        },
    )
    assert places("docs") == ["docs/index.md:1:2 TR601"]


def test_without_files_the_setting_says_which_documents(folder: Path) -> None:
    write_site(folder, {"mkdocs.yml": "site_name: x\nplugins: [{traceability: {ground: README.md}}]\n"})
    assert places() == ["README.md:3:36 TR601"]


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def committed(folder: Path) -> Path:
    (folder / ".git").rmdir()
    (folder / "more.md").write_text("`src/kept.py` `src/old.py`\n", encoding="utf-8")
    (folder / "src/kept.py").write_text("", encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "All")
    return folder


class PastOfBoth(Past):
    def removals(self, wanted: dict[str, frozenset[str]]) -> dict[tuple[str, str], Removal]:
        return {("path", name): MOVED for name in wanted.get("path", ()) if name.startswith("src/")}


@table(
    ("change", "found"),
    ("nothing", lambda folder: None, []),
    (
        "a document",
        lambda folder: (folder / "README.md").write_text(f"{README}more\n", encoding="utf-8"),
        ["README.md:3:36 TR601"],
    ),
    ("what a document names", lambda folder: (folder / "src/kept.py").unlink(), ["more.md:1:2 TR601"]),
)
def test_only_what_changes_can_have_caused_is_shown(
    committed: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object], found: list[str]
) -> None:
    monkeypatch.setattr(grounded, "history_of", lambda *_: PastOfBoth())
    change(committed)
    assert places("README.md", "more.md", "--changed", "HEAD") == found


def test_the_cache_is_no_matter_of_git(committed: Path) -> None:
    assert ground("README.md").exit_code == 1
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=committed, check=True, capture_output=True, text=True
    )
    assert status.stdout == ""


def test_an_unchanged_run_says_the_same_and_compares_nothing_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ground("README.md", "-v").stdout
    with monkeypatch.context() as patch:
        patch.setattr(grounded, "ground", None)
        assert ground("README.md", "-v").stdout == first
        assert ground("README.md", "--format", "sarif").exit_code == 1
    (folder / "src/old.py").write_text("", encoding="utf-8")
    assert ground("README.md").exit_code == 0


def test_kept_results_that_are_none_are_made_anew(folder: Path) -> None:
    assert ground("README.md").stdout == TEXT
    for file in (folder / ".cache/traceability").glob("ground.*"):
        file.write_text("[]", encoding="utf-8")
    assert ground("README.md").stdout == TEXT


def test_a_link_to_a_document_is_followed_and_shown_as_it_is_named(folder: Path) -> None:
    (folder / "AGENTS.md").symlink_to("README.md")
    assert places("AGENTS.md") == ["AGENTS.md:3:36 TR601"]


# ---------------------------------------------------------------- with the history that git has


@pytest.fixture
def renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which `src/old.py` became `src/new.py` after its first commit."""
    repository = tmp_path / "shop"
    (repository / "src").mkdir(parents=True)
    (repository / "README.md").write_text(README, encoding="utf-8")
    body = "".join(f"def start_{number}(): return {number}\n" for number in range(20))
    (repository / "src/old.py").write_text(body, encoding="utf-8")
    git(repository, "init", "-q")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "Start")
    git(repository, "mv", "src/old.py", "src/new.py")
    git(repository, "commit", "-qm", "Move the store")
    monkeypatch.chdir(repository)
    return repository


def test_history_says_which_commit_took_it_away_and_where_it_went(renamed: Path) -> None:
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=renamed, check=True, capture_output=True, text=True
    ).stdout
    done = ground("README.md")
    assert done.exit_code == 1
    assert f"path `src/old.py` not found: held until {head[:7]}" in done.stdout
    assert "Move the store)\n" in done.stdout
    assert " = now `src/new.py`\n" in done.stdout


def test_a_shallow_clone_says_what_is_not_checked_and_how_to_have_it_checked(
    renamed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{renamed}", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    done = ground("README.md")
    assert done.exit_code == 0
    assert done.stdout.endswith(" · 0 do not · 2 cannot be checked here\n")
    assert "fetch-depth: 0" in done.stderr


def test_without_a_repository_it_says_so(
    renamed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    (copy / "src").mkdir(parents=True)
    (copy / "README.md").write_text(README, encoding="utf-8")
    (copy / "src/new.py").write_text("", encoding="utf-8")
    monkeypatch.chdir(copy)
    done = ground("README.md")
    assert (done.exit_code, done.stdout) == (
        0,
        "3 checkable statements · 1 holds · 0 do not · 2 cannot be checked here\n",
    )
    assert done.stderr.startswith("Note: ")


def test_a_check_knows_when_history_has_grown(renamed: Path) -> None:
    write_site(
        renamed,
        {
            "mkdocs.yml": "site_name: x\nplugins: [{traceability: {ground: README.md}}]\n",
            "docs/a.trace.yml": "components: [{id: api, external: true}]\n",
            "src/more.py": "x = 1\ny = 2\n",
            "README.md": "# Shop\n\nSee `src/more.py`.\n",
        },
    )
    git(renamed, "add", ".")
    git(renamed, "commit", "-qm", "More")
    check = ["check", ".", "-q"]
    assert CliRunner().invoke(main, check).exit_code == 0
    git(renamed, "rm", "-q", "src/more.py")
    git(renamed, "commit", "-qm", "Less")
    done = CliRunner().invoke(main, check)
    assert (done.exit_code, "Less" in done.stdout) == (1, True)


# ---------------------------------------------------------------- the page of the manual, word by word

MANUAL = (Path(__file__).parents[2] / "docs/ground.md").read_text(encoding="utf-8")
EVALUATOR = '''\
class Evaluator:
    """Compares readings with thresholds."""

    def score(self, readings, threshold):
        """Return the readings that cross a threshold."""
        crossed = [each for each in readings if each > threshold]
        return sorted(crossed)
'''


def fenced(language: str) -> str:
    """Return the one block of the page that is marked so."""
    blocks = re.findall(r"^```(\w*)[^\n]*\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)
    (found,) = (block for name, block in blocks if name == language)
    return str(found)


def without_commit(text: str) -> str:
    return re.sub(r"[0-9a-f]{7,} \(\d{4}-\d\d-\d\d", "COMMIT (DAY", text)


def test_the_manual_shows_what_the_command_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = fenced("")
    (line,) = re.findall(r"^3 \| (.*)$", shown, re.MULTILINE)
    for name in ("evaluation", "docs"):
        (tmp_path / name).mkdir()
    (tmp_path / "evaluation/evaluator.py").write_text(EVALUATOR, encoding="utf-8")
    (tmp_path / "docs/architecture.md").write_text(f"# Architecture\n\n{line}\n", encoding="utf-8")
    for name in ("README.md", "AGENTS.md"):
        (tmp_path / name).write_text("# It\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("# It\n\nSee `docs/`.\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Evaluate readings")
    file = tmp_path / "evaluation/evaluator.py"
    file.write_text(EVALUATOR.replace("def score", "def evaluate"), encoding="utf-8")
    git(tmp_path, "commit", "-qam", "Call it what it does")
    monkeypatch.chdir(tmp_path)
    done = ground("README.md", "AGENTS.md", "docs")
    assert (done.exit_code, without_commit(done.stdout)) == (1, without_commit(shown))


def test_the_waiver_of_the_manual_waives(folder: Path) -> None:
    example = fenced("markdown")
    (folder / "README.md").write_text(f"# Shop\n\n{example}", encoding="utf-8")
    done = ground("README.md", "-v")
    assert (done.exit_code, "TR601 [waived]" in done.stdout) == (0, True)


def test_a_folder_called_site_is_as_any_other_where_nothing_builds_one(folder: Path) -> None:
    (folder / "site").mkdir()
    (folder / "site/start.py").write_text("", encoding="utf-8")
    (folder / "GUIDE.md").write_text("`site/start.py` and [more](site/strat.py)\n", encoding="utf-8")
    assert places("GUIDE.md") == ["GUIDE.md:1:28 TR601"]

"""A claimed path is found below the roots, wherever it is unmistakable, and never outside them."""

import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from processor_time import LINEAR, growth

from mkdocs_traceability.evidence.roots import Resolved, Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


def roots(site: Path, *folders: str) -> Roots:
    return Roots(Disk(site), folders or (".",))


def failure(resolved: Resolved) -> Outcome:
    assert resolved.failure is not None, f"found {resolved.path}"
    assert resolved.failure.verdict is Verdict.MISSING
    return resolved.failure


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for name in (
        "src/app/main.py",
        "src/app/util.py",
        "lib/app/util.py",
        "src/jobs/evaluator.py",
        "README.md",
        "odd name é.txt",
    ):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name, encoding="utf-8")
    (tmp_path / "outside.py").write_text("")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "main.py").write_text("")
    return site


# ------------------------------------------------------------------------------------------------ found


@pytest.mark.parametrize(
    "written", ["src/app/main.py", "./src/app/main.py", "src//app/./main.py", "odd name é.txt"]
)
def test_a_path_is_found_as_it_stands(site: Path, written: str) -> None:
    resolved = roots(site).resolve(written)
    assert resolved.failure is None
    assert resolved.remark is None
    assert (site / resolved.path).is_file()


def test_a_path_may_begin_at_a_root_or_at_the_configuration(site: Path) -> None:
    assert roots(site, "src").resolve("app/main.py") == Resolved("src/app/main.py")
    assert roots(site, "src").resolve("src/app/main.py") == Resolved("src/app/main.py")


def test_a_root_may_lie_beside_the_configuration(site: Path) -> None:
    (site / "docs").mkdir()
    assert roots(site / "docs", "../src").resolve("app/main.py").path == "../src/app/main.py"


def test_a_root_may_be_a_link(site: Path) -> None:
    (site / "code").symlink_to(site.parent / "outside")
    assert roots(site, "code").resolve("main.py") == Resolved("code/main.py")


def test_the_end_of_a_path_is_found_where_only_one_ends_so_and_the_whole_one_is_offered(site: Path) -> None:
    resolved = roots(site, "src").resolve("main.py")
    assert resolved.path == "src/app/main.py"
    assert resolved.remark == Outcome(
        Verdict.FOUND,
        Problem.ABBREVIATED,
        "`main.py` is short for `app/main.py`",
        "write `app/main.py`: a short path may later match a second file",
        Place("src/app/main.py"),
        suggestions=("app/main.py",),
    )


def test_an_end_is_whole_names_only(site: Path) -> None:
    assert failure(roots(site).resolve("ain.py")).problem is Problem.FILE


def test_a_folder_is_found_only_where_folders_are_meant(site: Path) -> None:
    assert failure(roots(site).resolve("src/app")).message == "`src/app` is a folder, not a file"
    assert roots(site).resolve("src/app", folders_too=True) == Resolved("src/app")
    assert roots(site).resolve("src/app/", folders_too=True) == Resolved("src/app")


# ------------------------------------------------------------------------------------------------ several


def test_a_path_that_fits_two_roots_is_no_path(site: Path) -> None:
    found = failure(roots(site, "src", "lib").resolve("app/util.py"))
    assert found.problem is Problem.FILE
    assert found.message == "`app/util.py` matches several files: `src/app/util.py` and `lib/app/util.py`"
    assert found.help == "write the full path, or bind the item to a `system`"


def test_an_end_that_fits_several_files_says_how_many(site: Path) -> None:
    (site / "more" / "deep").mkdir(parents=True)
    (site / "more" / "deep" / "util.py").touch()
    found = failure(roots(site).resolve("util.py"))
    assert (
        found.message
        == "`util.py` matches several files: `lib/app/util.py` and `more/deep/util.py` and 1 more"
    )


def test_two_ways_to_one_file_are_one_file(site: Path) -> None:
    (site / "second").symlink_to("src")
    (site / "lib" / "main.py").symlink_to(site / "src" / "app" / "main.py")
    assert roots(site, "src", "second").resolve("app/main.py") == Resolved("src/app/main.py")
    assert roots(site).resolve("main.py").failure is None


# ------------------------------------------------------------------------------------------------ never outside


@pytest.mark.parametrize(
    "written",
    [
        "../outside.py", "src/../../outside.py", "/etc/passwd", "~/x", "~root/x", "C:/x.py",
        "c:x.py", "\\\\server\\share\\x", "//server/share/x", "..", "a\0b", "\\x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("folders_too", [False, True])
def test_a_path_that_could_leave_its_root_is_not_looked_for(
    site: Path, written: str, folders_too: bool
) -> None:
    under = roots(site)
    found = failure(under.resolve(written, folders_too=folders_too))
    assert found.problem is Problem.OUTSIDE
    assert found.message == f"the path `{written}` leaves its root: it is not a path below a root"
    assert found.help == "write a path relative to a root, with `/`"
    assert not any("outside" in seen or seen.startswith("what:/") for seen in under.disk.seen)


@pytest.mark.parametrize(
    "written", ["src/../src/app/main.py", "src\\app\\main.py", "/src/app/main.py", ".\\src\\app\\main.py"]
)
def test_a_path_that_only_looks_as_if_it_left_its_root_is_offered_as_it_is_meant(
    site: Path, written: str
) -> None:
    found = failure(roots(site).resolve(written))
    assert found.problem is Problem.FILE
    assert found.message == f"`{written}` is not a path below a root"
    assert found.help == "write `src/app/main.py`"


@pytest.mark.parametrize("name", ["a#b.py", "100% c.py", "c++.py", "a b.py", "ü.py", "a:b.py", "50%25.py"])
def test_every_file_can_be_named_as_in_an_address(site: Path, name: str) -> None:
    (site / "src" / name).touch()
    assert roots(site).resolve(f"src/{quote(name)}") == Resolved(f"src/{name}")
    assert roots(site).resolve(f"src/{name}") == Resolved(f"src/{name}")


def test_a_path_in_the_form_of_an_address_never_leaves_its_root(site: Path) -> None:
    assert failure(roots(site).resolve("src/%2e%2e/%2e%2e/outside.py")).problem is Problem.OUTSIDE
    assert failure(roots(site).resolve("%2Fetc%2Fpasswd")).problem is Problem.OUTSIDE


def test_a_link_out_of_its_root_leads_nowhere(site: Path) -> None:
    (site / "src" / "link.py").symlink_to(site.parent / "outside.py")
    (site / "src" / "folder").symlink_to(site.parent / "outside")
    for written in ("src/link.py", "link.py", "src/folder/main.py"):
        found = failure(roots(site).resolve(written))
        assert found.problem is Problem.OUTSIDE
        assert found.message == f"the path `{written}` leaves its root: a symbolic link leads out of it"
    assert failure(roots(site).resolve("src/folder", folders_too=True)).problem is Problem.OUTSIDE


def test_a_link_from_one_root_into_another_stays_inside(site: Path) -> None:
    (site / "lib" / "main.py").symlink_to(site / "src" / "app" / "main.py")
    assert failure(roots(site, "lib").resolve("main.py")).problem is Problem.OUTSIDE
    assert roots(site, "lib", "src").resolve("lib/main.py").failure is None


def test_a_folder_whose_name_begins_like_a_root_s_is_outside(site: Path) -> None:
    (site / "src-old").mkdir()
    (site / "src-old" / "x.py").touch()
    (site / "src" / "x.py").symlink_to(site / "src-old" / "x.py")
    assert failure(roots(site, "src").resolve("x.py")).problem is Problem.OUTSIDE
    assert failure(roots(site, "src").resolve("src-old/x.py")).problem is Problem.FILE


def test_links_that_lead_nowhere_or_in_a_circle_are_no_files(site: Path) -> None:
    (site / "src" / "gone.py").symlink_to("nowhere.py")
    (site / "src" / "loop.py").symlink_to("loop.py")
    (site / "src" / "a").symlink_to("b")
    (site / "src" / "b").symlink_to("a")
    for written in ("src/gone.py", "gone.py", "src/loop.py", "loop.py", "src/a/x.py", "src/a"):
        assert failure(roots(site).resolve(written, folders_too=True)).problem is Problem.FILE


# ------------------------------------------------------------------------------------------------ not found


def test_what_is_not_there_is_told_with_where_it_was_looked_for_and_what_is_nearest(site: Path) -> None:
    found = failure(roots(site, "src", "lib").resolve("jobs/evalutor.py"))
    assert found.message == "file `jobs/evalutor.py` not found in `src`, `lib`"
    assert found.help == "did you mean `jobs/evaluator.py`?"


def test_the_same_name_in_another_folder_is_nearest(site: Path) -> None:
    found = failure(roots(site).resolve("workers/evaluator.py"))
    assert found.message == "file `workers/evaluator.py` not found"
    assert found.help == "did you mean `src/jobs/evaluator.py`?"


def test_case_counts_and_is_offered(site: Path) -> None:
    if (site / "readme.md").exists():
        pytest.skip("this file system knows no case")
    assert failure(roots(site).resolve("readme.md")).help == "did you mean `README.md`?"


def test_what_is_like_nothing_has_no_suggestion(site: Path) -> None:
    found = failure(roots(site).resolve("zzz/qqq.tf"))
    assert found.help == "searched below the folder of `mkdocs.yml`; `code_roots` can name other folders"
    found = failure(roots(site, "src", "lib").resolve("zzz/qqq.tf"))
    assert found.help == "searched below `src` and `lib`; `code_roots` can name other folders"


def test_names_that_cannot_be_shown_are_not_offered(site: Path) -> None:
    (site / "src" / "evil\x1b[31m.py").touch()
    (site / "src" / "line\nend.py").touch()
    assert "evil" not in failure(roots(site).resolve("src/evil.py")).help
    assert "\n" not in failure(roots(site).resolve("src/lineend.py")).help
    assert roots(site).resolve("src/line\nend.py").failure is None


@pytest.mark.parametrize(
    "written", ["", ".", "./", "x" * 5000, "a/" * 3000 + "b", "\ud800", "*", "[", "ab:c:d", " "]
)
def test_whatever_is_written_nothing_is_raised(site: Path, written: str) -> None:
    assert failure(roots(site).resolve(written)).problem is Problem.FILE
    assert failure(roots(site, "nowhere").resolve(written, folders_too=True)).problem is Problem.FILE


@pytest.mark.slow
def test_many_mistakes_in_a_large_tree_stay_quick(tmp_path: Path) -> None:
    for size in (10, 40):
        for folder in range(size):
            (tmp_path / f"{size}/package_{folder}").mkdir(parents=True)
            for name in range(100):
                (tmp_path / f"{size}/package_{folder}" / f"module_{name}.py").touch()

    def mistake(size: int) -> None:
        under = roots(tmp_path / str(size))
        for number in range(8):
            failure(under.resolve(f"package_{number}/moduel_{number}.py"))

    assert growth(mistake, 10) < LINEAR


@pytest.mark.slow
def test_mistakes_cost_the_same_however_many_there_are(tmp_path: Path) -> None:
    for name in range(1_000):
        (tmp_path / f"module_{name}.py").touch()
    under = roots(tmp_path)

    def mistake(number: int) -> None:
        for each in range(number):
            failure(under.resolve(f"moduel_{each}.py"))

    assert growth(mistake, 5) < LINEAR

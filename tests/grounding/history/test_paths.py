"""Paths that were deleted or renamed: the last commit that did it, and where the file is now."""

from datetime import date
from pathlib import Path

from git_repositories import Made, State, repository
from support import table

from grounding.history.asking import removals, told
from mkdocs_traceability.model.grounding import Removal

LONG = "".join(f"line {number}\n" for number in range(20))
OTHER = "".join(f"other {number}\n" for number in range(20))


@table(
    "asked, commits, expected",
    ("deleted", "src/a.py", [{"src/a.py": LONG}, {}], "2 -> nothing"),
    ("renamed", "src/a.py", [{"src/a.py": LONG}, {"lib/b.py": LONG}], "2 -> lib/b.py"),
    ("renamed and edited", "src/a.py", [{"src/a.py": LONG}, {"lib/b.py": LONG + "new\n"}], "2 -> lib/b.py"),
    ("never there", "src/b.py", [{"src/a.py": LONG}, {}], ""),
    ("there again", "src/a.py", [{"src/a.py": LONG}, {}, {"src/a.py": LONG}], ""),
    (
        "deleted twice: the last time counts",
        "src/a.py",
        [{"src/a.py": LONG}, {}, {"src/a.py": OTHER}, {"x": ""}, {}],
        "4 -> nothing",
    ),
    (
        "renamed twice",
        "src/a.py",
        [{"src/a.py": LONG}, {"src/b.py": LONG}, {"src/b.py": LONG, "x": ""}, {"new/c.py": LONG + "x\n"}],
        "2 -> new/c.py",
    ),
    ("renamed, then deleted", "src/a.py", [{"src/a.py": LONG}, {"src/b.py": LONG}, {}], "2 -> nothing"),
    (
        "renamed there and back, then deleted",
        "src/a.py",
        [{"src/a.py": LONG}, {"src/b.py": LONG}, {"src/a.py": LONG}, {}],
        "4 -> nothing",
    ),
    (
        "one of the same name appeared",
        "src/a.py",
        [{"src/a.py": LONG}, {"lib/a.py": OTHER}],
        "2 -> lib/a.py",
    ),
    ("another appeared", "src/a.py", [{"src/a.py": LONG}, {"lib/b.py": OTHER}], "2 -> nothing"),
    ("with a line", "src/a.py:12", [{"src/a.py": LONG}, {"lib/b.py": LONG}], "2 -> lib/b.py"),
    ("with lines", "src/a.py#L1-L3", [{"src/a.py": LONG}, {"lib/b.py": LONG}], "2 -> lib/b.py"),
    (
        "from the folder of a document",
        "../src/a.py",
        [{"src/a.py": LONG}, {"src/b.py": LONG}],
        "2 -> ../src/b.py",
    ),
    ("from another root", "core/a.py", [{"src/core/a.py": LONG}, {"src/core/b.py": LONG}], "2 -> core/b.py"),
    ("moved out of that root", "core/a.py", [{"src/core/a.py": LONG}, {"lib/b.py": LONG}], "2 -> lib/b.py"),
    ("an end that two have", "core/a.py", [{"x/core/a.py": LONG, "y/core/a.py": OTHER}, {}], ""),
    ("an end in a folder of tests", "core/a.py", [{"tests/core/a.py": LONG}, {}], ""),
    ("a name alone that is common", "config.py", [{"src/config.py": LONG}, {}], ""),
    ("a name alone that is common, at the top", "setup.py", [{"setup.py": LONG}, {}], ""),
    ("a name alone that is telling", "engine_room.py", [{"a/engine_room.py": LONG}, {}], "2 -> nothing"),
    (
        "a name alone that two had",
        "engine_room.py",
        [{"a/engine_room.py": LONG, "b/engine_room.py": LONG, "x": ""}, {"x": ""}],
        "",
    ),
    ("a folder", "src/old/", [{"src/old/a": LONG, "src/old/b": OTHER}, {}], "2 -> nothing"),
    (
        "a folder that was emptied by and by",
        "src/old",
        [{"src/old/a": LONG, "src/old/b": OTHER}, {"src/old/b": OTHER}, {}],
        "3 -> nothing",
    ),
    (
        "a folder that was renamed",
        "src/old/",
        [{"src/old/a": LONG, "src/old/x/b": OTHER}, {"src/new/a": LONG, "src/new/x/b": OTHER}],
        "2 -> src/new/",
    ),
    ("a folder that is not empty", "src/old", [{"src/old/a": LONG, "src/old/b": ""}, {"src/old/b": ""}], ""),
    ("a glob", "src/*.py", [{"src/a.py": LONG}, {}], ""),
    ("a path out of the repository", "src/../../a.py", [{"a.py": LONG}, {}], ""),
    (
        "with a space and an accent",
        "src/ä b.py",
        [{"src/ä b.py": LONG}, {"src/ö b.py": LONG}],
        "2 -> src/ö b.py",
    ),
    ("with quotation marks", 'src/"a".py', [{'src/"a".py': LONG}, {"src/b.py": LONG}], "2 -> src/b.py"),
    ("with a line end", "src/a\nb.py", [{"src/a\nb.py": LONG}, {"src/b.py": LONG}], "2 -> src/b.py"),
)
def test_what_became_of_a_path(tmp_path: Path, asked: str, commits: list[State], expected: str) -> None:
    assert told(tmp_path, *commits, asked=f"path: {asked}") == expected


def test_paths_may_be_written_from_the_folder_of_the_site(tmp_path: Path) -> None:
    repository(tmp_path, [{"site/x": "", "site/src/a.py": LONG}, {"site/x": "", "site/src/b.py": LONG}])
    found = removals(tmp_path, "path: src/a.py", base="site")
    assert found["path: src/a.py"].now == ("src/b.py",)


def test_the_commit_is_told_with_its_day_and_the_first_line_of_its_message(tmp_path: Path) -> None:
    message = "Drop the \x1b[31mold ünit\n\nIt was no use."
    made = repository(tmp_path, [{"src/a.py": LONG}, Made({}, message)])
    removal = removals(tmp_path, "path: src/a.py")["path: src/a.py"]
    assert removal == Removal(made[1], date(2026, 10, 2), "Drop the  [31mold ünit")
    assert removal.when == f"{made[1]} (2026-10-02, Drop the  [31mold ünit)"


def test_of_a_merged_branch_the_commit_counts_that_did_it(tmp_path: Path) -> None:
    both = {"src/a.py": LONG, "src/x.py": OTHER}
    commits = (
        Made(both),
        Made({"src/b.py": LONG, "src/x.py": OTHER}, parents=(1,)),
        Made({"src/b.py": LONG, "src/x.py": OTHER, "y": ""}, parents=(2,)),
        Made(both | {"z": ""}, parents=(1,)),
        Made({"src/b.py": LONG, "src/x.py": OTHER, "y": "", "z": ""}, parents=(4, 3)),
    )
    assert told(tmp_path, *commits, asked="path: src/a.py") == "2 -> src/b.py"


def test_what_only_the_merge_itself_deleted_is_told_of_the_merge(tmp_path: Path) -> None:
    commits = (
        Made({"src/a.py": LONG}),
        Made({"src/a.py": LONG, "y": ""}, parents=(1,)),
        Made({"src/a.py": LONG, "z": ""}, parents=(1,)),
        Made({"y": "", "z": ""}, parents=(2, 3)),
    )
    assert told(tmp_path, *commits, asked="path: src/a.py") == "4 -> nothing"


def test_what_a_branch_deleted_that_never_had_an_effect_is_not_gone(tmp_path: Path) -> None:
    commits = (
        Made({"src/a.py": LONG}),
        Made({}, parents=(1,)),
        Made({"src/a.py": LONG, "z": ""}, parents=(1,)),
        Made({"src/a.py": LONG, "z": ""}, parents=(3, 2)),
    )
    assert told(tmp_path, *commits, asked="path: src/a.py") == ""

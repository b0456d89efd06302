"""What only the files on disk lack was held until they were edited, whatever was committed before."""

from pathlib import Path

from git_repositories import repository
from support import table

from grounding.history.asking import removals

LONG = "".join(f"line {number}\n" for number in range(20))
CODE = "x_1 = 1\n\n\ndef old_name(one, two):\n    return one + two\n"


@table(
    "asked, before, after, now",
    ("a deleted file", "path: src/a.py", {"src/a.py": LONG}, {}, ()),
    ("a renamed file", "path: src/a.py", {"src/a.py": LONG}, {"src/b.py": LONG + "x\n"}, ("src/b.py",)),
    ("a file with others", "path: src/a.py", {"src/a.py": LONG}, {"src/b.py": "y\n", "src/c.md": LONG}, ()),
    ("a renamed folder", "path: src/", {"src/a.py": LONG}, {"lib/a.py": LONG}, ("lib/",)),
    ("a symbol", "symbol: old_name", {"a.py": CODE}, {"a.py": "x_1 = 1\n"}, ()),
    (
        "a renamed symbol",
        "symbol: a.py:old_name",
        {"a.py": CODE},
        {"a.py": CODE.replace("old_name", "new_name")},
        ("a.py:new_name",),
    ),
    (
        "a symbol in a renamed file",
        "symbol: src/a.py:old_name",
        {"src/a.py": CODE},
        {"src/b.py": CODE},
        ("src/b.py:old_name",),
    ),
    (
        "a heading",
        "heading: g.md#more",
        {"g.md": "# G\n\n## More\n"},
        {"g.md": "# G\n\n## Less\n"},
        ("g.md#less",),
    ),
)
def test_what_was_edited_away(
    tmp_path: Path, asked: str, before: dict[str, str], after: dict[str, str], now: tuple[str, ...]
) -> None:
    repository(tmp_path, [before], checks_out=False)
    for path, text in after.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    removal = removals(tmp_path, asked)[asked]
    assert (removal.commit, removal.now) == ("", now)
    assert removal.when == "your uncommitted changes"


def test_line_ends_of_a_checkout_are_no_change(tmp_path: Path) -> None:
    repository(tmp_path, [{"a.py": CODE}], checks_out=False)
    (tmp_path / "a.py").write_bytes(CODE.replace("\n", "\r\n").encode())
    assert removals(tmp_path, "symbol: old_name", "path: a.py") == {}


def test_an_uncommitted_removal_comes_after_those_that_are_committed(tmp_path: Path) -> None:
    repository(tmp_path, [{"src/a.py": LONG}, {}, {"src/a.py": LONG}], checks_out=False)
    assert removals(tmp_path, "path: src/a.py")["path: src/a.py"].commit == ""


def test_what_stands_for_a_name_is_looked_at_on_disk(tmp_path: Path) -> None:
    made = repository(tmp_path, [{"a.py": CODE}, {"a.py": CODE.replace("old_name", "new_name")}])
    (tmp_path / "a.py").write_text("x_1 = 1\n", encoding="utf-8")
    removal = removals(tmp_path, "symbol: old_name")["symbol: old_name"]
    assert (removal.commit, removal.now) == (made[1], ())

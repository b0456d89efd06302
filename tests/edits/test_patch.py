"""A patch is exact: git makes of the files as they were the files as they should be, to the byte."""

import subprocess
from pathlib import Path

from mkdocs_traceability.edits.patch import as_patch

PAIRS = [
    ("a: 1\nb: 2\n", "a: 1\nb: 3\n"),
    ("a: 1\r\nb: 2\r\n", "a: 1\r\nb: 3\r\n"),
    ("a: 1", "a: 2"),
    ("a: 1", "a: 1\n"),
    ("a: 1\n", "a: 1"),
    ("a\u2028b\x0bc\n", "a\u2028b\x0bd\n"),
    ("", "new\n"),
    ("x\n" * 40, "y\n" + "x\n" * 38 + "z\n"),
    ("\ufeffa: ü\n", "\ufeffa: ä\n"),
    ("-- a\n++ b\n", "-- c\n++ b\n"),
]


def test_git_applies_it_to_the_byte(tmp_path: Path) -> None:
    before = {f"docs/{number} ü.trace.yml": old for number, (old, _) in enumerate(PAIRS)}
    after = {f"docs/{number} ü.trace.yml": new for number, (_, new) in enumerate(PAIRS)}
    after["docs/deep/new.trace.yml"] = "flows: []\n"
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "docs").mkdir()
    for path, text in before.items():
        (tmp_path / path).write_bytes(text.encode())
    patch = as_patch(before, after)
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=tmp_path, check=True)
    assert {path: (tmp_path / path).read_bytes().decode() for path in after} == after


def test_what_does_not_change_is_not_in_it() -> None:
    assert as_patch({"a": "1\n", "b": "1\n"}, {"a": "1\n", "b": "2\n"}).splitlines() == [
        "--- a/b",
        "+++ b/b",
        "@@ -1 +1 @@",
        "-1",
        "+2",
    ]

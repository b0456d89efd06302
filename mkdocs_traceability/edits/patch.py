"""Changes of files as a patch that `git apply` and `patch` take: exact to the byte, line ends too."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

_NO_END: Final = "\\ No newline at end of file"


def as_patch(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return the unified diff between texts by their paths; what is not there `before` is a new file.

    Paths have `/`. They are marked with `a/` and `b/`, as git does.
    """
    parts = (_of_file(path, before.get(path), text) for path, text in sorted(after.items()))
    return "".join(parts)


def _of_file(path: str, old: str | None, new: str) -> str:
    end = "\t" if " " in path else ""  # which ends a name with blanks
    was = "/dev/null" if old is None else f"a/{path}{end}"
    lines = difflib.unified_diff(_lines(old or ""), _lines(new), was, f"b/{path}{end}")
    return "".join(_ended(lines))


def _lines(text: str) -> list[str]:
    """Return lines with their ends as patches know them: other characters than LF end none."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [each for each in text.split("\n")[-1:] if each]


def _ended(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{_NO_END}\n"

"""Git repositories with a history, made by one process: `git fast-import` reads all commits at once."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

State = Mapping[str, str | bytes]
"""All files of a commit, with what they hold."""

DAY = 86_400
FIRST = 1_790_812_800
"""1 October 2026, 00:00 UTC: when the first commit was made; each is made a day after the one before."""


class Made(NamedTuple):
    """A commit to be made: its files, its message, and the numbers of its parents; else the one before."""

    files: State
    message: str = ""
    parents: tuple[int, ...] | None = None


def repository(folder: Path, commits: Sequence[Made | State], *, checks_out: bool = True) -> list[str]:
    """Make a repository of commits, the last of which is HEAD, and return their abbreviated names."""
    made = [each if isinstance(each, Made) else Made(each) for each in commits]
    folder.mkdir(parents=True, exist_ok=True)
    _empty(folder / ".git")
    stream = b"".join(_commit(number, each) for number, each in enumerate(made, 1))
    marks = folder / ".git/marks"
    command = ["git", "fast-import", "--quiet", f"--export-marks={marks}"]
    subprocess.run(command, cwd=folder, check=True, input=stream, capture_output=True)
    if checks_out and made:
        lay_out(folder, made[-1].files)
    lines = sorted(marks.read_text().split("\n")[:-1], key=lambda line: int(line[1:].split()[0]))
    return [line.split()[1][:7] for line in lines]


def lay_out(folder: Path, files: State) -> None:
    """Write files as a checkout would."""
    for path, held in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(held.encode() if isinstance(held, str) else held)


def _empty(git: Path) -> None:
    for part in ("objects", "refs/heads"):
        (git / part).mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = false\n")


def _commit(number: int, made: Made) -> bytes:
    parents = made.parents if made.parents is not None else (number - 1,) if number > 1 else ()
    message = (made.message or f"Commit {number}").encode()
    time = FIRST + (number - 1) * DAY
    who = f"A <a@example.org> {time} +0000"
    parts = [
        b"reset refs/heads/main\n\n" if parents == () else b"",
        f"commit refs/heads/main\nmark :{number}\nauthor {who}\ncommitter {who}\n".encode(),
        b"data %d\n%b\n" % (len(message), message),
    ]
    parts += [f"{'merge' if at else 'from'} :{parent}\n".encode() for at, parent in enumerate(parents)]
    parts.append(b"deleteall\n")
    for path, held in made.files.items():
        data = held.encode() if isinstance(held, str) else held
        parts.append(b"M 100644 inline %b\ndata %d\n%b\n" % (_quoted(path), len(data), data))
    return b"".join(parts)


def _quoted(path: str) -> bytes:
    escaped = os.fsencode(path).replace(b"\\", rb"\\").replace(b'"', rb"\"").replace(b"\n", rb"\n")
    return b'"%b"' % escaped

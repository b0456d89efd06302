"""Edits of a site: each a few numbers, which mean something for every state of its folder, and the same each time."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

from incremental.start import NEW_FILES, PIECES, SETTINGS, START, WORDS

WORD = re.compile(rb"[\w./-]+")
NOT_EDITED = (".git", ".cache", "site")


class Edit(NamedTuple):
    """What is done, and numbers that say to which file, where in it, and what comes there."""

    what: str
    file: int = 0
    place: int = 0
    choice: int = 0


def drawn(random: Random, *, count: int) -> list[Edit]:
    """Draw edits; some are likelier than others."""
    names = random.choices([*EDITS], [weight for weight, _ in EDITS.values()], k=count)
    return [Edit(name, *(random.randrange(1_000_000) for _ in range(3))) for name in names]


def apply(edit: Edit, root: Path, now: int) -> None:
    """Change a folder. What is written has the time `now`, in seconds since 1970, if the edit does not keep the old one."""
    _, change = EDITS[edit.what]
    change(edit, root, now)


def files(root: Path) -> list[Path]:
    """Return all files and links of a site in a fixed order."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in NOT_EDITED]
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        found += [Path(folder) / name for name in (*names, *links)]
    return sorted(found)


def _chosen(edit: Edit, root: Path) -> Path:
    """Return a file; facts and pages are likelier than others, as they are with people."""
    every = files(root)
    liked = [each for each in every if each.suffix in (".yml", ".yaml", ".md") and each.name != "mkdocs.yml"]
    some = liked if liked and edit.place % 2 else every
    return some[edit.file % len(some)] if some else root / "docs/index.md"


def _write(file: Path, data: bytes, now: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_dir() and not file.is_symlink():
        shutil.rmtree(file)
    file.write_bytes(data) if not file.is_symlink() else _instead(file, data)
    os.utime(file, (now, now))


def _instead(file: Path, data: bytes) -> None:
    file.unlink()
    file.write_bytes(data)


def _read(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _span(edit: Edit, data: bytes) -> tuple[int, int]:
    words = [each.span() for each in WORD.finditer(data)]
    return words[edit.place % len(words)] if words else (0, 0)


def _word(edit: Edit, root: Path, now: int) -> None:
    file = _chosen(edit, root)
    data = _read(file)
    start, end = _span(edit, data)
    _write(file, data[:start] + WORDS[edit.choice % len(WORDS)].encode() + data[end:], now)


def _same_size_and_time(edit: Edit, root: Path, now: int) -> None:
    file = _chosen(edit, root)
    if not file.is_file():
        return
    status, data = file.stat(), _read(file)
    start, end = _span(edit, data)
    if edit.choice % 2:
        changed = data[:start] + data[start:end][::-1] + data[end:]
    else:
        letters = bytes(b"abcxyz0129-"[(each + edit.choice) % 11] for each in data[start : start + 1])
        changed = data[:start] + letters + data[start + len(letters) :]
    assert len(changed) == len(data)
    _write(file, changed, now)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def _lines(edit: Edit, root: Path, now: int) -> None:
    """Take lines out, have them twice, or in another order."""
    file = _chosen(edit, root)
    lines = _read(file).splitlines(keepends=True)
    at, many = edit.place % (len(lines) + 1), 1 + edit.choice % 3
    some = lines[at : at + many]
    becomes = ([], some * 2, some[::-1], [b"\n", *some])[edit.choice % 4]
    _write(file, b"".join([*lines[:at], *becomes, *lines[at + many :]]), now)


def _piece(edit: Edit, root: Path, now: int) -> None:
    file = _chosen(edit, root)
    data = _read(file)
    at = edit.place % (len(data) + 1)
    _write(file, data[:at] + PIECES[edit.choice % len(PIECES)] + data[at + edit.choice % 3 :], now)


def _cut_off(edit: Edit, root: Path, now: int) -> None:
    file = _chosen(edit, root)
    data = _read(file)
    _write(file, data[: edit.place % (len(data) + 1)], now)


def _remove(edit: Edit, root: Path, now: int) -> None:
    _chosen(edit, root).unlink(missing_ok=True)


def _add(edit: Edit, root: Path, now: int) -> None:
    path, text = NEW_FILES[edit.choice % len(NEW_FILES)]
    _write(root / path, text.encode(), now)


def _rename(edit: Edit, root: Path, now: int) -> None:
    """Give a file another name, or another place; its time stays."""
    file = _chosen(edit, root)
    names = (f"{file.name}.old", f"a{file.name}", f"x/{file.name}", f"../{file.name}", f"ü {file.name}")
    to = file.parent / names[edit.choice % len(names)]
    if os.path.lexists(file) and to.resolve().is_relative_to(root.resolve()) and not os.path.lexists(to):
        to.parent.mkdir(exist_ok=True)
        file.rename(to)


def _swap(edit: Edit, root: Path, now: int) -> None:
    """Have two files change places, with their times."""
    every = files(root)
    one, other = every[edit.file % len(every)], every[edit.place % len(every)]
    alike = [each for each in every if each.suffix == one.suffix]
    other = alike[edit.place % len(alike)] if edit.choice % 4 else other
    if one != other:
        aside = root / "aside"
        one.rename(aside)
        other.rename(one)
        aside.rename(other)


def _copy(edit: Edit, root: Path, now: int) -> None:
    every = files(root)
    _write(every[edit.place % len(every)], _read(every[edit.file % len(every)]), now)


def _touch(edit: Edit, root: Path, now: int) -> None:
    time = now - edit.choice % 5 * 100_000
    file = _chosen(edit, root)
    if file.exists():
        os.utime(file, (time, time))


def _rewrite(edit: Edit, root: Path, now: int) -> None:
    """Write the same again."""
    file = _chosen(edit, root)
    if file.is_file():
        _write(file, _read(file), now)


def _put_right(edit: Edit, root: Path, now: int) -> None:
    """Have a file of the beginning as it was."""
    path, text = [*START.items()][edit.choice % len(START)]
    _write(root / path, text.encode(), now)


def _settings(edit: Edit, root: Path, now: int) -> None:
    config = root / "mkdocs.yml"
    old, new = SETTINGS[edit.choice % len(SETTINGS)]
    if config.is_file():
        _write(config, _read(config).replace(old.encode(), new.encode()), now)


def _folder(edit: Edit, root: Path, now: int) -> None:
    """Have a folder with a file in it where a file was."""
    file = _chosen(edit, root)
    if file.name != "mkdocs.yml" and os.path.lexists(file):
        data = _read(file)
        file.unlink()
        _write(file / file.name, data, now)


def _link(edit: Edit, root: Path, now: int) -> None:
    """Have a link where a file was: to another, to nothing, to itself, to the folder above."""
    file = _chosen(edit, root)
    other = os.path.relpath(_chosen(edit._replace(file=edit.choice), root), file.parent)
    if file.name != "mkdocs.yml" and os.path.lexists(file):
        file.unlink()
        file.symlink_to((other, other, other, "nothing", file.name, "..")[edit.choice % 6])


def _move_folder(edit: Edit, root: Path, now: int) -> None:
    folders = sorted({file.parent for file in files(root)} - {root})
    if folders:
        folder = folders[edit.file % len(folders)]
        to = folder.with_name(f"{folder.name}2" if not folder.name.endswith("2") else folder.name[:-1])
        if not os.path.lexists(to):
            folder.rename(to)


def _nothing(edit: Edit, root: Path, now: int) -> None:
    """Change nothing."""


Change = Callable[[Edit, Path, int], None]

EDITS: dict[str, tuple[int, Change]] = {
    "word": (20, _word),
    "same size and time": (10, _same_size_and_time),
    "lines": (12, _lines),
    "piece": (8, _piece),
    "cut off": (2, _cut_off),
    "remove": (4, _remove),
    "add": (12, _add),
    "rename": (4, _rename),
    "swap": (4, _swap),
    "copy": (2, _copy),
    "touch": (6, _touch),
    "rewrite": (3, _rewrite),
    "put right": (12, _put_right),
    "settings": (5, _settings),
    "folder": (1, _folder),
    "link": (2, _link),
    "move folder": (1, _move_folder),
    "another day": (3, _nothing),
    "nothing": (2, _nothing),
}
"""What may be done to a site, and how often in comparison."""

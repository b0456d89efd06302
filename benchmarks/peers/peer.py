"""What the benchmarks know of a tool: the form it is given the corpus in, its commands, what its output says."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.generate import Corpus

CHECK: Final = "check"
BUILD: Final = "build"


@dataclass(frozen=True)
class Peer:
    """A tool that users could pick, and how to have it do what is measured.

    `packages` are the requirements of its environment, at the versions in the file of the same name beside its module; no
    file means the environment of the project. `commands` are CHECK, BUILD or both: arguments after the name
    of a program in the environment, with FOLDER for the folder of the corpus. `reports` is matched against the output:
    each match names one broken reference. `kept` are the folders and files that a run leaves for the next one.
    `edited` is a pattern of the files of which one is edited, `titles` what stands in it before a title.
    """

    name: str
    module: str
    form: str
    write: Callable[[Corpus, Path], None]
    commands: Mapping[str, tuple[str, ...]]
    reports: re.Pattern[str]
    kept: tuple[str, ...]
    edited: str
    titles: re.Pattern[str]
    names: Callable[[Corpus], list[str]]
    remark: str = ""
    stops_at_first: bool = False
    keeps_nothing: bool = False
    distribution: str = ""

    @property
    def versions(self) -> Path:
        """The file with the versions of its environment."""
        return Path(__file__).with_name(f"{self.module}.txt")

    def forget(self, folder: Path) -> None:
        """Remove what earlier runs left."""
        for name in self.kept:
            path = folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def editor(self, folder: Path) -> Callable[[], None]:
        """Return what changes the title of one item, every time to another."""
        file = min(folder.glob(self.edited))
        text = file.read_text(encoding="utf-8")
        count = 0

        def edit() -> None:
            nonlocal count
            count += 1
            changed = self.titles.sub(rf"\g<0>Edited {count} ", text, count=1)
            file.write_text(changed, encoding="utf-8", newline="\n")

        return edit


def written(corpus: Corpus) -> list[str]:
    """Return what each broken reference names, as the corpus has it."""
    return [typo.written for typo in corpus.typos]


class Ids:
    """The ids of the corpus as a tool wants them.

    `form` makes one of a kind, a number within that kind and the id of the corpus. A broken reference has the
    kind of what was meant, and a number that no item has.
    """

    _MISSING: Final = 90_001

    def __init__(self, corpus: Corpus, form: Callable[[str, int, str], str]) -> None:
        kinds: dict[str, str] = {}
        numbers: dict[str, int] = {}
        self._ids: dict[str, str] = {}
        for item in corpus.items:
            kinds[item.id] = item.kind
            numbers[item.kind] = numbers.get(item.kind, 0) + 1
            self._ids[item.id] = form(item.kind, numbers[item.kind], item.id)
        for number, typo in enumerate(corpus.typos, self._MISSING):
            self._ids.setdefault(typo.written, form(kinds[typo.meant], number, typo.written))

    def __getitem__(self, name: str) -> str:
        return self._ids[name]

    def broken(self, corpus: Corpus) -> list[str]:
        """Return what each broken reference names."""
        return [self[typo.written] for typo in corpus.typos]

"""What the benchmarks know of a tool: its form of the corpus, its commands, what its output says."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.generate import Corpus

CHECK: Final = "check"
BUILD: Final = "build"

_EDITED: Final = re.compile(r"Edited \d+ ")


@dataclass(frozen=True)
class Peer:
    """A tool that users could pick, and how to have it do what is measured.

    The file of the name of `module` that ends in `.txt` has the versions of its environment; without one it
    is used in the environment of the project. `commands` are what CHECK and BUILD run, with FOLDER for the
    folder of the corpus, which is also where they run. What `reports` matches in the output names a broken
    reference, in the spelling of `names`, and its group `more` how many others have the same name. `kept` is
    what a run leaves for the next one. One edit changes the first of the files that `edited` matches, where
    `titles` ends.

    `stops_at_first` says that it ends at the first broken reference: its cost is then that of the corpus
    without any. `keeps_nothing` says that a second run does all the work of the first.
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
    stops_at_first: bool = False
    keeps_nothing: bool = False

    @property
    def versions(self) -> Path:
        """The file with the versions of its environment."""
        return Path(__file__).with_name(f"{self.module}.txt")

    def named(self, output: str) -> Counter[str]:
        """Count the broken references that an output names, by their names."""
        named = Counter[str]()
        for found in self.reports.finditer(output):
            named[found[1]] += 1 + int(found.groupdict().get("more") or 0)
        return named

    def forget(self, folder: Path) -> None:
        """Remove what earlier runs left."""
        for name in self.kept:
            path = folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def edit(self, folder: Path, number: int) -> None:
        """Change the title or the text of one item, if there is any; another number, another text."""
        file = min(folder.glob(self.edited), default=None)
        if file is None:
            return
        text = _EDITED.sub("", file.read_text(encoding="utf-8"))
        changed = self.titles.sub(rf"\g<0>Edited {number} ", text, count=1)
        file.write_text(changed, encoding="utf-8", newline="\n")


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

"""Which site a result is of, and what its settings say of its revision and its history."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Origin:
    """`root` is the folder of the configuration, `history` the path of the previous `history.json`."""

    root: Path = Path()
    site: str = ""
    revision: str = ""
    history: str = ""

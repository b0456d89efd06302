"""What briefs are composed of, kept between runs: a line of JSON for each component and file.

The first line is the witness of the run, the second says which line has what. Only the lines that a brief
needs are read, so that it does not matter how many items there are.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs_traceability.agents.brief.compose import Facts
from mkdocs_traceability.agents.brief.values import ComponentBrief, FileBrief, component_of, file_of
from mkdocs_traceability.files import cache
from mkdocs_traceability.files.witness import Witness, stored_witness


class KeptFacts:
    """The facts of a former run. Each component and file is read when it is asked for."""

    def __init__(self, index: Mapping[str, Any], lines: list[bytes]) -> None:
        self._index = index
        self._lines = lines

    @property
    def is_complete(self) -> bool:
        """Whether all sources could be read."""
        return bool(self._index["is_complete"])

    @property
    def owned(self) -> Mapping[str, str]:
        """The files and folders of components, each with the id of its component."""
        owned: Mapping[str, str] = self._index["owned"]
        return owned

    @property
    def files(self) -> Collection[str]:
        """The files of which something is known."""
        files: Mapping[str, int] = self._index["files"]
        return files

    def component(self, id_: str) -> ComponentBrief:
        """Return what is known of a component."""
        return component_of(json.loads(self._lines[self._index["components"][id_]]))

    def file(self, path: str) -> FileBrief:
        """Return what is known of a file."""
        return file_of(json.loads(self._lines[self._index["files"][path]]))


def kept_file(config_file: Path) -> Path:
    """Return the file that keeps what briefs are composed of, beside the real file of the configuration."""
    return config_file.parent / ".cache" / "traceability" / f"{config_file.name}.brief.json"


def keep(config_file: Path, today: date, facts: Facts, witness: Witness) -> None:
    """Keep the facts of a run for later ones."""
    files = {path: facts.file(path) for path in facts.files}
    claiming = (claim.id for file in files.values() for claim in file.claims if claim.kind == "component")
    components = {id_: facts.component(id_) for id_ in dict.fromkeys((*facts.owned.values(), *claiming))}
    index = {
        "is_complete": facts.is_complete,
        "owned": dict(facts.owned),
        "components": {id_: number for number, id_ in enumerate(components, start=2)},
        "files": {path: number for number, path in enumerate(files, start=2 + len(components))},
    }
    lines = (witness, index, *components.values(), *files.values())
    body = "\n".join(json.dumps(line, separators=(",", ":")) for line in lines)
    cache.save_bytes(kept_file(config_file), _key(today), body.encode())


def kept_facts(config_file: Path, today: date) -> KeptFacts | None:
    """Return the facts of a former run; None where a run would find others."""
    body = cache.load_bytes(kept_file(config_file), _key(today))
    if body is None:
        return None
    try:
        witness, index, *_ = lines = body.split(b"\n")
        facts = KeptFacts(json.loads(index), lines)
        return facts if stored_witness(json.loads(witness)).holds(config_file.parent) else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _key(today: date) -> str:
    return cache.key_of(cache.program(), today)

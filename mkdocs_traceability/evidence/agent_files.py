"""Which files of coding agents have rules compiled from the registry, and what these say now."""

from collections.abc import Iterator

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.repository import below_repository
from mkdocs_traceability.model.agent_files import (
    MOST_BYTES,
    RULES,
    WITH_RULES,
    BrokenBlock,
    Markers,
    block_in,
    scope_in,
)
from mkdocs_traceability.model.observations import AgentRules, WrittenRules
from mkdocs_traceability.model.position import Position


def observed_rules(disk: Disk) -> AgentRules:
    """Return the blocks of rules in the files at the root of the repository, and what leads from it here."""
    folder = below_repository(disk.base)
    up = "../" * len(folder.split("/")) if folder else ""
    return AgentRules(folder, tuple(_written(disk, up, RULES.of_site(folder))))


def _written(disk: Disk, up: str, markers: Markers) -> Iterator[WrittenRules]:
    for name in WITH_RULES:
        data = disk.read_unshown(f"{up}{name}")
        if data is None or len(data) > MOST_BYTES or markers.begin.encode() not in data:
            continue
        text = data.decode("utf-8", "replace")
        try:
            block = block_in(text, markers)
        except BrokenBlock as broken:
            yield WrittenRules(Position(f"{up}{name}", broken.line, 1, 0), None, None)
        else:
            if block:
                place = Position(f"{up}{name}", block.line, 1, len(markers.begin))
                yield WrittenRules(place, block.body, scope_in(text))

"""The least that a check of a folder of sidecars can cost: what the project's own time is measured in.

Read every file, take its digest, compose it with PyYAML's C parser and walk the nodes once, keeping every
position; validate with a minimal pydantic model; index the items, and join all links both ways. There is no
message, no rule, no suggestion and nothing kept between runs. Garbage is not collected: that would be a third
more.
"""

import argparse
import gc
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

_PLURALS: Final = {"components": "component", "flows": "flow", "patches": "patch", "signals": "signal"}
_TARGETS: Final = {
    "components": "component",
    "depends_on": "component",
    "supports": "flow",
    "producers": "component",
    "consumers": "component",
}


class Reference(BaseModel):
    """A reference with attributes."""

    model_config = ConfigDict(extra="forbid")

    id: str
    role: str | None = None


class Item(BaseModel):
    """An item of any kind in the corpus."""

    model_config = ConfigDict(extra="forbid")

    id: str
    title: str
    status: str
    notes: str
    implementation: str | None = None
    type: str | None = None
    inputs: list[str] = []
    outputs: list[str] = []
    persistence: list[str] = []
    components: list[str | Reference] = []
    depends_on: list[str | Reference] = []
    supports: list[str | Reference] = []
    producers: list[str | Reference] = []
    consumers: list[str | Reference] = []


_Sidecar: Final = TypeAdapter(dict[str, list[Item]])


def plain(node: yaml.Node, positions: list[tuple[int, int]]) -> Any:
    """Return a node as plain data, and note where everything in it stands."""
    mark = node.start_mark
    positions.append((mark.line, mark.column))
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.MappingNode):
        return {plain(key, positions): plain(value, positions) for key, value in node.value}
    return [plain(each, positions) for each in node.value]


def read(files: Iterable[Path]) -> dict[str, dict[str, Item]]:
    """Return the items of all files, by kind and id."""
    items: dict[str, dict[str, Item]] = {kind: {} for kind in _PLURALS.values()}
    kept = []
    for file in files:
        data = file.read_bytes()
        positions: list[tuple[int, int]] = []
        node = yaml.compose(data.decode(), Loader=yaml.CSafeLoader)
        sidecar = _Sidecar.validate_python(plain(node, positions) if node else {})
        kept.append((blake2b(data).digest(), positions))
        for plural, of_kind in sidecar.items():
            items[_PLURALS[plural]].update((item.id, item) for item in of_kind)
    return items


def link(items: dict[str, dict[str, Item]]) -> tuple[int, int]:
    """Join all links both ways; return how many there are, and how many lead nowhere."""
    links: dict[tuple[str, str], list[Item]] = {}
    count = broken = 0
    for of_kind in items.values():
        for item in of_kind.values():
            for name, kind in _TARGETS.items():
                for reference in getattr(item, name):
                    target = items[kind].get(reference if isinstance(reference, str) else reference.id)
                    if target is None:
                        broken += 1
                    else:
                        count += 1
                        links.setdefault((item.id, name), []).append(target)
                        links.setdefault((target.id, f"inverse of {name}"), []).append(item)
    return count, broken


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floor", description="Do the least.")
    parser.add_argument("folder", type=Path, help="a folder that benchmarks.generate has written")
    folder = parser.parse_args().folder
    gc.disable()
    items = read(sorted((folder / "docs").rglob("*.trace.yml")))
    links, broken = link(items)
    print(f"{sum(map(len, items.values()))} items, {links} links, {broken} broken")


if __name__ == "__main__":
    main()

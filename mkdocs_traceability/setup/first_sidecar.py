"""The text of a first sidecar: components and a flow by the repository's names, and what else is usable."""

import re
from collections.abc import Iterator

from mkdocs_traceability.edits.yaml_text import in_brackets
from mkdocs_traceability.setup.survey import Survey


def first_sidecar(site_name: str, found: Survey) -> str:
    """Return the sidecar."""
    site_name = " ".join(site_name.split())
    named = {each: as_title(each) for each in found.components} or {_as_id(site_name): site_name}
    lines = [
        f"# First facts of {site_name}: change them to what is true.",
        "# `mkdocs-traceability explain` lists kinds and keys.",
        "components:",
    ]
    for id_, title in named.items():
        lines += [f"  - id: {in_brackets(id_)}", f"    title: {in_brackets(title)}"]
    lines += [
        "",
        "flows:",
        "  - id: FLOW-001",
        "    title: First flow",
        f"    components: {in_brackets(list(named))}",
    ]
    return "\n\n".join("\n".join(block) for block in (lines, *_hints(found))) + "\n"


def as_title(name: str) -> str:
    """Return the name of a folder as a title."""
    words = re.sub(r"[-_.\s]+", " ", "".join(each if each.isprintable() else " " for each in name)).strip()
    return words[:1].upper() + words[1:]


def _as_id(site_name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", site_name.lower()).strip("-") or "system"


def _hints(found: Survey) -> Iterator[list[str]]:
    """Go through comments on what was found; each text is on one line, whatever files are called."""
    proposed = [f"#   {name}: {in_brackets(paths)}" for name, paths in found.settings.items()]
    if found.presets:
        entries = ", ".join(f"{{preset: {name}}}" for name in found.presets)
        proposed.append(f"#   sources: [{entries}]")
    if proposed:
        yield ["# Found here. To use it, set under `traceability` in `mkdocs.yml`:", *proposed]
    if found.tables:
        commands = [f"#   mkdocs-traceability import {path}" for path in found.tables if path.isprintable()]
        yield ["# Pages with tables, which `import` turns into facts:", *commands]

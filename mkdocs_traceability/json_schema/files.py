"""The files of schemas: which there are, and what each holds for a site."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mkdocs_traceability.model.kinds import Schema
    from mkdocs_traceability.registry.registry import Registry

NAMES: Final = ("sidecar", "front-matter", "settings")
"""What there are schemas of."""

PUBLISHED: Final = Path(__file__).with_name("published")
"""The schemas that come with the package: of the built-in kinds, and of the settings of any site."""


def file_name(name: str) -> str:
    """Return the name of the file of a schema."""
    return f"{name}.schema.json"


def content(name: str, schema: "Schema", registry: "Registry | None") -> bytes:
    """Return what the file of a schema holds; with a registry its ids are offered."""
    if name == "settings":
        return (PUBLISHED / file_name(name)).read_bytes()
    from mkdocs_traceability.json_schema.documents import front_matter, rendered, sidecar  # costs start-up

    return rendered({"sidecar": sidecar, "front-matter": front_matter}[name](schema, registry))

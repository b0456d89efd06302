"""Whatever a file of another shape holds, it is read or said, and read the same whatever was read before."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from support import TODAY, write_site

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.shapes import DeclaredSource
from mkdocs_traceability.reading.shapes.declare import declare_shapes
from mkdocs_traceability.reading.shapes.documents import Text
from mkdocs_traceability.reading.shapes.presets import with_preset
from mkdocs_traceability.settings.load import built_in_schema, load_settings
from mkdocs_traceability.workspace import Workspace

_KEYS = st.sampled_from(
    [
        "id",
        "title",
        "status",
        "dependsOn",
        "depends-on",
        "see",
        "spec",
        "metadata",
        "name",
        "tags",
        "x",
        "inputs",
    ]
)
_WORDS = st.sampled_from(
    ["a", "b", "c-1", "implemented", "../b.yaml", "https://a.example", "[b](c.md)", "1.10", "", "x: y"]
)
_VALUES = st.recursive(
    _WORDS | st.none() | st.booleans() | st.integers(0, 99),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)
_ITEMS = st.dictionaries(_KEYS, _VALUES, max_size=6)
_SHAPES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            [
                "component",
                {"key": "x", "of": {"a": "component", "*": "flow"}},
                {"key": "name"},
                {"key": "id prefix", "of": {"a": "flow"}},
            ]
        ),
        "id": st.sampled_from(
            ["id", "metadata.name", "file name", {"key": ["name", "id"], "match": "[a-z]+"}]
        ),
        "items": st.sampled_from([[], ["[]"], ["spec[]"], ["spec.*"], ["{x}.*"]]),
        "map": st.sampled_from(
            [
                {},
                {"depends_on": ["spec[].name"]},
                {"see": ["spec.*"]},
                {"evidence.tests": ["x"]},
                {"summary": ["spec", "x"]},
            ]
        ),
        "other_keys": st.sampled_from(["keep", "ignore", "error"]),
        "references": st.sampled_from([{}, {"form": "kind:namespace/name"}, {"up_to": "-"}]),
        "prefixes": st.sampled_from([{}, {"c-": ""}, {"": "c-"}]),
    }
)
_SCHEMA = built_in_schema()


def _texts(value: Any) -> list[str]:
    """Return every text in an item's value, at the ends of its keys as well."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) and value.strip() else []


def _said_by(item: Item) -> str:
    said = [item.id, *(str(value.plain) for value in item.values.values())]
    for references in item.references.values():
        said += [f"{each.text} {each.attributes}" for each in references]
    said += [claim.text for evidence in item.evidence.values() for claim in evidence.claims]
    return " ".join(" ".join(said).split())


@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=_ITEMS | st.lists(_ITEMS, max_size=3) | _VALUES, shape=_SHAPES)
def test_whatever_a_file_holds_is_read_or_said(data: Any, shape: dict[str, Any]) -> None:
    declared = with_preset(DeclaredSource.model_validate({"path": "a.yaml", **shape}))
    found = declare_shapes(Text(json.dumps(data), "docs/a.yaml"), [declared], _SCHEMA)
    assert all(finding.help and finding.position.path == "docs/a.yaml" for finding in found.findings)
    assert all(item.id for item in found.items)


_KEPT = st.fixed_dictionaries(
    {"id": st.just("a")},
    optional={
        "vendor": _VALUES,
        "spec": _VALUES,
        "name": _VALUES,
        "dependsOn": st.lists(st.sampled_from(["b", "c-1"])),
    },
)


@hypothesis_settings(max_examples=200, deadline=None)
@given(data=_KEPT)
def test_what_is_kept_is_not_lost(data: dict[str, Any]) -> None:
    declared = with_preset(DeclaredSource.model_validate({"path": "a.yaml", "kind": "component"}))
    found = declare_shapes(Text(json.dumps(data), "docs/a.yaml"), [declared], _SCHEMA)
    (item,) = found.items
    said = _said_by(item)
    assert [text for text in _texts(data) if " ".join(text.split()) not in said] == []


_FILES = ("docs/adr/a.md", "docs/adr/b.md", "catalog/a.yaml", "catalog/b.yaml")
_CONFIG = """\
site_name: x
plugins:
  - traceability:
      sources:
        - {pages: "adr/*.md", preset: adr, id: file name}
        - {path: "catalog/*.yaml", kind: component, id: name, map: {depends_on: "uses[].name"}}
"""


def _text_of(path: str, item: dict[str, Any]) -> str:
    return f"---\n{json.dumps(item)}\n---\n# A\n" if path.endswith(".md") else json.dumps(item)


_EDITS = st.lists(
    st.tuples(
        st.sampled_from(_FILES),
        st.none()
        | st.fixed_dictionaries(
            {
                "name": st.sampled_from("ab"),
                "status": st.sampled_from(["accepted", "odd"]),
                "uses": st.lists(st.fixed_dictionaries({"name": st.sampled_from("abc")}), max_size=2),
            }
        ),
    ),
    max_size=4,
)


@hypothesis_settings(max_examples=25, deadline=None)
@given(edits=_EDITS)
def test_what_was_read_before_changes_nothing(edits: list[tuple[str, dict[str, Any] | None]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = {path: _text_of(path, {"name": path[-4], "status": "accepted"}) for path in _FILES}
        config = write_site(folder, {"mkdocs.yml": _CONFIG, **first})
        going_on = Workspace(load_settings(config))
        going_on.run(today=TODAY)
        for path, item in edits:
            if item is None:
                (folder / path).unlink(missing_ok=True)
            else:
                (folder / path).write_text(_text_of(path, item), encoding="utf-8")
            going_on.use(load_settings(config))
            again = going_on.run(today=TODAY)
            clean = Workspace(load_settings(config))
            clean._kept = lambda what: folder / "nowhere" / what  # type: ignore[method-assign]
            anew = clean.run(today=TODAY)
            assert again.findings == anew.findings
            assert [(item.id, item.values) for item in again.registry.all] == [
                (item.id, item.values) for item in anew.registry.all
            ]

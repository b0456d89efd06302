"""By which names a registry is mentioned: ids, the series they count through, and its kinds."""

from mkdocs_traceability.grounding.statements.own_names import NO_NAMES, own_names
from mkdocs_traceability.reading.declarations import declare_sidecar
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.registry.link import link
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.settings.load import built_in_schema

from .support_for_statements import stated

SCHEMA = built_in_schema()


def registry(text: str) -> Registry:
    return link(SCHEMA, declare_sidecar(parse(text), "a.yml", SCHEMA).items)


def test_two_ids_that_differ_in_their_number_make_a_series() -> None:
    names = own_names(
        registry("flows: [{id: EVAL-001}, {id: EVAL-002}, {id: RUN-1}, {id: '1'}, {id: '2'}]\n")
    )
    assert names.series == {"EVAL-"}
    assert {"EVAL-001", "RUN-1"} <= names.ids
    assert {"flow", "component"} <= names.kinds
    assert {"flow", "flows"} <= names.counted
    assert stated("See EVAL-777, RUN-1, RUN-7 and `RUN-1`.", names=names) == ["item EVAL-777", "item RUN-1"]


def test_a_registry_without_items_has_no_names() -> None:
    assert own_names(registry("flows: []\n")) == NO_NAMES

"""Items in the index of Material's search, when it keeps entries from one build to the next (`serve --dirty`)."""

import json
from types import SimpleNamespace
from typing import Any

from material.plugins.search.plugin import SearchIndex

from mkdocs_traceability.mkdocs.search_index import ItemSearch
from mkdocs_traceability.pages.parts.search import SearchEntry

SETTINGS: dict[str, Any] = {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}
MATRIX = {"location": "traceability/flows/", "title": "Flows", "text": ""}
HOME = {"location": "home/", "title": "Home", "text": ""}
OTHER = {"location": "other/", "title": "Other", "text": ""}


def entry(id_: str) -> SearchEntry:
    return SearchEntry("traceability/flows.md", f"traceability/flows/#flow-{id_}", id_, "flow")


def locations(written: str) -> list[str]:
    return [each["location"] for each in json.loads(written)["docs"]]


def test_nothing_is_there_twice_when_one_page_is_built_again() -> None:
    search = ItemSearch()
    generated = frozenset({"traceability/flows/"})

    first = SearchIndex(**SETTINGS)
    first.entries += [HOME, OTHER, MATRIX]
    plugin = SimpleNamespace(search_index=first, search_index_prev=None)
    assert search.add({"material/search": plugin}, [entry("A-1"), entry("A-2")], {}, generated) == []

    second = SearchIndex(**SETTINGS)
    second.entries += [HOME, MATRIX]
    plugin = SimpleNamespace(search_index=second, search_index_prev=first)
    assert search.add({"material/search": plugin}, [entry("A-1"), entry("A-3")], {}, generated) == []

    assert locations(second.generate_search_index(first)) == [
        "other/",
        "home/",
        "traceability/flows/",
        "traceability/flows/#flow-A-1",
        "traceability/flows/#flow-A-3",
    ]

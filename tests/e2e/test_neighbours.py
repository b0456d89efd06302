"""Beside other plugins: macros run nothing that stands in facts, search finds the pages."""

import json
from itertools import permutations

import pytest

from .conftest import MakeSite
from .sites import CLEAN, Built

MARKED = "{{ 6*7 }} {% raw %} {% for x in y %}"
FACTS = {
    "docs/index.md": "# Home\n\nAlive: {{ 8*8 }}\n",
    "docs/worker.md": (
        "---\ntraceability:\n  component:\n    id: worker\n"
        f'    title: "Worker {MARKED}"\n    inputs: ["Input {MARKED}"]\n---\n\n'
        "# Worker\n\nAlive: {{ 9*9 }}\n"
    ),
    "docs/a.trace.yml": (
        f'flows:\n  - id: "EVAL-{{{{7*7}}}}"\n    title: "Flow {MARKED}"\n    notes: "Note {MARKED}"\n'
        "    components: [worker]\n"
    ),
}
KINDS = 'kinds: {flow: {title: "Flows {{ 6*7 }}"}}'


def config(*plugins: str, theme: str = "mkdocs", rest: str = "") -> dict[str, str]:
    listed = "".join(f"  - {plugin}\n" for plugin in plugins)
    return {"mkdocs.yml": f"site_name: Site\ntheme: {{name: {theme}}}\n{rest}plugins:\n{listed}"}


def search_index(built: Built) -> list[dict[str, str]]:
    index: dict[str, list[dict[str, str]]] = json.loads(built.text("search/search_index.json"))
    return index["docs"]


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
@pytest.mark.parametrize(
    "order", [*permutations(["search", "macros", "traceability"])], ids=lambda order: "-".join(order)
)
def test_macros_run_nothing_that_stands_in_facts(
    make_site: MakeSite, order: tuple[str, ...], theme: str
) -> None:
    plugins = [f"traceability:\n      {KINDS}" if name == "traceability" else name for name in order]
    built = make_site(FACTS | config(*plugins, theme=theme)).built("--strict")
    assert "Alive: 64" in built.text("index.html")
    assert "Alive: 81" in built.text("worker/index.html")
    assert "Input {{ 6*7 }} {% raw %}" in built.text("traceability/components/index.html")
    for page in (
        "index.html",
        "worker/index.html",
        "traceability/flows/index.html",
        "traceability/index.html",
    ):
        assert "Macro Rendering Error" not in built.text(page)
        assert "Macro Syntax Error" not in built.text(page)
    flows = built.text("traceability/flows/index.html")
    assert "Flow {{ 6*7 }} {% raw %} {% for x in y %}" in flows
    assert "Note {{ 6*7 }} {% raw %} {% for x in y %}" in flows
    assert 'id="flow-EVAL-{{7*7}}"' in flows
    assert "Flows {{ 6*7 }}" in flows
    assert "Flows 42" not in flows


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_the_search_finds_the_generated_pages(make_site: MakeSite, theme: str) -> None:
    built = make_site(CLEAN | config("search", "traceability", theme=theme)).built("--strict")
    entries = {entry["location"]: entry["title"] for entry in search_index(built)}
    assert entries["traceability/flows/"] == "Flows"
    assert entries["traceability/flows/#section-EVAL"] == "EVAL"
    assert entries["traceability/"] == "Overview"
    assert entries["traceability/findings/"] == "Findings"
    assert entries[""] == "Home"


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_the_search_index_holds_no_page_twice(make_site: MakeSite, theme: str) -> None:
    built = make_site(CLEAN | config("traceability", "search", theme=theme)).built()
    locations = [entry["location"] for entry in search_index(built)]
    assert len(locations) == len(set(locations))


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_the_search_finds_items_after_the_pages(make_site: MakeSite, theme: str) -> None:
    built = make_site(CLEAN | config("search", "traceability", theme=theme)).built("--strict")
    entries = search_index(built)
    assert [(entry["location"], entry["title"], entry["text"].split(" · ")) for entry in entries[-3:]] == [
        ("traceability/components/#component-batcher", "batcher Batcher", ["component"]),
        ("traceability/components/#component-eval-worker", "eval-worker Evaluation worker", ["component"]),
        ("traceability/flows/#flow-EVAL-001", "EVAL-001 Evaluation pipeline", ["flow"]),
    ]


SAID_OF_ITEMS = {
    "docs/hidden.md": "---\nsearch: {exclude: true}\ntraceability: {component: hidden}\n---\n# Hidden\n",
    "docs/weighty.md": "---\nsearch: {boost: 2}\ntraceability: {component: weighty}\n---\n# Weighty\n",
    "docs/a.trace.yml": (
        "components:\n"
        "  - {id: 'a:b.c', title: A < B, status: planned, aliases: [aka], former_ids: [old], depends_on: [hidden],"
        f" summary: 'A {'long ' * 100} summary'}}\n"
        "flows: [{id: F-1, components: ['a:b.c', hidden, weighty]}]\n"
    ),
}


def test_the_search_is_told_a_few_words_of_each_item(make_site: MakeSite) -> None:
    built = make_site(CLEAN | SAID_OF_ITEMS | config("search", "traceability")).built()
    entry = next(entry for entry in search_index(built) if entry["location"].endswith("#component-a:b.c"))
    assert entry["title"] == "a:b.c A < B"
    *words, summary, parts = entry["text"].split(" · ")
    assert words == ["component", "planned", "aka", "old"]
    assert summary.startswith("A long long")
    assert summary.endswith("long…")
    assert len(summary) <= 160
    assert parts == "a b c", "MkDocs takes `a:b.c` for one word, and divides what is typed at the colon"


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_an_item_on_a_page_that_the_search_leaves_out_is_left_out(make_site: MakeSite, theme: str) -> None:
    built = make_site(CLEAN | SAID_OF_ITEMS | config("search", "traceability", theme=theme)).built()
    locations = [entry["location"] for entry in search_index(built)]
    assert "weighty/#component-weighty" in locations
    assert "hidden/#component-hidden" not in locations


def test_an_item_weighs_what_its_page_does(make_site: MakeSite) -> None:
    built = make_site(CLEAN | SAID_OF_ITEMS | config("search", "traceability", theme="material")).built()
    weights = {entry["location"]: entry.get("boost") for entry in search_index(built)}
    assert weights["weighty/#component-weighty"] == 2
    assert weights["traceability/flows/#flow-F-1"] is None


@pytest.mark.parametrize(
    ("indexing", "entry"),
    [
        ("sections", {"title": "batcher Batcher", "text": ""}),
        ("titles", None),
    ],
)
def test_the_search_is_told_no_more_than_it_wants(
    make_site: MakeSite, indexing: str, entry: dict[str, str] | None
) -> None:
    plugins = (f"search: {{indexing: {indexing}}}", "traceability")
    built = make_site(CLEAN | config(*plugins)).built("--strict")
    place = "traceability/components/#component-batcher"
    found = [each for each in search_index(built) if each["location"] == place]
    assert found == ([entry | {"location": place}] if entry else [])


def test_a_search_plugin_of_another_shape_is_left_alone(make_site: MakeSite) -> None:
    hook = (
        "def on_page_context(context, page, config, nav):\n"
        "    index = config.plugins['search'].search_index\n"
        "    if isinstance(index._entries, list):\n"
        "        index._entries = tuple(index._entries)\n"
        "    index._add_entry = lambda title, text, loc: None\n"
    )
    site = make_site(CLEAN | config("search", "traceability", rest="hooks: [hook.py]\n") | {"hook.py": hook})
    built = site.built("--strict")
    assert "INFO    -  traceability: Items are missing from the search" in built.done.log
    assert "#component-" not in built.text("search/search_index.json")


def test_a_search_that_is_switched_off_is_none(make_site: MakeSite) -> None:
    plugins = ("search: {enabled: false}", "traceability")
    built = make_site(CLEAN | config(*plugins, theme="material")).built("--strict")
    assert "missing from the search" not in built.done.log


def test_titles_are_text_wherever_they_stand(make_site: MakeSite) -> None:
    settings = 'kinds: {flow: {title: "<script>alert(1)</script> & \\"more\\""}}'
    plugin = f"traceability:\n      nav: <b>Facts</b>\n      {settings}"
    built = make_site(CLEAN | config("search", plugin)).built("--strict")
    for page in ("index.html", "traceability/index.html", "traceability/flows/index.html"):
        assert "<script>alert" not in built.text(page)
        assert "<b>Facts" not in built.text(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in built.text("traceability/flows/index.html")


def test_the_offline_plugin_is_no_trouble(make_site: MakeSite) -> None:
    site = make_site(CLEAN | config("search", "offline", "tags", "traceability", theme="material"))
    built = site.built("--strict")
    assert 'href="components.html#component-batcher"' in built.text("traceability/flows.html")


def test_a_hook_of_the_user_sees_our_pages(make_site: MakeSite) -> None:
    hook = (
        "def on_page_context(context, page, config, nav):\n    print('seen', page.file.src_uri, page.title)\n"
    )
    site = make_site(CLEAN | config("traceability", rest="hooks: [hook.py]\n") | {"hook.py": hook})
    built = site.built("--strict")
    assert "seen traceability/flows.md Flows" in built.done.out


def test_a_sidecar_that_another_plugin_makes_is_read(make_site: MakeSite) -> None:
    hook = (
        "from mkdocs.structure.files import File\n"
        "def on_files(files, config):\n"
        "    made = 'components:\\n  - {id: made, title: Made, depends_on: nobody}\\n'\n"
        "    files.append(File.generated(config, 'made.trace.yml', content=made))\n"
        "    return files\n"
    )
    site = make_site(CLEAN | config("traceability", rest="hooks: [hook.py]\n") | {"hook.py": hook})
    done = site.build("--strict")
    assert done.status == 1
    assert "docs/made.trace.yml:2:41: TR101 [error] unknown component `nobody`" in done.log
    assert not (site.folder / "site/made.trace.yml").exists()

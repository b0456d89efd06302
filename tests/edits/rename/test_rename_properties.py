"""Whatever a site is made of: a renaming changes the id and nothing else, and can be taken back to the byte."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import write_site

from mkdocs_traceability.edits.rename.names import CannotRename
from mkdocs_traceability.edits.rename.plan import NamedSources, rename
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Workspace

TODAY = date(2026, 11, 1)

pytestmark = pytest.mark.slow

FEW = settings(deadline=None, max_examples=25)

COMPONENTS = ("api", "eval-worker", "EVAL-W", "worker.py", "07-eval-worker", "no", "café", "a/b", "1e3")
FLOWS = ("EVAL-001", "EVAL-002", "EVAL-003", "EVAL-010", "api")
NEW = (
    "EVAL-077",
    "new",
    "yes",
    "x,y",
    "x:y",
    "component:z",
    "a#b",
    "2026-01-01",
    "naïve-1",
    "-",
    "*",
    "api",
    "eval",
)

OF_NUMBERS = "TR110"
"""Which rule is about the numbers of ids themselves."""

NEEDS_QUOTES = {"yes", "x,y", "x:y", "2026-01-01", "-", "*"}

components = st.sampled_from(COMPONENTS)
flows = st.sampled_from(FLOWS)
ids = components | flows


def in_yaml(id_: str) -> st.SearchStrategy[str]:
    plain = [id_] if not id_.startswith(("-", "*")) else []
    return st.sampled_from([*plain, f'"{id_}"', f"'{id_}'"])


@st.composite
def reference(draw: st.DrawFn) -> str:
    id_ = draw(components)
    written = draw(in_yaml(draw(st.sampled_from([id_, id_, f"component:{id_}"]))))
    return draw(st.sampled_from([written, f"{{id: {written}, role: x}}"]))


@st.composite
def sidecar(draw: st.DrawFn) -> str:
    lines = ["# components:  of EVAL-001\t", "defaults:", f"  see: [{draw(ids)}]", "components:"]
    for id_ in draw(st.lists(components, unique=True, min_size=2)):
        written = draw(in_yaml(id_))
        more = draw(st.sampled_from(["", "  # api", "\n    title: api"]))
        former = draw(
            st.sampled_from(["", "", "\n    former_ids: [old-1]", "\n    former-ids:\n      - old-2 # x"])
        )
        lines.append(f"  - id: {written}{more}{former}")
        if draw(st.booleans()):
            lines.append(f"    depends_on: [{draw(reference())}]")
    lines.append("flows:")
    for id_ in draw(st.lists(flows, unique=True, min_size=1)):
        if draw(st.booleans()):
            lines.append(
                f"  - {{id: {id_}, title: Flow, components: [{draw(reference())}, {draw(reference())}]}}"
            )
            continue
        lines += [f"  -   title: of {draw(ids)}", f"      id: {id_}", "      components:"]
        lines += [f"      - {draw(reference())}" for _ in range(draw(st.integers(1, 3)))]
        if draw(st.booleans()):
            lines.append(f"      waive: {{TR101: {{reason: x, owner: y, of: {draw(in_yaml(draw(ids)))}}}}}")
    return "\n".join(lines) + draw(st.sampled_from(["\n", ""]))


@st.composite
def page(draw: st.DrawFn) -> str:
    front = draw(st.sampled_from(["", "---\ntraceability:\n  flow: EVAL-020\n---\n", "---\ntitle: x\n---\n"]))
    blocks = []
    for _ in range(draw(st.integers(1, 5))):
        one, two = draw(ids), draw(ids)
        blocks.append(
            draw(
                st.sampled_from(
                    [
                        f"See [{one}], [the one][{two}], `{one}` and {two}. [{two}][]",
                        f"> quoted [{one}]\n> \tand\t[{two}]",
                        f"# About {one}",
                        f"[trace: badge {one}]",
                        f"[trace: list flows components={one},{two} id!={two}]",
                        f'[trace: matrix flows\n  components="{one}"\n  columns=id,title]',
                        f"There are 3<!-- traceability: count flows components={one} --> flows.",
                        f"{{{{ trace_list('flow', components=['{one}', \"{two}\"]) }}}}",
                        "<!-- traceability: flows -->\n| ID | Title | Components | Former IDs |\n"
                        "| --- | --- | --- | --- |\n"
                        f"| EVAL-{draw(st.integers(30, 35)):03} | see [{one}] | `{one}` (core), {two} | |",
                        f'<!-- traceability: restates flows where="components={one}" -->\n'
                        f"| ID | Title | Components |\n| --- | --- | --- |\n| {one} | x | {two}, **{one}** |",
                        "<!-- traceability: components -->\n| ID | Title | See |\n| --- | --- | --- |\n"
                        f"| c-{draw(st.integers(1, 9))} | x | EVAL-001..EVAL-003 |",
                        f"```\n[{one}]\n```\n",
                    ]
                )
            )
        )
    return front + "\n\n".join(blocks) + "\n"


@st.composite
def as_data(draw: st.DrawFn, text: st.SearchStrategy[str]) -> bytes:
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + draw(text).replace("\n", line_end)).encode()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    config = "site_name: x\nplugins:\n  - macros\n  - traceability:\n      prose_ids: [code, bare]\n"
    folder = tmp_path_factory.mktemp("rename")
    return load_settings(write_site(folder, {"mkdocs.yml": config}))


def named(site: Settings, sources: list[Source]) -> NamedSources:
    linked = Workspace(site).link(sources)
    return NamedSources(linked.registry, linked.sources, site.prose_ids, site.table_words)


def after(sources: list[Source], contents: dict[str, bytes]) -> list[Source]:
    return [replace(each, data=contents.get(each.path, each.data)) for each in sources]


def found(site: Settings, sources: list[Source], *same: str) -> Counter[tuple[str, ...]]:
    """Count what is found in a site, with some ids as one."""
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, same), key=len, reverse=True))})(?!\w)")
    findings = [each for each in Workspace(site).run(sources, TODAY).raw_findings if each.code != OF_NUMBERS]
    return Counter(
        (each.code, each.kind, *(pattern.sub("@", text) for text in (each.message, each.item)))
        for each in findings
    )


def without_quotes(data: bytes) -> bytes:
    """Leave out the quotes that an id got which needed some: they stay."""
    return re.sub(b"[\"']", b"", data)


@FEW
@given(as_data(sidecar()), as_data(page()), ids, st.sampled_from(NEW))
def test_a_renaming_changes_the_id_and_nothing_else(
    site: Settings, facts: bytes, text: bytes, old: str, new: str
) -> None:
    sources = [Source("docs/a.trace.yml", facts), Source("docs/page.md", text, "page.md")]
    try:
        there = rename(named(site, sources), old, new, keep_former=False)
    except CannotRename:
        return
    renamed = after(sources, dict(there.contents))
    assert (
        found(site, renamed, there.item.id, there.new) - found(site, sources, there.item.id, there.new)
        == Counter()
    )
    back = rename(named(site, renamed), f"{there.item.kind}:{there.new}", there.item.id, keep_former=False)
    if "EVAL-001, EVAL-002" not in there.contents.get("docs/page.md", b"").decode():  # a range, written out
        again = [each.data for each in after(renamed, dict(back.contents))]
        assert list(map(without_quotes, again)) == list(map(without_quotes, [facts, text]))
        assert again == [facts, text] or there.new in NEEDS_QUOTES


@FEW
@given(as_data(sidecar()), as_data(page()), ids, st.sampled_from(NEW))
def test_the_old_id_still_leads_to_the_item(
    site: Settings, facts: bytes, text: bytes, old: str, new: str
) -> None:
    sources = [Source("docs/a.trace.yml", facts), Source("docs/page.md", text, "page.md")]
    try:
        there = rename(named(site, sources), old, new)
    except CannotRename:
        return
    registry = named(site, after(sources, dict(there.contents))).registry
    item = registry.get(there.item.kind, there.new)
    assert item is not None
    assert (there.item.id in item.texts("former_ids")) == there.is_former_kept
    assert there.is_former_kept or item.table_page

"""What is derived of a site of forty items, and of one with the edges of each rule: what rules and pages work with.

`WRITE_EXPECTED=1 pytest tests/analysis` writes it anew.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from support import compare_with_file, files_of_case, run

import mkdocs_traceability.analysis.agent_rules as module
from mkdocs_traceability.analysis.agent_rules import in_code_span, rules_text, scope
from mkdocs_traceability.analysis.ancestors import is_cut_off, outwards
from mkdocs_traceability.analysis.arrows import arrow, arrows
from mkdocs_traceability.analysis.authority import Authority
from mkdocs_traceability.analysis.certainty import Certainty
from mkdocs_traceability.analysis.chains import chains
from mkdocs_traceability.analysis.channels import Channels
from mkdocs_traceability.analysis.completeness import admitted_holes, lacking
from mkdocs_traceability.analysis.deadlines import deadline_of, is_open, is_overdue, quarter_of
from mkdocs_traceability.analysis.layers import Directions, Layers
from mkdocs_traceability.analysis.neighbours import Branch, Way, acts, neighbours, tree, verb
from mkdocs_traceability.analysis.owners import declared_owners, owners_of
from mkdocs_traceability.analysis.reach import names_no_store, producers, producing_layers, reach_of
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.result import Result

HERE = Path(__file__).parent


SITES = {"site.yml": "derived", "edges.yml": "derived_edges"}


def result_of(site: str, folder: Path) -> Result:
    return run(folder / "site", files_of_case((HERE / site).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return {site: result_of(site, tmp_path_factory.mktemp(expected)) for site, expected in SITES.items()}


@pytest.fixture
def result(results: dict[str, Result]) -> Result:
    return results["site.yml"]


def badges(result: Result) -> Iterator[str]:
    assessment = result.assessment
    for item in result.registry.all:
        badge = assessment.badge(item)
        flags = [name for name in ("is_gap", "holds", "is_judged") if getattr(badge, name)]
        attention = "attention" if assessment.needs_attention(item) else "-"
        fails = "fails" if assessment.fails(item) else "-"
        yield f"{item.label}: {badge.word or '-'} ({badge.basis}) {flags} {attention} {fails}"
        for name, evidence in item.evidence.items():
            of_all = assessment.badge_of_evidence(item, name, evidence)
            claims = [assessment.badge_of_claim(item, name, claim) for claim in evidence.claims]
            yield f"  {name}: {of_all.word} ({of_all.basis}): {[(each.word, each.basis) for each in claims]}"
        if absent := assessment.badge_of_lacking(item):
            yield f"  lacks: {absent.word} ({absent.basis})"


def shares(result: Result) -> Iterator[str]:
    assessment = result.assessment
    for kind in result.registry.schema:
        items = list(result.registry.items(kind.name))
        share, counts = assessment.share(items), assessment.badge_counts(items)
        shown = (
            share.shown_percent(),
            share.shown_percent("verified"),
            share.percent(),
            share.percent("verified"),
        )
        yield f"{kind.name}: {tuple(share)} {share.holding} {shown} {dict(counts)}"
        for threshold, asked in assessment.gates(kind):
            yield f"  {threshold.state} {threshold.percent}: {tuple(asked)}"


def deadlines(result: Result) -> Iterator[str]:
    registry = result.registry
    for item in registry.all:
        found = deadline_of(registry, item)
        if found:
            state = f"open={is_open(registry, item)} overdue={is_overdue(registry, item, result.today)}"
            yield f"{item.label}: {found.day} of {found.stated_by.label}, {quarter_of(found.day)}, {state}"


def completeness(result: Result) -> Iterator[str]:
    for item in result.registry.all:
        absent, holes = lacking(result.registry, item), admitted_holes(result.registry, item)
        if absent or holes:
            yield f"{item.label}: {tuple(absent) if absent else None} {holes}"


def owners(result: Result) -> Iterator[str]:
    for item in result.registry.all:
        declared = [(owner.name, str(position)) for owner, position in declared_owners(result.registry, item)]
        names = [(owner.name, bool(owner.item)) for owner in owners_of(result.registry, item)]
        if names:
            yield f"{item.label}: {names} {declared}"


def layers(result: Result) -> Iterator[str]:
    registry = result.registry
    of, directions = Layers(registry), Directions(registry, result.observations)
    for item in (*registry.items("component"), *registry.items("resource")):
        home = of.of(item)
        whole = [each.id for each in outwards(registry, item)]
        yield f"{item.label}: {home.item.id if home else None} {whole} {is_cut_off(registry, item)}"
    for one in registry.items("layer"):
        for other in registry.items("layer"):
            yield f"{one.id} -> {other.id}: {tuple(directions.way(one, other))}"
    for component, link in directions.declared():
        if crossing := directions.between(component, link.item):
            yield f"{component.id} x {link.item.id}: {crossing.own.id} {crossing.there.item.id} {crossing.why}"


def reach(result: Result) -> Iterator[str]:
    registry, of = result.registry, Layers(result.registry)
    for signal in registry.items("signal"):
        home = producing_layers(registry, of, signal)
        found = reach_of(registry, of, signal, home)
        outside = [(link.item.id, layer.id) for link, layer in found.outside]
        stores = names_no_store(signal.texts("persistence"))
        yield f"{signal.label}: {[each.id for each in home]} {[each.item.id for each in found.inside]} {outside} {stores}"
    for component, why in producers(registry, result.policy.producing_layers, registry.items("component")):
        yield f"{component.label} produces: {why}"


def events(result: Result) -> Iterator[str]:
    channels = Channels(result.registry, result.verdicts, Certainty(result.registry))
    for each in channels.unnamed():
        yield f"{each.component.label} {each.action} {each.claim.text}: not in {[item.id for item in each.signals]}"
    for silent in channels.silent():
        yield f"{silent.component.label} {silent.action} {silent.signal.id}: claimed nowhere, {silent.position}"


def authority(result: Result) -> Iterator[str]:
    registry, certainty = result.registry, Certainty(result.registry)
    knows = Authority(registry, certainty)
    for component in registry.items("component"):
        for resource in registry.items("resource"):
            ruling = knows.ruling(component, resource)
            said = (ruling.name, ruling.resource.id, ruling.link.item.id) if ruling else None
            refusing = [knows.refusing(component, resource, name) for name in ("writers", "readers")]
            refused = [each.id if each else None for each in refusing]
            yield f"{component.id} {resource.id}: {said} {refused} {knows.may_write_a_part(component, resource)}"
    for kind in ("component", "signal", "flow"):
        yield f"{kind}: {[each.id for each in certainty.judged(kind)]} {[each.id for each in certainty.judged(kind, ahead=True)]}"
    for name in ("layer", "part_of", "depends_on", "flows"):
        yield f"{name}: {[each.id for each in registry.items('component') if not certainty.is_sure(each, name)]}"


def graph(result: Result) -> Iterator[str]:
    registry = result.registry
    for each in arrows(registry):
        does = verb(registry.schema, each.relation, each.source.kind)
        yield f"{each.source.label} {does} {each.target.label} ({each.relation.name}, {each.impact})"
    for item in registry.all:
        found = [(other.id, list(map(said, ways))) for other, ways in neighbours(registry, item).items()]
        yield f"{item.label}: {found}"


def said(way: Way) -> tuple[str, str, bool, bool]:
    return way.name, way.label, way.is_onward, way.is_mutual


def trees(result: Result) -> Iterator[str]:
    registry = result.registry
    for name in ("web", "api", "platform"):
        for depth, most in ((1, 3), (2, 4), (3, 12)):
            if root := one(registry.items("component"), name):
                yield f"{name} {depth} {most}"
                yield from lines_of(tree(registry, root, depth, most), "  ")


def lines_of(branch: Branch, indent: str) -> Iterator[str]:
    flags = f"{branch.left_out} above={branch.is_above} told={branch.is_told}"
    yield f"{indent}{branch.item.label} {list(map(said, branch.ways))} {flags}"
    for each in branch.branches:
        yield from lines_of(each, f"{indent}  ")


def connections(result: Result) -> Iterator[str]:
    registry = result.registry
    for start, end in (
        ("web", "db"),
        ("db", "web"),
        ("web", "ledger"),
        ("G-1", "M-1"),
        ("web", "web"),
        ("web", "old"),
        ("side", "S-3"),
    ):
        first, last = one(registry.all, start), one(registry.all, end)
        found = chains(registry, first, last, 3) if first and last else []
        yield f"{start} to {end}: {[[(hop.item.id, list(map(said, hop.ways))) for hop in chain] for chain in found]}"


def agents(result: Result) -> Iterator[str]:
    for folder in ("", "site", "../up"):
        yield f"scope in `{folder}`: {scope(result.registry, result.observations.owned, folder)}"
    yield rules_text(result.registry, result.observations.owned, "site")
    yield rules_text(result.registry, (), "")


def one(items: Iterable[Item], id_: str) -> Item | None:
    return next((item for item in items if item.id == id_), None)


PARTS = (
    badges,
    shares,
    deadlines,
    completeness,
    owners,
    layers,
    reach,
    events,
    authority,
    graph,
    trees,
    connections,
    agents,
)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_what_is_derived_is_as_it_was(
    part: Callable[[Result], Iterator[str]], site: str, results: dict[str, Result]
) -> None:
    compare_with_file("\n".join(part(results[site])) + "\n", HERE / SITES[site] / f"{part.__name__}.txt")


def test_a_quoted_text_is_one_line_of_at_most_two_hundred_letters() -> None:
    assert in_code_span("a\n`b`\t<c>\x00 d") == "`a 'b' ‹c› d`"
    assert in_code_span("x" * 200) == f"`{'x' * 200}`"
    assert in_code_span("x" * 201) == f"`{'x' * 199}…`"


def test_what_agents_read_has_a_limit_and_says_how_much_is_left_out(
    result: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned = result.observations.owned
    every = rules_text(result.registry, owned, "").split("\n\n### ")
    room = sum(len(f"### {section}") for section in every[1:])
    monkeypatch.setattr(module, "_MOST_TEXT", room)
    assert rules_text(result.registry, owned, "").split("\n\n### ") == every
    monkeypatch.setattr(module, "_MOST_TEXT", room - 1)
    cut = rules_text(result.registry, owned, "")
    assert cut.endswith("\n\n1 more components: run `mkdocs-traceability brief PATH` before you edit.")
    assert cut.count("\n\n### ") == len(every) - 2


def test_of_many_names_twelve_are_told(tmp_path: Path) -> None:
    names = [f"c{number:02}" for number in range(13)]
    for count, end in ((12, "`c11`."), (13, "`c11`, and 1 more.")):
        depends = ", ".join(reversed(names[:count]))
        others = "".join(f"  - {{id: {name}}}\n" for name in names)
        sidecar = f"components:\n  - {{id: a, paths: [a], depends_on: [{depends}]}}\n{others}"
        found = run(tmp_path / str(count), {"docs/a.trace.yml": sidecar, "a/b.py": ""})
        (line,) = (
            each
            for each in rules_text(found.registry, found.observations.owned, "").splitlines()
            if "Depends" in each
        )
        assert line.startswith("- Depends on `c00`, `c01`, ")
        assert line.endswith(end)


def test_two_ways_to_an_item_are_one_arrow(tmp_path: Path) -> None:
    twice = "components: [{id: a}]\nflows: [{id: F-1, components: [{id: a, role: r}, {id: a, role: s}]}]\n"
    registry = run(tmp_path, {"docs/a.trace.yml": twice}).registry
    assert len(registry.related(registry.items("flow")[0], "components")) == 2
    assert [(each.source.id, each.target.id) for each in arrows(registry)] == [("a", "F-1")]


def test_who_acts_is_told_by_the_arrows(results: dict[str, Result]) -> None:
    told = set()
    for registry in (each.registry for each in results.values()):
        for item in registry.all:
            kind = registry.kind(item)
            for name, links in registry.relations_of(item).items():
                own = kind.relations.get(name)
                relation = own or kind.inverses[name][0]
                ends = (item, links[0].item) if own else (links[0].item, item)
                assert acts(kind, name) == (arrow(relation, *ends).source is item)
                told.add((own is None, acts(kind, name)))
    assert len(told) == 4


def test_a_relation_that_is_mutual_is_one_arrow_whoever_writes_it(tmp_path: Path) -> None:
    relation = "{component: {relations: {alike: {to: [component], symmetric: true}}}}"
    files = {
        "mkdocs.yml": f"site_name: x\nplugins: [{{traceability: {{kinds: {relation}}}}}]\n",
        "docs/a.trace.yml": "components: [{id: b, alike: [a, c]}, {id: a}, {id: c, alike: [b]}]\n",
    }
    registry = run(tmp_path, files).registry
    assert sorted((each.source.id, each.target.id) for each in arrows(registry)) == [("a", "b"), ("b", "c")]


def test_of_two_deadlines_on_one_day_the_first_is_told(tmp_path: Path) -> None:
    patches = (
        "patches: [{id: P-1, due: 2026-11-01}, {id: P-2, due: 2026-10-01}, {id: P-3, due: 2026-10-01}]\n"
    )
    sidecar = f"gaps: [{{id: G-1, resolved_by: [P-1, P-2, P-3]}}]\n{patches}"
    registry = run(tmp_path, {"docs/a.trace.yml": sidecar}).registry
    deadline = deadline_of(registry, registry.items("gap")[0])
    assert deadline is not None
    assert (deadline.day.isoformat(), deadline.stated_by.id) == ("2026-10-01", "P-2")


def test_a_name_is_in_use_where_its_value_is_written_wrongly(tmp_path: Path) -> None:
    sidecar = "components: [{id: a, part_of: {x: y}, summary: s, depends_on: [b]}, {id: b}]\n"
    registry = run(tmp_path, {"docs/a.trace.yml": sidecar}).registry
    assert registry.items("component")[0].invalid
    assert registry.names_in_use >= {"part_of", "summary", "depends_on", "used_by"}
    assert "reads" not in registry.names_in_use

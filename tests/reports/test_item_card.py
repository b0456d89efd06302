"""An item in full as a plain value: nothing that is known of it is left out."""

from pathlib import Path

from support import run

from mkdocs_traceability.analysis.neighbours import Branch, tree
from mkdocs_traceability.reports.item_card import ItemCard, item_card

SITE = {
    "docs/index.md": "# Home\n",
    "src/worker.py": "def work():\n    pass\n",
    "docs/a.trace.yml": """\
components:
  - {id: eval-worker, title: Eval worker, maintainer: team-a, depends_on: [queue]}
  - {id: queue, title: Queue, depends_on: [store]}
  - {id: store, title: Store, depends_on: [eval-worker, disk]}
  - {id: disk}
flows:
  - id: EVAL-001
    title: Evaluate
    status: implemented
    implementation: auto
    tags: [a, b]
    former_ids: [EV-1]
    aliases: [evaluate]
    summary: What it *does*.
    components:
      - {id: eval-worker, role: owner, via: a queue, because: it is slow}
      - evel-worker
    evidence:
      code: ["src/worker.py:work", "src/worker.py:rest"]
      tests: {not_applicable: nothing runs}
    waive:
      TR403: {reason: known, owner: mm, until: 2099-01-01}
""",
}


def card_of(folder: Path, id_: str, depth: int = 1) -> ItemCard:
    result = run(folder, SITE)
    (item,) = result.registry.answering(id_)
    return item_card(result, item, depth)


def drawn(branch: Branch, indent: str = "") -> list[str]:
    """Return a tree as lines: the ways to an item, the item, and why it ends there."""
    ways = [f"{'→' if each.is_out else '←'} {each.label}" for each in branch.ways]
    marks = ["(above)"] * branch.is_above + ["(told)"] * branch.is_told
    line = indent + " ".join([*ways, branch.item.id, *marks])
    return [line, *(each for below in branch.branches for each in drawn(below, indent + "  "))]


def test_a_card_has_what_an_item_says(tmp_path: Path) -> None:
    card = card_of(tmp_path, "EVAL-001")
    assert (card.kind.label, card.item.id, card.item.own_title) == ("flow", "EVAL-001", "Evaluate")
    assert (card.status, card.status_label, card.phase) == ("implemented", "implemented", "complete")
    assert (card.summary, card.notes, card.home, card.deadline) == ("What it *does*.", "", "", None)
    assert (card.aliases, card.former_ids) == (("evaluate",), ("EV-1",))
    assert [owner.name for owner in card.owners] == ["team-a"]
    assert [(each.label, *each.lines) for each in card.fields] == [
        ("Tags", "a", "b"),
        ("Domain", "EVAL"),
        ("Implementation", "AUTO"),
    ]


def test_a_card_has_relations_both_ways_with_what_is_said_of_them(tmp_path: Path) -> None:
    (relation,) = card_of(tmp_path, "EVAL-001").relations
    assert (relation.name, relation.label, relation.is_out) == ("components", "Components", False)
    found, broken = relation.ends
    assert found.item is not None
    assert found.attributes == {"role": "owner", "via": "a queue", "because": "it is slow"}
    assert (broken.item, broken.text, broken.broken) == (None, "evel-worker", "unknown")
    back = {
        each.label: [end.text for end in each.ends] for each in card_of(tmp_path, "eval-worker").relations
    }
    assert back == {"Depends on": ["queue"], "Used by": ["store"], "Implements flows": ["EVAL-001"]}


def test_a_card_has_every_claim_with_its_verdict_and_place(tmp_path: Path) -> None:
    card = card_of(tmp_path, "EVAL-001")
    code, tests = card.evidence
    assert [(each.claim.text, each.badge.word, str(each.outcome.found_at)) for each in code.claims] == [
        ("src/worker.py:work", "found", "src/worker.py:1"),
        ("src/worker.py:rest", "waived", "None"),
    ]
    assert (tests.not_applicable, tests.claims, tests.unknown) == ("nothing runs", (), False)
    assert (card.badge.word, card.badge.basis) == (
        "waived",
        "1 of 2 claims found; rest not found in src/worker.py",
    )


def test_a_card_has_every_finding_with_its_waiver(tmp_path: Path) -> None:
    found = card_of(tmp_path, "EVAL-001").findings
    assert [(each.code, each.waiver.reason if each.waiver else "") for each in found] == [
        ("TR101", ""),
        ("TR403", "known"),
    ]


def test_a_neighbourhood_goes_on_in_its_direction_and_ends_at_a_cycle(tmp_path: Path) -> None:
    assert drawn(card_of(tmp_path, "eval-worker", depth=4).neighbourhood) == [
        "eval-worker",
        "  ← depends on store",
        "    ← depends on queue",
        "      ← depends on eval-worker (above)",
        "  → depends on queue",
        "    → depends on store",
        "      → depends on eval-worker (above)",
        "      → depends on disk",
        "  → implements EVAL-001",
    ]


def test_a_neighbourhood_is_bounded(tmp_path: Path) -> None:
    facts = (
        "components: [" + ", ".join(f"{{id: c{n}, depends_on: [hub]}}" for n in range(20)) + ", {id: hub}]\n"
    )
    result = run(tmp_path, {"docs/a.trace.yml": facts})
    (hub,) = result.registry.answering("hub")
    grown = tree(result.registry, hub, 3, most=5)
    assert (len(grown.branches), grown.left_out) == (5, 15)

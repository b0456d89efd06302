"""Dates by which things are to be done: where they stand, whose they are, and when they have passed."""

from pathlib import Path

import pytest
from support import PLAIN_SITE, TODAY, check, found, run

from mkdocs_traceability.analysis.deadlines import deadline_of, is_overdue, quarter_of
from mkdocs_traceability.analysis.owners import owners_of

AROUND = "flows: [{id: F-1, components: [c]}]\ncomponents: [{id: c}]\n"


@pytest.mark.parametrize(
    ("item", "is_reported"),
    [
        ("due: 2026-10-31", True),
        ("due: 2026-11-01", False),  # until the end of that day, as waivers
        ("due: 2026-10-31, status: partial", True),
        ("due: 2026-10-31, status: accepted", True),
        ("due: 2026-10-31, status: resolved, evidence: {docs: [index.md]}", False),
        ("due: 2026-10-31, superseded_by: G-2", False),
        ("action: {text: Mend it, due: 2026-10-31}", True),
        ("action: {text: Mend it, due: 2026-10-31, artifacts: [there.yml]}, status: partial", False),
        ("action: {text: Mend it, due: 2026-10-31, artifacts: [there.yml, gone.yml]}, status: partial", True),
    ],
)
def test_open_work_is_overdue_from_the_day_after_its_date(
    tmp_path: Path, item: str, is_reported: bool
) -> None:
    sidecar = f"gaps:\n  - {{id: G-1, about: [F-1], {item}}}\n  - {{id: G-2, about: [F-1]}}\n{AROUND}"
    files = {"docs/index.md": "# Home\n", "docs/a.trace.yml": sidecar, "there.yml": ""}
    codes = [finding.code for finding in check(tmp_path, files)]
    assert ("TR421" in codes) is is_reported


def test_a_gap_is_as_late_as_what_resolves_it_and_only_that_is_reported(tmp_path: Path) -> None:
    sidecar = f"""\
gaps:
  - {{id: G-1, about: [F-1], resolved_by: [P-0, P-1, P-2]}}
patches:
  - {{id: P-0, status: rejected, due: 2026-01-01}}
  - {{id: P-1, status: required, due: 2026-10-31}}
  - {{id: P-2, status: required, due: 2026-09-30}}
{AROUND}"""
    assert found(tmp_path, sidecar, "TR421") == [
        "5:38 TR421 patch P-1 is `required`, and was due on 2026-10-31",
        "6:38 TR421 patch P-2 is `required`, and was due on 2026-09-30",
    ]
    registry = run(tmp_path, {"docs/a.trace.yml": sidecar}).registry
    gap = registry.items("gap")[0]
    deadline = deadline_of(registry, gap)
    assert deadline is not None
    assert (str(deadline.day), deadline.stated_by.id) == ("2026-09-30", "P-2")
    assert is_overdue(registry, gap, TODAY)
    assert [quarter_of(deadline.day), quarter_of(TODAY)] == ["2026-Q3", "2026-Q4"]


def test_overdue_work_can_be_waived_until_a_date(tmp_path: Path) -> None:
    sidecar = (
        "gaps: [{id: G-1, about: [F-1], due: 2026-10-31, waive: {TR421: {reason: on leave, until: %s}}}]\n"
    )
    (waived,) = (each for each in check(tmp_path, sidecar % "2026-12-31" + AROUND) if each.code == "TR421")
    assert not waived.fails
    ended = check(tmp_path, sidecar % "2026-10-31" + AROUND)
    assert [each.code for each in ended if each.fails] == ["TR901"]


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("due: 2026-02-30", "`2026-02-30` is not a date"),
        ("due: soon", "`soon` is not a date"),
        ("action: {text: x, due: 31.12.2026}", "`31.12.2026` is not a date"),
        ("action: {text: x, due: [2026-12-31]}", "`due` is one value, not a list"),
        ("action: {text: x, due: 2026-12-31}, due: 2026-12-30", "duplicate `due`: in `action` and beside it"),
        ("effort: 1 d, action: {text: x, effort: 2 d}", "duplicate `effort`: in `action` and beside it"),
        ("action: {text: x, deu: 2026-12-31}", "unknown key `deu` in `action`"),
    ],
)
def test_a_bad_date_is_one_finding(tmp_path: Path, item: str, said: str) -> None:
    sidecar = f"gaps: [{{id: G-1, about: [F-1], {item}}}]\n{AROUND}"
    wrong = [finding for finding in check(tmp_path, sidecar) if finding.fails]
    assert [finding.message for finding in wrong] == [said]


def test_an_action_of_a_kind_of_the_site_has_a_date_and_an_effort(tmp_path: Path) -> None:
    kinds = "{task: {plural: tasks, fields: {todo: action}, status: {open: open}}}"
    files = {
        "mkdocs.yml": PLAIN_SITE.replace("[traceability]", f"[traceability: {{kinds: {kinds}}}]"),
        "docs/a.trace.yml": "tasks: [{id: T-1, status: open, todo: {text: x, due: 2026-10-31, effort: 1 d}}]\n",
    }
    result = run(tmp_path, files)
    assert [finding.message for finding in result.findings] == [
        "task T-1 is `open`, and was due on 2026-10-31"
    ]
    assert result.registry.all[0].text("effort") == "1 d"


def test_who_blocks_whom_never_closes_a_circle(tmp_path: Path) -> None:
    sidecar = f"""\
gaps: [{{id: G-1, about: [F-1], blocked_by: [P-1]}}]
patches: [{{id: P-1, supports: [F-1], blocked_by: [R-1]}}]
requirements: [{{id: R-1, status: missing, blocked_by: [G-1]}}]
{AROUND}"""
    assert found(tmp_path, sidecar, "TR109") == [
        "3:56 TR109 cycle in `blocked_by`: `gap:G-1 → patch:P-1 → requirement:R-1 → gap:G-1`"
    ]


def test_a_site_with_an_unblocks_of_its_own_hears_of_it_once(tmp_path: Path) -> None:
    kinds = "{task: {plural: tasks, relations: {unblocks: {to: gap}}}}"
    files = {
        "mkdocs.yml": PLAIN_SITE.replace("[traceability]", f"[traceability: {{kinds: {kinds}}}]"),
        "docs/a.trace.yml": f"gaps: [{{id: G-1, about: [F-1], blocked_by: [c]}}]\n{AROUND}",
    }
    assert [finding.message for finding in check(tmp_path, files) if finding.fails] == [
        "`unblocks` is a field or relation of a task already"
    ]


OWNED = """\
layers: [{id: L1, maintainer: nobody}]
components:
  - {id: shop, maintainer: ana}
  - {id: till, part_of: shop, layer: L1}
  - {id: mail, maintainer: ben}
  - {id: lone}
flows:
  - {id: own, maintainer: cleo, components: [till]}
  - {id: inherited, components: [till]}
  - {id: shared, components: [mail, till]}
  - {id: unowned, components: [lone]}
resources:
  - {id: carts, owned_by: [mail], maintainer: dora}
  - {id: vendor, owned_by: [{text: The vendor}], writers: [mail]}
  - {id: kept, maintainer: dora, writers: [mail]}
  - {id: written, writers: [mail]}
  - {id: part, part_of: carts}
signals: [{id: done, producers: [till]}]
metrics: [{id: rate, emitters: [mail], supports: [own]}]
requirements:
  - {id: req, satisfied_by: [own]}
  - {id: piece, part_of: req}
gaps:
  - {id: gap, about: [inherited]}
  - {id: blocked, blocked_by: [own]}
patches:
  - {id: patch, supports: [own]}
  - {id: resolving}
"""


def test_the_owner_is_owned_by_else_maintainer_else_that_of_the_component(tmp_path: Path) -> None:
    sidecar = f"{OWNED}  - {{id: P-9, resolves: [gap]}}\n"
    registry = run(tmp_path, {"docs/a.trace.yml": sidecar}).registry
    owners = {item.id: ", ".join(owner.name for owner in owners_of(registry, item)) for item in registry.all}
    assert owners == {
        "L1": "nobody", "shop": "ana", "till": "ana", "mail": "ben", "lone": "",
        "own": "cleo", "inherited": "ana", "shared": "ben, ana", "unowned": "",
        "carts": "mail", "vendor": "The vendor", "kept": "dora", "written": "ben", "part": "mail",
        "done": "ana", "rate": "ben", "req": "cleo", "piece": "cleo",
        "gap": "ana", "blocked": "", "patch": "cleo", "resolving": "", "P-9": "ana",
    }  # fmt: skip


def test_owners_of_what_leads_in_a_circle_are_nobody(tmp_path: Path) -> None:
    sidecar = "components:\n  - {id: a, part_of: b}\n  - {id: b, part_of: a}\n"
    registry = run(tmp_path, {"docs/a.trace.yml": sidecar}).registry
    assert [owners_of(registry, item) for item in registry.all] == [(), ()]


def test_a_kind_of_the_site_is_owned_by_its_component(tmp_path: Path) -> None:
    kinds = (
        "{task: {plural: tasks, relations: {in: component}}, team: {plural: teams, fields: {owned_by: text}}}"
    )
    files = {
        "mkdocs.yml": PLAIN_SITE.replace("[traceability]", f"[traceability: {{kinds: {kinds}}}]"),
        "docs/a.trace.yml": "components: [{id: c, maintainer: ana}]\ntasks: [{id: T-1, in: [c]}]\n"
        "teams: [{id: X, owned_by: eve}, {id: Y}]\n",
    }
    registry = run(tmp_path, files).registry
    assert {item.id: [owner.name for owner in owners_of(registry, item)] for item in registry.all} == {
        "c": ["ana"], "T-1": ["ana"], "X": ["eve"], "Y": [],
    }  # fmt: skip

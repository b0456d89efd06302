"""`fail_under`: how much of a kind has to be verified, and what is said where it is not (TR420)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import check, failing, run, said, table, write_site

from mkdocs_traceability.analysis.badges import Share
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.policy import Threshold
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.rules.thresholds import _below
from mkdocs_traceability.settings.load import built_in_schema, load_settings
from mkdocs_traceability.workspace import Workspace

FLOW = built_in_schema()["flow"]


def config(settings: str) -> str:
    return f"site_name: x\nplugins:\n  - traceability:\n      fail_under: {settings}\n"


def requirements(
    verified: int = 0, missing: int = 0, unknown: int = 0, planned: int = 0, bare: int = 0, more: str = ""
) -> str:
    lines = ["requirements:"]
    for word, number, said_of_it in (
        ("V", verified, "evidence: {files: [there.txt]}"),
        ("M", missing, "evidence: {files: [gone.txt]}, waive: {TR402: {reason: it is being written}}"),
        ("U", unknown, "evidence: {code: unknown}"),
        ("P", planned, "status: missing"),
        ("B", bare, "title: nothing is claimed"),
    ):
        lines += [f"  - {{id: {word}-{n}, {said_of_it}}}" for n in range(number)]
    return "\n".join(lines) + "\n" + more if len(lines) > 1 else more or "flows: []\n"


def site(settings: str, facts: str) -> dict[str, str]:
    return {"mkdocs.yml": config(settings), "there.txt": "x", "docs/a.trace.yml": facts}


def found(folder: Path, settings: str, facts: str) -> list[Finding]:
    return [each for each in check(folder, site(settings, facts)) if each.code in ("TR420", "TR008")]


def one(folder: Path, settings: str, facts: str) -> Finding:
    (finding,) = found(folder, settings, facts)
    return finding


def test_a_kind_below_its_threshold_fails_at_the_setting(tmp_path: Path) -> None:
    finding = one(tmp_path, "{requirement: 90}", requirements(verified=3, missing=1, unknown=4))
    assert str(finding.position) == "mkdocs.yml:4:20"
    assert finding.message == (
        "3 of 8 requirements are found (37 %), fewer than the 90 % that `fail_under` asks for"
    )
    assert finding.help == (
        "correct the evidence of 5 more, most serious first: 4 no evidence (`U-0`, `U-1`, `U-2` and `U-3`), 1 waived"
    )
    assert finding.fails
    assert finding.kind == "requirement"


def test_planned_items_and_those_that_claim_nothing_are_not_counted(tmp_path: Path) -> None:
    facts = requirements(verified=1, planned=5, bare=5)
    assert found(tmp_path, "{requirement: 100}", facts) == []


def test_a_share_that_is_just_enough_is_enough(tmp_path: Path) -> None:
    facts = requirements(verified=2, unknown=1)
    assert found(tmp_path / "a", "{requirement: 66.6}", facts) == []
    message = one(tmp_path / "b", "{requirement: 66.7}", facts).message
    assert message.startswith("2 of 3 requirements are found (66.6 %), fewer than the 66.7 %")


@table(
    "facts, message",
    (
        "all planned",
        requirements(planned=2, bare=1),
        "no requirement is judged, and `fail_under` asks for 90 % found",
    ),
    (
        "none declared",
        "flows: []\n",
        "no requirement is declared, and `fail_under` asks for 90 % found",
    ),
)
def test_a_share_of_nothing_is_not_enough(facts: str, message: str, tmp_path: Path) -> None:
    finding = one(tmp_path, "{requirement: 90}", facts)
    assert finding.message == message
    assert finding.help == "name evidence of a requirement, or take the threshold away"


def test_a_threshold_of_0_asks_for_nothing(tmp_path: Path) -> None:
    assert found(tmp_path / "a", "{requirement: 0}", requirements(planned=1)) == []
    assert found(tmp_path / "b", "{requirement: 0}", requirements(unknown=1)) == []


def test_what_is_waived_is_not_verified(tmp_path: Path) -> None:
    finding = one(tmp_path, "{requirements: 100}", requirements(verified=1, missing=1))
    assert finding.help == "correct the evidence of 1 more, most serious first: 1 waived (`M-0`)"


def test_no_item_can_waive_a_threshold(tmp_path: Path) -> None:
    facts = requirements(unknown=1, more="  - {id: W, waive: {TR420: {reason: no}}}\n")
    assert {each.code for each in check(tmp_path, site("{requirement: 90}", facts)) if each.fails} == {
        "TR420"
    }


@table(
    "weight, severities",
    ("off", "off", []),
    ("a warning", "warning", ["warning"]),
    ("off for the kind", "{kinds: {requirement: off}}", []),
    ("off for another kind", "{kinds: {flow: off}}", ["error"]),
)
def test_the_rule_weighs_what_the_settings_say(weight: str, severities: list[str], tmp_path: Path) -> None:
    files = site("{requirement: 90}", requirements(unknown=1))
    files["mkdocs.yml"] += f"      rules: {{TR420: {weight}}}\n"
    assert [each.severity for each in check(tmp_path, files) if each.code == "TR420"] == severities


def test_a_threshold_is_not_judged_while_a_source_cannot_be_read(tmp_path: Path) -> None:
    files = site("{requirement: 90}", requirements(unknown=1)) | {"docs/b.trace.yml": "flows: ["}
    assert failing(check(tmp_path, files)) == ["TR001"]


# ---------------------------------------------------------------- the setting


@table(
    "settings, expected",
    ("singular", "{requirement: 90}", []),
    ("plural", "{requirements: 90}", []),
    (
        "both",
        "{requirement: 90, requirements: 10}",
        ["4:37 TR008 `requirements` and `requirement` are the same kind"],
    ),
    ("no kind", "{requirment: 90}", ["4:20 TR008 `requirment` is not a kind"]),
    (
        "too much",
        "{requirement: 101}",
        ["4:33 TR008 `requirement` expects a share in per cent, from 0 to 100"],
    ),
    ("text", "{requirement: x}", ["4:33 TR008 `requirement` expects a share in per cent, from 0 to 100"]),
    (
        "a truth",
        "{requirement: true}",
        ["4:33 TR008 `requirement` expects a share in per cent, from 0 to 100"],
    ),
    (
        "no number",
        "{requirement: .nan}",
        ["4:33 TR008 `requirement` expects a share in per cent, from 0 to 100"],
    ),
)
def test_a_setting_is_of_a_kind_and_a_share(settings: str, expected: list[str], tmp_path: Path) -> None:
    findings = check(tmp_path, site(settings, requirements(verified=1)))
    assert said(findings) == expected


def test_of_two_thresholds_for_one_kind_the_first_is_in_force(tmp_path: Path) -> None:
    settings = load_settings(write_site(tmp_path, site("{flows: 90, flow: 10}", "flows: []\n")))
    asked = {kind: [each[:2] for each in some] for kind, some in settings.policy.fail_under.items()}
    assert asked == {"flow": [("found", 90)]}


def test_kinds_of_one_s_own_have_thresholds(tmp_path: Path) -> None:
    files = site("{enforcers: 50}", "enforcers: [{id: E, evidence: {code: unknown}}]\n")
    files["mkdocs.yml"] += "      kinds: {enforcer: {plural: enforcers}}\n"
    assert failing(check(tmp_path, files)) == ["TR420"]


# ---------------------------------------------------------------- what is kept


def test_a_result_that_is_kept_follows_the_setting(tmp_path: Path) -> None:
    files = site("{requirement: 50}", requirements(verified=1, unknown=1))

    def checked(settings: str) -> list[str]:
        path = write_site(tmp_path, files | {"mkdocs.yml": settings})
        return said(Workspace(load_settings(path)).check().findings)

    assert checked(config("{requirement: 50}")) == []
    assert len(checked(config("{requirement: 51}"))) == 1
    assert checked(config("{requirement: 50}")) == []
    here = checked(config("{requirement: 51}"))
    below = checked("# moved\n" + config("{requirement: 51}"))
    assert here[0].startswith("4:20 TR420")
    assert below[0].startswith("5:20 TR420")


# ---------------------------------------------------------------- figures


def asks(kind: Kind, share: Share, percent: float) -> str:
    asked = Threshold("found", percent, Position("mkdocs.yml", 1, 1))
    return _below(kind, share, asked).partition("(")[2]


@pytest.mark.parametrize(
    ("share", "percent", "text"),
    [
        (Share(0, 999, 1000), 100.0, "99 %), fewer than the 100 %"),
        (Share(0, 0, 1), 90.0, "0 %), fewer than the 90 %"),
        (Share(0, 9_999, 10_000), 99.999, "99.99 %), fewer than the 99.999 %"),
        (Share(0, 0, 3), 5e-324, "0 %), fewer than the 5e-324 %"),
    ],
)
def test_a_share_is_never_rounded_up(share: Share, percent: float, text: str) -> None:
    assert asks(FLOW, share, percent).startswith(text)


@given(st.integers(1, 10**6), st.data())
def test_what_is_shown_is_always_less_than_what_is_asked_for(judged: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, judged - 1))
    exact = 100 * found / judged
    percent = data.draw(st.floats(exact, 100, exclude_min=True))
    shown = asks(FLOW, Share(0, found, judged), percent).partition(" %")[0]
    assert float(shown) <= exact + 1e-9
    assert float(shown) < percent


def test_a_run_tells_what_was_found_even_of_the_gate(tmp_path: Path) -> None:
    result = run(tmp_path, site("{requirement: 90}", requirements(unknown=1)))
    assert [each.code for each in result.raw_findings if each.fails] == ["TR420"]

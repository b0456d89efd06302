"""Waivers: what they answer for, until when, and what comes back after that."""

from pathlib import Path

import pytest
from support import PLAIN_SITE, check

from mkdocs_traceability.findings import Finding

EXPIRED = "{reason: being written, owner: ana, until: 2020-01-31}"
LASTING = "{reason: being written, owner: ana, until: 2999-01-31}"


def of(folder: Path, waiver: str, rules: str = "{}", code: str = "TR201") -> list[Finding]:
    """Check a flow without a component (TR201) and a component that nothing needs (TR202), one of them waived."""
    sidecar = {
        "TR201": f"flows: [{{id: F-1, waive: {{TR201: {waiver}}}}}]\n",
        "TR202": f"components: [{{id: c, waive: {{TR202: {waiver}}}}}]\n",
    }[code]
    settings = PLAIN_SITE.replace("[traceability]", f"[traceability: {{rules: {rules}}}]")
    return check(folder, {"mkdocs.yml": settings, "docs/a.trace.yml": sidecar})


def test_a_waived_finding_stays_and_fails_nothing(tmp_path: Path) -> None:
    (finding,) = of(tmp_path, LASTING)
    assert finding.code == "TR201"
    assert finding.waiver is not None
    assert finding.waiver.owner == "ana"
    assert not finding.fails


def test_an_expired_waiver_fails_once_and_shows_what_it_waived(tmp_path: Path) -> None:
    (finding,) = of(tmp_path, EXPIRED)
    assert finding.code == "TR901"
    assert finding.fails
    assert "expired on 2020-01-31" in finding.message
    assert [related.text for related in finding.related] == [finding.message.partition("2020-01-31: ")[2]]


@pytest.mark.parametrize("severity", ["off", "info"])
def test_no_weight_of_the_rule_about_waivers_hides_what_was_waived(tmp_path: Path, severity: str) -> None:
    found = of(tmp_path, EXPIRED, rules=f"{{TR901: {severity}}}")
    assert [finding.code for finding in found] == ["TR201"]
    assert found[0].fails


def test_an_expired_waiver_of_a_remark_lets_the_remark_come_back(tmp_path: Path) -> None:
    (finding,) = of(tmp_path, EXPIRED, code="TR202")
    assert finding.code == "TR202"
    assert not finding.fails


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("components: [nobody]", "TR101"),
        ("componets: [c]", "TR002"),
        ("components: {c: 1}", "TR002"),
    ],
)
def test_a_waiver_is_not_called_idle_while_a_mistake_may_hide_what_it_waives(
    tmp_path: Path, said: str, code: str
) -> None:
    sidecar = f"flows: [{{id: F-1, {said}, waive: {{TR201: {LASTING}}}}}]\n"
    found = check(tmp_path, {"docs/a.trace.yml": sidecar})
    assert [finding.code for finding in found] == [code]


def test_a_waiver_of_a_rule_that_is_off_waives_nothing(tmp_path: Path) -> None:
    (finding,) = of(tmp_path, LASTING, rules="{TR201: off}")
    assert finding.code == "TR902"

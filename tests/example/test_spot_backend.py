"""The document of the spot-instance backend: repaired, in the example site; unrepaired, as a site full of ticks.

`seeds/spot/facts.yml` holds the facts of the document, checked by hand.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from generated_matrix import Matrix, article_of, pages_below, squeezed
from support import SEEDS, check_copy

HERE = SEEDS / "spot"
FACTS = yaml.safe_load((HERE / "facts.yml").read_text(encoding="utf-8"))


@pytest.fixture
def requirements(example: Path) -> Matrix:
    return Matrix(example, "requirements")


def assert_stands(row: str, *facts: str) -> None:
    for fact in facts:
        assert squeezed(fact) in squeezed(row), fact


@pytest.mark.parametrize("feature", FACTS["features"], ids=lambda each: str(each["id"]))
def test_every_feature_comes_back(requirements: Matrix, feature: dict[str, Any]) -> None:
    row = requirements.row("requirement", feature["id"])
    assert_stands(row, feature["title"], feature["status"], *feature["names"])
    for column in feature["prose"]:
        assert len(requirements.cell("requirement", feature["id"], column)) > 10, column


def test_every_module_comes_back(example: Path) -> None:
    components = Matrix(example, "components")
    for path in FACTS["modules"]:
        assert_stands(components.row("component", path), path)


@pytest.mark.parametrize("artifact", FACTS["artifacts"], ids=lambda each: str(each["id"]))
def test_every_missing_artifact_comes_back_with_what_it_has_to_contain(
    requirements: Matrix, artifact: dict[str, Any]
) -> None:
    row = requirements.row("requirement", artifact["id"])
    assert_stands(row, artifact["title"], artifact["status"], artifact["priority"], *artifact["names"])


@pytest.mark.parametrize("criterion", FACTS["criteria"], ids=lambda each: str(each["id"]))
def test_every_success_criterion_comes_back(requirements: Matrix, criterion: dict[str, Any]) -> None:
    row = requirements.row("requirement", criterion["id"])
    assert_stands(row, criterion["title"], criterion["status"])
    assert requirements.cell("requirement", criterion["id"], "target") == criterion["target"]
    assert requirements.cell("requirement", criterion["id"], "actual")
    assert requirements.cell("requirement", criterion["id"], "missing")


@pytest.mark.parametrize("gap", FACTS["gaps"], ids=lambda each: str(each["id"]))
def test_every_critical_gap_comes_back(example: Path, gap: dict[str, Any]) -> None:
    gaps = Matrix(example, "gaps")
    assert_stands(gaps.row("gap", gap["id"]), gap["title"], gap["severity"], gap["status"], gap["effort"])
    for column in gap["prose"]:
        assert len(gaps.cell("gap", gap["id"], column)) > 10, column


def test_every_recommendation_comes_back_by_its_horizon(requirements: Matrix) -> None:
    for horizon, recommendations in FACTS["recommendations"].items():
        for each in recommendations:
            assert_stands(requirements.row("requirement", each["id"]), each["title"], "missing")
            assert requirements.cell("requirement", each["id"], "horizon") == horizon


def test_no_share_that_somebody_typed_comes_back(example: Path) -> None:
    assert FACTS["typed"]
    for page in pages_below(example / "spot-backend"):
        for typed in FACTS["typed"].values():
            assert typed not in article_of(page), page


def test_what_is_ticked_and_not_there_is_found(tmp_path: Path) -> None:
    found = [(each.code, each.subject or each.item) for each in check_copy(HERE, tmp_path)]
    assert found == [
        ("TR402", "docs/api-spec.yaml"),
        ("TR402", "docs/STATE_MACHINE.md"),
        ("TR402", "monitoring/grafana-dashboard.json"),
        ("TR402", "monitoring/prometheus.yml"),
        ("TR401", "SPOT-CRIT-01"),
    ]

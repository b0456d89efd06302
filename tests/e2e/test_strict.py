"""`mkdocs build --strict` is the gate: it ends with 1 for what fails, whatever the log level hides."""

import pytest

from .conftest import MakeSite
from .sites import BROKEN, BROKEN_MESSAGE, CLEAN, GENERATORS

CONFIG = {"mkdocs.yml": "site_name: Site\ntheme: mkdocs\nplugins: [traceability]\n"}
ARGUMENTS = {"mkdocs": (), "properdocs": ("-f", "mkdocs.yml")}

HOLES = "flows:\n" + "".join(
    f"  - {{id: EVAL-00{n}, title: Evaluation {n}, components: [worker]}}\n" for n in (1, 2, 4)
)
ONLY_REMARKS = {
    "docs/index.md": "# Home\n",
    "docs/a.trace.yml": HOLES + "components:\n  - {id: worker, title: Worker}\n",
}


def waived_until(day: str) -> dict[str, str]:
    return {
        "docs/index.md": "# Home\n",
        "docs/a.trace.yml": (
            "flows:\n"
            "  - id: EVAL-001\n"
            "    title: Replay\n"
            f"    waive: {{TR201: {{reason: being written, owner: ana, until: {day}}}}}\n"
        ),
    }


@pytest.mark.parametrize("generator", GENERATORS)
@pytest.mark.parametrize("level", ["", "--quiet", "--verbose"])
def test_a_broken_reference_ends_a_strict_build_and_is_told_in_full(
    make_site: MakeSite, level: str, generator: str
) -> None:
    done = make_site(BROKEN).build(
        "--strict", *filter(None, [level]), *ARGUMENTS[generator], generator=generator
    )
    assert done.status == 1
    assert BROKEN_MESSAGE in done.log
    assert done.log.count("TR101") == 1
    assert "Traceability check failed: " in done.out
    assert "1 error, 0 warnings" in done.out
    assert "Traceback" not in done.log


def test_strict_in_the_configuration_is_as_strict(make_site: MakeSite) -> None:
    site = make_site(BROKEN | {"mkdocs.yml": CONFIG["mkdocs.yml"] + "strict: true\n"})
    assert site.build("--quiet").status == 1


@pytest.mark.parametrize("generator", GENERATORS)
def test_without_strict_the_finding_is_a_warning_and_the_site_is_built(
    make_site: MakeSite, generator: str
) -> None:
    built = make_site(BROKEN).built(*ARGUMENTS[generator], generator=generator)
    assert "WARNING -  traceability: " + BROKEN_MESSAGE in built.done.log
    assert "evel-worker" in built.text("traceability/findings/index.html")


@pytest.mark.parametrize("generator", GENERATORS)
def test_of_a_clean_site_only_the_place_of_its_pages_is_said(make_site: MakeSite, generator: str) -> None:
    built = make_site(CLEAN).built("--strict", *ARGUMENTS[generator], generator=generator)
    (said,) = [line for line in built.done.log.splitlines() if "traceability:" in line]
    overview = built.folder / "traceability/index.html"
    assert said == f"INFO    -  traceability: the generated pages start at {overview}"
    assert overview.is_file()
    assert built.has("traceability/flows/index.html")


@pytest.mark.parametrize("level", ["", "--quiet", "--verbose"])
def test_remarks_never_fail(make_site: MakeSite, level: str) -> None:
    done = make_site(ONLY_REMARKS).build("--strict", *filter(None, [level]))
    assert done.status == 0, done.log
    assert ("TR110 [info]" in done.log) == (level == "--verbose")
    assert ("(1 info not listed: use -v)" in done.log) == (not level)


@pytest.mark.parametrize("severity", ["info", "off"])
def test_a_rule_that_is_weighed_less_no_longer_fails(make_site: MakeSite, severity: str) -> None:
    config = f"site_name: Site\nplugins:\n  - traceability:\n      rules: {{TR101: {severity}}}\n"
    site = make_site(BROKEN | {"mkdocs.yml": config})
    done = site.build("--strict")
    assert done.status == 0, done.log
    assert "TR101" not in done.log
    assert ("1 info" in done.log) == (severity == "info")
    assert ("TR101 [info]" in site.build("--strict", "--verbose").log) == (severity == "info")


def test_a_warning_fails_as_an_error_does(make_site: MakeSite) -> None:
    config = "site_name: Site\nplugins:\n  - traceability:\n      rules: {TR101: warning}\n"
    done = make_site(BROKEN | {"mkdocs.yml": config}).build("--strict", "--quiet")
    assert done.status == 1
    assert "TR101 [warning] unknown component" in done.log


def test_a_waived_finding_does_not_fail_and_is_not_logged(make_site: MakeSite) -> None:
    built = make_site(waived_until("2026-01-31")).built("--strict")
    assert built.done.codes == []
    assert "being written" in built.text("traceability/findings/index.html")


@pytest.mark.parametrize("level", ["", "--quiet"])
def test_an_expired_waiver_fails(make_site: MakeSite, level: str) -> None:
    done = make_site(waived_until("2025-12-31")).build("--strict", *filter(None, [level]))
    assert done.status == 1
    assert done.codes == ["TR901"]


def test_all_findings_are_told_before_a_strict_build_ends(make_site: MakeSite) -> None:
    files = {
        f"docs/{name}.trace.yml": f"flows:\n  - {{id: {name}-1, title: T, components: [nobody-{name * 5}]}}\n"
        for name in "abc"
    }
    done = make_site({"docs/index.md": "# Home\n"} | files).build("--strict", "-q")
    assert done.codes == ["TR101"] * 3
    assert "3 errors, 0 warnings" in done.out


def test_a_setting_that_is_wrong_fails_at_its_line(make_site: MakeSite) -> None:
    config = "site_name: Site\nplugins:\n  - traceability:\n      page_dirs: facts\n"
    done = make_site(CLEAN | {"mkdocs.yml": config}).build("--strict")
    assert done.status == 1
    assert "mkdocs.yml:4:7: TR008 [error] unknown setting `page_dirs`" in done.log
    assert "did you mean `page_dir`?" in done.log


def test_a_page_that_is_no_yaml_at_its_head_fails_where_mkdocs_is_silent(make_site: MakeSite) -> None:
    page = "---\ntraceability:\n  component:\n    id: a: b\n---\n\n# Page\n"
    done = make_site({"docs/index.md": page}).build("--strict")
    assert done.status == 1
    assert "docs/index.md:4:10: TR001" in done.log

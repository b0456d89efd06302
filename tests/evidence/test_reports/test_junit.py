"""JUnit reports are read as each tool writes them, and what is no report is a problem at its position."""

from pathlib import Path

import pytest
from processor_time import LINEAR, growth

from mkdocs_traceability.evidence.test_reports.junit import Report, ReportedCase, read_report
from mkdocs_traceability.files.disk import Disk


def read(folder: Path, content: str | bytes) -> Report:
    (folder / "report.xml").write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_report(Disk(folder), "report.xml")


def results(report: Report) -> dict[str, str]:
    assert report.problem is None
    return {case.name: case.result for case in report.cases}


def what_is_wrong(report: Report) -> tuple[str, int, int]:
    assert report.problem is not None
    assert report.cases == ()
    assert report.problem.position.path == "report.xml"
    return report.problem.message, report.problem.position.line, report.problem.position.column


def test_every_result_is_told_apart(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        """<?xml version="1.0" encoding="utf-8"?>
        <testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="2" tests="6">
        <testcase classname="tests.test_x" name="passes" time="0.000"/>
        <testcase classname="tests.test_x" name="fails"><failure message="assert 1 == 2&#10;more">def …</failure></testcase>
        <testcase classname="tests.test_x" name="errs"><error message="failed on setup with &quot;boom&quot;">…</error></testcase>
        <testcase classname="tests.test_x" name="skips"><skipped type="pytest.skip" message="needs a queue">x</skipped></testcase>
        <testcase classname="tests.test_x" name="expected"><skipped type="pytest.xfail" message="bug 12"/></testcase>
        <testcase classname="tests.test_x" name="prints"><system-out>&lt;failure/&gt;</system-out></testcase>
        </testsuite></testsuites>""",
    )
    assert results(report) == {
        "passes": "passed",
        "fails": "failed",
        "errs": "error",
        "skips": "skipped",
        "expected": "xfailed",
        "prints": "passed",
    }
    assert [case.message for case in report.cases] == [
        "",
        "assert 1 == 2",
        'failed on setup with "boom"',
        "needs a queue",
        "bug 12",
        "",
    ]


def test_a_case_that_passed_when_run_again_passed_and_one_that_did_not_failed(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        """<testsuite name="com.acme.FlakyTest">
        <testcase name="flaky" classname="com.acme.FlakyTest"><flakyFailure message="once" type="x"><stackTrace>x</stackTrace></flakyFailure></testcase>
        <testcase name="broken" classname="com.acme.FlakyTest"><failure message="always"/><rerunFailure message="always"/></testcase>
        <testcase name="rerun" classname="tests.test_x"><rerun message="once">x</rerun></testcase>
        </testsuite>""",
    )
    assert results(report) == {"flaky": "passed", "broken": "failed", "rerun": "passed"}


def test_a_failure_inside_what_an_earlier_attempt_wrote_is_no_result(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        '<testsuite><testcase name="a"><flakyFailure><failure message="once"/></flakyFailure></testcase></testsuite>',
    )
    assert results(report) == {"a": "passed"}


@pytest.mark.parametrize(
    ("status", "result"),
    [
        ("run", "passed"),
        ("notrun", "skipped"),
        ("disabled", "skipped"),
        ("fail", "failed"),
        ("errored", "error"),
    ],
)
def test_a_status_counts_where_nothing_stands_in_the_case(tmp_path: Path, status: str, result: str) -> None:
    report = read(tmp_path, f'<testsuite><testcase name="a" status="{status}"/></testsuite>')
    assert results(report) == {"a": result}


def test_an_error_weighs_more_than_a_skip_beside_it(tmp_path: Path) -> None:
    report = read(
        tmp_path, '<testsuite><testcase name="a"><skipped/><error message="x"/></testcase></testsuite>'
    )
    assert results(report) == {"a": "error"}


def test_nested_suites_are_gone_through_and_their_file_holds_for_the_cases_in_them(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        """<testsuites>
          <testsuite name="outer" file="/app/x.test.js"><testsuite name="inner">
            <testcase name="deep" classname="c"/><testcase name="own" classname="c" file="y.test.js"/>
          </testsuite></testsuite>
          <testcase name="bare" classname="c"/>
        </testsuites>""",
    )
    assert set(report.cases) == {
        ReportedCase("deep", "c", "/app/x.test.js", ("outer", "inner"), "passed"),
        ReportedCase("own", "c", "y.test.js", ("outer", "inner"), "passed"),
        ReportedCase("bare", "c", "", (), "passed"),
    }


def test_a_namespace_does_not_hide_cases(tmp_path: Path) -> None:
    report = read(
        tmp_path, '<testsuite xmlns="urn:junit"><testcase name="a"><failure/></testcase></testsuite>'
    )
    assert results(report) == {"a": "failed"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_encodings_of_xml_are_read(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><testsuite><testcase name="größe"/></testsuite>'
    assert results(read(tmp_path, text.encode(encoding))) == {"größe": "passed"}


def test_a_long_message_is_cut_to_one_hundred_signs(tmp_path: Path) -> None:
    report = read(
        tmp_path, f'<testsuite><testcase name="a"><failure>{"x" * 5000}</failure></testcase></testsuite>'
    )
    assert len(report.cases[0].message) == 100


def test_facts_that_were_kept_give_the_same_report(tmp_path: Path) -> None:
    import json

    (tmp_path / "report.xml").write_text('<testsuite name="s"><testcase name="a" classname="b"/></testsuite>')
    first = Disk(tmp_path)
    report = read_report(first, "report.xml")
    assert read_report(Disk(tmp_path, known=json.loads(json.dumps(first.used))), "report.xml") == report


ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<testsuite><testcase name="&d;"/></testsuite>"""
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&f;"/></testsuite>'
)


@pytest.mark.parametrize("content", [ENTITIES, OUTSIDE, '<!DOCTYPE x SYSTEM "http://x/x.dtd"><testsuite/>'])
def test_entities_are_refused_before_any_is_read(tmp_path: Path, content: str) -> None:
    message, _, _ = what_is_wrong(read(tmp_path, content))
    assert message == "`report.xml` declares entities"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ("`report.xml` is not well-formed XML: no element found", 1, 1)),
        ("PASSED 12 tests", ("`report.xml` is not well-formed XML: syntax error", 1, 1)),
        (
            '<testsuite>\n<testcase name="a"/>\n<testca',
            ("`report.xml` is not well-formed XML: unclosed token", 3, 1),
        ),
        (
            '<testsuite>\n  <testcase name="a">\n',
            ("`report.xml` is not well-formed XML: no element found", 3, 1),
        ),
        ("<html><body/></html>", ("`report.xml` is not a JUnit report", 1, 1)),
        ("<testsuites/>", ("`report.xml` has no test cases", 1, 1)),
        ("<testsuite tests='12'/>", ("`report.xml` has no test cases", 1, 1)),
    ],
)
def test_what_is_no_report_is_a_problem_where_it_goes_wrong(
    tmp_path: Path, content: str, expected: tuple[str, int, int]
) -> None:
    assert what_is_wrong(read(tmp_path, content)) == expected


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0" encoding="klingon"?><testsuite/>',
        b'<?xml version="1.0" encoding="utf-7"?><testsuite/>',
        b'<?xml version="1.0" encoding="shift_jis"?><testsuite/>',
        b'<?xml version="1.0" encoding="utf-8"?><testsuite name="\xff"/>',
        b"\0" * 1000,
        b'<testsuite name="a" name="b"/>',
        b"<testsuite>&undeclared;</testsuite>",
    ],
)
def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path, content: bytes) -> None:
    message, _, _ = what_is_wrong(read(tmp_path, content))
    assert "well-formed" in message or "encoding" in message


def test_a_document_nested_a_hundred_thousand_deep_is_refused_at_once(tmp_path: Path) -> None:
    content = "<testsuite>" * 100_000 + "</testsuite>" * 100_000
    message, line, column = what_is_wrong(read(tmp_path, content))
    assert message == "`report.xml` is nested more than 100 deep"
    assert (line, column) == (1, 1101)


def test_more_than_twenty_megabytes_are_not_read(tmp_path: Path) -> None:
    content = '<testsuite><testcase name="a"/><system-out>' + "x" * 20_600_000 + "</system-out></testsuite>"
    message, _, _ = what_is_wrong(read(tmp_path, content))
    assert message == "`report.xml` cannot be read: the file has 20.6 MB; the limit is 20 MB"


@pytest.mark.slow
@pytest.mark.parametrize("element", ["<testcase/>", "<a/>", "<failure>x</failure>"])
def test_a_report_full_of_elements_takes_bounded_time(tmp_path: Path, element: str) -> None:
    def read_elements(length: int) -> None:
        read(tmp_path, "<testsuite>" + element * (length // len(element)) + "</testsuite>")

    assert growth(read_elements, 200_000) < LINEAR


def test_a_report_that_is_a_folder_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "report.xml").mkdir()
    message, _, _ = what_is_wrong(read_report(Disk(tmp_path), "report.xml"))
    assert message.startswith("`report.xml` cannot be read")


def test_a_suite_that_is_the_root_counts_as_one_and_nested_suites_keep_the_order(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        '<testsuite name="root" file="a.py" timestamp="2026-01-01T00:00:00Z"><testsuite name="one">'
        '<testcase name="x"/></testsuite><testsuite name="two"><testcase name="y"/></testsuite>'
        '<testcase name="own"/></testsuite>',
    )
    assert [(case.name, case.suites, case.file) for case in report.cases] == [
        ("own", ("root",), "a.py"),
        ("x", ("root", "one"), "a.py"),
        ("y", ("root", "two"), "a.py"),
    ]
    assert report.started is not None


def test_a_failure_deeper_in_a_case_is_no_pass(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        '<testsuite><testcase name="a"><skipped><error message="x"/></skipped></testcase></testsuite>',
    )
    assert results(report) == {"a": "error"}

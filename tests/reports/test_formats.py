"""Each format of a check, read by what is not ours: it parses, the count agrees, and no text is lost."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_formats import (
    CHECK_SCHEMA,
    Read,
    parsed,
    read_annotations,
    read_code_quality,
    read_github,
    read_json,
    read_junit,
    read_markdown,
    read_sarif,
)

from mkdocs_traceability.model.finding import Finding, Related, Severity, in_order
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.model.item import Waiver
from mkdocs_traceability.model.kind_share import KindShare
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reports.formats import FORMATS
from mkdocs_traceability.reports.former import FormerCheck, NotAResultError, read_former
from mkdocs_traceability.reports.report import Report

HERE = Position("docs/a.trace.yml", 4, 9, 3)
WAIVER = Waiver("TR101", "being written", "ana", date(2027, 1, 31), Position("docs/a.trace.yml", 9, 5, 5))

READERS: dict[str, Callable[[str], list[Read]]] = {
    "json": read_json,
    "sarif": read_sarif,
    "github": read_github,
    "gitlab-code-quality": read_code_quality,
    "junit": read_junit,
}
OPEN_ONLY = ("github", "gitlab-code-quality")
"""The formats that leave out what is waived or in the baseline."""


def finding(number: int = 0, **values: Any) -> Finding:
    values.setdefault("fingerprint", f"{number:024x}")
    return Finding(
        values.pop("code", "TR101"), values.pop("message", "m"), values.pop("position", HERE), **values
    )


def report(*findings: Finding, **values: Any) -> Report:
    return Report(findings, 3, Excerpts(Path()), **values)


def emitted(form: str, *findings: Finding, **values: Any) -> str:
    return FORMATS[form].emit(report(*findings, **values)).encode("utf-8").decode()


def read(form: str, *findings: Finding, **values: Any) -> list[Read]:
    return READERS[form](emitted(form, *findings, **values))


# ---------------------------------------------------------------- all formats


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_a_report_too(form: str) -> None:
    text = emitted(form)
    assert text.endswith("\n")
    if form == "junit":
        (passes,) = read_junit(text)
        assert passes.text == "no findings"
    elif form in READERS:
        assert READERS[form](text) == []


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_ten_thousand_findings_are_reported(form: str) -> None:
    findings = [
        finding(
            n, message=f"unknown component `c-{n}`", position=Position(f"docs/{n // 50}.yml", n % 50 + 1, 1)
        )
        for n in range(10_000)
    ]
    text = emitted(form, *findings)
    if form in ("json", "sarif"):  # by a schema it would take long, and say nothing that ten do not
        document = parsed(text)
        assert len(document["findings"] if form == "json" else document["runs"][0]["results"]) == 10_000
    elif form in READERS:
        assert len(READERS[form](text)) == 10_000
    if form == "gitlab-annotations":
        ((name, links),) = read_annotations(text).items()
        assert name == f"Traceability: 10000 errors (first {len(links)} of 10000 places)"
        assert len(links) > 300
    if form == "markdown":
        assert len(text) < 65_536
        assert read_markdown(text)["Findings (10000)"][-1][1] == "and 9960 more"


SEVERITIES = [
    finding(1, severity=Severity.ERROR),
    finding(2, severity=Severity.WARNING),
    finding(3, severity=Severity.INFO),
    finding(4, waiver=WAIVER),
    finding(5, in_baseline=True),
]


@pytest.mark.parametrize("form", READERS)
def test_a_waived_finding_is_no_error(form: str) -> None:
    levels = [each.level for each in read(form, *SEVERITIES)]
    names = {"github": {"info": "notice"}, "sarif": {"info": "note"}}.get(form, {})
    expected = [names.get(name, name) for name in ("error", "warning", "info")]
    assert levels == (expected if form in OPEN_ONLY else [*expected, "waived", "baseline"])


ENTRIES = finding(
    1,
    message="unknown component `gone`",
    label="in `components` of flow F-1, and at 2 more places",
    related=(Related(Position("docs/c.yml", 8, 1), "declared here"),),
    entries=(
        finding(
            2,
            position=Position("docs/b.yml", 5, 7, 4),
            label="in `components` of flow F-2",
            message="unknown component `gone`",
        ),
        finding(
            3,
            position=Position("docs/b.yml", 6, 7, 4),
            label="in `components` of flow F-3",
            message="unknown component `gone`",
            waiver=WAIVER,
        ),
    ),
)


@pytest.mark.parametrize("form", READERS)
def test_a_mistake_at_several_places_is_counted_once_and_each_place_can_be_found(form: str) -> None:
    (only,) = read(form, ENTRIES)
    assert (only.level, only.path, only.line) == ("error", HERE.path, HERE.line)
    places = [("docs/c.yml", 8), ("docs/b.yml", 5), ("docs/b.yml", 6)]
    if form in ("github", "junit"):
        said = "\n".join(text for text, _ in only.places)
        assert all(f"{path}:{line}:" in said for path, line in places)
    else:
        assert list(only.places) == places


def test_annotations_of_gitlab_link_every_place() -> None:
    text = emitted("gitlab-annotations", ENTRIES, file_url="https://gitlab.example.org/g/p/-/blob/abc/")
    ((name, links),) = read_annotations(text).items()
    assert name == "Traceability: 1 errors"
    base = "https://gitlab.example.org/g/p/-/blob/abc/docs"
    assert [url for _, url in links] == [
        f"{base}/a.trace.yml#L4",
        f"{base}/c.yml#L8",
        f"{base}/b.yml#L5",
        f"{base}/b.yml#L6",
    ]


PATHS = (
    "a b/c#d%e.yml",
    "ü/日本.yml",
    "new\nline.yml",
    "back\\slash.yml",
    "a::b,c=d.yml",
    "%0A.yml",
    "]]>.yml",
    "q?.yml",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab-code-quality"])
def test_a_file_is_found_whatever_it_is_called(form: str, path: str) -> None:
    (only,) = read(form, finding(position=Position(path, 2, 1)))
    assert only.path == (path.replace("\n", "\N{REPLACEMENT CHARACTER}") if form == "github" else path)


def test_the_uri_of_a_name_that_is_no_text_has_its_bytes() -> None:
    (only,) = read("sarif", finding(position=Position("docs/\udcff.yml", 2, 1)))
    assert only.path == "docs/\udcff.yml"


@pytest.mark.parametrize("form", ["sarif", "github", "gitlab-code-quality", "junit"])
def test_paths_are_seen_from_the_root_of_the_repository(form: str) -> None:
    inside, above = finding(1), finding(2, position=Position("../text/b.yml", 1, 1))
    assert [each.path for each in read(form, inside, above, folder="site/en")] == [
        "site/en/docs/a.trace.yml",
        "site/text/b.yml",
    ]


@pytest.mark.parametrize(
    ("path", "uri"), [("/etc/x y.yml", "file:///etc/x%20y.yml"), ("D:/a/b.yml", "file:///D:/a/b.yml")]
)
def test_an_absolute_path_has_no_base(path: str, uri: str) -> None:
    text = emitted("sarif", finding(position=Position(path, 1, 1)))
    location = parsed(text)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == {"uri": uri}


@pytest.mark.parametrize("form", [*READERS, "markdown", "text", "gitlab-annotations"])
def test_a_finding_without_a_place_is_reported(form: str) -> None:
    text = emitted(
        form, finding(1, position=Position("", 0, 0)), finding(2, position=Position("gone.yml", 0, 0))
    )
    if form in READERS:
        assert len(READERS[form](text)) == 2


NASTY = "a::b %0A ]]> \x1b[2J \x00 <b>&amp; | `x` [l](3) @all #1 \\| {0}"


@pytest.mark.parametrize("form", FORMATS)
def test_no_text_breaks_a_format(form: str) -> None:
    text = emitted(
        form,
        finding(1, message=NASTY, help=NASTY, label=NASTY, position=Position(f"{NASTY}.yml", 1, 1)),
        notes=[NASTY],
    )
    if form in READERS:
        (only,) = READERS[form](text)
        assert "a::b %0A ]]>" in only.text
    assert "\x1b" not in text
    assert "\x00" not in text


# ---------------------------------------------------------------- each format


def sarif_run(*findings: Finding, **values: Any) -> Any:
    text = emitted("sarif", *findings, **values)
    read_sarif(text)
    return parsed(text)["runs"][0]


def test_sarif_has_the_rules_with_their_help() -> None:
    rules = sarif_run(finding(1), finding(2, code="TR007", severity=Severity.INFO), finding(3))["tool"][
        "driver"
    ]["rules"]
    assert [rule["id"] for rule in rules] == ["TR007", "TR101"]
    assert rules[1]["shortDescription"]["text"] == "Reference to an unknown id"
    assert rules[1]["defaultConfiguration"] == {"level": "error"}
    assert "Why it matters" in rules[1]["help"]["text"]
    assert "```yaml" in rules[1]["help"]["markdown"]


def test_sarif_says_why_a_finding_is_suppressed() -> None:
    _, waived, known = sarif_run(finding(1), finding(2, waiver=WAIVER), finding(3, in_baseline=True))[
        "results"
    ]
    (suppression,) = waived["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("inSource", "accepted")
    assert suppression["justification"] == "waived: being written (ana, until 2027-01-31)"
    assert suppression["location"]["physicalLocation"]["region"] == {
        "startLine": 9,
        "startColumn": 5,
        "endColumn": 10,
    }
    assert [each["kind"] for each in known["suppressions"]] == ["external"]


def test_sarif_marks_characters_to_the_end_of_the_line_where_no_length_is_known() -> None:
    run = sarif_run(
        finding(1), finding(2, position=Position("a", 4, 9)), finding(3, position=Position("a", 0, 9))
    )
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [place.get("region") for place in places] == [
        {"startLine": 4, "startColumn": 9, "endColumn": 12},
        {"startLine": 4, "startColumn": 9},
        None,
    ]


def test_sarif_links_entries_and_nothing_that_a_text_calls_a_link() -> None:
    odd = Position("docs/[x]\\y.yml", 5, 7)
    entry = finding(2, position=odd)
    (result,) = sarif_run(finding(1, message="see [this](1)", entries=(entry,)))["results"]
    assert result["message"]["text"] == "see [this] (1)\n\nAlso at [docs/\\[x\\]\\\\y.yml:5:7](1)"


def test_sarif_offers_fixes() -> None:
    edits = (
        TextEdit("docs/a b.yml", 2, 9, 2, 13, '"0016"'),
        TextEdit("docs/c.yml", 1, 1, 1, 1, "# x\n"),
        TextEdit("docs/a b.yml", 3, 1, 4, 1, ""),
    )
    fixes = {finding().fingerprint: [Fix("Quote the id", edits, is_safe=True)]}
    (result,) = sarif_run(finding(), fixes=fixes, folder="site")["results"]
    (fix,) = result["fixes"]
    assert fix["description"] == {"text": "Quote the id"}
    first, second = fix["artifactChanges"]
    assert first["artifactLocation"] == {"uri": "site/docs/a%20b.yml", "uriBaseId": "%SRCROOT%"}
    assert first["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 13},
            "insertedContent": {"text": '"0016"'},
        },
        {
            "deletedRegion": {"startLine": 3, "startColumn": 1, "endLine": 4, "endColumn": 1},
            "insertedContent": {"text": ""},
        },
    ]
    assert second["artifactLocation"]["uri"] == "site/docs/c.yml"


def test_sarif_says_what_is_new_only_where_it_is_compared() -> None:
    new, known = finding(1), finding(2, in_baseline=True)

    def states(**values: Any) -> list[str | None]:
        return [result.get("baselineState") for result in sarif_run(new, known, **values)["results"]]

    assert states() == [None, None]
    assert states(has_baseline=True) == ["new", "unchanged"]
    assert states(before=former(new)) == ["unchanged", "new"]


def test_the_notes_of_a_check_are_in_sarif() -> None:
    (invocation,) = sarif_run(notes=["docs/x.yml is not read"])["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    assert note == {"level": "note", "message": {"text": "docs/x.yml is not read"}}


def test_github_shows_the_most_severe_first() -> None:
    warning, error = finding(1, severity=Severity.WARNING), finding(2)
    assert [each.level for each in read("github", warning, error)] == ["error", "warning"]


def test_github_marks_the_characters() -> None:
    text = emitted("github", finding(message="unknown", label="here"))
    assert text.splitlines() == [
        "::error file=docs/a.trace.yml,line=4,col=9,endLine=4,endColumn=12,title=TR101::docs/a.trace.yml:4:9: TR101 unknown (here)",
        "3 items: 1 error, 0 warnings, 0 info",
    ]


def test_junit_cases_keep_their_names_when_lines_move() -> None:
    def names(*findings: Finding) -> list[str]:
        return re.findall(r'testcase classname="[^"]*" name="([^"]*)"', emitted("junit", *findings))

    lower = Position(HERE.path, 40, 9, 3)
    assert names(finding(1)) == names(finding(1, position=lower)) == ["TR101 m"]
    assert len(set(names(finding(1), finding(2, position=lower)))) == 2


def test_quiet_text_is_a_line_a_finding() -> None:
    text = emitted("text", *SEVERITIES, replace(finding(7), message="two\nlines"), is_brief=True)
    assert text.splitlines() == [
        "docs/a.trace.yml:4:9: TR101 [error] m",
        "docs/a.trace.yml:4:9: TR101 [error] two\N{REPLACEMENT CHARACTER}lines",
        "docs/a.trace.yml:4:9: TR101 [warning] m",
    ]
    assert len(emitted("text", *SEVERITIES, is_brief=True, is_verbose=True).splitlines()) == 5
    assert emitted("text", is_brief=True) == ""


def test_text_has_colours_only_where_it_is_given_paint() -> None:
    text = emitted("text", finding(), paint=lambda text, severity: f"<{severity}>{text}</>")
    assert "<error>TR101 [error]</> m" in text
    assert "<" not in emitted("text", finding())


# ---------------------------------------------------------------- compared with an earlier check


def former(*findings: Finding, shares: Sequence[KindShare] = ()) -> FormerCheck:
    return read_former(emitted("json", *findings, shares=shares).encode())


FLOWS_BEFORE = KindShare("flow", "flows", 10, 8, 4, 2)
FLOWS_NOW = KindShare("flow", "flows", 11, 9, 3, 5)


def test_the_summary_lists_what_is_new_and_what_is_gone_and_the_shares() -> None:
    gone, stays, new = (
        finding(1, message="gone `x|y`"),
        finding(2, message="stays"),
        finding(3, message="new @ana #12"),
    )
    before = former(gone, stays, finding(8, waiver=WAIVER), shares=[FLOWS_BEFORE])
    text = emitted("markdown", stays, new, finding(4, waiver=WAIVER), before=before, shares=[FLOWS_NOW])
    tables = read_markdown(text)
    assert tables == {
        "New findings (1)": [["error", "TR101 new @ana #12", "docs/a.trace.yml:4"]],
        "Gone since the compared check (1)": [["gone", "TR101 gone x|y", "docs/a.trace.yml"]],
        "Findings as before (1)": [["error", "TR101 stays", "docs/a.trace.yml:4"]],
        "Shares": [["flows", "6 of 8 (75 %)", "8 of 9 (88 %)", "2 of 8 (25 %)", "5 of 9 (55 %)"]],
    }
    assert "@ana" not in text
    assert "#12" not in text


def test_a_mistake_at_one_more_place_is_not_new() -> None:
    place = replace(ENTRIES.entries[0], entries=())
    text = emitted("markdown", ENTRIES, before=former(place))
    assert list(read_markdown(text)) == ["Findings as before (1)"]
    text = emitted("markdown", place, before=former(ENTRIES))
    assert list(read_markdown(text)) == ["Findings as before (1)"]


def test_without_an_earlier_check_the_summary_lists_what_fails() -> None:
    assert list(read_markdown(emitted("markdown", *SEVERITIES))) == ["Findings (2)"]
    assert list(read_markdown(emitted("markdown", finding(4, waiver=WAIVER)))) == []
    assert "passed" in emitted("markdown", finding(4, waiver=WAIVER))


def test_places_are_links_where_the_address_of_the_files_is_known() -> None:
    text = emitted(
        "markdown",
        finding(position=Position("docs/a (b) <c>.yml", 4, 1)),
        file_url="https://x.org/b/",
        folder="site",
    )
    assert "(https://x.org/b/site/docs/a%20%28b%29%20%3Cc%3E.yml#L4)" in text
    assert read_markdown(text)["Findings (1)"] == [["error", "TR101 m", "docs/a (b) <c>.yml:4"]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is not JSON"),
        (b"\xff", "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"[]", "it is not the result of `check --format json`"),
        (b"{}", "it is not the result of `check --format json`"),
        (b'{"version": 99, "findings": []}', "its version is 99, which this release does not know"),
        (b'{"version": [2], "findings": []}', "its version is [2], which this release does not know"),
        (b'{"version": 2, "findings": [1]}', "it is not the result of `check --format json`"),
        (
            b'{"version": 2, "findings": [{"code": 1, "message": "", "path": "", "fails": true, "fingerprint": ""}]}',
            "it is not the result of `check --format json`",
        ),
        (b'{"version": 2, "findings": [], "shares": 3}', "it is not the result of `check --format json`"),
        (
            b'{"version": 2, "findings": [], "shares": [{"kind": "flow"}]}',
            "it is not the result of `check --format json`",
        ),
    ],
)
def test_what_is_no_result_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(NotAResultError) as refused:
        read_former(data)
    assert str(refused.value) == said


def test_a_result_of_version_1_can_be_compared_with() -> None:
    old = {
        "code": "TR101",
        "severity": "error",
        "fails": False,
        "message": "m",
        "path": "a",
        "fingerprint": "f",
        "entries": [{"fingerprint": "g"}],
    }
    before = read_former(json.dumps({"version": 1, "counts": {}, "findings": [old]}).encode())
    assert before.fingerprints() == {"f", "g"}
    assert before.shares == ()


# ---------------------------------------------------------------- schemas


def test_a_finding_has_one_form_in_both_schemas() -> None:
    registry = parsed(
        files("mkdocs_traceability.exports").joinpath("traceability.schema.json").read_text("utf-8")
    )["$defs"]
    for name in ("finding", "counts", "code", "number"):
        described = dict(registry[name])
        assert described == CHECK_SCHEMA["$defs"][name]


# ---------------------------------------------------------------- properties

CHARACTERS = st.characters() | st.sampled_from(
    "%:,\n\r\t\x00\x1b`|[]()<>&\"'\\@#!{}*_~$\u2028\ud800\udcff\ufffe"
)
TEXTS = st.text(CHARACTERS, max_size=12)
PLACES = st.builds(Position, TEXTS, st.integers(0, 10**6), st.integers(0, 500), st.integers(0, 90))
WAIVERS = st.builds(lambda reason, owner, at: Waiver("TR101", reason, owner, None, at), TEXTS, TEXTS, PLACES)


def one_of_many(depth: int) -> st.SearchStrategy[Finding]:
    entries = st.lists(one_of_many(depth - 1), max_size=2).map(tuple) if depth else st.just(())
    return st.builds(
        Finding,
        st.sampled_from(["TR101", "TR007", "TR413"]),
        TEXTS,
        PLACES,
        label=TEXTS,
        help=TEXTS,
        related=st.lists(st.builds(Related, PLACES, TEXTS), max_size=2).map(tuple),
        kind=st.sampled_from(["", "flow"]),
        item=TEXTS,
        severity=st.sampled_from([Severity.ERROR, Severity.WARNING, Severity.INFO]),
        waiver=st.none() | WAIVERS,
        in_baseline=st.booleans(),
        entries=entries,
    )


def named(found: list[Finding]) -> list[Finding]:
    """Give findings fingerprints, which are unique in a run, and the order of one."""
    return [
        replace(
            each,
            fingerprint=f"{n:012x}{0:012x}",
            entries=tuple(
                replace(entry, fingerprint=f"{n:012x}{m:012x}") for m, entry in enumerate(each.entries, 1)
            ),
        )
        for n, each in enumerate(in_order(found))
    ]


FINDINGS = st.lists(one_of_many(1), max_size=4).map(named)


def written(text: str) -> str:
    """What becomes of a text in UTF-8."""
    return text.encode("utf-8", "replace").decode()


def visible(text: str) -> str:
    """What becomes of a text on a line that is shown."""
    return "".join(
        each
        if each.isprintable()
        or each
        in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
        else "\N{REPLACEMENT CHARACTER}"
        for each in text
    )


def in_xml(text: str) -> str:
    """Return a text as JUnit's XML has it: nothing that XML forbids or advises against, nor what turns text."""
    odd = "[^\t\n\r\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    return re.sub(odd, "\N{REPLACEMENT CHARACTER}", text)


@pytest.mark.slow
@given(FINDINGS)
def test_json_and_sarif_lose_nothing(findings: list[Finding]) -> None:
    for form in ("json", "sarif"):
        seen = read(form, *findings)
        assert len(seen) == len(findings)
        for each, found in zip(seen, findings, strict=True):
            assert each.line == (found.position.line if found.position.path or form == "json" else 0)
            message = found.message.replace("](", "] (") if form == "sarif" else found.message
            assert written(message) in each.text
            assert len(each.places) == len(found.related) + len(found.entries)


@pytest.mark.slow
@given(FINDINGS)
def test_github_and_gitlab_lose_nothing_that_counts(findings: list[Finding]) -> None:
    counting = [each for each in findings if not each.waiver and not each.in_baseline]
    seen = read("github", *findings)
    assert len(seen) == len(counting)
    said = {each.text for each in seen}
    for found in counting:
        assert any(f"{found.code} {written(visible(found.message))}" in text for text in said)
    issues = read("gitlab-code-quality", *findings)
    assert [
        each.text.startswith(f"{found.code}: {written(found.message)}")
        for each, found in zip(issues, counting, strict=True)
    ] == [True] * len(counting)
    links = read_annotations(emitted("gitlab-annotations", *findings, file_url="https://x.org/"))
    places = sum(1 + len(each.related) + len(each.entries) for each in counting)
    assert sum(map(len, links.values())) == places


@pytest.mark.slow
@given(FINDINGS)
def test_junit_loses_nothing(findings: list[Finding]) -> None:
    seen = read("junit", *findings)
    assert len(seen) == max(len(findings), 1)
    said = [each.text for each in seen]
    for found in findings:
        assert any(in_xml(found.message) in text for text in said)


@pytest.mark.slow
@given(FINDINGS)
def test_the_summary_shows_texts_as_they_are(findings: list[Finding]) -> None:
    failing = [each for each in findings if each.fails]
    tables = read_markdown(emitted("markdown", *findings))
    rows = tables.get(f"Findings ({len(failing)})", [])
    assert len(rows) == len(failing)
    shown = sorted(re.sub(r"[`\s]", "", row[1]) for row in rows)
    expected = (f"{each.code}{each.message}{f'({each.label})' if each.label else ''}" for each in failing)
    assert shown == sorted(re.sub(r"[`\s]", "", written(visible(each))) for each in expected)


@pytest.mark.slow
@given(FINDINGS)
def test_text_has_a_headline_for_each_finding(findings: list[Finding]) -> None:
    lines = emitted("text", *findings, is_brief=True, is_verbose=True).split("\n")
    assert len(lines) == len(findings) + 1
    for found in findings:
        assert any(written(visible(found.message)) in line for line in lines)


@pytest.mark.slow
@given(FINDINGS)
def test_a_check_compared_with_itself_brings_nothing(findings: list[Finding]) -> None:
    tables = read_markdown(emitted("markdown", *findings, before=former(*findings)))
    assert not {name.partition(" ")[0] for name in tables} - {"Findings"}

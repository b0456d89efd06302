"""Reads each format of a check back with what other programs read it with, and says what they would see.

Nothing here calls an emitter's own code: JSON by `json` and the published schemas, XML by junitparser, Markdown by
markdown-it, workflow commands by the rules of GitHub's runner, with github-action-utils writing them once more.
"""

import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import github_action_utils
from bs4 import BeautifulSoup
from jsonschema import Draft7Validator, Draft202012Validator
from junitparser import Error, Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt
from sarif_kit.validate import validation_errors


class Read(NamedTuple):
    """What another program sees of a finding: its level, its file, its line and its text, and its further places."""

    level: str
    path: str
    line: int
    text: str
    places: tuple[tuple[str, int], ...] = ()


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def parsed(text: str) -> Any:
    return json.loads(text.encode("utf-8"), parse_constant=refuse)


CHECK_SCHEMA = parsed(files("mkdocs_traceability.reports").joinpath("check.schema.json").read_text("utf-8"))


def read_json(text: str) -> list[Read]:
    document = parsed(text)
    errors = [
        f"{each.json_path}: {each.message}"
        for each in Draft202012Validator(CHECK_SCHEMA).iter_errors(document)
    ]
    assert errors == []
    return [
        Read(each["severity"], each["path"], each["line"], each["message"], tuple(_json_places(each)))
        for each in document["findings"]
    ]


def _json_places(finding: dict[str, Any]) -> Iterator[tuple[str, int]]:
    for each in (*finding["related"], *finding.get("entries", ())):
        yield each["path"], each["line"]


# ---------------------------------------------------------------- SARIF

LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\((\d+)\)")


def read_sarif(text: str) -> list[Read]:
    log = parsed(text)
    assert validation_errors(log) == []
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    states = {"baselineState" in result for result in run["results"]}
    assert len(states) < 2, "either all results have a state or none"
    return [_sarif_result(result, run, rules) for result in run["results"]]


def _sarif_result(result: dict[str, Any], run: dict[str, Any], rules: list[dict[str, Any]]) -> Read:
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert "suppressions" in result, "a result without is one of which nobody knows"
    related = result.get("relatedLocations", [])
    ids = [location["id"] for location in related]
    assert len(set(ids)) == len(ids)
    assert {int(link[2]) for link in LINK.finditer(result["message"]["text"])} <= set(ids)
    (location,) = result["locations"]
    kinds = [each["kind"] for each in result["suppressions"]]
    level = {"inSource": "waived", "external": "baseline"}[kinds[0]] if kinds else result["level"]
    path, line = _sarif_place(location, run)
    return Read(
        level, path, line, result["message"]["text"], tuple(_sarif_place(each, run) for each in related)
    )


def _sarif_place(location: dict[str, Any], run: dict[str, Any]) -> tuple[str, int]:
    place = location.get("physicalLocation")
    if place is None:
        return "", 0
    artifact = place["artifactLocation"]
    address = urlsplit(artifact["uri"])
    assert address.geturl() == artifact["uri"]
    if "uriBaseId" in artifact:
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
        assert (address.scheme, address.netloc, address.query, address.fragment) == ("", "", "", "")
    assert artifact["uri"].isascii()
    assert not re.search(r"[\x00-\x20\x7f\\]", artifact["uri"])
    return unquote(address.path, errors="surrogateescape"), place.get("region", {}).get("startLine", 0)


# ---------------------------------------------------------------- GitHub


def read_github(text: str) -> list[Read]:
    assert text.endswith("\n")
    *commands, summary = text.removesuffix("\n").split("\n")
    assert not summary.startswith("::")
    return list(map(_command, commands))


def _command(line: str) -> Read:
    """Read a command as `ActionCommand.TryParseV2` of the runner does."""
    assert line.startswith("::")
    assert "\r" not in line
    head, _, data = line[2:].partition("::")
    name, _, listed = head.partition(" ")
    values = dict(pair.split("=", 1) for pair in listed.strip().split(","))
    values = {key: _unescaped(value, also={"%3A": ":", "%2C": ","}) for key, value in values.items()}
    message = _unescaped(data, also={})
    assert _written_by_another(name, message, values) == line
    first, *others = message.split("\n")
    return Read(
        name, values.get("file", ""), int(values.get("line", 0)), first, tuple((each, 0) for each in others)
    )


def _unescaped(text: str, also: dict[str, str]) -> str:
    for escape, character in {"%0D": "\r", "%0A": "\n", **also, "%25": "%"}.items():
        text = text.replace(escape, character)
    return text


def _written_by_another(name: str, message: str, values: dict[str, str]) -> str:
    """Write a command by a library, with its properties in the order that the emitter has."""
    written = io.StringIO()
    own = {"endLine": "end_line", "endColumn": "end_column"}
    arguments = {own.get(key, key): value for key, value in values.items()}
    with redirect_stdout(written):
        getattr(github_action_utils, name)(message, **arguments)
    line = written.getvalue().removesuffix("\n")
    head, _, data = line[2:].partition("::")
    pairs = dict(pair.split("=", 1) for pair in head.partition(" ")[2].split(","))
    return f"::{name} {','.join(f'{key}={pairs[key]}' for key in values)}::{data}"


# ---------------------------------------------------------------- GitLab

CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {"$ref": "#/$defs/location"},
            "other_locations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
        },
    },
    "$defs": {
        "location": {
            "type": "object",
            "required": ["path", "lines"],
            "properties": {
                "path": {"type": "string", "minLength": 1},
                "lines": {
                    "type": "object",
                    "required": ["begin"],
                    "properties": {"begin": {"type": "integer", "minimum": 1}},
                },
            },
        }
    },
}
"""What GitLab documents of a code quality report."""

ANNOTATIONS = {
    "type": "object",
    "propertyNames": {"minLength": 1, "maxLength": 255},
    "additionalProperties": {
        "type": "array",
        "maxItems": 1000,
        "items": {
            "type": "object",
            "required": ["external_link"],
            "additionalProperties": False,
            "properties": {
                "external_link": {
                    "type": "object",
                    "required": ["label", "url"],
                    "additionalProperties": False,
                    "properties": {"label": {"type": "string"}, "url": {"type": "string", "minLength": 1}},
                }
            },
        },
    },
}
"""What GitLab checks of annotations (`ci_job_annotation_data.json`, `Ci::JobAnnotation`)."""


def read_code_quality(text: str) -> list[Read]:
    issues = parsed(text)
    Draft202012Validator(CODE_QUALITY).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues), "GitLab shows one of those"
    levels = {"major": "error", "minor": "warning", "info": "info"}
    return [
        Read(
            levels[issue["severity"]],
            *_lines(issue["location"]),
            issue["description"],
            tuple(map(_lines, issue.get("other_locations", ()))),
        )
        for issue in issues
    ]


def _lines(location: dict[str, Any]) -> tuple[str, int]:
    return location["path"], location["lines"]["begin"]


def read_annotations(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return the links of each section: their labels and addresses."""
    sections = parsed(text)
    Draft7Validator(ANNOTATIONS).validate(sections)
    assert len(text.encode("utf-8")) <= 80 * 1024
    return {
        name: [(each["external_link"]["label"], each["external_link"]["url"]) for each in links]
        for name, links in sections.items()
    }


# ---------------------------------------------------------------- JUnit


def read_junit(text: str) -> list[Read]:
    report = JUnitXml.fromstring(text.encode("utf-8"))
    read, names = [], set()
    counted = [0, 0, 0]
    for suite in report:
        cases = list(suite)
        outcomes = [type(case.result[0]) if case.result else None for case in cases]
        assert Error not in outcomes
        assert (suite.tests, suite.failures, suite.skipped, suite.errors) == (
            len(cases),
            outcomes.count(Failure),
            outcomes.count(Skipped),
            0,
        )
        counted = [a + b for a, b in zip(counted, (suite.tests, suite.failures, suite.skipped), strict=True)]
        for case in cases:
            assert (case.classname, case.name) not in names
            names.add((case.classname, case.name))
            read.append(_case(case))
    root = ElementTree.fromstring(text.encode("utf-8"))
    assert counted == [int(root.attrib[name]) for name in ("tests", "failures", "skipped")]
    return read


def _case(case: Any) -> Read:
    result = case.result[0] if case.result else None
    if isinstance(result, Failure):
        level, text = result.type, result.message
    elif isinstance(result, Skipped):
        level, text = "baseline" if result.message == "in the baseline" else "waived", case.name
    else:
        level, text = "info", case.name
    line = case._elem.get("line")
    return Read(
        level,
        case.classname,
        int(line or 0),
        text,
        ((str(case.system_out or result.text), 0),) if line else (),
    )


# ---------------------------------------------------------------- Markdown


def read_markdown(text: str) -> dict[str, list[list[str]]]:
    """Return the rows of each table as they are read, by the heading above it."""
    page = BeautifulSoup(MarkdownIt("commonmark", {"html": True}).enable("table").render(text), "html.parser")
    assert not page.find_all(["a"], href=re.compile(r"^(?!https://)"))
    assert {tag.name for tag in page.find_all()} <= {
        *(
            "h3",
            "h4",
            "p",
            "a",
            "code",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "ul",
            "li",
            "details",
            "summary",
        ),
    }
    tables: dict[str, list[list[str]]] = {}
    for table in page.find_all("table"):
        heading = table.find_previous(["h4", "summary"])
        assert heading is not None
        rows = [[_text(cell) for cell in row.find_all("td")] for row in table.find_all("tr")]
        tables[heading.get_text()] = [row for row in rows if row]
    return tables


def _text(cell: Any) -> str:
    return " ".join(cell.get_text().split())

"""Claims of `endpoints`: which method of which path is meant, and what is said where none is declared."""

import json
from pathlib import Path
from textwrap import dedent

import pytest
from processor_time import LINEAR, growth
from support import table

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.endpoints import EndpointsChecker
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict

HERE = Position("docs/a.trace.yml", 1, 1)
SETTING = Position("mkdocs.yml", 4, 12)

API = """openapi: 3.0.3
servers: [{url: 'https://api.example.com/v1'}]
paths:
  /:
    get: {}
  /pipelines:
    get: {}
    put: {}
  /pipelines/{pipeline_id}:
    get: {}
    delete: {}
  /pipelines/latest:
    get: {}
  /files/{name}.{ext}:
    get: {}
  /runs/{a}/steps/{b}:
    post:
      servers: [{url: /internal}]
"""


def checker(folder: Path, files: dict[str, str], *globs: str) -> EndpointsChecker:
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")
    disk = Disk(folder)
    return EndpointsChecker(
        Scope(disk, Roots(disk, (".",)), compared={"openapi": tuple(Glob(each, SETTING) for each in globs)})
    )


def outcome(folder: Path, claim: str) -> Outcome:
    return checker(folder, {"api.yaml": API}, "*.yaml").check(Claim("endpoints", claim, HERE))


@table(
    "claim, line",
    ("as declared", "GET /pipelines", 7),
    ("in small letters", "get /pipelines", 7),
    ("another method", "PUT /pipelines", 8),
    ("the root", "GET /", 5),
    ("a slash at the end", "GET /pipelines/", 7),
    ("a query and a fragment", "GET /pipelines?limit=1#top", 7),
    ("a parameter of another name", "DELETE /pipelines/{id}", 11),
    ("Express' parameter", "DELETE /pipelines/:id", 11),
    ("Flask's parameter", "DELETE /pipelines/<int:id>", 11),
    ("a literal before a parameter", "GET /pipelines/latest", 13),
    ("a parameter, not the literal", "GET /pipelines/{latest}", 10),
    ("parameters within a segment", "GET /files/{a}.{b}", 15),
    ("with the base path", "GET /v1/pipelines", 7),
    ("a whole address", "GET https://api.example.com/v1/pipelines?x=1", 7),
    ("the base path of an operation", "POST /internal/runs/{r}/steps/{s}", 17),
    ("without it", "POST /runs/{r}/steps/{s}", 17),
    ("more blanks", "  GET   /pipelines ", 7),
)
def test_what_a_document_declares_is_found(tmp_path: Path, claim: str, line: int) -> None:
    assert outcome(tmp_path, claim) == Outcome(Verdict.FOUND, place=Place("api.yaml", line))


@table(
    "claim, message, help_",
    (
        "a method",
        "POST /pipelines",
        "`POST /pipelines` not found in any OpenAPI document",
        "`/pipelines` has `GET` and `PUT`",
    ),
    (
        "a method of a parameter",
        "PATCH /pipelines/{x}",
        "`PATCH /pipelines/{x}` not found in any OpenAPI document",
        "`/pipelines/{x}` has `GET` and `DELETE`",
    ),
    (
        "a method of a literal",
        "DELETE /pipelines/latest",
        "`DELETE /pipelines/latest` not found in any OpenAPI document",
        "`/pipelines/latest` has `GET`",
    ),
    (
        "a value for a parameter",
        "DELETE /pipelines/42",
        "`DELETE /pipelines/42` not found in any OpenAPI document",
        "did you mean `DELETE /pipelines/{pipeline_id}`?",
    ),
    (
        "values within a segment",
        "GET /files/report.pdf",
        "`GET /files/report.pdf` not found in any OpenAPI document",
        "did you mean `GET /files/{name}.{ext}`?",
    ),
    (
        "HEAD that is not declared",
        "HEAD /pipelines",
        "`HEAD /pipelines` not found in any OpenAPI document",
        "`/pipelines` has `GET` and `PUT`",
    ),
    (
        "a path",
        "GET /pipeline",
        "`GET /pipeline` not found in any OpenAPI document",
        "did you mean `GET /pipelines`?",
    ),
    (
        "a path and a method",
        "POST /pipeline",
        "`POST /pipeline` not found in any OpenAPI document",
        "did you mean `/pipelines`? It has `GET` and `PUT`",
    ),
    (
        "a path in other case",
        "GET /Pipelines",
        "`GET /Pipelines` not found in any OpenAPI document",
        "did you mean `GET /pipelines`?",
    ),
    (
        "the base path of another",
        "GET /internal/pipelines",
        "`GET /internal/pipelines` not found in any OpenAPI document",
        "did you mean `GET /pipelines`?",
    ),
    (
        "an empty part of a segment",
        "GET /files/.pdf",
        "`GET /files/.pdf` not found in any OpenAPI document",
        "did you mean `GET /files/{name}.{ext}`?",
    ),
    (
        "nothing like it",
        "GET /zzzzzzzzzzzz/q",
        "`GET /zzzzzzzzzzzz/q` not found in any OpenAPI document",
        "name an endpoint that an OpenAPI document declares",
    ),
)
def test_what_none_declares_is_missing(tmp_path: Path, claim: str, message: str, help_: str) -> None:
    assert outcome(tmp_path, claim) == Outcome(Verdict.MISSING, Problem.ENDPOINT, message, help_)


@pytest.mark.parametrize(
    "claim",
    [
        "",
        "/pipelines",
        "GET",
        "ANY /pipelines",
        "* /pipelines",
        "GET pipelines",
        "GET /x and more",
        "GET,PUT /x",
        "WS /x",
        "GET /x (a) (b)",
        "ftp://x/y",
    ],
)
def test_what_is_no_method_and_path_is_a_matter_of_form(tmp_path: Path, claim: str) -> None:
    assert outcome(tmp_path, claim) == Outcome(
        Verdict.MISSING,
        Problem.FORM,
        f"`{claim}` is not a method and a path",
        "write it as `POST /pipelines/{id}`",
    )


def test_a_path_declared_in_any_of_several_documents(tmp_path: Path) -> None:
    other = "openapi: 3.0.0\npaths: {/pipelines: {post: {}}, '/{any}': {delete: {}}}\n"
    ready = checker(tmp_path, {"a.yaml": API, "b.yaml": other}, "a.yaml", "*.yaml")
    assert ready.check(Claim("endpoints", "POST /pipelines", HERE)).place == Place("b.yaml", 2)
    assert ready.check(Claim("endpoints", "DELETE /{other}", HERE)).place == Place("b.yaml", 2)
    assert ready.problems == []


def test_without_a_document_nothing_is_checked(tmp_path: Path) -> None:
    assert checker(tmp_path, {}).check(Claim("endpoints", "GET /x", HERE)) == Outcome(
        Verdict.UNVERIFIED,
        Problem.UNCHECKED,
        "no OpenAPI document is configured, so `endpoints` are not checked",
        "name one: `openapi: [openapi.yaml]`",
    )


def test_a_glob_for_nothing_is_said_once(tmp_path: Path) -> None:
    ready = checker(tmp_path, {}, "api/*.yaml")
    found = {ready.check(Claim("endpoints", text, HERE)) for text in ("GET /a", "GET /b")}
    assert [(each.message, each.position) for each in ready.problems] == [
        ("no file matches the glob `api/*.yaml` of `openapi`", SETTING)
    ]
    assert [(each.verdict, each.problem, each.message) for each in found] == [
        (
            Verdict.UNVERIFIED,
            None,
            "not every OpenAPI document can be read, so `endpoints` that the others do not declare are not checked",
        )
    ]


def test_what_is_there_is_found_although_a_document_cannot_be_read(tmp_path: Path) -> None:
    ready = checker(tmp_path, {"a.yaml": API, "b.yaml": "openapi: ["}, "*.yaml")
    assert ready.check(Claim("endpoints", "GET /pipelines", HERE)).verdict is Verdict.FOUND
    assert ready.check(Claim("endpoints", "GET /other", HERE)).verdict is Verdict.UNVERIFIED
    assert [each.position.path for each in ready.problems] == ["b.yaml"]


def test_a_document_of_webhooks_leaves_the_others_to_be_judged(tmp_path: Path) -> None:
    files = {
        "a.yaml": "openapi: 3.1.0\npaths: {/a: {get: {}}}\n",
        "hooks.yaml": "openapi: 3.1.0\nwebhooks: {a: {post: {}}}\n",
    }
    for claim, verdict in (("GET /a", Verdict.FOUND), ("GET /b", Verdict.MISSING)):
        found = checker(tmp_path, files, "*.yaml").check(Claim("endpoints", claim, HERE))
        assert found.verdict is verdict


@table(
    "claim, line",
    ("with its fragment", "POST /#Target=Db.GetItem", 4),
    ("another fragment", "POST /#Target=Db.PutItem", 6),
    ("with its query", "GET /{bucket}?acl", 8),
    ("a query that is none of the path", "GET /plain?x=1#y", 10),
)
def test_a_path_may_be_declared_with_what_looks_like_a_query_or_a_fragment(
    tmp_path: Path, claim: str, line: int
) -> None:
    text = """
        openapi: 3.0.0
        paths:
          /#Target=Db.GetItem:
            post: {}
          /#Target=Db.PutItem:
            post: {}
          /{Bucket}?acl:
            get: {}
          /plain:
            get: {}
        """
    found = checker(tmp_path, {"a.yaml": dedent(text)}, "*.yaml").check(Claim("endpoints", claim, HERE))
    assert (found.verdict, found.place and found.place.line) == (Verdict.FOUND, line + 1)


def test_a_second_run_from_kept_facts_says_the_same(tmp_path: Path) -> None:
    files = {
        "a.yaml": API.replace(
            "  /pipelines:\n    get: {}", "  /more: {$ref: '#/x-more'}\n  /pipelines:\n    get: {}"
        )
        + "x-more: {get: {}}\n"
    }
    first = checker(tmp_path, files, "a.yaml")
    disk = Disk(tmp_path, known=json.loads(json.dumps(first._scope.disk.used)))
    second = EndpointsChecker(
        Scope(disk, Roots(disk, (".",)), compared={"openapi": (Glob("a.yaml", SETTING),)})
    )
    for claim in ("GET /more", "GET /v1/pipelines", "POST /internal/runs/1/steps/2", "GET /pipeline"):
        assert second.check(Claim("endpoints", claim, HERE)) == first.check(Claim("endpoints", claim, HERE))
    assert first.check(Claim("endpoints", "GET /more", HERE)).verdict is Verdict.FOUND


def test_thousands_of_claims_and_paths_take_bearable_time(tmp_path: Path) -> None:
    def check_all(number: int) -> None:
        text = "openapi: 3.0.0\npaths:\n" + "".join(
            f"  /r{n}/{{id}}/x/{{a}}-{{b}}: {{get: {{}}}}\n" for n in range(number)
        )
        ready = checker(tmp_path, {"a.yaml": text}, "a.yaml")
        assert all(
            ready.check(Claim("endpoints", f"GET /r{n}/{{id}}/x/{{a}}-{{b}}", HERE)).verdict is Verdict.FOUND
            for n in range(number)
        )

    assert growth(check_all, 250) < LINEAR


def test_a_claim_of_many_variables_is_compared_in_the_time_of_its_length(tmp_path: Path) -> None:
    text = "openapi: 3.0.0\npaths:\n" + "".join(f"  /r{n}/{{a}}-{{b}}: {{get: {{}}}}\n" for n in range(300))
    ready = checker(tmp_path, {"a.yaml": text}, "a.yaml")

    def check(variables: int) -> None:
        for n in range(5):
            ready.check(Claim("endpoints", f"GET /q{n}/{'{a}' * variables}", HERE))

    assert growth(check, 5_000) < LINEAR

"""Claims of `links`: their form counts, and nothing is fetched."""

from pathlib import Path

import pytest

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.links import LinkChecker
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Problem, Verdict


def check(text: str, lines: str = "") -> Outcome:
    disk = Disk(Path("/nowhere"))
    return LinkChecker(Scope(disk, Roots(disk, ()))).check(
        Claim("links", text, Position("a.yml", 1, 1), lines)
    )


@pytest.mark.parametrize(
    "text",
    [
        "https://status.example.org/", "http://localhost:8080", "https://example.org/a?b=c#d", "HTTPS://Example.org",
        "https://münchen.de/ü", "http://[::1]:80/", "http://10.0.0.1", "https://user@example.org", "https://a-b.example.",
        " https://example.org ", "https://my_host/x",
    ],
)  # fmt: skip
def test_a_link_of_good_form_is_neither_proof_nor_mistake(text: str) -> None:
    assert check(text) == Outcome(Verdict.UNVERIFIED, None, "links are not followed")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("status.example.org", "it does not begin with `http://` or `https://`"),
        ("mailto:a@example.org", "it does not begin with `http://` or `https://`"),
        ("ftp://example.org", "it does not begin with `http://` or `https://`"),
        ("javascript:alert(1)", "it does not begin with `http://` or `https://`"),
        ("docs/page.md", "it does not begin with `http://` or `https://`"),
        ("https://", "it has no host"),
        ("https:///path", "it has no host"),
        ("https:example.org", "it has no host"),
        ("https://:80", "it has no host"),
        ("https://exa mple.org", "it contains a space"),
        ("https://example.org/a b", "it contains a space"),
        ("https://example.org/\nb", "it contains a space"),
        ("https://example.org/<x>", "'<' is not allowed in it"),
        ("https://[::1", "its host or port cannot be read"),
        ("https://example.org:port", "its host or port cannot be read"),
        ("https://example.org:99999", "its host or port cannot be read"),
        ("https://..", "`..` is not a valid host"),
        ("https://a..b", "`a..b` is not a valid host"),
        ("https://-", "`-` is not a valid host"),
    ],
)
def test_what_is_no_address_of_the_web_is_no_link(text: str, why: str) -> None:
    outcome = check(text)
    assert (outcome.verdict, outcome.problem) == (Verdict.MISSING, Problem.FORM)
    assert outcome.message == f"`{text}` is not a valid link: {why}"
    assert outcome.help == "write `https://host/path`, or claim a path under `files`"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ud800",
        "https://\0",
        "https://" + "a." * 50_000,
        "https://" + "[" * 1000,
        "https://" + "-" * 50_000,
    ],
)
def test_whatever_is_written_nothing_is_raised(text: str) -> None:
    assert check(text).verdict in (Verdict.MISSING, Verdict.UNVERIFIED)

"""Claims of `docs`: the page, the anchor and the section are really there."""

import sys
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest

from mkdocs_traceability.evidence.checker import RenderedPage, Scope
from mkdocs_traceability.evidence.docs import DocsChecker
from mkdocs_traceability.evidence.documents.page_claim import DocsClaim, number_of, parse
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict

GUIDE = """---
title: Guide
---
# Guide

## 6.1 Scope

```
## 6.2 Not a heading
```

## Retry policy

## Section 6.3: Storage
### § 6.4 Limits
### 6.50 Other
### 16.5 Other
### 6.5.1 Below
### 6.6. With a dot

<a id="raw"></a>
"""


@pytest.fixture
def scope(tmp_path: Path) -> Scope:
    pages = {
        "index.md": "# Home",
        "guide/retry.md": GUIDE,
        "plain.md": "Text.",
        "a/same.md": "# A",
        "b/same.md": "# B",
        "README.md": "# Read me",
        "image.png": "",
        ".hidden.md": "# Hidden",
        "templates/t.md": "# T",
    }
    for name, text in pages.items():
        file = tmp_path / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "outside.md").write_text("# Outside")
    disk = Disk(tmp_path)
    return Scope(disk, Roots(disk, (".",)))


def check(scope: Scope, text: str, lines: str = "") -> Outcome:
    return DocsChecker(scope).check(Claim("docs", text, Position("docs/a.trace.yml", 1, 1), lines))


def problem(scope: Scope, text: str) -> tuple[Problem | None, str, str]:
    outcome = check(scope, text)
    assert outcome.verdict is Verdict.MISSING
    return outcome.problem, outcome.message, outcome.help


# ------------------------------------------------------------------------------------------------ forms


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("page.md", DocsClaim("page.md")),
        ("my page.md", DocsClaim("my page.md")),
        ("section 3.md", DocsClaim("section 3.md")),
        ("page.md#anchor", DocsClaim("page.md", "anchor")),
        ("page.md#6.5", DocsClaim("page.md", "6.5")),
        ("page.md § 6.5", DocsClaim("page.md", sections=("6.5",))),
        ("page.md §6.5", DocsClaim("page.md", sections=("6.5",))),
        ("page.md§6.5", DocsClaim("page.md", sections=("6.5",))),
        ("page.md  §\u00a06.5.", DocsClaim("page.md", sections=("6.5",))),
        ("page.md (Section 6.5)", DocsClaim("page.md", sections=("6.5",))),
        ("page.md(section 6.5)", DocsClaim("page.md", sections=("6.5",))),
        ("page.md section 6.5", DocsClaim("page.md", sections=("6.5",))),
        ("page.md (§ 6.5)", DocsClaim("page.md", sections=("6.5",))),
        ("page.md (Sections 6.5 and 6.7)", DocsClaim("page.md", sections=("6.5", "6.7"))),
        ("page.md §§ 6.5, 6.7 and 7", DocsClaim("page.md", sections=("6.5", "6.7", "7"))),
        ("page.md § 6.1–6.4", DocsClaim("page.md", sections=("6.1", "6.4"))),
        ("page.md § A.1", DocsClaim("page.md", sections=("A.1",))),
        ("page.md § 3b", DocsClaim("page.md", sections=("3b",))),
        ("notes section 3.md § 4", DocsClaim("notes section 3.md", sections=("4",))),
    ],
)
def test_a_claim_is_taken_apart(text: str, claim: DocsClaim) -> None:
    assert parse(text) == claim


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "page.md#", "#anchor", "page.md#a b", "page.md#a#b", "page.md #a", "page.md§", "page.md §", "§ 6.5",
        "page.md (Section 6.5", "page.md Section 6.5)", "page.md section Retry", "page.md (see 6.5)", "page.md#a § 6.5",
        "page.md:12", "x" * 2000, "page.md § " + "1, " * 400,
    ],
)  # fmt: skip
def test_what_is_in_no_form_is_said_to_be_in_none(scope: Scope, text: str) -> None:
    assert parse(text) is None
    kind, message, help_ = problem(scope, text)
    assert kind is Problem.FORM
    assert message == f"`{text.strip()[:200]}` is not a valid `docs` claim"
    assert help_ == "write `page.md`, `page.md#anchor`, `page.md § 6.5` or `page.md § Heading text`"


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("6.5 Title", "6.5"), ("6.5. Title", "6.5"), ("§ 6.5", "6.5"), ("§6.5 Title", "6.5"), ("Section 6.5: x", "6.5"),
        ("6.5: x", "6.5"), ("6.5", "6.5"), ("6.5) x", "6.5"), ("6.51 x", "6.51"), ("16.5 x", "16.5"), ("6.5.1 x", "6.5.1"),
        ("A.1 x", "a.1"), ("3b x", "3b"), ("x 6.5", ""), ("6.5x1", ""), ("v6.5", ""), ("6th", ""), ("Title", ""), ("", ""),
        ("6.5th try", ""), ("6,5 x", ""), ("٦ x", ""),
    ],
)  # fmt: skip
def test_a_heading_s_number_is_what_it_begins_with(heading: str, number: str) -> None:
    assert number_of(heading) == number


# ------------------------------------------------------------------------------------------------ pages


@pytest.mark.parametrize("text", ["guide/retry.md", "./guide/retry.md", " guide//retry.md "])
def test_a_page_of_the_site_is_found(scope: Scope, text: str) -> None:
    assert check(scope, text) == Outcome(
        Verdict.FOUND, place=Place("docs/guide/retry.md", page="guide/retry.md")
    )


def test_the_end_of_a_path_will_do_and_the_whole_one_is_offered(scope: Scope) -> None:
    outcome = check(scope, "retry.md")
    assert (outcome.verdict, outcome.problem) == (Verdict.FOUND, Problem.ABBREVIATED)
    assert outcome.message == "`retry.md` is short for `guide/retry.md`"
    assert outcome.help == "write `guide/retry.md`: a short path may later match a second page"
    with_anchor = check(scope, "retry.md#retry-policy")
    assert with_anchor.problem is Problem.ABBREVIATED
    assert with_anchor.place == Place("docs/guide/retry.md", 12, "guide/retry.md", "retry-policy")
    assert check(scope, "retry.md#nothing").problem is Problem.PAGE


def test_an_end_that_fits_several_pages_is_no_page(scope: Scope) -> None:
    message = "`same.md` matches several pages: `a/same.md` and `b/same.md`"
    assert problem(scope, "same.md") == (Problem.PAGE, message, "write the full path")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("guide/retry", "guide/retry.md"),
        ("guide/retry/", "guide/retry.md"),
        ("guide/retry.html", "guide/retry.md"),
        ("docs/guide/retry.md", "guide/retry.md"),
        ("guide/rety.md", "guide/retry.md"),
        ("ops/retry.md", "guide/retry.md"),
        ("guide/retry.md.md", "guide/retry.md"),
    ],
)
def test_a_page_that_is_not_there_is_told_with_what_was_meant(scope: Scope, text: str, meant: str) -> None:
    assert problem(scope, text) == (
        Problem.PAGE,
        f"page `{text}` not found in `docs`",
        f"did you mean `{meant}`?",
    )


def test_a_file_that_is_no_page_is_none(scope: Scope) -> None:
    assert problem(scope, "image.png") == (
        Problem.PAGE,
        "`image.png` is not a page",
        "claim a file under `files`",
    )


@pytest.mark.parametrize("text", [".hidden.md", "templates/t.md", "README.md", "guide"])
def test_what_mkdocs_leaves_out_is_no_page(scope: Scope, text: str) -> None:
    assert problem(scope, text)[0] is Problem.PAGE


def test_the_build_says_which_pages_there_are(scope: Scope) -> None:
    building = replace(scope, docs_pages=frozenset({"plain.md", "made/up.md"}))
    assert check(building, "plain.md").verdict is Verdict.FOUND
    assert check(building, "up.md").place == Place("docs/made/up.md", page="made/up.md")
    assert check(building, "guide/retry.md").problem is Problem.PAGE


@pytest.mark.parametrize(
    "text",
    ["../outside.md", "guide/../../outside.md", "C:/x.md", "a\0.md"],
)
def test_a_path_never_leaves_the_docs_folder(scope: Scope, text: str) -> None:
    message = f"the path `{text}` leaves the docs folder: it is not a path below the docs folder"
    assert problem(scope, text) == (Problem.OUTSIDE, message, "write a path relative to `docs`, with `/`")


@pytest.mark.parametrize("text", ["/guide/retry.md", "guide\\retry.md", "guide/../guide/retry.md"])
def test_a_path_that_only_looks_as_if_it_left_the_docs_folder_is_offered(scope: Scope, text: str) -> None:
    message = f"`{text}` is not a path below `docs`"
    assert problem(scope, text) == (Problem.PAGE, message, "write `guide/retry.md`")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_out_of_the_docs_folder_leads_nowhere(scope: Scope, tmp_path: Path) -> None:
    (tmp_path / "docs" / "link.md").symlink_to(tmp_path / "outside.md")
    (tmp_path / "docs" / "folder").symlink_to(tmp_path)
    for text in ("link.md", "folder/outside.md"):
        kind, message, _ = problem(scope, text)
        assert kind is Problem.OUTSIDE
        assert message.endswith("a symbolic link leads out of the docs folder")


def test_pages_that_a_plugin_makes_only_a_build_can_know(scope: Scope) -> None:
    outcome = check(replace(scope, plugins=frozenset({"gen-files"})), "reference/api.md")
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert (
        outcome.message
        == "all pages of this site are known only in a build: the plugin `gen-files` generates some"
    )


# ------------------------------------------------------------------------------------------------ anchors, sections


def test_an_anchor_is_found_with_its_line(scope: Scope) -> None:
    place = Place("docs/guide/retry.md", 12, "guide/retry.md", "retry-policy")
    assert check(scope, "guide/retry.md#retry-policy") == Outcome(Verdict.FOUND, place=place)
    assert check(scope, "guide/retry.md#raw").place == Place(
        "docs/guide/retry.md", 0, "guide/retry.md", "raw"
    )


def test_an_anchor_that_is_not_there_is_told_with_the_nearest(scope: Scope) -> None:
    message = "heading `#retry-polcy` not found in `guide/retry.md`"
    assert problem(scope, "guide/retry.md#retry-polcy") == (
        Problem.PAGE,
        message,
        "did you mean `#retry-policy`?",
    )
    assert problem(scope, "guide/retry.md#Retry-Policy")[2] == "did you mean `#retry-policy`?"
    assert problem(scope, "guide/retry.md#62-not-a-heading")[0] is Problem.PAGE
    assert problem(scope, "plain.md#x")[2] == "it has no headings"


@pytest.mark.parametrize(
    ("number", "line", "anchor"),
    [
        ("6.1", 6, "61-scope"),
        ("6.3", 14, "section-63-storage"),
        ("6.4", 15, "64-limits"),
        ("6.6", 19, "66-with-a-dot"),
    ],
)
def test_a_section_is_found_by_its_number(scope: Scope, number: str, line: int, anchor: str) -> None:
    outcome = check(scope, f"guide/retry.md § {number}")
    assert outcome == Outcome(
        Verdict.FOUND, place=Place("docs/guide/retry.md", line, "guide/retry.md", anchor)
    )


def test_several_sections_must_all_be_there(scope: Scope) -> None:
    assert check(scope, "guide/retry.md (Sections 6.1 and 6.3)").verdict is Verdict.FOUND
    message = "section 6.2 not found in `guide/retry.md`"
    assert problem(scope, "guide/retry.md (Sections 6.1 and 6.2)")[1] == message
    assert (
        problem(scope, "guide/retry.md §§ 6.2, 6.5")[1]
        == "sections 6.2 and 6.5 not found in `guide/retry.md`"
    )


def test_a_number_is_not_found_within_another(scope: Scope) -> None:
    message = "section 6.5 not found in `guide/retry.md`"
    help_ = "its sections below 6 are 6.1 to 6.6"
    assert problem(scope, "guide/retry.md § 6.5") == (Problem.PAGE, message, help_)
    assert problem(scope, "plain.md § 6.5")[2] == "none of its headings begins with a number"


# ------------------------------------------------------------------------------------------------ in a build


def test_a_rendered_page_is_judged_by_itself_alone(scope: Scope) -> None:
    rendered = {"guide/retry.md": RenderedPage(frozenset({"made", "other"}), (("made", "6.9 By a macro"),))}
    building = replace(
        scope, rendered=rendered, docs_pages=frozenset({"guide/retry.md", "plain.md", "index.md"})
    )
    assert check(building, "guide/retry.md#made").place == Place(
        "docs/guide/retry.md", 0, "guide/retry.md", "made"
    )
    assert check(building, "guide/retry.md#other").verdict is Verdict.FOUND
    assert check(building, "guide/retry.md § 6.9").verdict is Verdict.FOUND
    assert check(building, "guide/retry.md#retry-policy").problem is Problem.PAGE
    assert check(building, "index.md#home").verdict is Verdict.FOUND


# ------------------------------------------------------------------------------------------------ doubt


def with_page(scope: Scope, text: str | bytes) -> Scope:
    file = scope.disk.path("docs/page.md")
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return scope


@pytest.mark.parametrize(
    ("plugins", "extensions", "text", "doubt"),
    [
        (["macros"], {}, "# Known\n\n{{ more() }}", "it has macros"),
        (["macros"], {}, "# Known\n\n## {{ title }}", "it has macros"),
        (["include-markdown"], {}, "# Known\n\n{% include 'x' %}", "it includes files"),
        ([], {"pymdownx.snippets": None}, '# Known\n\n--8<-- "x.md"', "it includes snippets"),
        ([], {"pymdownx.snippets": {"auto_append": ["x.md"]}}, "# Known", "snippets are appended to it"),
        (["mkdocstrings"], {}, "# Known\n\n::: package.module", "`mkdocstrings` writes a part of it"),
        (["tags"], {}, "# Known\n\n<!-- material/tags -->", "the plugin `tags` writes a part of it"),
        ([], {"my.own": None}, "# Known", "the extension `my.own` is not loaded here"),
        (
            [],
            {"toc": {"nonsense": 1}},
            "# Known {#known}",
            "the extension `toc` cannot be loaded here (KeyError)",
        ),
        (
            [],
            {"attr_list": None, "toc": {"slugify": {"!!python/name:my.slug": ""}}},
            "# Known {#known}\n\n# title",
            "its anchors are made by `my.slug`, which is not loaded here",
        ),
    ],
)
def test_what_only_a_build_can_know_is_left_to_it(
    scope: Scope, plugins: list[str], extensions: dict[str, object], text: str, doubt: str
) -> None:
    scope = with_page(replace(scope, plugins=frozenset(plugins), markdown_extensions=extensions), text)
    absent = check(scope, "page.md#title")
    assert absent == Outcome(
        Verdict.UNVERIFIED,
        Problem.UNCHECKED,
        f"the headings of `page.md` are known only in a build: {doubt}",
        "run `mkdocs build --strict`",
        Place("docs/page.md", page="page.md"),
    )
    if "nonsense" not in str(extensions):
        assert check(scope, "page.md#known").verdict is Verdict.FOUND


@pytest.mark.parametrize(
    ("plugins", "extensions", "text"),
    [
        ([], {}, "{{ no macros here }}"),
        ([], {}, "--8<-- 'no snippets here'"),
        (["macros", "mkdocstrings"], {"pymdownx.snippets": None}, "# Plain"),
    ],
)
def test_there_is_no_doubt_without_its_cause(
    scope: Scope, plugins: list[str], extensions: dict[str, object], text: str
) -> None:
    scope = with_page(replace(scope, plugins=frozenset(plugins), markdown_extensions=extensions), text)
    assert check(scope, "page.md#title").problem is Problem.PAGE


def test_nothing_that_settings_name_is_imported(
    scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evil.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    python = {"!!python/object/apply:evil.make": {"kwds": {"x": "y"}}}
    for extensions in (
        {"evil": None},
        {"toc": {"slugify": python}},
        {"pymdownx.emoji": {"emoji_index": python}},
    ):
        check(with_page(replace(scope, markdown_extensions=extensions), "# A :smile:"), "page.md#a")
    assert "evil" not in sys.modules


def test_a_page_that_cannot_be_read_is_no_proof(scope: Scope) -> None:
    outcome = check(with_page(scope, b"# A\n\n\xff"), "page.md#a")
    assert (outcome.verdict, outcome.problem) == (Verdict.MISSING, Problem.UNREADABLE)
    assert outcome.message == "the headings of `page.md` cannot be read: the byte 0xFF here is not UTF-8"


def test_a_page_that_is_too_long_to_render_is_left_to_the_build(scope: Scope) -> None:
    outcome = check(with_page(scope, "# A\n" + "x" * 600_000), "page.md#a")
    assert outcome.problem is Problem.UNCHECKED
    assert outcome.message.endswith("it has more than 500000 characters")


@pytest.mark.parametrize(
    "text",
    [
        "> " * 3000 + "# a",
        "- " * 3000 + "# a",
        "[" * 3000,
        "<div>" * 3000,
        "<![foo <a id=x>",
        "*a " * 2000,
        "\0# a",
        "`" * 5000,
    ],
)
def test_whatever_a_page_says_nothing_is_raised(scope: Scope, text: str) -> None:
    assert check(with_page(scope, text), "page.md#nothing").verdict in (Verdict.MISSING, Verdict.UNVERIFIED)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "![\n" * 50_000, "[a](" * 50_000, "<![" * 50_000, "<a " * 50_000]
)
def test_a_page_that_would_be_rendered_for_hours_is_left_to_the_build(scope: Scope, text: str) -> None:
    outcome = check(with_page(scope, text), "page.md#a")
    assert outcome.problem is Problem.UNCHECKED
    assert outcome.message.endswith("it has more than 300 brackets that are not closed")


def test_a_page_is_rendered_once_and_kept_by_its_content_and_the_settings(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    import markdown

    rendered: list[str] = []
    convert = markdown.Markdown.convert

    def counted(self: markdown.Markdown, source: str) -> str:
        rendered.append(source)
        return convert(self, source)

    monkeypatch.setattr(markdown.Markdown, "convert", counted)
    checker = DocsChecker(scope)
    for text in ("guide/retry.md", "guide/retry.md#raw", "guide/retry.md § 6.1", "plain.md"):
        checker.check(Claim("docs", text, Position("a", 1, 1)))
    assert len(rendered) == 1
    again = replace(scope, disk=Disk(scope.disk.base, known=scope.disk.used))
    assert check(again, "guide/retry.md#raw").verdict is Verdict.FOUND
    assert len(rendered) == 1
    otherwise = replace(again, markdown_extensions={"toc": {"separator": "_"}})
    assert check(otherwise, "guide/retry.md#retry_policy").verdict is Verdict.FOUND
    assert len(rendered) == 2


def test_a_heading_is_found_by_its_text(scope: Scope) -> None:
    checker = DocsChecker(scope)

    def outcome(text: str) -> Outcome:
        return checker.check(Claim("docs", text, Position("docs/a.trace.yml", 1, 1)))

    for text in (
        "Retry policy",
        "retry  POLICY",
        "`Retry` policy",
        "6.1 Scope",
        "Scope",
        "Storage",
        "Limits",
    ):
        assert outcome(f"guide/retry.md § {text}").verdict is Verdict.FOUND, text
    assert outcome("guide/retry.md § Retry policy").place == Place(
        "docs/guide/retry.md", page="guide/retry.md", line=12, anchor="retry-policy"
    )
    missing = outcome("guide/retry.md § Retry polcy")
    assert (missing.verdict, missing.problem) == (Verdict.MISSING, Problem.PAGE)
    assert missing.message == "heading `Retry polcy` not found in `guide/retry.md`"
    assert missing.help == "did you mean `guide/retry.md § Retry policy`?"
    twice = outcome("guide/retry.md § Other")
    assert twice.message == "`guide/retry.md` has 2 headings `Other`"
    assert twice.help == "write `guide/retry.md#650-other` or `guide/retry.md#165-other`"
    assert outcome("plain.md § Anything").help == "it has no headings"


def test_a_page_with_any_name_can_be_claimed(scope: Scope) -> None:
    docs = scope.disk.base / "docs"
    for name in ("My Docs & Co/a #1.md", "100% done/ü+ö.md", "a%20b.md", "c§d.md"):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text("# Heading\n\n## 6.5 Retry\n", encoding="utf-8")
    checker = DocsChecker(scope)
    for text in (
        "My Docs & Co/a #1.md",
        "My Docs & Co/a #1.md#heading",
        "My Docs & Co/a #1.md § 6.5",
        "My Docs & Co/a #1.md § Retry",
        "My%20Docs%20&%20Co/a%20%231.md#heading",
        "100% done/ü+ö.md",
        "100% done/u\u0308+o\u0308.md#heading",
        "a%20b.md",
        "c§d.md",
        "c%C2%A7d.md § 6.5",
    ):
        outcome = checker.check(Claim("docs", text, Position("docs/a.trace.yml", 1, 1)))
        assert outcome.verdict is Verdict.FOUND, (text, outcome)


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("claimed", ["NFC", "NFD"])
def test_letters_with_accents_are_the_same_in_either_form(scope: Scope, on_disk: str, claimed: str) -> None:
    page = normalize(on_disk, "übersicht.md")
    (scope.disk.base / "docs" / page).write_text("# Ü\n\n## Über uns {#über}\n", encoding="utf-8")
    checker = DocsChecker(replace(scope, markdown_extensions={"attr_list": None}))
    for text in ("übersicht.md", "übersicht.md#über", "übersicht.md § Über uns"):
        claim = Claim("docs", normalize(claimed, text), Position("docs/a.trace.yml", 1, 1))
        outcome = checker.check(claim)
        assert outcome.verdict is Verdict.FOUND, outcome
        assert outcome.place is not None
        assert outcome.place.page == page


def test_what_a_blog_lists_only_its_template_knows(scope: Scope) -> None:
    posts = scope.disk.base / "docs/blog/posts"
    posts.mkdir(parents=True)
    (posts / "one.md").write_text("# One\n")
    (posts.parent / "index.md").write_text("# Blog\n")
    checker = DocsChecker(replace(scope, plugins=frozenset({"blog"})))

    def outcome(text: str) -> Outcome:
        return checker.check(Claim("docs", text, Position("docs/a.trace.yml", 1, 1)))

    assert outcome("blog/index.md#blog").verdict is Verdict.FOUND
    unknown = outcome("blog/index.md § One")
    assert (unknown.verdict, unknown.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert (
        unknown.message
        == "the headings of `blog/index.md` are known only in a build: a blog lists its posts on it"
    )
    assert unknown.help == "claim the page of the post"
    assert outcome("guide/retry.md § One").verdict is Verdict.MISSING

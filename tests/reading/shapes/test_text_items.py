"""Items that stand in Markdown as headings and list items: which they are, and where."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor_time import LINEAR, growth

from mkdocs_traceability.model.text_patterns import TextMention, TextPattern
from mkdocs_traceability.reading.shapes.text_items import slug, tree_of_text
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

HEADING = TextPattern(heading=r"Rule (?P<id>\d+)(?:: (?P<title>.+))?", id="{folder}/{id}", kind="requirement")
STORY = TextPattern(line=r"\*\*Story:\*\* (?P<summary>.+)")
CRITERION = TextPattern(bullet="(?P<title>.+)", under="Criteria", id="{above}.{number}", part_of=True)
BULLET = TextPattern(bullet=r"\*\*(?P<id>FR-\d+)\*\*: (?P<title>.+)", id="{id}")
COMMENT = TextPattern(comment=r"(?P<key>former_ids|status): *(?P<value>.+)", lists=["former_ids"])


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(each) for each in node.items]
    return {key.text: plain(value) for key, value in node.entries if isinstance(key, Scalar)}


def items(text: str, *patterns: TextPattern) -> list[dict[str, object]]:
    root = plain(tree_of_text(dedent(text), "login", patterns))
    assert isinstance(root, dict)
    return root["items"]  # type: ignore[no-any-return]


def places(node: Mapping, text: str) -> list[tuple[str, str]]:
    """Return what every value is, and what stands at its place."""
    lines = text.split("\n")
    found: list[tuple[str, str]] = []
    waiting: list[Node] = [node]
    while waiting:
        here = waiting.pop(0)
        if isinstance(here, Scalar):
            start = here.column - 1
            found.append((here.text, lines[here.line - 1][start : start + here.length]))
        else:
            inner = here.items if isinstance(here, Sequence) else [value for _, value in here.entries]
            waiting = inner + waiting
    return found


def test_a_heading_is_an_item_with_what_stands_below_it() -> None:
    text = """
        # Document

        ## Rules

        ### Rule 1: Sign in ##

        The system SHALL let
        users sign in.

        A second paragraph.

        ### Rule 2

        **Story:** As a user, I sign out.
        """
    assert items(text, HEADING, STORY) == [
        {
            "id": "login/1",
            "kind": "requirement",
            "section": "Rules",
            "title": "Sign in",
            "summary": "The system SHALL let users sign in.",
        },
        {"id": "login/2", "kind": "requirement", "section": "Rules", "summary": "As a user, I sign out."},
    ]


def test_numbered_criteria_are_parts_of_the_heading_above() -> None:
    text = """
        ### Rule 1: Sign in
        1. before the criteria
        #### Criteria
        1. WHEN a password is wrong
           THEN it is refused
        2) second
        ### Rule 2: Sign out
        #### Criteria
        1. first
        #### Notes
        1. no criterion
        """
    assert [(each["id"], each.get("part_of"), each["title"]) for each in items(text, HEADING, CRITERION)] == [
        ("login/1", None, "Sign in"),
        ("login/1.1", "login/1", "WHEN a password is wrong THEN it is refused"),
        ("login/1.2", "login/1", "second"),
        ("login/2", None, "Sign out"),
        ("login/2.1", "login/2", "first"),
    ]


def test_facts_stand_at_their_places() -> None:
    text = "## Needs\n- **FR-001**: MUST `log` in\n  <!-- former_ids: a/b,  c -->\n* **FR-002**: x\n"
    tree = tree_of_text(text, "login", [BULLET, COMMENT])
    assert places(tree, text) == [
        ("FR-001", "FR-001"),
        ("Needs", "Needs"),
        ("MUST log in", "MUST `log` in"),
        ("a/b", "a/b"),
        ("c", "c"),
        ("FR-002", "FR-002"),
        ("Needs", "Needs"),
        ("x", "x"),
    ]


def test_front_matter_fences_and_comments_hold_no_items() -> None:
    text = """\
        ---
        title: x
        - **FR-001**: in front matter
        ---
        ```
        - **FR-002**: in a fence
        ```
        <!--
        - **FR-003**: in a comment
        -->
        - **FR-004**: an item
        """
    assert [each["id"] for each in items(text, BULLET)] == ["FR-004"]


def test_a_long_title_is_cut_and_kept_as_the_summary() -> None:
    long = "System MUST " + "do something " * 12
    (item,) = items(f"- **FR-001**: {long}\n", BULLET)
    assert item["summary"] == long.strip()
    assert str(item["title"]).endswith(" …")
    assert len(str(item["title"])) <= 102


def test_references_in_the_text_are_facts() -> None:
    task = TextPattern(
        bullet=r"(?P<id>T\d+) (?P<title>.+)",
        checkbox=True,
        id="{folder}/{id}",
        mentions={"implements": TextMention(match=r"\bFR-\d+\b", id="{folder}/{each}")},
    )
    item, other = items("- [x] T012 Add FR-001 and FR-002 (FR-001)\n- [ ] T013 y\n- T014 z\n", task)
    assert item["checkbox"] == "done"
    assert item["implements"] == ["login/FR-001", "login/FR-002"]
    assert other == {"id": "login/T013", "checkbox": "open", "title": "y"}


def test_what_stands_before_the_first_item_is_said_of_the_page() -> None:
    patterns = [
        TextPattern(heading=r"\d+\. (?P<title>.+)", level=1),
        TextPattern(bullet=r"(?P<key>Status|Date): (?P<value>.+)"),
        TextPattern(line="Replaces (?P<replaces>.+)", under="Status", lists=["replaces"]),
    ]
    text = "# 2. Use shell scripts\n- Date: 2016-02-12\n\n## Status\n\nReplaces 1, 7\n\n## 3. More\n"
    assert plain(tree_of_text(text, "adr", patterns)) == {
        "title": "Use shell scripts",
        "date": "2016-02-12",
        "replaces": ["1", "7"],
        "items": [],
    }


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The `AITool` skillsDir field", "the-aitool-skillsdir-field"),
        ("Größe & Maße", "größe-maße"),
        ("登录 流程", "登录-流程"),
        ("**Bold** [link](x.md)", "bold-link"),
    ],
)
def test_a_slug_keeps_the_letters_of_every_language(title: str, expected: str) -> None:
    assert slug(title) == expected


@given(st.text(alphabet="#-* 1.`<!>\n\tabFR0:", max_size=200))
def test_every_text_is_read_and_every_place_is_in_it(text: str) -> None:
    tree = tree_of_text(text, "f", [HEADING, CRITERION, BULLET, COMMENT, STORY])
    lines = text.split("\n")
    waiting: list[Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            assert 1 <= node.line <= len(lines)
            assert 1 <= node.column <= len(lines[node.line - 1]) + 1
        else:
            waiting += node.items if isinstance(node, Sequence) else [value for _, value in node.entries]


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    def read(size: int) -> None:
        tree_of_text("- **FR-001**: x\n  more\n" * size, "f", [HEADING, BULLET, COMMENT])

    assert growth(read, 1_000) < LINEAR

"""Which calls of macros are read without a build, and as which markers."""

import pytest
from processor_time import LINEAR, growth
from support import table

from mkdocs_traceability.model.directives import MACROS
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import Marker
from mkdocs_traceability.reading.markdown.macro_calls import SeenMarker, called, markers_of_page
from mkdocs_traceability.reading.markdown.prose import read_prose


def read(text: str, *asked: str) -> list[Marker]:
    return read_prose(text, "docs/a.md", frozenset(asked or ("macros",)))[1]


@table(
    "call, text",
    ("a subject", 'trace_count("flow")', " count flow"),
    ("a filter", "trace_count('flow', status='planned')", " count flow status=planned"),
    ("a limit", "trace_count('gap', due_at_most='2026-12-31')", " count gap due<=2026-12-31"),
    ("a limit below", "trace_count('layer', rank_at_least=2)", " count layer rank>=2"),
    ("what is left out", "trace_list('flow', badge_not='verified')", " list flow badge!=verified"),
    (
        "a list of values",
        "trace_list('flow', status=['planned', 'partial'])",
        " list flow status=planned,partial",
    ),
    ("a value with a blank", "trace_list('flow', title='All of them')", ' list flow title="All of them"'),
    ("a title with a comma", "trace_list('flow', title='a,b')", ' list flow title="a,b"'),
    ("a value with quotes", "trace_list('flow', title='say \"so\"')", " list flow title='say \"so\"'"),
    (
        "both kinds of quotes",
        """trace_list('flow', title='it\\'s "so"')""",
        ''' list flow title="it's 'so'"''',
    ),
    ("a number", "trace_list('flow', limit=3)", " list flow limit=3"),
    (
        "words of Jinja",
        "trace_list('component', external=true, layer=none)",
        " list component external=yes layer=none",
    ),
    ("no subject", "trace_count()", " count"),
)
def test_a_call_says_what_its_marker_says(call: str, text: str) -> None:
    assert called(call) == text


@pytest.mark.parametrize(
    "call",
    [
        "trace_count(kind)",
        "trace_count('flow', **filters)",
        "trace_count('a' ~ 'b')",
        "trace_cuont('flow')",
        "trace_count(",
        "trace_count(" + "(" * 1900,
    ],
)
def test_what_only_a_build_can_know_is_left_to_it(call: str) -> None:
    assert called(call) is None


def test_calls_stand_where_they_are_written() -> None:
    (marker,) = read("# A\n\nThere are {{ trace_count('flow') }} flows.\n")
    assert marker == Marker(" count flow", Position("docs/a.md", 3, 14, 19), is_alone=False, is_call=True)
    assert [each.is_alone for each in read("{{ trace_list('flow') }}\n\n- {{ trace_list('flow') }}\n")] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`{{ trace_count('flow') }}`",
        "```\n{{ trace_count('flow') }}\n```\n",
        "    {{ trace_count('flow') }}\n",
        "---\nrender_macros: false\n---\n{{ trace_count('flow') }}\n",
        "{% raw %}\n{{ trace_count('flow') }}\n{% endraw %}\n",
    ],
)
def test_what_is_not_rendered_is_no_call(text: str) -> None:
    assert read(text) == []


def test_calls_are_read_only_where_there_are_macros() -> None:
    assert read("{{ trace_count('flow') }}", "code") == []


def test_a_page_of_unfinished_calls_costs_no_more_than_its_length() -> None:
    def unfinished(number: int) -> None:
        assert read("{{ trace_count( " * number + ")" * (number // 4)) == []
        assert read("{{ trace_count(" + ") " * number) == []

    assert growth(unfinished, 5_000) < LINEAR


def test_markers_of_a_built_page_stand_at_their_calls() -> None:
    source = "{{ trace_count('flow') }}\n\n{{ trace_count(kind) }} {{ trace_count(kind) }}\n"
    known = read(source)
    seen = [SeenMarker(" count flow", False), SeenMarker(" count a", False), SeenMarker(" list b", True)]
    places = [each.position[1:3] for each in markers_of_page("docs/a.md", source, known, seen)]
    assert places == [(1, 4), (3, 4), (1, 1)]


def test_every_form_has_its_macro() -> None:
    assert {
        "trace_matrix",
        "trace_list",
        "trace_badge",
        "trace_count",
        "trace_share",
        "trace_panel",
        "trace_graph",
        "trace_steps",
        "trace_diagram",
    } == set(MACROS)

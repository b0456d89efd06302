"""Tables are drawn of forms that are filled: what stands in them is what Jinja draws step by step."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.pages.parts.tables import ShownTable
from mkdocs_traceability.pages.rendering.forms import HOLE, Forms, markup
from mkdocs_traceability.pages.rendering.template_engine import Templates
from mkdocs_traceability.pages.site.columns import Column
from mkdocs_traceability.pages.site.shown import Cell, Row, ShownItem, ShownReference
from mkdocs_traceability.pages.site_context import SiteContext

_TEXTS: Final = st.text() | st.sampled_from(
    [
        "<hole>",
        "&lt;hole&gt;",
        "%s",
        "%%s",
        "%(a)s",
        "\0",
        "<script>",
        "\"'",
        "{{ 7 * 7 }}",
        "&amp;",
        "[a](b)",
    ]
)

_STEP_BY_STEP: Final = """
{%- import "_parts.html" as parts -%}
{%- for anchor, href, cells, row_badge, depth, is_gap, hidden in rows %}
<tr id="{{ anchor }}"{% if is_gap or depth %} class="{{ 'trace-gap' if is_gap }}{% if depth %} trace-part trace-part--{{ [depth, 4]|min }}{% endif %}"{% endif %}>
{%- for form, value in cells[:1] %}
<th scope="row"><a class="trace-id" href="{% if href %}{{ href }}{% else %}#{{ anchor|urlencode }}{% endif %}">{{ value }}</a>{% if row_badge.word %}<span class="trace-under">{{ row_badge|draw("badge") }}</span>{% endif %}{% if hidden %}<details class="trace-row-more{{ ' trace-row-more--late' if hidden == 'late' }}"><summary aria-label="more" title="more"></summary></details>{% endif %}</th>
{%- endfor %}
{% for form, value in cells[1:] %}
<td>
{%- if value is none %}
{%- elif form == "title" %}{% if href %}<a href="{{ href }}">{{ value }}</a>{% else %}{{ value }}{% endif %}
{%- elif form == "text" %}{{ value }}
{%- elif form == "status" %}{{ value|draw("status") }}
{%- elif form == "links" %}{% if value|length == 1 %}{{ value[0].item|link if value[0].item else value[0].text }}{% else %}<ul class="trace-run">{% for it in value %}<li>{{ it.item|link if it.item else it.text }}</li>{% endfor %}</ul>{% endif %}
{%- elif form == "long" %}<div class="trace-clamp">{{ parts.cell(value.form, value.value) }}</div>
{%- else %}{{ parts.cell(form, value) }}
{%- endif %}</td>
{%- endfor %}
</tr>
{% endfor %}
"""

_DRAWN: Final = '{% from "_table.html" import table with context %}{{ table(it, "id", "permanent") }}'

_items = st.builds(ShownItem, _TEXTS, _TEXTS, st.just("flow"), _TEXTS)
_references = st.builds(ShownReference, st.none() | _items, _TEXTS)
_cells = st.one_of(
    st.just(Cell("")),
    st.builds(Cell, st.sampled_from(["title", "text", "markdown"]), _TEXTS),
    st.builds(lambda text: Cell("long", Cell("markdown", text)), _TEXTS),
    st.builds(lambda text: Cell("long", Cell("text", text)), _TEXTS),
    st.builds(lambda word: Cell("status", (word, "open")), _TEXTS),
    st.builds(Cell, st.just("links"), st.lists(_references, min_size=1, max_size=3)),
    st.builds(Cell, st.just("texts"), st.tuples(_TEXTS, _TEXTS)),
)
_rows = st.builds(
    lambda anchor, href, id_, cells, badge, depth, is_gap, hidden: Row(
        anchor, href, [Cell("id", id_), *cells], badge, depth, is_gap, hidden
    ),
    _TEXTS,
    st.just("") | _TEXTS,
    _TEXTS,
    st.lists(_cells, min_size=3, max_size=3),
    st.just(Badge("")) | st.builds(Badge, st.just("missing"), _TEXTS),
    st.integers(0, 6),
    st.booleans(),
    st.sampled_from(["", "late", "rest"]),
)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    folder = tmp_path_factory.mktemp("templates")
    (folder / "step_by_step.html").write_text(_STEP_BY_STEP, encoding="utf-8")
    (folder / "drawn.html").write_text(_DRAWN, encoding="utf-8")
    return Templates(SiteContext(lambda page: page, templates=(folder,)))


@given(rows=st.lists(_rows, min_size=1, max_size=4))
def test_rows_of_tables_are_those_that_are_drawn_step_by_step(templates: Templates, rows: list[Row]) -> None:
    columns = [Column("title", "Title", "") for _ in range(4)]
    table = ShownTable("Flows", "flow", columns, columns, [rows], len(rows), [], [], is_long=False)
    drawn = templates.render("drawn.html", it=table)
    _, _, body = drawn.partition("</thead>\n<tbody>\n")
    assert body.removesuffix("</tbody>\n</table>\n</div>\n") == templates.render(
        "step_by_step.html", rows=rows
    ).removeprefix("\n")


@given(text=_TEXTS, other=_TEXTS)
def test_what_goes_into_a_form_is_escaped_and_stays_in_its_place(text: str, other: str) -> None:
    macro = Environment(autoescape=True).from_string(
        '{% macro cell(said, first, second) %}<i title="{{ said }}">{{ first }}</i>{{ second }}%{% endmacro %}'
    )
    draw = macro.module.cell  # type: ignore[attr-defined]
    forms = Forms(cell=lambda said: draw(said, HOLE, HOLE))
    filled = forms.form("cell", text) % (markup(other), markup(text))
    assert filled == str(draw(text, other, text))


@given(item=_items, alike=st.booleans())
def test_a_link_is_what_its_macro_draws_of_the_item(item: ShownItem, alike: bool) -> None:
    item = item._replace(title=item.id) if alike else item
    shipped = Templates(SiteContext(lambda page: page))._shipped
    drawn = shipped.get_template("_parts.html").module.item(item)  # type: ignore[attr-defined]
    assert shipped.filters["link"](item) == drawn


@given(text=_TEXTS)
def test_a_text_is_escaped_though_the_same_markup_was_met_before(text: str) -> None:
    assert markup(Markup(text)) == text
    assert markup(text) == str(escape(text))
    assert markup(Markup(text)) == text


def test_more_or_fewer_pieces_than_holes_are_refused() -> None:
    forms = Forms(cell=lambda: HOLE + HOLE)
    for pieces in (("a",), ("a", "b", "c")):
        with pytest.raises(TypeError):
            forms.form("cell") % pieces

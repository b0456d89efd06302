"""Tables in a browser: filtered, sorted, downloaded, sent to somebody by their address; by keyboard and on a phone."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Download, Page, expect

from .conftest import OVERFLOW, Visit, settled

Begin = Callable[..., Visit]

FLOWS = "traceability/traceability/flows/"
MISTAKES = "mistakes/traceability/flows/"
MANY = "many/traceability/flows/"

every_window = pytest.mark.parametrize("width", [1440, 360])


def shown(page: Page) -> list[str]:
    """Return the ids of the rows that can be seen."""
    return (
        settled(page)
        .locator("tbody tr:not([hidden]) > th .trace-id")
        .evaluate_all("ids => ids.filter(id => !id.closest('[hidden]')).map(id => id.textContent)")
    )


def find(page: Page, text: str) -> None:
    page.get_by_role("combobox", name="Filter rows").fill(text)


def choose(page: Page, facet: str, option: str) -> None:
    group = page.locator(f"[data-trace-facet='{facet}']")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    group.get_by_label(option).click()


def test_text_filters_the_rows_of_all_sections_and_stands_in_the_address(visit: Begin) -> None:
    window = visit()
    page = window.to(FLOWS)

    find(page, "webhook retry")
    expect(page.locator("[data-trace-count]")).to_have_text(re.compile(r"^\d of 100$"))
    found = shown(page)
    assert 0 < len(found) < 10
    assert all("webhook" in row.lower() for row in page.locator("tbody tr:visible").all_inner_texts())
    assert page.locator("h2:visible").count() < 12
    page.wait_for_url("**?find=webhook+retry")

    page.reload()
    expect(page.locator("[data-trace-filter]")).to_be_visible()
    assert shown(page) == found
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator("[data-trace-count]")).to_have_text("100 of 100")
    page.wait_for_url(re.compile(r"/flows/$"))
    assert window.complaints == []


def test_what_nothing_fits_is_said(visit: Begin) -> None:
    page = visit().to(FLOWS)

    find(page, "nothing is like this")
    expect(page.get_by_text("No matches")).to_be_visible()
    assert shown(page) == []


def test_facets_choose_one_value_or_another(visit: Begin) -> None:
    page = visit().to(MANY)

    choose(page, "status", "planned")
    expect(page.locator("[data-trace-count]")).to_have_text("150 of 451")
    choose(page, "status", "retired")
    expect(page.locator("[data-trace-count]")).to_have_text("300 of 451")
    page.wait_for_url("**?status=planned&status=retired")
    assert {page.locator(f"#flow-{id_} .trace-status").text_content() for id_ in shown(page)} == {
        "planned",
        "retired",
    }


def test_a_section_can_be_chosen(visit: Begin) -> None:
    page = visit().to(FLOWS + "?section=OBS")

    assert {id_[:3] for id_ in shown(page)} == {"OBS"}
    assert page.locator("h2:visible").count() == 1


def test_needs_attention_shows_what_somebody_has_to_see_to_and_how_many(visit: Begin) -> None:
    page = visit().to(MISTAKES)

    assert page.locator("[data-trace-attention] small").inner_text() == "2"
    page.get_by_role("checkbox", name="Needs attention").check()
    page.wait_for_url("**?attention=yes")
    assert shown(page) == ["EVAL-001", "EVAL-004"]
    page = visit().to(MISTAKES + "?badge=missing")
    assert shown(page) == ["EVAL-001"]


def test_an_address_of_gaps_only_still_works(visit: Begin) -> None:
    page = visit().to(MISTAKES + "?gaps=only")

    assert page.get_by_role("checkbox", name="Needs attention").is_checked()
    assert shown(page) == ["EVAL-001", "EVAL-004"]


def test_needs_attention_is_absent_where_nothing_does(visit: Begin) -> None:
    page = visit().to("traceability/traceability/metrics/")

    expect(page.locator("[data-trace-filter]")).to_be_visible()
    assert page.locator("[data-trace-attention]").count() == 0


def test_open_gaps_need_attention(visit: Begin) -> None:
    page = visit().to("traceability/traceability/gaps/?attention=yes")

    statuses = set(page.locator("tbody tr:visible .trace-status").all_inner_texts())
    assert statuses
    assert not statuses & {"resolved"}
    assert len(shown(page)) == int(page.locator("[data-trace-attention] small").inner_text())


def test_flows_without_tests_are_two_clicks_away(visit: Begin) -> None:
    page = visit().to(FLOWS)

    page.locator("[data-trace-facet='evidence'] > summary").click()
    page.get_by_role("group", name="Tests").get_by_label("lacks").check()
    expect(page.locator("[data-trace-count]")).to_have_text("66 of 100")
    page.wait_for_url("**?tests=none")


def test_what_is_chosen_stands_as_chips_that_can_be_removed(visit: Begin) -> None:
    page = visit().to(MANY + "?status=planned&status=retired")
    chips = page.locator("[data-trace-chosen] button")

    expect(chips).to_have_text(["Status: planned ×", "Status: retired ×"])
    page.get_by_role("button", name="Remove the filter Status: planned").click()
    expect(page.locator("[data-trace-count]")).to_have_text("150 of 451")
    expect(chips).to_have_count(1)
    page.wait_for_url("**?status=retired")


def test_a_value_that_none_can_have_is_said(visit: Begin) -> None:
    page = visit().to(MANY)

    find(page, "status=retird")
    expect(page.locator("[data-trace-hint]")).to_have_text("“retird” is not a value of Status.")
    assert shown(page) == []


def test_keys_values_and_ids_are_offered_while_somebody_types(visit: Begin) -> None:
    page = visit().to(MANY)
    field = page.get_by_role("combobox", name="Filter rows")
    options = page.get_by_role("option")

    field.press_sequentially("stat")
    expect(options.first).to_have_text("status= Status")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "_completions-0")
    field.press("Enter")
    expect(field).to_have_value("status=")
    field.press_sequentially("pl")
    expect(options).to_have_text(["status=planned", "status=implemented"])
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("status=planned ")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator("[data-trace-count]")).to_have_text("150 of 451")
    field.press_sequentially("EVAL-012")
    expect(options.filter(has_text="id=EVAL-012")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_heads_and_lists_of_sections_count_what_is_shown(visit: Begin) -> None:
    page = visit().to(FLOWS + "?find=retry")
    head = page.locator("h2", has_text="Forecast Domain")

    expect(head.locator(".trace-count")).to_have_text(re.compile(r"^\d of 6$"))
    greyed = page.locator(".trace-jump a[data-trace-empty]")
    assert 0 < greyed.count() < 12
    page.get_by_role("button", name="Clear filters").first.click()
    expect(head.locator(".trace-count")).to_have_text("6")
    expect(greyed).to_have_count(0)


def test_found_words_are_marked_and_a_hidden_place_is_named(visit: Begin) -> None:
    page = visit().to(FLOWS + "?find=scheduled-jobs")
    page.wait_for_function("CSS.highlights.get('trace-found')?.size > 0")

    find(page, "api/billing/service.go")
    where = page.locator("tbody tr:visible .trace-where").first
    expect(where).to_have_text("found in Evidence")
    find(page, "")
    expect(where).to_have_count(0)
    page.wait_for_function("!CSS.highlights.has('trace-found')")


def test_a_link_to_another_row_keeps_the_filter(visit: Begin) -> None:
    page = visit().to(MANY + "?find=number+1")

    page.evaluate(
        "() => { const link = document.createElement('a'); link.href = '#flow-EVAL-010'; link.id = 'here';"
        " document.querySelector('[data-trace-page]').prepend(link); link.click(); }"
    )
    page.wait_for_url("**?find=number+1#flow-EVAL-010")


def test_a_printed_list_says_its_filter_and_its_totals(visit: Begin) -> None:
    page = visit().to(MISTAKES + "?badge=missing&find=status!%3Dplanned+core")
    line = page.locator("[data-trace-printed]")

    assert not line.is_visible()
    page.emulate_media(media="print")
    expect(line).to_be_visible()
    expect(line).to_have_text(
        "Filter: Badge is not found · Status is not planned · contains “core”. 1 of 3: 1 not found"
    )
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Clear filters").first.click()
    page.emulate_media(media="print")
    expect(line).to_be_hidden()


def test_a_view_is_shared_with_one_click(visit: Begin) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"]).to(MANY + "?status=planned")

    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/flows/?status=planned")


def test_the_filter_stays_in_sight(visit: Begin) -> None:
    page = visit().to(FLOWS)
    page.mouse.wheel(0, 2000)
    page.wait_for_function("scrollY > 500")

    expect(page.get_by_role("combobox", name="Filter rows")).to_be_in_viewport()
    height = page.locator("[data-trace-page]").evaluate(
        "page => page.style.getPropertyValue('--trace-filter-height')"
    )
    assert 20 < float(height.removesuffix("px")) < 120


def test_urgencies_sort_by_their_rank(visit: Begin) -> None:
    page = visit().to("traceability/traceability/gaps/?sort=severity")

    for table in page.locator("[data-trace-table]:visible").all():
        place = table.locator("thead th").evaluate_all(
            "heads => heads.findIndex(head => head.dataset.traceColumn === 'severity')"
        )
        if place < 0:
            continue
        cells = table.locator(f"tbody tr > :nth-child({place + 1})").all_text_contents()
        ranks = [RANKS[cell.strip().lower()] for cell in cells if cell.strip()]
        assert ranks == sorted(ranks)


RANKS = {"critical": 0, "p1": 1, "high": 1, "p2": 2, "medium": 2, "p3": 3, "low": 3}


def test_parameters_of_others_stay_in_the_address(visit: Begin) -> None:
    page = visit().to(FLOWS + "?source=mail#flow-EVAL-001")

    find(page, "evaluation")
    page.wait_for_url("**?source=mail&find=evaluation#flow-EVAL-001")


def test_a_column_sorts_up_down_and_not_at_all(visit: Begin) -> None:
    page = visit().to(MANY)
    head = page.locator(".trace-heads [data-trace-head=title]")
    original = shown(page)
    titles = page.locator("tbody tr > td:nth-of-type(1)")

    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    settled(page)
    assert titles.all_text_contents()[:3] == ["Flow number 0", "Flow number 1", "Flow number 2"]
    assert titles.all_text_contents()[-2:] == ["Flow number 449", "Once another"]
    page.wait_for_url("**?sort=title")
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    settled(page)
    assert titles.all_text_contents()[:2] == ["Once another", "Flow number 449"]
    page.wait_for_url("**?sort=-title")
    page.reload()
    expect(head).to_have_attribute("aria-sort", "descending")
    head.get_by_role("button").click()
    expect(head).not_to_have_attribute("aria-sort", "ascending")
    settled(page)
    assert shown(page) == original


def test_evidence_sorts_by_what_is_worst(visit: Begin) -> None:
    page = visit().to(MISTAKES + "?sort=evidence")

    assert page.locator("tbody tr").first.locator(".trace-badge").first.inner_text() == "not found"


def test_the_row_an_address_names_is_shown_whatever_is_filtered(visit: Begin) -> None:
    page = visit().to(MANY + "?status=planned#flow-EVAL-400")

    expect(page.locator("#flow-EVAL-400")).to_be_in_viewport()
    expect(page.locator("[data-trace-count]")).to_have_text("151 of 451")


def export(page: Page, which: str) -> Download:
    """Export rows, in two clicks."""
    with page.expect_download() as download:
        page.locator(".trace-export > summary").click()
        page.get_by_role("button", name=which).click()
    return download.value


def rows_of(download: Download) -> list[list[str]]:
    return list(csv.reader(io.StringIO(download.path().read_text(encoding="utf-8-sig"), newline="")))


def test_shown_rows_are_exported_with_the_columns_of_all(visit: Begin) -> None:
    page = visit().to(FLOWS + "?tests=none&find=badge!%3Dwaived+billing&sort=-id")
    some = export(page, "Shown rows")

    assert some.suggested_filename == "flows_tests-none_badge-not-waived_billing.csv"
    assert some.path().read_bytes().startswith(b"\xef\xbb\xbf")
    head, *rows = rows_of(some)
    every = export(page, "All rows")
    assert every.suggested_filename == "flows.csv"
    all_head, *all_rows = rows_of(every)
    assert head == all_head
    assert len(all_rows) == 100
    assert [row[0] for row in rows] == shown(page)
    assert all(row in all_rows for row in rows)


@pytest.mark.parametrize("name", ["actions", "sufficiency", "requirements"])
def test_every_page_of_tables_exports_the_rows_that_it_shows(visit: Begin, name: str) -> None:
    page = visit().to(f"traceability/traceability/{name}/")
    facet = page.locator("[data-trace-facet='section']")
    facet.locator("summary").click()
    facet.locator("input").nth(1).check()
    page.wait_for_url("**?section=*")
    head, *rows = rows_of(export(page, "Shown rows"))

    assert head[0] == "id"
    assert [row[0] for row in rows] == shown(page)
    assert rows


def test_a_page_of_claims_exports_its_rows_from_the_file_of_all(visit: Begin) -> None:
    page = visit().to("traceability/traceability/evidence/code-1/?find=kind%3Dflow")
    head, *rows = rows_of(export(page, "Shown rows"))

    assert [row[0] for row in rows] == shown(page)
    assert {row[head.index("kind")] for row in rows} == {"flow"}
    assert {row[head.index("type")] for row in rows} == {"code"}


@pytest.mark.parametrize("name", ["components-by-resources", "coverage"])
def test_pages_without_a_filter_export_all_of_it(visit: Begin, name: str) -> None:
    page = visit().to(f"traceability/traceability/{name}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export CSV").click()

    assert download.value.suggested_filename == f"{name}.csv"
    assert len(rows_of(download.value)) > 10


def test_no_cell_of_an_export_is_a_formula(visit: Begin) -> None:
    page = visit().to("many/traceability/components/")

    assert "'=1+1" in export(page, "Shown rows").path().read_text(encoding="utf-8-sig")


def test_rows_in_groups_are_a_table_to_those_who_hear_it(visit: Begin) -> None:
    page = visit().to(MANY)
    table = page.get_by_role("table", name="Flows: EVAL")

    assert table.locator("tbody").count() == 5
    expect(table.get_by_role("columnheader")).to_have_count(table.locator("thead th").count())
    expect(table.get_by_role("row")).to_have_count(452)
    find(page, "Flow number 447")
    expect(page.locator("[data-trace-count]")).to_have_text("2 of 451")
    assert len(shown(page)) == 2
    assert table.evaluate("table => table.getBoundingClientRect().height") < 1000


@pytest.mark.parametrize("path", [FLOWS, MANY])
def test_head_and_first_column_stay_in_sight(visit: Begin, path: str) -> None:
    page = visit(1000).to(path)
    page.locator(".trace-chooser summary").click()
    for choice in page.locator(".trace-chooser input").all():
        choice.check()
    page.keyboard.press("Escape")
    if path == MANY:  # its few columns have room: they are as if they had none
        page.locator(".trace-sheet").evaluate(
            """sheet => {
                sheet.classList.add("trace-sheet--wide");
                const places = [sheet, ...sheet.querySelectorAll(".trace-scroll")];
                for (const each of places) each.style.setProperty("--trace-least", "90em");
            }"""
        )
    region = page.locator(".trace-scroll").first
    head = page.locator(".trace-heads [role=columnheader]").first
    page.evaluate("scrollTo(0, 2000)")
    page.wait_for_function("scrollY > 1000")
    page.locator(".trace-heads").evaluate("head => head.scrollTo(60, 0)")
    page.wait_for_function("document.querySelector('.trace-scroll').scrollLeft === 60")

    expect(head).to_be_in_viewport()
    box = region.bounding_box()
    assert box is not None
    for first in (head, page.locator("tbody tr:visible > th").nth(12)):
        place = first.bounding_box()
        assert place is not None
        assert abs(place["x"] - box["x"]) < 3
    assert head.evaluate(
        """head => {
            const box = head.getBoundingClientRect();
            const middle = [box.left + box.width / 2, box.top + box.height / 2];
            return head.contains(document.elementFromPoint(...middle));
        }"""
    )


def test_filters_live_on_after_instant_navigation(visit: Begin) -> None:
    window = visit()
    page = window.to("many/traceability/")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.isTheSamePage = true")

    page.locator(".trace--page a[href$='flows/']").first.click()
    expect(page.locator("[data-trace-filter]")).to_be_visible()
    find(page, "EVAL-001")
    expect(page.locator("[data-trace-count]")).to_have_text("1 of 451")
    page.locator("nav a", has_text="Component").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Components")
    expect(page.locator("[data-trace-count]")).to_have_text("2 of 2")
    page.go_back()
    expect(page.locator("[data-trace-count]")).to_have_text("1 of 451")
    assert page.evaluate("window.isTheSamePage"), "the theme loaded the page anew"
    assert window.complaints == []


def test_a_facet_opens_and_closes_by_keyboard(visit: Begin) -> None:
    page = visit().to(MANY)
    summary = page.locator("[data-trace-facet='status'] summary")

    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-trace-count]")).to_have_text("150 of 451")
    page.keyboard.press("Escape")
    expect(page.locator("[data-trace-facet='status']")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_options_fit_a_phone(visit: Begin) -> None:
    page = visit(360).to(FLOWS)

    page.get_by_role("button", name="Filters").click()
    for facet in page.locator("details.trace-facet").all():
        facet.locator("summary").click()
        box = facet.locator(".trace-options").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        page.keyboard.press("Escape")
    assert page.evaluate(OVERFLOW) <= 0
    assert page.locator("details.trace-facet[open]").count() == 0


def test_an_address_that_stays_is_copied_and_leads_to_the_row(visit: Begin) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"]).to(FLOWS + "?find=EVAL-003")
    page.locator("#flow-EVAL-003 > th .trace-id").focus()
    page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Copy permalink")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()

    address = page.evaluate("navigator.clipboard.readText()")
    assert address.endswith("/traceability/traceability/id/flows/#flow-EVAL-003")
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_url("**/traceability/flows/#flow-EVAL-003")
    expect(page.locator("#flow-EVAL-003")).to_be_in_viewport()


def test_the_address_of_an_item_at_home_on_a_page_is_copied_too(visit: Begin) -> None:
    window = visit(permissions=["clipboard-read", "clipboard-write"])
    page = window.to("traceability/watchpoint/07-eval-worker/")
    page.get_by_role("button", name="Copy permalink").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()

    page.goto(page.evaluate("navigator.clipboard.readText()"))
    page.wait_for_url("**/watchpoint/07-eval-worker/#component-eval-worker")
    assert window.complaints == []


def test_an_id_that_was_leads_to_what_has_become_of_it(visit: Begin) -> None:
    page = visit().to("many/traceability/id/flows/#flow-EVAL-899")
    page.wait_for_url("**/many/traceability/flows/#flow-EVAL-900")

    page = visit(java_script_enabled=False).to("many/traceability/id/flows/#flow-EVAL-899")
    page.locator("css=:target a").click()
    page.wait_for_url("**/many/traceability/flows/#flow-EVAL-900")


def test_without_scripts_there_is_no_filter_and_every_row(visit: Begin) -> None:
    page = visit(java_script_enabled=False).to(MANY + "?status=planned")

    assert not page.locator("[data-trace-filter]").is_visible()
    assert len(shown(page)) == 451
    page.locator("#flow-EVAL-449").scroll_into_view_if_needed()
    assert page.locator("#flow-EVAL-449").is_visible()


def test_a_printed_table_has_all_rows_and_no_filter(visit: Begin) -> None:
    page = visit(1040).to(MANY)
    page.emulate_media(media="print")

    assert not page.locator("[data-trace-filter]").is_visible()
    region = page.locator(".trace-scroll")
    assert region.evaluate("region => getComputedStyle(region).maxHeight") == "none"
    assert region.bounding_box()["height"] > 5_000


@pytest.mark.parametrize("address", ["#%", "#%E0%A4%A", "#%zz", "?find=%#%", "?find=%E0%A4%A#%ff"])
def test_an_address_with_a_lone_percent_sign_leaves_the_filter_alive(visit: Begin, address: str) -> None:
    window = visit()
    page = window.to(f"{FLOWS}{address}")
    find(page, "webhook retry")
    expect(page.locator("[data-trace-count]")).to_have_text(re.compile(r"^\d of 100$"))
    page.evaluate(
        "new Promise(done => {"
        " addEventListener('hashchange', () => setTimeout(done), {once: true}); location.hash = '%other'; })"
    )
    find(page, "")
    expect(page.locator("[data-trace-count]")).to_have_text("100 of 100")
    assert window.complaints == []


def test_the_index_of_addresses_takes_a_lone_percent_sign(visit: Begin) -> None:
    window = visit()
    page = window.to("traceability/traceability/id/flows/#%")
    expect(page.locator("h1")).to_be_visible()
    assert window.complaints == []

"""The pictures of the manual: where each is taken, what is done before, and what has to be seen in it.

`test_pictures.py` takes them. A page or a marker that comes to the package comes to this table.
"""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

Act = Callable[[Page], None]

EXAMPLE = "example/traceability/"
PLACING = "placing/"
PAGE = ".trace--page"


class Picture(NamedTuple):
    """A page, the element of which so many pixels are shown, and what has to stand within them."""

    page: str
    element: str
    shows: tuple[str, ...]
    act: Act = lambda page: None
    width: int = 1200
    height: int = 700
    scheme: str = "light"


def filter_rows(page: Page) -> None:
    page.locator(".trace-find").fill("eval-worker")
    page.locator("[data-trace-facet=badge] summary").click()


def open_an_item(page: Page) -> None:
    page.locator("#flow-EVAL-001 > :first-child a.trace-id").click()
    page.locator("dialog.trace-side[open] h2").wait_for()


def open_the_palette(page: Page) -> None:
    page.locator(".trace-goto").click()
    page.locator("dialog.trace-palette[open] [role=option]").first.wait_for()


def open_a_cell(page: Page) -> None:
    page.locator(".trace-cell[aria-label^='user-api × organizations.plan']").click()


def point_at_a_row(page: Page) -> None:
    page.locator("#flow-EVAL-002 > th .trace-id").focus()


PICTURES = {
    "overview": Picture(
        EXAMPLE,
        PAGE,
        (
            ".trace-verdict",
            ".trace-health .trace-bar",
            "h2:has-text('Next steps')",
            ".trace-heat-map .trace-heat a",
        ),
        height=900,
    ),
    "overview-dark-phone": Picture(
        EXAMPLE, "body", (".trace-verdict", ".trace-tile--verified"), width=390, height=960, scheme="dark"
    ),
    "side-panel": Picture(
        EXAMPLE + "flows/?find=EVAL",
        "body",
        ("dialog.trace-side[open] h2", "dialog.trace-side[open] .trace-around", ".trace-filter"),
        open_an_item,
        width=1100,
        height=600,
    ),
    "palette": Picture(
        EXAMPLE,
        "body",
        (
            "dialog.trace-palette[open] input",
            "dialog.trace-palette[open] [role=option]:has-text('Flows without tests')",
        ),
        open_the_palette,
        width=1100,
        height=640,
    ),
    "graph-focus": Picture(
        EXAMPLE + "graph/?focus=flow-EVAL-001&depth=2",
        PAGE,
        (
            ".trace-map a[data-trace-item='flow EVAL-001']",
            ".trace-map a[data-trace-item='component batcher']",
        ),
        height=760,
    ),
    "flow-matrix": Picture(
        EXAMPLE + "flows/",
        PAGE,
        (
            "[data-trace-filter] [type=search]",
            "[data-trace-facet=badge][open] .trace-options",
            "[data-trace-count]:has-text(' of 100')",
            "[data-trace-csv]",
            "#flow-EVAL-001",
            "#flow-EVAL-003 .trace-badge",
        ),
        filter_rows,
        height=690,
    ),
    "flow-matrix-phone": Picture(
        EXAMPLE + "flows/?find=retry&section=FCST",
        "body",
        ("[data-trace-filter]", "#flow-FCST-004"),
        width=390,
        height=960,
    ),
    "layer-map": Picture(
        EXAMPLE + "layer-map/",
        PAGE,
        (
            ".trace-stack .trace-way--waived text",
            ".trace-direction--waived",
            ".trace-direction--refused",
            ".trace-violations li",
        ),
        height=1300,
    ),
    "coverage": Picture(
        EXAMPLE + "coverage/",
        PAGE,
        (".trace-heat-map .trace-meter", "#coverage-kinds", "#coverage-evidence"),
        width=1200,
        height=1100,
    ),
    "actions": Picture(
        EXAMPLE + "actions/",
        PAGE,
        ("[data-trace-filter]", "h2:has-text('Next 24 hours')", "tbody a.trace-id"),
        height=700,
    ),
    "sufficiency": Picture(
        EXAMPLE + "sufficiency/",
        PAGE,
        (".trace-questions", ".trace-paths a[data-trace-item='signal SIG-206']"),
        height=700,
    ),
    "divided-matrix": Picture(
        "divided/traceability/flows/",
        PAGE,
        (".trace-card a:has-text('Payments')",),
        width=900,
        height=600,
    ),
    "lasting-address": Picture(
        EXAMPLE + "flows/?section=EVAL",
        ".trace-block:not([hidden])",
        ("#flow-EVAL-002 .trace-copy",),
        point_at_a_row,
        height=330,
    ),
    "index": Picture(EXAMPLE + "id/flows/", PAGE, ("#flow-BILL-001 a",), width=900, height=330),
    "cross-flows": Picture(
        EXAMPLE + "flows-by-components/",
        PAGE,
        (
            ".trace-signs",
            "thead .trace-total",
            ".trace-cell",
        ),
        width=1350,
        height=760,
    ),
    "cross-resources": Picture(
        EXAMPLE + "components-by-resources/",
        PAGE,
        (".trace-behind:popover-open", ".trace-sign--refused", ".trace-signs"),
        open_a_cell,
        width=1000,
        height=790,
        scheme="dark",
    ),
    "panel": Picture(
        "example/watchpoint/06-batcher/",
        ".trace-panel",
        (".trace-panel-head .trace-copy", ".trace-graph svg", ".trace-facts", ".trace-claim >> nth=-1"),
        width=1000,
        height=1000,
    ),
    "item-page": Picture(
        PLACING + "traceability/flows/EVAL-001/",
        ".trace-item",
        ("h1", ".trace-graph svg", ".trace-claim"),
        width=1000,
    ),
    "findings": Picture(
        "mistakes/traceability/findings/",
        PAGE,
        (".trace-flag--error", ".trace-finding-place .trace-source", ".trace-excerpt", ".trace-why"),
        height=620,
    ),
    "evidence": Picture(
        EXAMPLE + "evidence/code-1/?find=FAIL-0",
        PAGE,
        ("[data-trace-facet=badge]", "tbody .trace-id", "tbody .trace-badge"),
        height=660,
    ),
    "legend": Picture(
        EXAMPLE + "legend/", PAGE, (".trace-badge--failing", ".trace-badge--verified"), height=760
    ),
    "prose": Picture(
        PLACING + "prose/",
        "article",
        ("a[title='EVAL-001: Evaluation pipeline (flow, implemented)']", "a[title^='eval-worker: ']"),
        width=1000,
        height=260,
    ),
    "annotated-table": Picture(
        "table/evaluation/",
        "article",
        (
            "#flow-EVAL-001",
            "td .trace-badge--found",
            "td .trace-badge--missing",
            "td:has-text('(on request)') a",
        ),
        width=1000,
        height=350,
    ),
    "placed-words": Picture(
        PLACING + "words/",
        "article",
        (".trace-number-placed", ".trace-badge--found", ".trace-badge--missing"),
        width=1000,
        height=260,
    ),
    "placed-list": Picture(
        PLACING + "list/", "article", (".trace-placed-list .trace-badge",), width=1000, height=330
    ),
    "placed-matrix": Picture(
        PLACING + "matrix/", "article", (".trace-table tbody .trace-badge",), width=1000, height=330
    ),
    "placed-panel": Picture(
        PLACING + "panel/", "article", (".trace-panel-head", ".trace-graph svg"), width=1000, height=760
    ),
    "placed-graph": Picture(
        PLACING + "graph/", "article", (".trace-graph .trace-centre",), width=1000, height=330
    ),
    "placed-steps": Picture(
        PLACING + "steps/",
        "article",
        (".trace-lanes .trace-caption >> text=Evaluator",),
        width=1000,
        height=330,
    ),
    "placed-diagram": Picture(PLACING + "diagram/", "article", (".trace-code pre",), width=1000, height=360),
    "graph": Picture(
        EXAMPLE + "graph/?system=watchpoint",
        PAGE,
        ("[data-trace-facet=kind]", ".trace-key", ".trace-map a[data-trace-item='flow EVAL-001']"),
        height=720,
    ),
    "badge": Picture("badge.html", "img", ("img[alt=flows]",), height=40),
}

CONFIG = """\
site_name: Site
theme: {name: material, font: false}
plugins:
  - macros
  - traceability: {item_pages: [flow]}
"""

FACTS = """\
components:
  - {id: batcher, title: Batcher, status: implemented, evidence: {code: [src/worker.py:Batcher]}}
  - {id: eval-worker, title: Evaluation worker, status: implemented, depends_on: [batcher],
     evidence: {code: [src/worker.py:Worker]}}
  - {id: mailer, title: Mailer, status: planned, depends_on: [eval-worker]}
flows:
  - {id: EVAL-001, title: Evaluation pipeline, status: implemented, implementation: auto,
     components: [batcher, {id: eval-worker, role: Evaluator}], evidence: {code: [src/worker.py:Worker]}}
  - {id: EVAL-002, title: Replay, status: implemented, components: [eval-worker],
     evidence: {code: [src/worker.py:Replay]}}
  - {id: EVAL-003, title: Digest by mail, status: planned, components: [mailer]}
"""

CODE = "class Batcher: ...\nclass Worker: ...\n"

PLACED = {
    "words": "# Evaluation\n\nOf [trace: count flows] flows [trace: count flows status=planned] is planned; "
    'verified are {{ trace_share("flows") }}.\n\nThe pipeline is [trace: badge EVAL-001], the replay is '
    "[trace: badge EVAL-002].\n",
    "prose": "# Evaluation\n\nA run is [EVAL-001]. It is [the worker][eval-worker] that decides, "
    "[and a replay][EVAL-002] asks it once more.\n",
    "list": "# Evaluation\n\n[trace: list flows components=eval-worker]\n",
    "matrix": "# Evaluation\n\n[trace: matrix flows status=implemented columns=id,title,components,evidence]\n",
    "panel": "# Evaluation\n\n[trace: panel eval-worker]\n",
    "graph": "# Evaluation\n\n[trace: graph eval-worker]\n",
    "steps": "# Evaluation\n\n[trace: steps EVAL-001]\n",
    "diagram": "# Evaluation\n\n[trace: diagram components as=mermaid]\n",
}
"""The pages of a small site, on which references and markers stand as the manual explains them."""

TABLE = """\
# Evaluation

<!-- traceability: flows -->

| Flow ID    | Flow                | Component                  | Status  | Code               |
| ---------- | ------------------- | -------------------------- | ------- | ------------------ |
| `EVAL-001` | Evaluation pipeline | `batcher` → `eval-worker`  | Done    | `worker.py:Worker` |
| `EVAL-002` | Replay              | `eval-worker` (on request) | Done    | `worker.py:Replay` |
| `EVAL-003` | Digest by mail      | `mailer`                   | Planned |                    |
"""
"""A page with an annotated table, whose components a sidecar declares."""

DIVIDED_CONFIG = """\
site_name: Site
theme: {name: material, font: false}
plugins:
  - traceability:
      domains:
        ORD: {title: Orders, prefixes: [ORD]}
        PAY: {title: Payments, prefixes: [PAY]}
        SHIP: {title: Shipping, prefixes: [SHIP]}
        STOCK: {title: Stock, prefixes: [STOCK]}
"""

DIVIDED_FACTS = "flows:\n" + "".join(
    f"  - {{id: {prefix}-{number:04}, title: Flow {number}, status: {'planned' if number % 3 else 'retired'}}}\n"
    for prefix in ("ORD", "PAY", "SHIP", "STOCK")
    for number in range(1_500)
)

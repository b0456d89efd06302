"""The page of benchmarks, and what the README says of them, are the recorded run."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.plots import COLOURS, Series, plot
from benchmarks.report import PAGES, filled, parts, read


def figure(peer: str, command: str, items: int, state: str, cpu: float, **more: Any) -> dict[str, Any]:
    measured = {"rounds": 3, "cpu": cpu, "wall": cpu * 1.5, "peak": 50_000_001, "broken": 240, "found": 240}
    return {"peer": peer, "command": command, "items": items, "state": state, **measured, **more}


RECORD = {
    "made": "2026-11-30",
    "machine": {
        "system": "Linux",
        "architecture": "x86_64",
        "cores": 2,
        "memory": 25_000_000_000,
        "python": "CPython 3.11.7",
    },
    "load": 0.1,
    "limit": 300,
    "versions": {"quarto-needs": "0.2.0", "mkdocs-traceability": "0.1.0"},
    "figures": [
        figure("ours", "check", 0, "cold", 0.2),
        figure("ours", "check", 10_000, "cold", 1.20001),
        figure("ours", "check", 10_000, "unchanged", 0.25),
        figure("ours", "check", 10_000, "one edit", 0.3),
        figure("ours", "check", 100_000, "cold", 10.2),
        figure("quarto_needs", "check", 10_000, "cold", 1.0499),
        {
            "peer": "doorstop",
            "command": "check",
            "items": 10_000,
            "state": "cold",
            "rounds": 1,
            "stopped": "limit",
        },
        figure("elspais", "check", 10_000, "cold", 30.0, found=239),
        figure("sphinx_needs", "check", 10_000, "cold", 20.0),
        figure("sphinx_needs", "check", 10_000, "unchanged", 1.0, found=0),
        figure("sphinx_needs", "check", 10_000, "one edit", 2.0, found=3),
        figure("ours", "build", 5_000, "cold", 2.0),
        figure("ours_empty", "build", 5_000, "cold", 1.9, broken=0, found=0),
        figure("mkdocs_tables", "build", 5_000, "cold", 4.0),
    ],
}


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_pages_say_what_was_recorded(page: Any) -> None:
    text = page.read_text(encoding="utf-8")
    assert "<!-- recorded: " in text
    assert filled(text, parts(read())) == text, "run `python -m benchmarks.report`"


def test_every_part_of_the_report_stands_on_a_page() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert set(re.findall(r"<!-- recorded: ([\w-]+) -->", text)) == set(parts(read()))


def test_our_figures_are_rounded_up_and_those_of_others_down() -> None:
    rows = parts(RECORD)["check"].splitlines()
    assert rows[2] == "| mkdocs-traceability | 1.21 s | 0.250 s | 0.300 s | 50.1 MB | 240 of 240 | 3 |"
    assert rows[3] == "| quarto-needs | 1.04 s | as cold | as cold | 50.0 MB | 240 of 240 | 3 |"


def test_what_was_ended_and_what_was_not_found_is_said() -> None:
    rows = parts(RECORD)["check"]
    assert "| Doorstop | over 300 s | as cold | as cold | – | – | 1 |" in rows
    assert "| sphinx-needs | 20.0 s | 1.00 s | 2.00 s | 50.0 MB | 240 / 0 / 3 of 240 | 3 |" in rows
    assert "| elspais | 30.0 s | as cold | as cold | 50.0 MB | 239 of 240 | 3 |" in rows


def test_bounds_are_met_or_not_by_the_figures_as_measured() -> None:
    rows = parts(RECORD)["bounds"].splitlines()[2:]
    assert rows == [
        "| check, 10,000 items, cold: in checks of quarto-needs | ≤ 1 | 1.15 | **not met** |",
        "| check, 10,000 items, unchanged: in checks of quarto-needs | ≤ 0.25 | 0.239 | met |",
        "| check, 10,000 items, one edit: in checks of quarto-needs | ≤ 0.333 | 0.286 | met |",
        "| check, cold, start-up apart, from 10,000 to 100,000 items: exponent of growth | ≤ 1.05 | 1.000 | met |",
        "| build, 5,000 items: in builds of “the plugin without items” | ≤ 1.25 | 1.06 | met |",
        "| build, 5,000 items: in builds of “MkDocs, tables by hand” | ≤ 1 | 0.500 | met |",
    ]


def test_a_marker_that_names_no_part_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        filled("<!-- recorded: nothing -->\n<!-- end of recorded -->", parts(RECORD))


def test_a_plot_says_in_words_what_it_shows_and_has_a_mark_for_each_figure() -> None:
    made = parts(RECORD)["plot-of-checks"]
    figure = ElementTree.fromstring(made)
    svg, caption = figure
    assert caption.text == "Cold check: seconds of processor time by number of items"
    title, description = svg[0], svg[1]
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert "quarto-needs: 1.05 s with 10,000 items" in (description.text or "")
    assert [each.tag for each in svg].count("circle") == 2 + 1  # ours: two sizes, and the legend


def test_a_plot_escapes_names_and_refuses_what_it_cannot_draw() -> None:
    assert "a &lt; b" in plot("x", "a < b", "", [Series("a < b", [(10, 1.0)])])
    with pytest.raises(ValueError, match="1 lines"):
        plot("x", "", "", [Series("a", [])])
    with pytest.raises(ValueError, match="11 lines"):
        plot("x", "", "", [Series(str(n), [(10, 1.0)]) for n in range(11)])


@pytest.mark.parametrize("ground", ["#ffffff", "#1e2129"])
@pytest.mark.parametrize("colour", [colour for colour in COLOURS if colour != "currentColor"])
def test_lines_stand_out_from_light_and_dark_pages(colour: str, ground: str) -> None:
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

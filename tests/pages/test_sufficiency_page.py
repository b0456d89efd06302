"""The page of sufficiency: which question decides of a signal, why, and stubs that can be pasted."""

import re
from pathlib import Path

from bs4 import BeautifulSoup
from e2e.links import follow_all
from generated_matrix import text_of
from support import build_here, check

SITE_URL = "https://example.org/docs/"
CONFIG = f"""\
site_name: x
site_url: {SITE_URL}
theme: mkdocs
plugins: [{{traceability: {{producing_layers: [ops]}}}}]
"""
FACTS = """\
layers: [{id: ops}, {id: app}, {id: web}]
components:
  - {id: job, layer: ops, schedule: daily, outputs: ["A *report*: monthly"]}
  - {id: watch, layer: ops}
  - {id: silent, layer: ops, outputs: ["yes: no"]}
  - {id: mute, trigger: scheduled, external: true}
  - {id: shop, layer: app}
  - {id: page, layer: web}
  - {id: nowhere}
signals:
  - {id: inside, producers: [job], consumers: [watch], category: Locks}
  - {id: kept, producers: [job], consumers: [shop, page], persistence: PostgreSQL, status: unregistered, title: "It's <b>: kept"}
  - {id: lost, producers: [job], consumers: [shop], persistence: in-memory}
  - {id: both, producers: [job], consumers: [watch, shop], persistence: [none], waive: {TR207: {reason: it is tiny}}}
  - {id: unsaid, producers: [job], consumers: [shop]}
  - {id: orphan, producers: [job]}
  - {id: unknown, producers: [nowhere], consumers: [shop]}
  - {id: chained, producers: [watch], consumers: ["signal:unknown"]}
  - {id: halfway, producers: [job], consumers: [watch, nowhere]}
  - {id: gone, status: retired}
flows: [{id: F-1, components: [job, watch, silent, shop, page, nowhere]}]
"""


def build(folder: Path, facts: str = FACTS) -> Path:
    written = {"mkdocs.yml": CONFIG, "docs/a.trace.yml": facts}
    return build_here(folder, written)


def page(site: Path) -> BeautifulSoup:
    text = (site / "traceability/sufficiency/index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def lines(shown: BeautifulSoup, column: str) -> dict[str, tuple[str, str]]:
    """Return the section of each row, and what it has in a column."""
    found = {}
    for section in shown.select("section[data-trace-section]"):
        assert section.h2
        title = text_of(section.h2).rsplit(" ", 1)[0]
        heads = [text_of(head) for head in section.select("thead th")]
        for row in section.select("tbody tr"):
            cells = [text_of(cell) for cell in row.find_all(["th", "td"])]
            found[cells[0]] = (title, cells[heads.index(column)] if column in heads else "")
    return found


def test_one_question_decides_of_each_signal_and_the_reason_is_said(tmp_path: Path) -> None:
    site = build(tmp_path)
    shown = lines(page(site), "Reason")
    kept = "Crosses layers, persisted."
    assert {id_: line for id_, line in shown.items() if id_ not in ("job", "watch", "silent")} == {
        "kept": ("Q2: ops → app, web", kept),
        "lost": ("Q2: ops → app", "Crosses layers, not persisted."),
        "unsaid": ("Q2: ops → app", "Crosses layers, persistence not declared."),
        "both": ("Q3: ops → ops, app", "Crosses layers, not persisted."),
        "inside": (
            "Q1: Locks", "Stays in its layer: no persistence required.",
        ),
        "orphan": ("Incomplete: producer or consumer missing", "No consumer declared."),
        "unknown": ("Incomplete: producer or consumer missing", "A producer's layer is unknown."),
        "halfway": ("Incomplete: producer or consumer missing", "A consumer's layer is unknown."),
        "chained": ("Incomplete: producer or consumer missing", "A consumer's layer is unknown."),
    }  # fmt: skip
    assert follow_all(site, SITE_URL).broken == []


def test_what_suffices_is_what_the_rules_did_not_find(tmp_path: Path) -> None:
    shown = {id_: said for id_, (_, said) in lines(page(build(tmp_path)), "Durable").items()}
    assert shown["kept"] == shown["inside"] == "yes"
    assert shown["unsaid"] == "unknown"
    assert shown["lost"].startswith(
        "no TR206 error signal lost is produced in layer ops and consumed only in app"
    )
    assert shown["both"].startswith("TR207 waived")
    assert shown["orphan"].startswith("no TR204 error signal orphan has no consumer")
    assert shown["unknown"] == shown["chained"] == "not evaluated"


def test_what_leaves_its_layer_without_persistence_is_counted_as_unknown(tmp_path: Path) -> None:
    facts = FACTS.replace(
        "id: orphan,",
        "id: asked, producers: [job], consumers: [shop], persistence: unknown}\n  - {id: orphan,",
    )
    shown = page(build(tmp_path, facts))
    durable = {id_: said for id_, (_, said) in lines(shown, "Durable").items()}
    assert durable["unsaid"] == durable["asked"] == "unknown"
    assert "2 unknown: persistence not declared" in text_of(shown.select_one(".trace-meta"))


def test_who_is_declared_to_produce_is_listed_with_what_they_make(tmp_path: Path) -> None:
    shown = page(build(tmp_path))
    producers = {
        id_: said for id_, (title, said) in lines(shown, "Registered").items() if title == "Producers"
    }
    assert producers["job"] == producers["watch"] == "yes"
    assert producers["silent"].startswith("no TR309 info component silent is expected to produce signals")
    assert set(producers) == {"job", "watch", "silent"}


def test_every_stub_can_be_pasted_and_reads_without_a_mistake(tmp_path: Path) -> None:
    shown = page(build(tmp_path / "built"))
    stubs = [code.get_text() for code in shown.select(".trace-stub code")]
    assert len(stubs) == 2
    assert "title: 'It''s <b>: kept'" in stubs[0]
    assert "status: registered" in stubs[0]
    assert "- silent" in stubs[1]
    for number, stub in enumerate(stubs):
        rest = re.sub(r"  - \{id: kept.*\n", "", FACTS)
        found = check(
            tmp_path / str(number),
            {"mkdocs.yml": CONFIG, "docs/a.trace.yml": rest, "docs/stub.trace.yml": f"{stub}\n"},
        )
        wrong = [each for each in found if each.position.path == "docs/stub.trace.yml"]
        assert [each.code for each in wrong if each.code.startswith(("TR0", "TR1"))] == []
        assert [each.item for each in found if each.code == "TR309"] == (["silent"] if number == 0 else [])


def test_a_stub_stands_under_the_name_that_the_site_gives_its_signals(tmp_path: Path) -> None:
    config = CONFIG.replace("[ops]}", "[ops], kinds: {signal: {plural: events}}}")
    site = build_here(
        tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": FACTS.replace("signals:", "events:")}
    )
    stubs = [code.get_text() for code in page(site).select(".trace-stub code")]
    assert [stub.partition("\n")[0] for stub in stubs] == ["events:", "events:"]


def test_without_signals_and_producers_there_is_no_such_page(tmp_path: Path) -> None:
    site = build(tmp_path, "components: [{id: api, external: true}]\n")
    assert not (site / "traceability/sufficiency").exists()


def test_very_many_categories_are_one_section(tmp_path: Path) -> None:
    signals = "".join(
        f"  - {{id: s{number}, producers: [job], consumers: [job], category: c{number}}}\n"
        for number in range(250)
    )
    facts = (
        f"layers: [{{id: ops}}]\ncomponents: [{{id: job, layer: ops, external: true}}]\nsignals:\n{signals}"
    )
    shown = page(build(tmp_path, facts))
    assert [text_of(heading) for heading in shown.select("h2")] == [
        "Used only in its own layer 250", "Not yet registered 0",
    ]  # fmt: skip
    assert len(shown.select(".trace tbody tr")) == 200
    assert "50 more are listed on the pages of their kinds" in text_of(shown)

"""What was meant by a reference that leads nowhere: of the right kind first, and nothing where nothing is near."""

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import check, table

import mkdocs_traceability.registry.suggestions as module
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.registry.link import link
from mkdocs_traceability.registry.nearest import likeness, nearest_word, plain_spelling
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.settings.load import built_in_schema

HOMES = {
    "docs/08a-notification-core.md": "notification-core",
    "docs/08b-email-worker.md": "email-worker",
    "docs/08c-webhook-worker.md": "webhook-worker",
    "docs/09-scheduled-jobs.md": "scheduled-jobs",
}


def page(id_: str, more: str = "") -> str:
    return f"---\ntraceability:\n  component:\n    id: {id_}\n    external: true\n{more}---\n"


def help_for(folder: Path, reference: str, sidecar: str, **pages: str) -> str:
    files = {f"docs/{name}.md": text for name, text in pages.items()}
    files |= {path: page(id_) for path, id_ in HOMES.items()}
    files["docs/a.trace.yml"] = f"flows:\n  - id: F-1\n    components: ['{reference}']\n{sidecar}"
    (finding,) = [each for each in check(folder, files) if each.code == "TR101"]
    return finding.help


@table(
    "reference, meant",
    ("a letter off", "webhok-worker", "webhook-worker"),
    ("two letters off", "webhok-workr", "webhook-worker"),
    ("in capitals", "Webhook-Worker", "webhook-worker"),
    ("with an underscore", "webhook_worker", "webhook-worker"),
    ("without a hyphen", "webhookworker", "webhook-worker"),
    ("the beginning of a page's name", "08c", "webhook-worker"),
    ("more of a page's name", "08c-webhook", "webhook-worker"),
    ("a page's name", "08c-webhook-worker", "webhook-worker"),
    ("the beginning of another page's name", "09-scheduled", "scheduled-jobs"),
    ("the beginning of an id", "sched", "scheduled-jobs"),
    ("the number without its zero", "9-scheduled-jobs", "scheduled-jobs"),
)
def test_the_component_that_was_meant_is_named_with_its_place(
    tmp_path: Path, reference: str, meant: str
) -> None:
    home = next(path for path, id_ in HOMES.items() if id_ == meant)
    assert help_for(tmp_path, reference, "") == f"did you mean `{meant}`? ({home}:4)"


@table(
    "reference",
    ("the beginning of several", "08"),
    ("one letter", "w"),
    ("something else", "payment-gateway"),
    ("the same numbering", "10-scheduled-payments"),
)
def test_nothing_is_named_where_nothing_is_near(tmp_path: Path, reference: str) -> None:
    assert help_for(tmp_path, reference, "") == "no similar id is declared"


@table(
    "sidecar, reference, meant",
    ("an alias misspelt", "components:\n  - {id: api, aliases: [front-door]}\n", "front-dor", "api"),
    ("the beginning of an alias", "components:\n  - {id: api, aliases: [front-door]}\n", "front", "api"),
    ("a former id misspelt", "components:\n  - {id: api, former_ids: [gateway]}\n", "gatewy", "api"),
    ("a title", "components:\n  - {id: api, title: The public door}\n", "the public door", "api"),
    ("zeros", "components:\n  - {id: C-007}\n", "C-7", "C-007"),
    ("more zeros", "components:\n  - {id: C-7}\n", "c_0007", "C-7"),
)
def test_an_item_is_meant_by_all_its_names(tmp_path: Path, sidecar: str, reference: str, meant: str) -> None:
    assert help_for(tmp_path, reference, sidecar).startswith(f"did you mean `{meant}`? (docs/a.trace.yml:")


def test_the_right_kind_comes_before_a_nearer_one_of_another(tmp_path: Path) -> None:
    sidecar = "metrics:\n  - {id: webhook-workers}\n"
    assert help_for(tmp_path, "webhook-workerz", sidecar).startswith("did you mean `webhook-worker`?")


def test_another_kind_is_named_as_such_where_the_spelling_is_the_same(tmp_path: Path) -> None:
    help_ = help_for(tmp_path, "Queue-Depth", "metrics:\n  - {id: queue-depth, emitters: [email-worker]}\n")
    assert help_ == "did you mean metric `queue-depth`? (docs/a.trace.yml:5)"


def test_two_that_are_as_near_are_both_named(tmp_path: Path) -> None:
    help_ = help_for(tmp_path, "queue-x", "components:\n  - {id: queue-a}\n  - {id: queue-b}\n")
    assert help_ == "did you mean `queue-a` or `queue-b`? (docs/a.trace.yml:5, docs/a.trace.yml:6)"


def test_a_number_of_another_series_is_not_meant(tmp_path: Path) -> None:
    sidecar = "components:\n  - id: EVAL-001\n  - id: EVAL-002\n"
    assert help_for(tmp_path, "VALID-001", sidecar) == "no similar id is declared"


def test_ten_thousand_ids_are_compared_with_few_each(monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs_traceability.reading.declarations import declare_sidecar
    from mkdocs_traceability.reading.yaml.tree import parse

    schema = built_in_schema()
    lines = "".join(f"  - id: SERIES{n % 40:02d}-component-{n:05d}\n" for n in range(10_000))
    registry = link(schema, declare_sidecar(parse("components:\n" + lines), "a.yml", schema).items)
    compared = 0

    def counted(word: str, other: str, at_least: float) -> float:
        nonlocal compared
        compared += 1
        return likeness(word, other, at_least)

    monkeypatch.setattr(module, "likeness", counted)
    suggestions = Suggestions(registry)
    for n in range(240):
        meant = suggestions.nearest(f"SERIES{n % 40:02d}-componnt-{n:05d}", ("component",))
        assert f"SERIES{n % 40:02d}-component-{n:05d}" in [item.id for item in meant]
        suggestions.nearest(f"nothing-of-the-kind-{n}", ("component",))
    assert compared <= 480 * 40


@table(
    "word, known, nearest",
    ("a letter off", "componets", ["components", "domain"], "components"),
    ("another spelling", "PART-OF", ["part_of", "parts"], "part_of"),
    ("nothing near", "colour", ["components", "domain"], None),
    ("nothing known", "colour", [], None),
    ("an empty word", "", ["a"], None),
    ("the nearest of two", "statuss", ["states", "status"], "status"),
)
def test_the_nearest_word_of_a_vocabulary(word: str, known: list[str], nearest: str | None) -> None:
    assert nearest_word(word, known) == nearest


def test_a_word_of_a_million_letters_is_near_to_nothing() -> None:
    assert nearest_word("x" * 1_000_000, ["components", "x"]) is None


@pytest.mark.parametrize(
    ("reference", "declared", "meant"),
    [
        ("E-13", ["E-013", "E-103", "E-1003"], "E-013"),
        ("E-010", ["E-10", "E-100"], "E-10"),
        ("component:evel-worker", ["eval-worker"], "eval-worker"),
        ("Component:eval-worker", ["eval-worker"], "eval-worker"),
    ],
)
def test_padding_and_a_kind_before_the_id_are_seen_through(
    tmp_path: Path, reference: str, declared: list[str], meant: str
) -> None:
    components = "".join(f"  - {{id: {id_}, external: true}}\n" for id_ in declared)
    (finding,) = check(
        tmp_path, f"flows:\n  - id: F-1\n    components: ['{reference}']\ncomponents:\n{components}"
    )
    assert finding.code == "TR101"
    assert finding.help.startswith(f"did you mean `{meant}`? ")


def test_what_was_meant_is_not_called_unneeded_though_the_rule_about_references_is_off(
    tmp_path: Path,
) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [traceability: {rules: {TR101: off}}]\n",
        "docs/a.trace.yml": "flows: [{id: F-1, components: [evel-worker]}]\ncomponents: [{id: eval-worker}]\n",
    }
    assert check(tmp_path, files) == []


def test_an_id_that_is_none_is_never_suggested(tmp_path: Path) -> None:
    sidecar = "flows: [{id: F-1, components: [eval-worker]}]\ncomponents: [{id: eval worker}]\n"
    assert [finding.code for finding in check(tmp_path, sidecar)] == ["TR006"]


WORDS = st.text("abcA-_. 01ßé\n", max_size=9)


@given(WORDS, WORDS, st.sampled_from([0.0, 0.6, 0.75, 1.0]))
def test_likeness_is_what_the_library_says_where_it_is_enough(word: str, other: str, at_least: float) -> None:
    said = SequenceMatcher(None, word, other, autojunk=False)
    is_enough = min(said.real_quick_ratio(), said.quick_ratio()) >= at_least
    assert likeness(word, other, at_least) == (said.ratio() if is_enough else 0.0)


@given(st.lists(WORDS, max_size=6))
def test_names_are_folded_together_as_each_by_itself(names: list[str]) -> None:
    """Zeros before a number do not count, nor do case, blanks and hyphens."""
    by_name: dict[str, list[str]] = {}
    for name in names:
        folded = re.sub(r"(?<![0-9])0+(?=[0-9])", "", plain_spelling(name))
        by_name.setdefault(folded, []).append(name)
    items = [Item("component", name, Position("a.yml", 1, 1)) for name in names]
    found = module._by_folded(names, items)
    assert {name: [item.id for item in each] for name, each in found.items()} == by_name

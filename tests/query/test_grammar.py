"""What markers may say, and the text of everything that can be wrong with one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import TODAY, run, table

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.query.grammar import MarkerReader, Placement
from mkdocs_traceability.query.words import MarkerProblem
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.rules import all_rules

FACTS = """\
layers:
  - {id: L1, rank: 1}
  - {id: L2, rank: 2}
components:
  - {id: batcher, title: Batcher, layer: L1, trigger: [none], aliases: [old-batcher]}
  - {id: eval-worker, title: Evaluation worker, layer: L2, external: true, depends_on: [batcher]}
  - {id: EVAL, title: Evaluation}
flows:
  - {id: EVAL-001, title: "Evaluate, always", implementation: auto, status: Implemented, components: [eval-worker, batcher], tags: [hot]}
  - {id: EVAL-002, implementation: proc, status: planned, components: [batcher]}
  - {id: FCST-001, implementation: infra, status: partial, root: worker}
  - {id: EVAL, implementation: auto, summary: none}
resources:
  - {id: state, owned_by: [batcher]}
  - {id: log, owned_by: [{text: The vendor}]}
signals:
  - {id: done, persistence: [none], producers: [batcher]}
  - {id: seen, producers: [batcher]}
requirements:
  - {id: R1, requires: {endpoints: [a, b], alerts: [c]}}
patches:
  - {id: P1, due: 2026-10-31}
  - {id: P2, due: 2026-12-31, status: required, maintainer: Ben}
  - {id: P3, due: 2027-01-31}
  - {id: P4}
gaps:
  - {id: G1, resolved_by: [P2, P3]}
  - {id: G2, about: [P2]}
"""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return run(tmp_path_factory.mktemp("site"), {"docs/a.trace.yml": FACTS}).registry


class Judged:
    """What is known of items in these tests."""

    def badge_word(self, item: Item) -> str:
        return {"EVAL-001": "missing", "EVAL-002": "planned", "FCST-001": "verified"}.get(item.id, "")

    def needs_attention(self, item: Item) -> bool:
        return item.id in ("EVAL-001", "FCST-001")

    @property
    def today(self) -> date:
        return TODAY

    def claim_words(self, item: Item, name: str) -> set[str]:
        return {"failing"} if item.id == "EVAL-001" and name == "tests" else set()

    def codes(self, item: Item) -> set[str]:
        return {"TR402", "TR412"} if item.id == "EVAL-001" else set()


def parse(registry: Registry, text: str, *, is_alone: bool = True) -> Placement | list[MarkerProblem]:
    grammar = MarkerReader(registry, Suggestions(registry).nearest, all_rules())
    return grammar.parse(text, is_alone=is_alone)


def problems(registry: Registry, text: str, *, is_alone: bool = True) -> list[str]:
    """Return what is said of a marker, with the word at which it is said, as a reader would point at it."""
    read = parse(registry, text, is_alone=is_alone)
    assert isinstance(read, list), "nothing is wrong with it"
    assert read
    return [
        f"{text[each.at.offset : each.at.offset + each.at.length]} | {each.message} | {each.help}"
        for each in read
    ]


def ids(registry: Registry, text: str) -> list[str]:
    read = parse(registry, text)
    assert isinstance(read, Placement), read
    return [item.id for item in read.items(registry, Judged())]


@table(
    "text, said",
    (
        "nothing at all",
        "",
        " | an empty marker | it is one of `matrix`, `list`, `count`, `share`, `badge`, `panel`, `graph`, `steps`, `diagram`",
    ),
    (
        "an unknown form",
        " cuont flow",
        "cuont | `cuont` cannot be placed | did you mean `count`?",
    ),
    (
        "a form far from all",
        " xyzzy",
        "xyzzy | `xyzzy` cannot be placed | it is one of `matrix`, `list`, `count`, `share`, `badge`, `panel`, `graph`, `steps`, `diagram`",
    ),
    ("no kind", " count", "count | `count` names no kind | write, for example, `[trace: count flows]`"),
    (
        "a filter for a kind",
        " count status=planned",
        "count | `count` names no kind | write, for example, `[trace: count flows]`",
    ),
    ("an unknown kind", " count flwos", "flwos | unknown kind `flwos` | did you mean `flows`?"),
    ("no item", " badge", "badge | `badge` names no item | write its id: `[trace: badge ID]`"),
    (
        "an unknown item",
        " badge eval-wroker",
        "eval-wroker | unknown item `eval-wroker` | did you mean `eval-worker`? (docs/a.trace.yml:6)",
    ),
    (
        "an item like no other",
        " panel xyzzy-12",
        "xyzzy-12 | unknown item `xyzzy-12` | no similar id is declared",
    ),
    (
        "an id of two kinds",
        " badge EVAL",
        "EVAL | `EVAL` matches several items | write `flow:EVAL` or `component:EVAL`",
    ),
    (
        "a filter on an item",
        " badge EVAL-001 status=planned",
        "status | `badge` shows one item and takes no `status` | leave it out, or place a `list` of a kind",
    ),
    (
        "an unknown field",
        " list flows domian=EVAL",
        "domian | a flow has no `domian` to filter by | did you mean `domain`?",
    ),
    (
        "a field like no other",
        " list flows xyzzy=1",
        "xyzzy | a flow has no `xyzzy` to filter by | a filter is a field or a relation of the kind",
    ),
    (
        "a word that is not in a vocabulary",
        " list flows implementation=atuo",
        "atuo | `atuo` is not a value of `implementation` | did you mean `auto`?",
    ),
    (
        "a word like no other",
        " list flows implementation=xyz",
        "xyz | `xyz` is not a value of `implementation` | it is one of `auto`, `infra`, `proc`, `deleg`",
    ),
    (
        "a status of another kind",
        " list flows status=implemnted",
        "implemnted | `implemnted` is not a value of `status` | did you mean `implemented`?",
    ),
    (
        "an unknown phase",
        " list flows phase=finished",
        "finished | `finished` is not a value of `phase` | it is one of `ahead`, `open`, `complete`, `over`",
    ),
    (
        "an unknown badge",
        " list flows badge!=verifed",
        "verifed | `verifed` is not a value of `badge` | did you mean `verified`?",
    ),
    (
        "an unknown rule",
        " list flows finding=tr40",
        "tr40 | `tr40` is not a value of `finding` | did you mean `TR401`?",
    ),
    (
        "gaps but not only",
        " list flows gaps=yes",
        "yes | unknown gap `yes` | no similar id is declared",
    ),
    (
        "no truth value",
        " list components external=ys",
        "ys | `ys` is not a value of `external` | did you mean `yes`?",
    ),
    (
        "an unknown domain",
        " list flows domain=EVL",
        "EVL | `EVL` is not a value of `domain` | did you mean `EVAL`?",
    ),
    (
        "an unknown target",
        " list flows components=evel-worker",
        "evel-worker | unknown component `evel-worker` | did you mean `eval-worker`? (docs/a.trace.yml:6)",
    ),
    (
        "a target of another kind",
        " list flows components=EVAL-001",
        "EVAL-001 | `EVAL-001` is a flow, not a component | a relation leads to items of its own kinds only",
    ),
    (
        "an id that nothing has",
        " list flows id=EVAL-0011",
        "EVAL-0011 | unknown flow `EVAL-0011` | did you mean `EVAL-001`? (docs/a.trace.yml:9)",
    ),
    (
        "an id of another kind",
        " list flows id=batcher",
        "batcher | `batcher` is a component, not a flow | only flows are allowed here",
    ),
    (
        "ids like no other",
        " count flows id=EVLA-*",
        "EVLA-* | no flow has an id like `EVLA-*` | `*` stands for any characters",
    ),
    (
        "an unknown code root",
        " list flows root=wrker",
        "wrker | `wrker` is not a value of `root` | did you mean `worker`?",
    ),
    (
        "no value",
        " list flows status=",
        "status | `status` has no value | write it after the sign: `status=value`",
    ),
    (
        "an empty value",
        ' list flows status="  "',
        "status | `status` has no value | write it after the sign: `status=value`",
    ),
    (
        "a bare word",
        " list flows planned",
        "planned | `planned` is neither a filter nor an option | write `key=value`, without spaces around `=`; a value with spaces needs quotes",
    ),
    (
        "blanks around the sign",
        " list flows status = planned",
        "status | `status` is neither a filter nor an option | write `key=value`, without spaces around `=`; a value with spaces needs quotes",
    ),
    ("no limit", " list patches due<=", "due | `due` has no value | write it after the sign: `due<=value`"),
    (
        "a limit that is not a date",
        " list patches due<=2026-02-30",
        "2026-02-30 | `2026-02-30` is not a date | write one such as `2027-01-31`",
    ),
    (
        "a limit that is no number",
        " list layers rank>high",
        "high | `high` is not a number | write one such as `5`",
    ),
    (
        "two limits",
        " list patches due<2026-01-31,2027-01-31",
        "due | `due` is compared with one value | keep one of them",
    ),
    (
        "what has no order",
        " list flows status<planned",
        "status | `status` cannot be compared | only dates and numbers can be; write `=` or `!=`",
    ),
    (
        "a field that is none, compared",
        " list patches deu<2026-01-31",
        "deu | a patch has no `deu` to filter by | did you mean `due`?",
    ),
    (
        "an option that compares",
        " list flows limit<3",
        "limit | the option `limit` cannot be compared | write `limit=value`",
    ),
    (
        "an unknown owner",
        " list patches owner=bne",
        "bne | `bne` is not a value of `owner` | did you mean `Ben`?",
    ),
    ("an open quote", ' list flows title="All of', '" | a quote is never closed | end the value with `"`'),
    (
        "something behind a quote",
        ' list flows title="All"of',
        '"All" | something follows the quoted value `"All"` | put a space, or a comma, after it',
    ),
    (
        "an option of another form",
        " list flows columns=id",
        "columns | `list` has no option `columns` | `matrix` has it",
    ),
    (
        "an option that excludes",
        " list flows limit!=3",
        "limit | the option `limit` cannot be negated | write `limit=value`",
    ),
    (
        "an option twice",
        " list flows limit=3 limit=4",
        "limit | duplicate option `limit` | keep one of the two",
    ),
    ("no number", " list flows limit=few", "few | `few` is not a number of items | write 1 or more"),
    ("nothing to show", " list flows limit=0", "0 | `0` is not a number of items | write 1 or more"),
    (
        "a column that is none",
        " matrix flows columns=id,evidnce",
        "evidnce | `evidnce` is not a column of flows | did you mean `evidence`?",
    ),
)
def test_what_is_wrong_is_said_at_its_word(registry: Registry, text: str, said: str) -> None:
    assert problems(registry, text) == [said]


def test_every_argument_is_judged(registry: Registry) -> None:
    found = problems(registry, " matrix flows statsu=planned components=nobody limit=x")
    assert [each.partition(" | ")[0] for each in found] == ["statsu", "nobody", "x"]


@pytest.mark.parametrize("name", ["matrix", "list", "panel"])
def test_a_block_stands_in_a_paragraph_of_its_own(registry: Registry, name: str) -> None:
    assert problems(registry, f" {name} flows", is_alone=False) == [
        f"{name} | `{name}` needs a paragraph of its own | put empty lines before and after the marker"
    ]


@pytest.mark.parametrize("text", ["count flows", "share flows", "badge EVAL-001"])
def test_numbers_and_badges_stand_within_a_sentence(registry: Registry, text: str) -> None:
    assert isinstance(parse(registry, f" {text}", is_alone=False), Placement)


@table(
    "filters, left",
    ("none", "", "EVAL-001 EVAL-002 FCST-001 EVAL"),
    ("a status, without case", "status=implemented", "EVAL-001"),
    ("any of two", "status=implemented,planned", "EVAL-001 EVAL-002"),
    ("neither of two", "status!=implemented,planned", "FCST-001 EVAL"),
    ("no status", "status=none", "EVAL"),
    ("some status", "status=any", "EVAL-001 EVAL-002 FCST-001"),
    ("a phase", "phase=open", "FCST-001 EVAL"),
    ("two that both hold", "implementation=auto status=any", "EVAL-001"),
    ("a domain from the id", "domain=EVAL", "EVAL-001 EVAL-002 EVAL"),
    ("a relation", "components=batcher", "EVAL-001 EVAL-002"),
    ("a relation twice, which is both", "components=batcher components=eval-worker", "EVAL-001"),
    ("an alias", "components=old-batcher", "EVAL-001 EVAL-002"),
    ("an id with its kind", "components=component:eval-worker", "EVAL-001"),
    ("no relation", "components=none", "FCST-001 EVAL"),
    ("not this one", "components!=eval-worker", "EVAL-002 FCST-001 EVAL"),
    ("an inverse that nothing has", "patches=none", "EVAL-001 EVAL-002 FCST-001 EVAL"),
    ("a badge", "badge=missing,planned", "EVAL-001 EVAL-002"),
    ("a badge in the word that readers see", "badge=not-found", "EVAL-001"),
    ("the same in quotes", 'badge="Not found"', "EVAL-001"),
    ("a badge that nothing has", "badge=no-evidence,not-checked", ""),
    ("a phase in the word that readers see", "phase=in-progress", "FCST-001 EVAL"),
    ("not verified", "badge!=verified", "EVAL-001 EVAL-002 EVAL"),
    ("evidence that holds", "badge=holds", "FCST-001"),
    ("evidence that does not hold", "badge!=holds", "EVAL-001 EVAL-002 EVAL"),
    ("no badge", "badge=none", "EVAL"),
    ("gaps", "gaps=only", "EVAL-001 FCST-001"),
    ("no gaps", "gaps!=only", "EVAL-002 EVAL"),
    ("the inverse that is called gaps", "gaps=none", "EVAL-001 EVAL-002 FCST-001 EVAL"),
    ("a finding", "finding=tr402", "EVAL-001"),
    ("no finding", "finding=none", "EVAL-002 FCST-001 EVAL"),
    ("an id", "id=EVAL-001", "EVAL-001"),
    ("ids that begin alike", "id=eval-*", "EVAL-001 EVAL-002"),
    ("ids that begin otherwise", "id!=EVAL-*", "FCST-001 EVAL"),
    ("an id, or those that end alike", "id=*-002,FCST-001", "EVAL-002 FCST-001"),
    ("a quoted value", "tags='hot'", "EVAL-001"),
    ("a code root", "root=worker", "FCST-001"),
    ("an id with its kind, left out", "id!=flow:EVAL", "EVAL-001 EVAL-002 FCST-001"),
    ("a word that is none", "summary=none", "EVAL-001 EVAL-002 FCST-001 EVAL"),
    ("evidence that is not there", "code=none", "EVAL-001 EVAL-002 FCST-001 EVAL"),
    ("a hyphen for an underscore", "superseded-by=none", "EVAL-001 EVAL-002 FCST-001 EVAL"),
)
def test_filters_leave_the_items_that_answer(registry: Registry, filters: str, left: str) -> None:
    assert " ".join(ids(registry, f" list flows {filters}")) == left


@table(
    "text, left",
    ("a plural", "count components", "batcher eval-worker EVAL"),
    ("a singular", "count component", "batcher eval-worker EVAL"),
    ("truth", "count components external=true", "eval-worker"),
    ("what is not said is not so", "count components external=no", "batcher EVAL"),
    ("a vocabulary with a word for none", "count components trigger=none", "batcher"),
    ("a relation to one", "count components layer=L1", "batcher"),
    ("an inverse", "count layers members=any", "L1 L2"),
    ("free text where an id may stand", 'count resources owned_by="the vendor"', "log"),
    ("nothing, or the word", "count signals persistence=none", "done seen"),
    ("the name of a list", "count requirements requires=alerts", "R1"),
    ("until a date", "count patches due<=2026-12-31", "P1 P2"),
    ("before a date", "count patches due<2026-12-31", "P1"),
    ("since a date", "count patches due>=2026-12-31", "P2 P3"),
    ("after a date", "count patches due>2026-12-31", "P3"),
    ("between two dates", "count patches due>2026-10-31 due<2027-01-31", "P2"),
    ("a day", "count patches due=2026-12-31", "P2"),
    ("a month", "count patches due=2026-12", "P2"),
    ("a quarter", "count patches due=2026-q4", "P1 P2"),
    ("one of two years", "count patches due=2026,2027", "P1 P2 P3"),
    ("no date", "count patches due=none", "P4"),
    ("overdue", "count patches due=overdue", "P1"),
    ("the date of what resolves it", "count gaps due=2026-Q4", "G1"),
    ("a kind that has no dates", "count flows due<2999-01-31", ""),
    ("a number", "count layers rank>=2", "L2"),
    ("a fraction", "count layers rank<1.5", "L1"),
    ("an owner", "count patches owner=ben", "P2"),
    ("an owner of something else", "count gaps owner=ben", "G2"),
    ("no owner", "count patches owner=none", "P1 P3 P4"),
)
def test_every_kind_of_value_can_be_asked_for(registry: Registry, text: str, left: str) -> None:
    assert " ".join(ids(registry, f" {text}")) == left


def test_options_say_how_it_is_shown(registry: Registry) -> None:
    read = parse(registry, """ matrix flows columns=id,title,id limit=5 title="All, 'of' them" """)
    assert isinstance(read, Placement)
    assert (read.columns, read.limit, read.title) == (("id", "title"), 5, "All, 'of' them")


def test_a_marker_may_go_on_in_the_next_line(registry: Registry) -> None:
    assert ids(registry, " count\n flows\n status=planned") == ["EVAL-002"]


@given(
    st.lists(
        st.sampled_from(
            [
                "count",
                "list",
                "badge",
                "matrix",
                "flow",
                "components",
                "=",
                "!=",
                "<",
                ">=",
                "due",
                "owner",
                "2026-12-31",
                ",",
                '"',
                "'",
                " ",
                "\n",
                "status",
                "limit",
                "planned",
                "EVAL-001",
                "none",
                "gaps",
                "columns",
                "`",
                "\x00",
                "9" * 30,
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_whatever_a_marker_says_it_is_a_placement_or_problems_within_it(
    registry: Registry, text: str
) -> None:
    read = parse(registry, " " + text)
    if isinstance(read, Placement):
        read.items(registry, Judged())
        return
    assert read
    for problem in read:
        assert 0 <= problem.at.offset <= problem.at.offset + problem.at.length <= len(text) + 1
        assert problem.message == problem.message.strip()
        assert "\n" not in problem.message
        assert not problem.message.endswith(".")

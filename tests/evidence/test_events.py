"""Claims of `events`: which action at which address is meant, and what is said where none is declared."""

import json
from pathlib import Path

import pytest
from processor_time import LINEAR, growth
from support import table

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.events import EventsChecker
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.event import Event
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict

HERE = Position("docs/a.trace.yml", 1, 1)
SETTING = Position("mkdocs.yml", 4, 12)

SHOP = """asyncapi: 3.0.0
channels:
  orderCreated: {address: orders.created}
  orderPaid: {address: 'orders/{orderId}/paid'}
  refunds: {address: refunds}
  replies: {address: null}
operations:
  announce: {action: send, channel: {$ref: '#/channels/orderCreated'}}
  settle: {action: receive, channel: {$ref: '#/channels/orderPaid'}}
  watch: {action: receive, channel: {$ref: '#/channels/orderCreated'}}
  answer: {action: receive, channel: {$ref: '#/channels/replies'}}
"""
STOCK = """asyncapi: 2.6.0
channels:
  stock.reserved:
    subscribe: {}
  stock.wanted:
    publish: {}
"""


def checker(folder: Path, files: dict[str, str], *globs: str) -> EventsChecker:
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")
    disk = Disk(folder)
    return EventsChecker(
        Scope(disk, Roots(disk, (".",)), compared={"asyncapi": tuple(Glob(each, SETTING) for each in globs)})
    )


def outcome(folder: Path, claim: str) -> Outcome:
    files = {"shop.yaml": SHOP, "stock.yaml": STOCK}
    return checker(folder, files, "*.yaml").check(Claim("events", claim, HERE))


@table(
    "claim, path, line, action, address",
    ("what is sent", "send orders.created", "shop.yaml", 8, "send", "orders.created"),
    ("what is received", "receive orders.created", "shop.yaml", 10, "receive", "orders.created"),
    ("either", "orders.created", "shop.yaml", 3, "", "orders.created"),
    ("a parameter of another name", "receive orders/{id}/paid", "shop.yaml", 9, "receive", "orders/{}/paid"),
    ("a channel that nothing uses", "refunds", "shop.yaml", 5, "", "refunds"),
    ("a channel without an address", "receive replies", "shop.yaml", 11, "receive", "replies"),
    ("`subscribe` of version 2", "send stock.reserved", "stock.yaml", 4, "send", "stock.reserved"),
    ("`publish` of version 2", "receive stock.wanted", "stock.yaml", 6, "receive", "stock.wanted"),
    ("in large letters", "SEND orders.created", "shop.yaml", 8, "send", "orders.created"),
    ("more blanks", "  send   orders.created ", "shop.yaml", 8, "send", "orders.created"),
)
def test_what_a_document_declares_is_found(
    tmp_path: Path, claim: str, path: str, line: int, action: str, address: str
) -> None:
    event = Event(action, address, ("*.yaml",))
    assert outcome(tmp_path, claim) == Outcome(Verdict.FOUND, place=Place(path, line), event=event)


@table(
    "claim, help_",
    ("the other action", "send orders/{id}/paid", "`orders/{id}/paid` has `receive`"),
    ("version 2 read the wrong way", "receive stock.reserved", "`stock.reserved` has `send`"),
    ("another spelling", "send order.created", "did you mean `send orders.created`?"),
    ("other case", "send Orders.Created", "did you mean `send orders.created`?"),
    ("another delimiter", "send orders/created", "did you mean `send orders.created`?"),
    ("an address alone", "order.created", "did you mean `orders.created`?"),
    ("the name of the channel", "send orderCreated", "did you mean `send orders.created`?"),
    ("a value of a parameter", "receive orders/42/paid", "did you mean `receive orders/{orderId}/paid`?"),
    (
        "a value and the other action",
        "send orders/42/paid",
        "did you mean another channel? `orders/{orderId}/paid` has `receive`",
    ),
    (
        "a channel that nothing uses",
        "send refunds",
        "no operation uses the channel `refunds`; claim `refunds` alone",
    ),
    ("nothing like it", "send zzzzzzzzzz", "name a channel that an AsyncAPI document declares"),
)
def test_what_none_declares_is_missing(tmp_path: Path, claim: str, help_: str) -> None:
    message = f"`{claim}` not found in any AsyncAPI document"
    assert outcome(tmp_path, claim) == Outcome(Verdict.MISSING, Problem.EVENT, message, help_)


@table(
    "claim, help_",
    ("nothing", "", "write it as `send orders.created`, `receive orders.created` or `orders.created`"),
    (
        "a sentence",
        "orders are created",
        "write it as `send orders.created`, `receive orders.created` or `orders.created`",
    ),
    (
        "two addresses",
        "send a.b, c.d",
        "write it as `send orders.created`, `receive orders.created` or `orders.created`",
    ),
    (
        "a word of version 2",
        "publish orders.created",
        "write what the application does: `send orders.created` or `receive orders.created`",
    ),
)
def test_what_is_no_event_is_a_matter_of_form(tmp_path: Path, claim: str, help_: str) -> None:
    message = f"`{claim}` is not the address of a channel, nor `send` or `receive` and one"
    assert outcome(tmp_path, claim) == Outcome(Verdict.MISSING, Problem.FORM, message, help_)


def test_without_a_document_nothing_is_checked(tmp_path: Path) -> None:
    assert checker(tmp_path, {}).check(Claim("events", "send a", HERE)) == Outcome(
        Verdict.UNVERIFIED,
        Problem.UNCHECKED,
        "no AsyncAPI document is configured, so `events` are not checked",
        "name one: `asyncapi: [asyncapi.yaml]`",
    )


def test_a_glob_for_nothing_is_said_once(tmp_path: Path) -> None:
    ready = checker(tmp_path, {}, "api/*.yaml")
    assert {ready.check(Claim("events", text, HERE)).verdict for text in ("send a", "b")} == {
        Verdict.UNVERIFIED
    }
    assert [(each.message, each.position) for each in ready.problems] == [
        ("no file matches the glob `api/*.yaml` of `asyncapi`", SETTING)
    ]


@pytest.mark.parametrize("other", ["asyncapi: [", "asyncapi: 1.2.0\ntopics: {}\n", "openapi: 3.0.0\n"])
def test_beside_a_document_that_cannot_be_read_only_what_is_there_is_judged(
    tmp_path: Path, other: str
) -> None:
    ready = checker(tmp_path, {"a.yaml": SHOP, "b.yaml": other}, "*.yaml")
    assert ready.check(Claim("events", "send orders.created", HERE)).verdict is Verdict.FOUND
    assert ready.check(Claim("events", "send orders.paid", HERE)) == Outcome(
        Verdict.UNVERIFIED,
        None,
        "not every AsyncAPI document can be read, so `events` that the others do not declare are not checked",
        "fix the findings about these documents",
    )
    assert [each.position.path for each in ready.problems] == ["b.yaml"]


def test_a_second_run_from_kept_facts_says_the_same(tmp_path: Path) -> None:
    files = {
        "a.yaml": SHOP
        + "  more: {$ref: '#/x-more'}\nx-more: {action: send, channel: {$ref: '#/channels/refunds'}}\n"
    }
    first = checker(tmp_path, files, "a.yaml")
    disk = Disk(tmp_path, known=json.loads(json.dumps(_facts_of(tmp_path))))
    second = EventsChecker(
        Scope(disk, Roots(disk, (".",)), compared={"asyncapi": (Glob("a.yaml", SETTING),)})
    )
    for claim in ("send refunds", "receive orders/{x}/paid", "send orders.create", "refunds"):
        assert second.check(Claim("events", claim, HERE)) == first.check(Claim("events", claim, HERE))
    assert first.check(Claim("events", "send refunds", HERE)).verdict is Verdict.FOUND


def _facts_of(folder: Path) -> dict[str, dict[str, object]]:
    disk = Disk(folder)
    EventsChecker(Scope(disk, Roots(disk, (".",)), compared={"asyncapi": (Glob("a.yaml", SETTING),)}))
    return disk.used


def test_thousands_of_claims_and_channels_take_bearable_time(tmp_path: Path) -> None:
    def check_all(number: int) -> None:
        text = "asyncapi: 2.0.0\nchannels:\n" + "".join(
            f"  r{n}/{{id}}.x: {{publish: {{}}}}\n" for n in range(number)
        )
        ready = checker(tmp_path, {"a.yaml": text}, "a.yaml")
        for n in range(number):
            assert ready.check(Claim("events", f"receive r{n}/{{a}}.x", HERE)).verdict is Verdict.FOUND

    assert growth(check_all, 250) < LINEAR


def test_a_claim_of_many_parts_is_compared_in_the_time_of_its_length(tmp_path: Path) -> None:
    text = "asyncapi: 2.0.0\nchannels:\n" + "".join(
        f"  r{n}/{{a}}.{{b}}: {{publish: {{}}}}\n" for n in range(300)
    )
    ready = checker(tmp_path, {"a.yaml": text}, "a.yaml")

    def check(parts: int) -> None:
        for n in range(5):
            ready.check(Claim("events", f"receive q{n}/{'a.{b}' * parts}", HERE))

    assert growth(check, 5_000) < LINEAR

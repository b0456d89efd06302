"""What components send and receive, against the producers and consumers of signals (TR312, TR313, TR417)."""

from pathlib import Path
from textwrap import indent

from support import run, table

from mkdocs_traceability.model.finding import Finding

SHOP = """asyncapi: 3.0.0
channels:
  created: {address: orders.created}
  paid: {address: 'orders/{id}/paid'}
operations:
  announce: {action: send, channel: {$ref: '#/channels/created'}}
  watch: {action: receive, channel: {$ref: '#/channels/created'}}
  pay: {action: send, channel: {$ref: '#/channels/paid'}}
"""
ALL = "asyncapi: [shop.yaml]"


def events(*claims: str) -> str:
    return f"evidence: {{events: [{', '.join(repr(each) for each in claims)}]}}"


def judged(
    folder: Path, components: str, signals: str, settings: str = ALL, more: str = "", other: str = SHOP
) -> list[Finding]:
    """The findings about events of components and signals, each one mapping a line."""
    files = {
        "mkdocs.yml": f"site_name: x\nplugins: [{{traceability: {{{settings}}}}}]\n",
        "shop.yaml": SHOP,
        "other.yaml": other,
        "docs/a.trace.yml": "components:\n"
        + indent(components, "  ")
        + "\nsignals:\n"
        + indent(signals, "  ")
        + f"\n{more}\n",
    }
    wanted = ("TR312", "TR313", "TR417", "TR413", "TR415")
    return [each for each in run(folder, files).findings if each.code in wanted]


def codes(folder: Path, components: str, signals: str, settings: str = ALL, more: str = "") -> list[str]:
    return [f"{each.code} {each.item}" for each in judged(folder, components, signals, settings, more)]


SENDS = f"- {{id: orders, {events('send orders.created')}}}\n- {{id: shop}}\n- {{id: billing}}"
RECEIVES = f"- {{id: orders}}\n- {{id: shop}}\n- {{id: billing, {events('receive orders.created')}}}"
BY_CLAIM = events("orders.created")


# ---------------------------------------------------------------- who sends or receives what does not name it


@table(
    "components, signal, expected",
    ("listed", SENDS, f"id: S, producers: [orders], consumers: [billing], {BY_CLAIM}", []),
    ("another sends", SENDS, f"id: S, producers: [shop], consumers: [billing], {BY_CLAIM}", ["TR312 orders"]),
    ("one of several", SENDS, f"id: S, producers: [shop, orders], consumers: [billing], {BY_CLAIM}", []),
    ("listed to receive", RECEIVES, f"id: S, producers: [orders], consumers: [billing], {BY_CLAIM}", []),
    (
        "another receives",
        RECEIVES,
        f"id: S, producers: [orders], consumers: [shop], {BY_CLAIM}",
        ["TR312 billing"],
    ),
    (
        "it only produces",
        RECEIVES,
        f"id: S, producers: [billing], consumers: [shop], {BY_CLAIM}",
        ["TR312 billing", "TR313 S"],
    ),
    ("by its id", SENDS, "id: orders.created, producers: [shop], consumers: [billing]", ["TR312 orders"]),
    (
        "by an alias",
        SENDS,
        "id: S, aliases: [orders.created], producers: [shop], consumers: [billing]",
        ["TR312 orders"],
    ),
    (
        "by a title, which is none",
        SENDS,
        "id: S, title: orders.created, producers: [shop], consumers: [billing]",
        [],
    ),
    (
        "an id like an address, but it claims another",
        SENDS,
        f"id: orders.created, producers: [shop], consumers: [billing], {events('orders/{x}/paid')}",
        [],
    ),
    ("an id in other case", SENDS, "id: Orders.Created, producers: [shop], consumers: [billing]", []),
    ("nobody listed is TR205", SENDS, f"id: S, consumers: [billing], {BY_CLAIM}", []),
    ("planned", SENDS, f"id: S, status: planned, producers: [shop], consumers: [billing], {BY_CLAIM}", []),
    ("retired", SENDS, f"id: S, status: retired, producers: [shop], consumers: [billing], {BY_CLAIM}", []),
    ("a list with a slip", SENDS, f"id: S, producers: [shop, ordes], consumers: [billing], {BY_CLAIM}", []),
    (
        "by the address alone, nobody knows what it does",
        SENDS.replace("send ", ""),
        f"id: S, producers: [shop], consumers: [billing], {BY_CLAIM}",
        [],
    ),
    (
        "planned components",
        SENDS.replace("id: orders,", "id: orders, status: planned,"),
        f"id: S, producers: [shop], consumers: [billing], {BY_CLAIM}",
        [],
    ),
    (
        "a part sends, the whole is listed",
        f"- {{id: shop}}\n- {{id: orders, part_of: shop, {events('send orders.created')}}}\n- {{id: billing}}",
        f"id: S, producers: [shop], consumers: [billing], {BY_CLAIM}",
        [],
    ),
    (
        "the whole sends, a part is listed",
        f"- {{id: orders, {events('send orders.created')}}}\n- {{id: shop, part_of: orders}}\n- {{id: billing}}",
        f"id: S, producers: [shop], consumers: [billing], {BY_CLAIM}",
        [],
    ),
)
def test_who_sends_or_receives_a_signal_is_named_by_it(
    tmp_path: Path, components: str, signal: str, expected: list[str]
) -> None:
    assert codes(tmp_path, components, f"- {{{signal}}}") == expected


def test_of_several_signals_on_a_channel_one_has_to_name_the_component(tmp_path: Path) -> None:
    named = f"- {{id: S1, producers: [shop], consumers: [billing], {BY_CLAIM}}}\n"
    other = f"- {{id: S2, producers: [orders], consumers: [billing], {BY_CLAIM}}}"
    assert codes(tmp_path, SENDS, named + other) == []
    (found,) = judged(tmp_path, SENDS, named + other.replace("orders]", "shop]"))
    assert found.message == (
        "component orders sends `orders.created`, but is not among the `producers` of signals `S1` and `S2`"
    )


def test_parameters_are_compared_by_their_place(tmp_path: Path) -> None:
    components = f"- {{id: orders, {events('send orders/{a}/paid')}}}\n- {{id: shop}}"
    signal = f"- {{id: S, producers: [shop], consumers: [shop], {events('orders/{b}/paid')}}}"
    assert codes(tmp_path, components, signal) == ["TR312 orders"]
    assert codes(tmp_path, components, "- {id: 'orders/{c}/paid', producers: [shop], consumers: [shop]}") == [
        "TR312 orders"
    ]


@table(
    "consumer, more, expected",
    (
        "a signal that it makes of it",
        "signal:S2",
        "  - {id: S2, producers: [billing], consumers: [shop]}",
        [],
    ),
    (
        "a signal that another makes of it",
        "signal:S2",
        "  - {id: S2, producers: [shop], consumers: [shop]}",
        ["TR312 billing"],
    ),
    ("a signal that nobody makes", "signal:S2", "  - {id: S2, consumers: [shop]}", []),
    ("a table that it writes", "resource:rows", "resources: [{id: rows, writers: [billing]}]", []),
    ("a table of others", "resource:rows", "resources: [{id: rows, writers: [shop]}]", ["TR312 billing"]),
    ("a table of nobody", "resource:rows", "resources: [{id: rows}]", []),
)
def test_a_consumer_that_is_no_component_stands_for_those_who_make_it(
    tmp_path: Path, consumer: str, more: str, expected: list[str]
) -> None:
    signal = f"- {{id: S, producers: [orders], consumers: ['{consumer}'], {BY_CLAIM}}}"
    assert codes(tmp_path, RECEIVES, signal, more=more) == expected


@table(
    "component, signal, settings, expected",
    (
        "the same system",
        "system: a",
        "system: a",
        "asyncapi: {a: [shop.yaml], b: [other.yaml]}",
        ["TR312 orders"],
    ),
    ("two systems", "system: a", "system: b", "asyncapi: {a: [shop.yaml], b: [other.yaml]}", []),
    (
        "two systems with the same documents",
        "system: a",
        "system: b",
        f"code_roots: {{a: [.], b: [.]}}, {ALL}",
        ["TR312 orders"],
    ),
    (
        "the only one that has it",
        "system: a",
        "title: x",
        "asyncapi: {a: [shop.yaml], b: []}",
        ["TR312 orders"],
    ),
    ("several may be meant", "title: x", "title: x", "asyncapi: {a: [shop.yaml], b: [other.yaml]}", []),
)
def test_an_address_is_the_same_channel_only_among_the_same_documents(
    tmp_path: Path, component: str, signal: str, settings: str, expected: list[str]
) -> None:
    components = (
        f"- {{id: orders, {component}, {events('send orders.created')}}}\n- {{id: shop}}\n- {{id: billing}}"
    )
    signals = f"- {{id: S, {signal}, producers: [shop], consumers: [billing], {BY_CLAIM}}}"
    assert codes(tmp_path, components, signals, settings) == expected


def test_an_id_is_an_address_only_within_a_system(tmp_path: Path) -> None:
    settings = f"code_roots: {{a: [.], b: [.]}}, {ALL}"
    signal = "- {id: orders.created, system: SYSTEM, producers: [shop], consumers: [billing]}"
    components = SENDS.replace("id: orders,", "id: orders, system: a,")
    assert codes(tmp_path, components, signal.replace("SYSTEM", "a"), settings) == ["TR312 orders"]
    assert codes(tmp_path, components, signal.replace("SYSTEM", "b"), settings) == []


def test_what_is_not_found_is_not_compared(tmp_path: Path) -> None:
    components = f"- {{id: orders, {events('send orders.create')}}}\n- {{id: shop}}"
    signal = f"- {{id: S, producers: [shop], consumers: [shop], {events('orders.create')}}}"
    assert codes(tmp_path, components, signal) == ["TR417 orders", "TR417 S"]
    assert codes(tmp_path, components, signal, settings="") == ["TR413 "]


# ---------------------------------------------------------------- who is named, and claims other events


@table(
    "claims, signal, expected",
    ("the event", ["send orders.created"], "producers: [orders], consumers: [billing]", []),
    ("its address", ["orders.created"], "producers: [orders], consumers: [billing]", []),
    ("another event", ["send orders/{x}/paid"], "producers: [orders], consumers: [billing]", ["TR313 S"]),
    ("the other way", ["receive orders.created"], "producers: [orders], consumers: [orders]", ["TR313 S"]),
    ("another to receive", ["send orders/{x}/paid"], "producers: [shop], consumers: [orders]", ["TR313 S"]),
    (
        "both",
        ["send orders/{x}/paid", "send orders.created"],
        "producers: [orders], consumers: [billing]",
        [],
    ),
    (
        "one that is not there",
        ["send orders/{x}/paid", "send no"],
        "producers: [orders], consumers: [billing]",
        ["TR417 orders"],
    ),
    ("planned", ["send orders/{x}/paid"], "status: planned, producers: [orders], consumers: [billing]", []),
)
def test_who_is_named_by_a_signal_claims_its_event(
    tmp_path: Path, claims: list[str], signal: str, expected: list[str]
) -> None:
    components = f"- {{id: orders, {events(*claims)}}}\n- {{id: shop}}\n- {{id: billing}}"
    assert codes(tmp_path, components, f"- {{id: S, {signal}, {BY_CLAIM}}}") == expected


def test_a_part_or_a_whole_may_claim_the_event(tmp_path: Path) -> None:
    other = events("send orders/{x}/paid")
    signal = f"- {{id: S, producers: [orders], consumers: [billing], {BY_CLAIM}}}"
    part = f"- {{id: orders, {other}}}\n- {{id: outbox, part_of: orders, {events('send orders.created')}}}\n- {{id: billing}}"
    assert codes(tmp_path, part, signal) == []
    assert codes(tmp_path, part.replace("part_of: orders, ", ""), signal) == ["TR312 outbox"]


def test_a_signal_on_two_channels_is_sent_on_one(tmp_path: Path) -> None:
    signal = f"- {{id: S, producers: [orders], consumers: [billing], {events('orders.created', 'orders/{x}/paid')}}}"
    assert codes(tmp_path, SENDS, signal) == []


def test_a_finding_stands_where_the_signal_names_the_component(tmp_path: Path) -> None:
    components = f"- {{id: orders, {events('send orders/{x}/paid')}}}\n- {{id: billing}}"
    signal = f"- {{id: S, {BY_CLAIM}, consumers: [billing], producers: [orders]}}"
    (found,) = judged(tmp_path, components, signal)
    assert (found.position.line, found.fails, found.field, found.subject) == (5, False, "producers", "orders")
    assert found.help == "add the event to `events` of component orders, or remove it from `producers`"


def test_thousands_are_compared_in_linear_time(tmp_path: Path) -> None:
    from processor_time import LINEAR, growth

    from mkdocs_traceability.analysis.certainty import Certainty
    from mkdocs_traceability.analysis.channels import Channels

    def results(number: int) -> object:
        shop = "asyncapi: 2.0.0\nchannels:\n" + "".join(
            f"  c{n}: {{subscribe: {{}}}}\n" for n in range(number)
        )
        components = "\n".join(f"- {{id: k{n}, {events(f'send c{n}')}}}" for n in range(number))
        signals = "\n".join(
            f"- {{id: S{n}, producers: [k{n}], consumers: [k0], {events(f'c{n}')}}}" for n in range(number)
        )
        files = {
            "mkdocs.yml": f"site_name: x\nplugins: [{{traceability: {{{ALL}}}}}]\n",
            "shop.yaml": shop,
            "docs/a.trace.yml": f"components:\n{components}\nsignals:\n{signals}\n",
        }
        return run(tmp_path / str(number), files)

    ready = {size: results(size) for size in (200, 800)}

    def compare(size: int) -> None:
        result = ready[size]
        channels = Channels(result.registry, result.verdicts, Certainty(result.registry))  # type: ignore[attr-defined]
        assert not list(channels.unnamed())
        list(channels.silent())

    assert growth(compare, 200) < LINEAR

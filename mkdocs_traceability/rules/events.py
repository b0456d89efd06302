"""Rules about events and signals: what components send and receive, and whom the signals name."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.analysis.channels import ENDS, EVENTS, Channels
from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.verdict import Problem
from mkdocs_traceability.registry.registry import place_of
from mkdocs_traceability.rules.claims import judged_claims
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import MOST_RELATED, listed

_NEEDS: Final = ("signal.producers", "signal.consumers")


@rule("TR417", title="Event not found in any AsyncAPI document")
def missing_event(context: RuleContext) -> Iterator[Finding]:
    """Reports a claim of an event that is not found in any AsyncAPI document.

    Parameters in addresses are compared by position; their names do not matter. In AsyncAPI 2, `publish`
    means that the application receives, and `subscribe` that it sends.

    Why it matters: someone relies on a message that is not sent, or sends one that is not received.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {asyncapi: [asyncapi.yaml]}}]
        # file: asyncapi.yaml
        asyncapi: 3.0.0
        channels:
          orderCreated: {address: orders.created}
        operations:
          announce: {action: send, channel: {$ref: '#/channels/orderCreated'}}
        # file: docs/example.trace.yml
        requirements:
          - id: ORD-1
            evidence:
              events: [send orders.create]

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {asyncapi: [asyncapi.yaml]}}]
        # file: asyncapi.yaml
        asyncapi: 3.0.0
        channels:
          orderCreated: {address: orders.created}
        operations:
          announce: {action: send, channel: {$ref: '#/channels/orderCreated'}}
        # file: docs/example.trace.yml
        requirements:
          - id: ORD-1
            evidence:
              events: [send orders.created]
    """
    return judged_claims(context, "TR417", Problem.EVENT)


@rule(
    "TR312",
    title="Sender or receiver not listed by its signal",
    severity=Severity.WARNING,
    needs=_NEEDS,
)
def unnamed_end_of_a_signal(context: RuleContext) -> Iterator[Finding]:
    """Reports a component that sends or receives a signal, but is not among its producers or consumers.

    Claims of `send` and `receive` in `events` are compared, if they are found. A signal belongs to a
    channel if it claims the channel in `events`; a signal without `events` belongs to the channel whose
    address is its id or an alias, within the same system. It is enough to list a part of the component, or
    what it is part of, for one of the signals of a channel. Empty lists are reported by TR204 and TR205.

    Why it matters: the signal registry and the interface of the component contradict each other, so a
    change of the signal may reach someone unprepared.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {asyncapi: [asyncapi.yaml]}}]
        # file: asyncapi.yaml
        asyncapi: 3.0.0
        channels:
          orderCreated: {address: orders.created}
        operations:
          announce: {action: send, channel: {$ref: '#/channels/orderCreated'}}
        # file: docs/example.trace.yml
        components:
          - {id: orders, evidence: {events: [send orders.created]}}
          - id: shop
          - id: billing
        signals:
          - {id: SIG-1, producers: [shop], consumers: [billing], evidence: {events: [orders.created]}}
        flows:
          - {id: ORD-1, components: [orders, shop, billing]}

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {asyncapi: [asyncapi.yaml]}}]
        # file: asyncapi.yaml
        asyncapi: 3.0.0
        channels:
          orderCreated: {address: orders.created}
        operations:
          announce: {action: send, channel: {$ref: '#/channels/orderCreated'}}
        # file: docs/example.trace.yml
        components:
          - {id: orders, evidence: {events: [send orders.created]}}
          - id: shop
          - id: billing
        signals:
          - {id: SIG-1, producers: [shop, orders], consumers: [billing], evidence: {events: [orders.created]}}
        flows:
          - {id: ORD-1, components: [orders, shop, billing]}
    """
    for component, claim, action, signals in _channels(context).unnamed():
        name, first = ENDS[action], signals[0]
        address = claim.text.split()[-1]
        yield Finding.of(
            component,
            "TR312",
            f"{component.label} {action}s `{address}`, but is not among the `{name}` of {_named(signals)}",
            at=claim.position,
            label=f"in `events` of {component.label}",
            help=f"add `{component.id}` to `{name}` of {first.label}, or correct the claim",
            related=tuple(
                Related(place_of(signal, name), f"the {name} of {signal.id}")
                for signal in signals[:MOST_RELATED]
            ),
            field=EVENTS,
            subject=claim.text,
        )


@rule(
    "TR313",
    title="Producer or consumer without a matching event",
    severity=Severity.INFO,
    needs=_NEEDS,
)
def end_of_a_signal_without_event(context: RuleContext) -> Iterator[Finding]:
    """Reports a producer or consumer of a signal whose `events` do not include the signal.

    Only components that claim `events` are checked, and only if all of these are found. Signals belong to
    channels as for TR312. An address without `send` or `receive` counts as both.

    Why it matters: either the component no longer sends the signal, or its events are incomplete.

    Fails:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {asyncapi: [asyncapi.yaml]}}]
        # file: asyncapi.yaml
        asyncapi: 3.0.0
        channels:
          orderCreated: {address: orders.created}
          orderPaid: {address: orders.paid}
        operations:
          announce: {action: send, channel: {$ref: '#/channels/orderCreated'}}
          settle: {action: send, channel: {$ref: '#/channels/orderPaid'}}
        # file: docs/example.trace.yml
        components:
          - {id: orders, evidence: {events: [send orders.paid]}}
          - id: billing
        signals:
          - {id: SIG-1, producers: [orders], consumers: [billing], evidence: {events: [orders.created]}}
        flows:
          - {id: ORD-1, components: [orders, billing]}

    Passes:

        # file: mkdocs.yml
        site_name: x
        plugins: [{traceability: {asyncapi: [asyncapi.yaml]}}]
        # file: asyncapi.yaml
        asyncapi: 3.0.0
        channels:
          orderCreated: {address: orders.created}
          orderPaid: {address: orders.paid}
        operations:
          announce: {action: send, channel: {$ref: '#/channels/orderCreated'}}
          settle: {action: send, channel: {$ref: '#/channels/orderPaid'}}
        # file: docs/example.trace.yml
        components:
          - {id: orders, evidence: {events: [send orders.paid, send orders.created]}}
          - id: billing
        signals:
          - {id: SIG-1, producers: [orders], consumers: [billing], evidence: {events: [orders.created]}}
        flows:
          - {id: ORD-1, components: [orders, billing]}
    """
    for component, signal, action, position in _channels(context).silent():
        name = ENDS[action]
        yield Finding.of(
            signal,
            "TR313",
            f"{component.label} is in `{name}` of {signal.label}, but none of its `events` {action}s it",
            at=position,
            help=f"add the event to `events` of {component.label}, or remove it from `{name}`",
            related=(Related(component.evidence[EVENTS].position, f"the events of {component.id}"),),
            field=name,
            subject=component.id,
        )


def _channels(context: RuleContext) -> Channels:
    return Channels(context.registry, context.verdicts, Absences(context))


def _named(signals: tuple[Item, ...]) -> str:
    return signals[0].label if len(signals) == 1 else f"signals {listed(each.id for each in signals)}"

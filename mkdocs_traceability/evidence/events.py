"""Verify `events` claims: what an application sends and receives, as an AsyncAPI document declares it."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.evidence.api_descriptions.listed_files import listed_files
from mkdocs_traceability.evidence.api_descriptions.templates import (
    Templates,
    listed,
    nearest,
)
from mkdocs_traceability.evidence.asyncapi.channels import DeclaredEvent, Document
from mkdocs_traceability.evidence.asyncapi.document import ACTIONS
from mkdocs_traceability.evidence.checker import Scope, claim_type
from mkdocs_traceability.model.event import Event, without_names
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import InputProblem, Outcome, Place, Problem, Verdict

_FORM: Final = re.compile(r"(?:(send|receive)\s+)?(\S+)", re.IGNORECASE)
_DELIMITER: Final = re.compile(r"([/.:])")
"""What stands between the parts of an address: `/` of MQTT, `.` of AMQP, Kafka and NATS, `:` of Redis."""

_NOT_CONFIGURED: Final = Outcome(
    Verdict.UNVERIFIED,
    Problem.UNCHECKED,
    "no AsyncAPI document is configured, so `events` are not checked",
    "name one: `asyncapi: [asyncapi.yaml]`",
)
_NOT_ALL_READ: Final = Outcome(
    Verdict.UNVERIFIED,
    None,  # what is wrong with the documents is said already
    "not every AsyncAPI document can be read, so `events` that the others do not declare are not checked",
    "fix the findings about these documents",
)


@claim_type("events", each_system_by_itself=True)
class EventsChecker:
    """Looks actions and addresses up in the AsyncAPI documents of a scope."""

    def __init__(self, scope: Scope) -> None:
        self.problems: list[InputProblem] = []
        self._documents = tuple(glob.pattern for glob in scope.globs("asyncapi"))
        self._templates: Templates[DeclaredEvent] = Templates()
        self._declared: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        self._events: list[DeclaredEvent] = []
        for path in listed_files(scope, "asyncapi", self.problems):
            self._enter(Document(scope, path))

    def check(self, claim: Claim) -> Outcome:
        """Return the outcome of a claim."""
        form = _FORM.fullmatch(claim.text.strip())
        if form is None:
            message = f"`{claim.text}` is not the address of a channel, nor `send` or `receive` and one"
            return Outcome(Verdict.MISSING, Problem.FORM, message, _how_to_write(claim.text))
        if not self._documents:
            return _NOT_CONFIGURED
        action, address = (form[1] or "").lower(), form[2]
        declared = self._templates.of(segments_of(address))
        if action in declared:
            event = Event(action, without_names(address), self._documents)
            return Outcome(Verdict.FOUND, place=declared[action].place, event=event)
        if self.problems:
            return _NOT_ALL_READ
        shown = f"{action} {address}".lstrip()
        message = f"`{shown}` not found in any AsyncAPI document"
        help_ = _has(address, declared) if declared else self._meant(action, address)
        return Outcome(Verdict.MISSING, Problem.EVENT, message, help_)

    def declared(self) -> Iterator[tuple[str, Place]]:
        """Go through all that can be claimed, as it would be written, and where it is declared."""
        return ((f"{each.action} {each.address}".lstrip(), each.place) for each in self._events)

    def _enter(self, document: Document) -> None:
        self.problems += document.problems
        for name, address in document.names.items():
            self._names.setdefault(name, address)
        self._events += document.events
        for event in document.events:
            segments = segments_of(event.address)
            # Its address alone claims a channel, whatever is done there.
            for action in dict.fromkeys((event.action, "")):
                self._templates.enter(segments, action, event)
            self._declared.setdefault(event.address, []).append(event.action)

    def _meant(self, action: str, address: str) -> str:
        """Offer the channel that was meant: by its name, by a value of its parameter, or by one like it."""
        meant = self._names.get(address)
        if meant is None:
            declared = self._templates.of(segments_of(address), as_a_value=True)
            meant = declared[""].address if declared else nearest(address, action, self._declared, _spelled)
        if not meant:
            return "name a channel that an AsyncAPI document declares"
        declared = self._templates.of(segments_of(meant))
        if action in declared:
            return f"did you mean `{f'{action} {meant}'.lstrip()}`?"
        return f"did you mean another channel? {_has(meant, declared)}"


def segments_of(address: str) -> list[str]:
    """Split an address into its parts and what stands between them; the names of parameters do not matter."""
    return _DELIMITER.split(without_names(address))


def _spelled(address: str) -> str:
    return without_names(address)[:500].casefold()


def _has(address: str, declared: dict[str, DeclaredEvent]) -> str:
    """Say what is done in a channel."""
    actions = listed(declared, ACTIONS)
    if not actions:
        return f"no operation uses the channel `{address}`; claim `{address}` alone"
    return f"`{address}` has {actions}"


def _how_to_write(text: str) -> str:
    """Say how a claim is written; who writes as in AsyncAPI 2 is told what that is now."""
    if text.strip().casefold().startswith(("publish ", "subscribe ")):
        return "write what the application does: `send orders.created` or `receive orders.created`"
    return "write it as `send orders.created`, `receive orders.created` or `orders.created`"

"""The events of an AsyncAPI document: which messages its application sends and receives, at which addresses.

References to messages, schemas and the like are of no matter here.
"""

from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_traceability.evidence.api_descriptions.references import MOST_HOPS, TOO_MANY_HOPS, References
from mkdocs_traceability.evidence.api_descriptions.tree import Ref, token_of
from mkdocs_traceability.evidence.asyncapi.document import (
    ACTIONS,
    OPPOSITE,
    Channel,
    DocumentPart,
    Operation,
    channel_item_part,
    channel_part,
    document,
    from_plain,
    operation_part,
    reply_part,
)
from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import InputProblem, Place
from mkdocs_traceability.reading.yaml.nodes import Node

_CHANNELS: Final = "#/channels/"
_NAMED: Final[dict[Callable[[Node | None], DocumentPart], str]] = {
    channel_item_part: "a channel",
    channel_part: "a channel",
    operation_part: "an operation",
    reply_part: "a reply",
}


class DeclaredEvent(NamedTuple):
    """What the application does at an address, and where that is declared; of a mere channel, no action."""

    action: str
    address: str
    place: Place


class Document:
    """One AsyncAPI document: its events, and what is wrong with it.

    `names` has the addresses of its channels by the names that the document gives them.
    """

    def __init__(self, scope: Scope, path: str) -> None:
        self.events: list[DeclaredEvent] = []
        self.names: dict[str, str] = {}
        self._path = path
        self._references = References(scope, path, from_plain, DocumentPart)
        part = self._references.read("asyncapi document:1 ", path, document)
        self.version = part.version
        for channel in part.channels:
            self._declare_channel(channel)
        for operation in part.operations:
            self._declare_operation(operation)

    @property
    def problems(self) -> list[InputProblem]:
        """What is wrong with the document."""
        return self._references.problems

    def _declare_channel(self, channel: Channel) -> None:
        """Enter a channel, and what stands in it and in the one that it refers to."""
        file, found = self._path, channel
        part_of = channel_item_part if self.version == 2 else channel_part
        places = []
        for hop in range(MOST_HOPS + 1):
            places += [(each.action, Place(file, each.line)) for each in found.operations]
            if found.ref is None:
                break
            if hop == MOST_HOPS:
                self._references.problem(file, found.ref, TOO_MANY_HOPS)
                return
            file, part = self._follow(file, found.ref, f"asyncapi channel:{self.version}", part_of)
            if not part.channels:
                return
            found = part.channels[0]
        # Where its address is known only at run time, the name is all that there is to call it by.
        address = (channel.address if self.version == 2 else found.address) or channel.name
        self.names[channel.name] = address
        self.events.append(DeclaredEvent("", address, Place(self._path, channel.line)))
        self.events += [DeclaredEvent(action, address, place) for action, place in places]

    def _declare_operation(self, operation: Operation) -> None:
        """Enter what an operation does, and what it does with replies."""
        file, found = self._path, operation
        for _ in range(MOST_HOPS):
            if found.ref is None:
                break
            file, part = self._follow(file, found.ref, "asyncapi operation", operation_part)
            if not part.operations:
                return
            found = part.operations[0]
        if found.ref is not None:
            self._references.problem(file, found.ref, TOO_MANY_HOPS)
        elif found.action not in ACTIONS:
            what = f"the `action` `{found.action}`" if found.action else "no `action`"
            self._misses(file, operation, found, what, "`action` is `send` or `receive`")
        elif found.channel is None:
            self._misses(file, operation, found, "no `channel`", "write `channel: {$ref: '#/channels/…'}`")
        else:
            place = Place(file, found.line)
            self._enter(found.action, file, found.channel, place)
            self._declare_reply(found, file, place)

    def _declare_reply(self, operation: Operation, holder: str, place: Place) -> None:
        """Enter what is done with replies: who sends a request receives them."""
        reply_channel, ref = operation.reply_channel, operation.reply
        for _ in range(MOST_HOPS):
            if ref is None:
                break
            holder, part = self._follow(holder, ref, "asyncapi reply", reply_part)
            if not part.operations:
                return
            reply_channel, ref = part.operations[0].channel, part.operations[0].ref
        if ref is not None:
            self._references.problem(holder, ref, TOO_MANY_HOPS)
        elif reply_channel is not None:
            self._enter(OPPOSITE[operation.action], holder, reply_channel, place)

    def _enter(self, action: str, holder: str, channel: Ref, place: Place) -> None:
        address = self._address(holder, channel)
        if address:
            self.events.append(DeclaredEvent(action, address, place))

    def _address(self, holder: str, ref: Ref) -> str:
        """Return the address of the channel that an operation names, empty where there is none."""
        if holder == self._path and ref.text.startswith(_CHANNELS):
            name = token_of(unquote(ref.text.removeprefix(_CHANNELS)))
            if name in self.names:
                return self.names[name]
        file, name = holder, ref.text.rpartition("/")[2]
        for _ in range(MOST_HOPS):
            file, part = self._follow(file, ref, "asyncapi channel:3", channel_part)
            if not part.channels:
                return ""
            (channel,) = part.channels
            if channel.ref is None:
                return channel.address or token_of(unquote(name))
            ref = channel.ref
        self._references.problem(file, ref, TOO_MANY_HOPS)
        return ""

    def _follow(
        self, holder: str, ref: Ref, what: str, part_of: Callable[[Node | None], DocumentPart]
    ) -> tuple[str, DocumentPart]:
        """Return what a `$ref` leads to and the file it stands in; nothing, and a problem, if it does not."""
        file, part = self._references.follow(what, holder, ref, part_of)
        if part is None:
            return holder, DocumentPart()
        if not (part.channels or part.operations or part.trouble):
            self._references.problem(holder, ref, f"points to nothing that is {_NAMED[part_of]}")
        return file, part

    def _misses(self, file: str, operation: Operation, found: Operation, what: str, help_: str) -> None:
        at = Position(file, max(found.line, 1), max(found.column, 1))
        self.problems.append(InputProblem(f"the operation `{operation.name}` has {what}", at, help_))

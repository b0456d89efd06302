"""What one file of an AsyncAPI description says of channels and operations: facts from its content alone.

`$ref`s are left as they stand; `channels` follows them. Versions 2.x and 3.x, YAML or JSON.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.evidence.api_descriptions.tree import Ref, Trouble, entries, get, ref_of
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar

SEND: Final = "send"
RECEIVE: Final = "receive"
ACTIONS: Final = (SEND, RECEIVE)
"""What an application does with messages (AsyncAPI 3.0, Operation Object, `action`)."""

OPPOSITE: Final = {SEND: RECEIVE, RECEIVE: SEND}
"""What an application does with the replies to what it sends or receives."""

IN_VERSION_2: Final = {"publish": RECEIVE, "subscribe": SEND}
"""What the operations of a channel mean in 2.x, where they say what others may do.

Others publish what the application receives. AsyncAPI 2.6, Channel Item Object, of `subscribe`: "messages
produced by the application and sent to the channel".
"""


class ChannelOperation(NamedTuple):
    """What an application does in the channel in which it stands (2.x)."""

    action: str
    line: int


class Channel(NamedTuple):
    """A channel: its name in the document, its address if that is known, and what it refers to."""

    name: str
    line: int
    address: str | None = None
    ref: Ref | None = None
    operations: tuple[ChannelOperation, ...] = ()


class Operation(NamedTuple):
    """An operation that names its channel (3.x), and the one of its replies.

    `reply` is what the operation has in place of a reply that stands elsewhere.
    """

    name: str
    line: int
    column: int
    action: str = ""
    channel: Ref | None = None
    reply_channel: Ref | None = None
    reply: Ref | None = None
    ref: Ref | None = None


class DocumentPart(NamedTuple):
    """What a document, or a place in a file that a `$ref` names, says, or what is wrong."""

    trouble: Trouble | None = None
    version: int = 3
    channels: tuple[Channel, ...] = ()
    operations: tuple[Operation, ...] = ()


def from_plain(plain: Any) -> DocumentPart:
    """Return a part that was kept as JSON."""
    trouble, version, channels, operations = plain
    return DocumentPart(
        trouble and Trouble(*trouble),
        version,
        tuple(
            Channel(name, line, address, ref and Ref(*ref), tuple(ChannelOperation(*each) for each in inner))
            for name, line, address, ref, inner in channels
        ),
        tuple(
            Operation(name, line, column, action, *(each and Ref(*each) for each in refs))
            for name, line, column, action, *refs in operations
        ),
    )


def document(tree: Node) -> DocumentPart:
    """Return what a whole document says."""
    version = get(tree, "asyncapi")
    if not isinstance(version, Scalar) or not version.text.startswith(("2.", "3.")):
        return DocumentPart(_not_asyncapi(version))
    channels, operations = get(tree, "channels"), get(tree, "operations")
    is_2 = version.text.startswith("2.")
    part = DocumentPart(
        None,
        2 if is_2 else 3,
        tuple(_channel(key, value, is_2) for key, value in _objects(channels)),
        () if is_2 else tuple(_operation(key, value) for key, value in _objects(operations)),
    )
    # A document may hold nothing but what others refer to.
    if part.channels or part.operations or isinstance(get(tree, "components"), Mapping):
        return part
    at = channels or tree
    message, help_ = "the AsyncAPI document has no channels", "add `channels`, or remove it from `asyncapi`"
    return DocumentPart(Trouble(message, max(at.line, 1), max(at.column, 1), help_))


def channel_part(node: Node | None) -> DocumentPart:
    """Return what a channel says that stands elsewhere than in the document (3.x)."""
    return _elsewhere(node, is_2=False)


def channel_item_part(node: Node | None) -> DocumentPart:
    """Return what a channel item says that stands elsewhere than at its address (2.x)."""
    return _elsewhere(node, is_2=True)


def operation_part(node: Node | None) -> DocumentPart:
    """Return what an operation says that stands elsewhere than in the document."""
    if not isinstance(node, Mapping):
        return DocumentPart()
    return DocumentPart(operations=(_operation(Scalar("", node.line, node.column, 0, False), node),))


def reply_part(node: Node | None) -> DocumentPart:
    """Return the channel of a reply that stands elsewhere than in its operation."""
    if not isinstance(node, Mapping):
        return DocumentPart()
    channel = ref_of(get(node, "channel"))
    return DocumentPart(
        operations=(Operation("", node.line, node.column, channel=channel, ref=ref_of(node)),)
    )


def _elsewhere(node: Node | None, *, is_2: bool) -> DocumentPart:
    if not isinstance(node, Mapping):
        return DocumentPart()
    return DocumentPart(channels=(_channel(Scalar("", node.line, node.column, 0, False), node, is_2),))


def _channel(name: Scalar, node: Mapping, is_2: bool) -> Channel:
    if is_2:
        operations = [
            ChannelOperation(IN_VERSION_2[key.text], key.line)
            for key, value in _objects(node)
            if key.text in IN_VERSION_2
        ]
        return Channel(name.text, name.line, name.text, ref_of(node), tuple(operations))
    address = get(node, "address")
    known = address.text if isinstance(address, Scalar) and not address.is_null else None
    return Channel(name.text, name.line, known, ref_of(node))


def _operation(name: Scalar, node: Mapping) -> Operation:
    action, reply = get(node, "action"), get(node, "reply")
    return Operation(
        name.text,
        name.line,
        name.column,
        action.text if isinstance(action, Scalar) else "",
        ref_of(get(node, "channel")),
        ref_of(get(reply, "channel")),
        ref_of(reply),
        ref_of(node),
    )


def _objects(node: Node | None) -> Iterator[tuple[Scalar, Mapping]]:
    """Go through the entries that are objects; extensions (`x-…`) are none of the specification's."""
    for key, value in entries(node):
        if isinstance(value, Mapping) and not key.text.startswith("x-"):
            yield key, value


def _not_asyncapi(version: Node | None) -> Trouble:
    if isinstance(version, Scalar):
        message = f"this is AsyncAPI `{version.text}`, not AsyncAPI 2 or 3"
        return Trouble(message, max(version.line, 1), max(version.column, 1), "convert it to AsyncAPI 3")
    return Trouble(
        "this is not an AsyncAPI document: it has no `asyncapi: 3.…`",
        help="list only the documents, not the files that they refer to",
    )

"""What AsyncAPI documents declare: channels, operations, replies, and what of them stands in other places."""

from pathlib import Path

import pytest
from processor_time import LINEAR, effort, growth
from support import table

from mkdocs_traceability.evidence.asyncapi.channels import Document
from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk

V3 = "asyncapi: 3.0.0\ninfo: {title: x, version: '1'}\n"
V2 = "asyncapi: '2.6.0'\ninfo: {title: x, version: '1'}\n"
ORDERS = V3 + "channels:\n  orders: {address: orders.created}\n"


def document(folder: Path, files: dict[str, str] | str, path: str = "site/api/asyncapi.yaml") -> Document:
    for name, text in ({path: files} if isinstance(files, str) else files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "site").mkdir(exist_ok=True)
    disk = Disk(folder / "site")
    return Document(Scope(disk, Roots(disk, (".",))), path.removeprefix("site/"))


def declared(found: Document) -> list[str]:
    assert found.problems == []
    return [
        f"{each.action or 'channel'} {each.address} {each.place.path}:{each.place.line}"
        for each in found.events
    ]


def problems(found: Document) -> list[str]:
    return [f"{each.position}: {each.message}" for each in found.problems]


def test_version_3_says_what_the_application_does(tmp_path: Path) -> None:
    text = (
        V3
        + "channels:\n  orders:\n    address: orders.created\n    messages: {m: {payload: {}}}\n  paid: {address: 'orders/{id}/paid'}\n"
        + "operations:\n  announce:\n    action: send\n    channel: {$ref: '#/channels/orders'}\n"
        + "  settle: {action: receive, channel: {$ref: '#/channels/paid'}}\n  x-note: {action: no}\n"
    )
    assert declared(document(tmp_path, text)) == [
        "channel orders.created api/asyncapi.yaml:4",
        "channel orders/{id}/paid api/asyncapi.yaml:7",
        "send orders.created api/asyncapi.yaml:9",
        "receive orders/{id}/paid api/asyncapi.yaml:12",
    ]


def test_version_2_says_what_others_do(tmp_path: Path) -> None:
    text = V2 + "channels:\n  orders.created:\n    subscribe: {message: {}}\n  orders.pay:\n    publish: {}\n"
    assert declared(document(tmp_path, text)) == [
        "channel orders.created api/asyncapi.yaml:4",
        "send orders.created api/asyncapi.yaml:5",
        "channel orders.pay api/asyncapi.yaml:6",
        "receive orders.pay api/asyncapi.yaml:7",
    ]


@table(
    "version",
    ("the first of 2", "2.0.0"),
    ("the last of 2", "2.6.0"),
    ("3.0", "3.0.0"),
    ("3.1", "3.1.0"),
    ("a release candidate", "3.0.0-next-major-spec.20"),
)
def test_all_versions_2_and_3_are_read(tmp_path: Path, version: str) -> None:
    text = f"asyncapi: {version}\nchannels: {{a: {{}}}}\n"
    assert declared(document(tmp_path, text)) == ["channel a api/asyncapi.yaml:2"]


def test_json_is_read_with_its_lines_or_without(tmp_path: Path) -> None:
    text = '{\n"asyncapi": "3.0.0",\n"channels": {\n"a": {"address": null},\n"b": {"address": "b/c"}}}'
    assert declared(document(tmp_path, text)) == [
        "channel a api/asyncapi.yaml:4",
        "channel b/c api/asyncapi.yaml:5",
    ]
    text = text.replace("b/c", "b/\\ud83d\\ude00")
    assert declared(document(tmp_path, text)) == [
        "channel a api/asyncapi.yaml:0",
        "channel b/😀 api/asyncapi.yaml:0",
    ]


@table(
    "address",
    ("null", "{address: null}"),
    ("left out", "{messages: {}}"),
    ("a mapping", "{address: {}}"),
)
def test_a_channel_whose_address_is_not_known_goes_by_its_name(tmp_path: Path, address: str) -> None:
    text = (
        V3
        + f"channels: {{replies: {address}}}\noperations: {{get: {{action: receive, channel: {{$ref: '#/channels/replies'}}}}}}\n"
    )
    assert declared(document(tmp_path, text)) == [
        "channel replies api/asyncapi.yaml:3",
        "receive replies api/asyncapi.yaml:4",
    ]


@table(
    "action, reply, expected",
    ("of what is sent", "send", "{channel: {$ref: '#/channels/answers'}}", "receive"),
    ("of what is received", "receive", "{channel: {$ref: '#/channels/answers'}}", "send"),
    ("that stands elsewhere", "send", "{$ref: '#/components/replies/r'}", "receive"),
    ("that stands elsewhere twice", "receive", "{$ref: '#/components/replies/again'}", "send"),
)
def test_a_reply_goes_the_other_way(tmp_path: Path, action: str, reply: str, expected: str) -> None:
    text = (
        V3
        + "channels: {ask: {address: ask}, answers: {address: answers}}\n"
        + f"operations:\n  ask:\n    action: {action}\n    channel: {{$ref: '#/channels/ask'}}\n    reply: {reply}\n"
        + "components: {replies: {r: {channel: {$ref: '#/channels/answers'}}, again: {$ref: '#/components/replies/r'}}}\n"
    )
    assert declared(document(tmp_path, text))[2:] == [
        f"{action} ask api/asyncapi.yaml:5",
        f"{expected} answers api/asyncapi.yaml:5",
    ]


def test_a_reply_without_a_channel_says_no_more(tmp_path: Path) -> None:
    text = (
        ORDERS
        + "operations: {a: {action: send, channel: {$ref: '#/channels/orders'}, reply: {address: {location: x}}}}\n"
    )
    assert len(declared(document(tmp_path, text))) == 2


def test_parts_may_stand_elsewhere(tmp_path: Path) -> None:
    files = {
        "site/api/asyncapi.yaml": V3
        + "channels:\n  a: {$ref: '#/components/channels/A~1x'}\n  b: {$ref: 'channels/all.yaml#/b'}\n"
        + "operations:\n  one: {$ref: operations.yaml#/one}\n  two: {action: send, channel: {$ref: 'channels/all.yaml#/c'}}\n"
        + "components:\n  channels:\n    A/x: {address: a.b}\n",
        "site/api/channels/all.yaml": "b: {$ref: '#/c'}\nc: {address: c.d}\n",
        "site/api/operations.yaml": "one:\n  action: receive\n  channel: {$ref: 'asyncapi.yaml#/channels/a'}\n",
    }
    assert declared(document(tmp_path, files)) == [
        "channel a.b api/asyncapi.yaml:4",
        "channel c.d api/asyncapi.yaml:5",
        "receive a.b api/operations.yaml:2",
        "send c.d api/asyncapi.yaml:8",
    ]


def test_a_channel_of_version_2_may_stand_elsewhere(tmp_path: Path) -> None:
    files = {
        "site/api/asyncapi.yaml": V2 + "channels:\n  a.b: {$ref: more.yaml#/x}\n",
        "site/api/more.yaml": "x:\n  publish: {}\n",
    }
    assert declared(document(tmp_path, files)) == [
        "channel a.b api/asyncapi.yaml:4",
        "receive a.b api/more.yaml:2",
    ]


@table(
    "ref, message",
    ("beside the site", "../../secret.yaml", "points outside the allowed folders"),
    ("an absolute path", "/etc/passwd", "points outside the allowed folders"),
    ("a link out of it", "link.yaml", "points outside the allowed folders"),
    ("the network", "https://x.org/a.yaml", "points to the network, which is never accessed"),
    ("no file", "no.yaml", "points to `api/no.yaml`, which is not a file"),
    ("nothing", "#/components/x", "points to nothing that is a channel"),
    ("a text", "#/asyncapi", "points to nothing that is a channel"),
    ("itself", "#/channels/a", "refers to itself, or through too many others"),
)
def test_references_that_lead_nowhere(tmp_path: Path, ref: str, message: str) -> None:
    (tmp_path / "secret.yaml").write_text("address: secret\n")
    (tmp_path / "site" / "api").mkdir(parents=True)
    (tmp_path / "site" / "api" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    found = document(tmp_path, V3 + f'channels:\n  a:\n    $ref: "{ref}"\n')
    assert problems(found) == [f"api/asyncapi.yaml:5:11: the `$ref` `{ref}` {message}"]
    assert found.events == []


@table(
    "operation, message",
    ("no action", "{channel: {$ref: '#/channels/orders'}}", "the operation `do` has no `action`"),
    (
        "an action of version 2",
        "{action: publish, channel: {$ref: '#/channels/orders'}}",
        "the operation `do` has the `action` `publish`",
    ),
    ("no channel", "{action: send}", "the operation `do` has no `channel`"),
    ("a channel by name", "{action: send, channel: orders}", "the operation `do` has no `channel`"),
)
def test_an_operation_that_is_none_is_said(tmp_path: Path, operation: str, message: str) -> None:
    found = document(tmp_path, ORDERS + f"operations:\n  do: {operation}\n")
    assert problems(found) == [f"api/asyncapi.yaml:6:3: {message}"]
    assert found.problems[0].help
    assert [each.action for each in found.events] == [""]


def test_an_operation_on_a_channel_that_is_not_there_is_said_at_its_reference(tmp_path: Path) -> None:
    found = document(
        tmp_path, ORDERS + "operations:\n  do: {action: send, channel: {$ref: '#/channels/order'}}\n"
    )
    assert problems(found) == [
        "api/asyncapi.yaml:6:38: the `$ref` `#/channels/order` points to nothing that is a channel"
    ]


def test_operations_and_replies_in_a_circle_end(tmp_path: Path) -> None:
    text = ORDERS + (
        "operations:\n  do: {$ref: '#/operations/again'}\n  again: {$ref: '#/operations/do'}\n"
        "  ask: {action: send, channel: {$ref: '#/channels/orders'}, reply: {$ref: '#/components/replies/r'}}\n"
        "components: {replies: {r: {$ref: '#/components/replies/r'}}}\n"
    )
    assert {each.message.partition("` ")[2] for each in document(tmp_path, text).problems} == {
        "`#/operations/again` refers to itself, or through too many others",
        "`#/operations/do` refers to itself, or through too many others",
        "`#/components/replies/r` refers to itself, or through too many others",
    }


@table(
    "text, message",
    ("empty", "", "1:1: the file is empty"),
    (
        "version 1",
        "asyncapi: 1.2.0\ntopics: {a: {}}\n",
        "1:11: this is AsyncAPI `1.2.0`, not AsyncAPI 2 or 3",
    ),
    ("a later version", "asyncapi: 4.0.0\n", "1:11: this is AsyncAPI `4.0.0`, not AsyncAPI 2 or 3"),
    (
        "OpenAPI",
        "openapi: 3.0.0\npaths: {}\n",
        "1:1: this is not an AsyncAPI document: it has no `asyncapi: 3.…`",
    ),
    ("a list", "- a\n", "1:1: this is not an AsyncAPI document: it has no `asyncapi: 3.…`"),
    ("nothing in it", V3, "1:1: the AsyncAPI document has no channels"),
    ("no channel in it", V2 + "channels: {}\n", "3:11: the AsyncAPI document has no channels"),
    (
        "a tag",
        V3 + "x: !!python/object/apply:os.system [id]\n",
        "3:4: the tag `!!python/object/apply:os.system` is not allowed here",
    ),
    ("broken", "asyncapi: 3.0.0\nchannels: [\n", "2:11: `[` is never closed, or what it holds is not a list"),
)
def test_what_is_no_asyncapi_document(tmp_path: Path, text: str, message: str) -> None:
    found = document(tmp_path, text)
    assert found.events == []
    assert problems(found) == [f"api/asyncapi.yaml:{message}"]


def test_a_document_of_components_only_is_one(tmp_path: Path) -> None:
    assert declared(document(tmp_path, V3 + "components: {messages: {a: {}}}\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        V3 + "channels: 1\noperations: []\ncomponents: {}\n",
        V3 + "channels: {a: 1, b: [], c: null, d: {address: [], $ref: {}}}\noperations: {a: 1, b: []}\n",
        V3 + "channels: {a: {}}\noperations: {a: {action: [], channel: [], reply: 1, $ref: []}}\n",
        V2 + "channels: {a: {publish: 1, subscribe: []}, 1: {}, [x]: {}}\n",
        V2 + "channels: &a {a: *a}\n",
        V3 + "channels: {<<: {<<: {a: {address: x}}}}\n",
        "asyncapi: [3]\n",
        "asyncapi: 3.0.0\nchannels: " + "[" * 5000,
    ],
)
def test_whatever_stands_there_nothing_is_raised(tmp_path: Path, text: str) -> None:
    found = document(tmp_path, text)
    assert all(each.message and each.position.line for each in found.problems)


def test_aliases_that_explode_are_refused_at_once(tmp_path: Path) -> None:
    bomb = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12))
    text = V3 + "x0: &x0 [a]\n" + bomb + "channels: {a: {}}\n"
    before = effort(lambda: document(tmp_path, V3 + "channels: {a: {}}\n" + "x: 1\n" * 20))
    assert effort(lambda: document(tmp_path, text)) < 100 * before + 1


def test_many_operations_on_many_channels_take_linear_time(tmp_path: Path) -> None:
    def read(number: int) -> None:
        channels = "".join(f"  c{n}: {{address: 'a.{n}'}}\n" for n in range(number))
        operations = "".join(
            f"  o{n}: {{action: send, channel: {{$ref: '#/channels/c{n}'}}}}\n" for n in range(number)
        )
        found = document(tmp_path, f"{V3}channels:\n{channels}operations:\n{operations}")
        assert len(found.events) == 2 * number

    assert growth(read, 250) < LINEAR


def test_many_references_into_another_file_take_linear_time(tmp_path: Path) -> None:
    def read(number: int) -> None:
        operations = "".join(
            f"  o{n}: {{action: send, channel: {{$ref: 'all.yaml#/c{n}'}}}}\n" for n in range(number)
        )
        files = {
            "site/api/asyncapi.yaml": f"{ORDERS}operations:\n{operations}",
            "site/api/all.yaml": "".join(f"c{n}: {{address: 'a.{n}'}}\n" for n in range(number)),
        }
        assert len(document(tmp_path, files).events) == number + 1

    assert growth(read, 500) < LINEAR

"""What OpenAPI documents declare: paths, servers, and path items in other places."""

from pathlib import Path

import pytest
from processor_time import LINEAR, effort, growth
from support import table

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.openapi.document import path_of_url
from mkdocs_traceability.evidence.openapi.paths import Document
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk

HEAD = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\n"


def document(folder: Path, files: dict[str, str] | str, path: str = "site/api/openapi.yaml") -> Document:
    for name, text in ({path: files} if isinstance(files, str) else files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "site").mkdir(exist_ok=True)
    disk = Disk(folder / "site")
    return Document(Scope(disk, Roots(disk, (".",))), path.removeprefix("site/"))


def declared(found: Document) -> list[str]:
    assert found.problems == []
    return [f"{each.method} {each.path} {each.place.path}:{each.place.line}" for each in found.endpoints]


def problems(found: Document) -> list[str]:
    return [f"{each.position}: {each.message}" for each in found.problems]


def test_operations_stand_at_their_lines(tmp_path: Path) -> None:
    text = (
        HEAD
        + "paths:\n  /a:\n    summary: x\n    get: {responses: {}}\n    head: {}\n    x-get: {}\n    parameters: []\n  /b/{id}:\n    post:\n      callbacks: {c: {'/no': {get: {}}}}\n"
    )
    assert declared(document(tmp_path, text)) == [
        "GET /a api/openapi.yaml:6",
        "HEAD /a api/openapi.yaml:7",
        "POST /b/{id} api/openapi.yaml:11",
    ]


def test_json_is_read_with_its_lines(tmp_path: Path) -> None:
    text = '{\n\t"openapi": "3.0.3",\n\t"paths": {\n\t\t"/a": {\n\t\t\t"get": {}\n\t\t}\n\t}\n}\n'
    assert declared(document(tmp_path, text)) == ["GET /a api/openapi.yaml:5"]


def test_json_that_is_no_yaml_is_read_without_them(tmp_path: Path) -> None:
    text = '{"openapi": "3.0.3", "info": {"title": "\\ud83d\\ude00"}, "paths": {"/a": {"get": {}}}}'
    assert declared(document(tmp_path, text)) == ["GET /a api/openapi.yaml:0"]


def test_json_deeper_than_yaml_may_be(tmp_path: Path) -> None:
    text = '{"openapi": "3.0.3", "x-deep": ' + "[" * 100 + "]" * 100 + ', "paths": {"/a": {"get": {}}}}'
    assert declared(document(tmp_path, text)) == ["GET /a api/openapi.yaml:0"]


@table(
    "text",
    ("comments", "# /no: {get: {}}\n"),
    ("extensions", "x-paths: {/no: {get: {}}}\n"),
    ("webhooks", "webhooks: {/no: {post: {}}}\n"),
    (
        "components",
        "components: {pathItems: {/no: {get: {}}}, examples: {x: {value: {paths: {/no: {get: {}}}}}}}\n",
    ),
)
def test_nothing_else_is_an_endpoint(tmp_path: Path, text: str) -> None:
    assert declared(
        document(tmp_path, HEAD + "paths:\n  /a: {get: {}, x-no: {}, put: null}\n  x-no: {get: {}}\n" + text)
    ) == ["GET /a api/openapi.yaml:4"]


def test_merge_keys_bring_operations(tmp_path: Path) -> None:
    text = HEAD + "x-common: &common\n  head: {}\npaths:\n  /a:\n    <<: *common\n    get: {}\n"
    assert sorted(declared(document(tmp_path, text))) == [
        "GET /a api/openapi.yaml:8",
        "HEAD /a api/openapi.yaml:4",
    ]


@table(
    "servers, bases",
    ("none", "", ("",)),
    ("the root", "servers: [{url: /}]\n", ("",)),
    ("an address", "servers: [{url: 'https://x.org/api/v1/'}, {url: 'https://y.org'}]\n", ("/api/v1", "")),
    ("relative", "servers: [{url: ./v1}]\n", ("/v1",)),
    (
        "variables",
        "servers: [{url: 'https://{host}/{version}/x', variables: {host: {default: a.org}, version: {default: v2}}}]\n",
        ("/v2/x",),
    ),
    ("nonsense", "servers: [1, {}, {url: []}]\n", ("",)),
)
def test_servers_give_base_paths(tmp_path: Path, servers: str, bases: tuple[str, ...]) -> None:
    assert [
        each.bases for each in document(tmp_path, HEAD + servers + "paths: {/a: {get: {}}}\n").endpoints
    ] == [bases]


def test_servers_of_path_and_operation_come_first(tmp_path: Path) -> None:
    text = (
        HEAD
        + "servers: [{url: /r}]\npaths:\n  /a:\n    servers: [{url: /p}]\n    get: {}\n    put: {servers: [{url: /o}]}\n"
    )
    assert [each.bases for each in document(tmp_path, text).endpoints] == [("/p",), ("/o",)]


def test_path_items_may_stand_elsewhere(tmp_path: Path) -> None:
    files = {
        "site/api/openapi.yaml": HEAD
        + "paths:\n  /a: {$ref: '#/components/pathItems/A~1x'}\n  /b: {$ref: paths/b.yaml}\n  /c: {$ref: 'paths/all.json#/~1c'}\ncomponents:\n  pathItems:\n    A/x:\n      get: {}\n",
        "site/api/paths/b.yaml": "$ref: ../more.yaml#/items/0\n",
        "site/api/more.yaml": "items:\n  - post: {}\n",
        "site/api/paths/all.json": '{"/c": {"put": {}}}',
    }
    assert declared(document(tmp_path, files)) == [
        "GET /a api/openapi.yaml:10",
        "POST /b api/more.yaml:2",
        "PUT /c api/paths/all.json:1",
    ]


def test_all_paths_may_stand_elsewhere(tmp_path: Path) -> None:
    files = {
        "site/api/openapi.yaml": HEAD + "paths: {$ref: paths.yaml}\n",
        "site/api/paths.yaml": "/a:\n  $ref: a.yaml\n",
        "site/api/a.yaml": "get: {}\n",
    }
    assert declared(document(tmp_path, files)) == ["GET /a api/a.yaml:1"]


@table(
    "ref, message",
    ("out of everything", "../../../../../../../etc/passwd", "points outside the allowed folders"),
    ("an absolute path", "/etc/passwd", "points outside the allowed folders"),
    ("beside the site", "../../secret.yaml", "points outside the allowed folders"),
    ("hidden by escapes", "%2e%2e/%2e%2e/secret.yaml", "points outside the allowed folders"),
    ("a link out of it", "link.yaml", "points outside the allowed folders"),
    ("the network", "https://x.org/a.yaml", "points to the network, which is never accessed"),
    ("no file", "no.yaml", "points to `api/no.yaml`, which is not a file"),
    ("a folder", "../api", "points to `api`, which is not a file"),
    ("nothing", "#/components/x", "points to nothing that declares a path"),
    ("no pointer", "#x", "points to nothing that declares a path"),
    ("a text", "#/openapi", "points to nothing that declares a path"),
    ("itself", "#/paths/~1a", "refers to itself, or through too many others"),
    ("a NUL", "a\\0.yaml", "points outside the allowed folders"),
)
def test_references_that_lead_nowhere(tmp_path: Path, ref: str, message: str) -> None:
    (tmp_path / "secret.yaml").write_text("get: {}\n")
    (tmp_path / "site" / "api").mkdir(parents=True)
    (tmp_path / "site" / "api" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    found = document(tmp_path, HEAD + f'paths:\n  /a:\n    $ref: "{ref}"\n')
    shown = ref.replace("\\0", "\0")
    assert problems(found) == [f"api/openapi.yaml:5:11: the `$ref` `{shown}` {message}"]
    assert found.endpoints == []


def test_references_in_a_circle_of_files(tmp_path: Path) -> None:
    files = {
        "site/api/openapi.yaml": HEAD + "paths: {/a: {$ref: b.yaml}}\n",
        "site/api/b.yaml": "$ref: c.yaml\n",
        "site/api/c.yaml": "$ref: b.yaml\n",
    }
    assert len(document(tmp_path, files).problems) == 1


@table(
    "text, message",
    ("empty", "", "1:1: the file is empty"),
    ("Swagger", "swagger: '2.0'\npaths: {/a: {get: {}}}\n", "1:10: this is Swagger 2.0, not OpenAPI 3"),
    ("a later version", "openapi: 4.0.0\n", "1:10: this is OpenAPI `4.0.0`, not OpenAPI 3"),
    ("something else", "a: b\n", "1:1: this is not an OpenAPI document: it has no `openapi: 3.…`"),
    ("a list", "- a\n", "1:1: this is not an OpenAPI document: it has no `openapi: 3.…`"),
    ("no paths", HEAD, "1:1: the OpenAPI document has no paths"),
    ("empty paths", HEAD + "paths: {}\n", "3:8: the OpenAPI document has no paths"),
    (
        "only webhooks, before there were any",
        "openapi: 3.0.3\nwebhooks: {a: {post: {}}}\n",
        "1:1: the OpenAPI document has no paths",
    ),
    (
        "a tag",
        HEAD + "x: !!python/object/apply:os.system [id]\n",
        "3:4: the tag `!!python/object/apply:os.system` is not allowed here",
    ),
    ("broken", "openapi: 3.0.0\npaths: [\n", "2:8: `[` is never closed, or what it holds is not a list"),
    ("broken JSON", '{"openapi": "3.0.0", "paths": {"/a": {"get": ', None),
)
def test_what_is_no_openapi_document(tmp_path: Path, text: str, message: str | None) -> None:
    found = document(tmp_path, text)
    assert found.endpoints == []
    if message is None:
        assert len(found.problems) == 1
    else:
        assert problems(found) == [f"api/openapi.yaml:{message}"]


@table(
    "text",
    ("webhooks", HEAD + "webhooks: {a: {post: {}}}\n"),
    ("webhooks and empty paths", HEAD + "paths: {}\nwebhooks: {a: {post: {}}}\n"),
    ("components", HEAD + "components: {schemas: {A: {type: object}}}\n"),
    ("version 3.2", "openapi: 3.2.0\nwebhooks: {a: {post: {}}}\n"),
)
def test_a_document_without_a_path_may_be_valid(tmp_path: Path, text: str) -> None:
    assert declared(document(tmp_path, text)) == []


@pytest.mark.slow
@table(
    "text",
    (
        "aliases",
        "openapi: 3.0.0\na: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ),
    ),
    ("brackets", "[" * 100_000),
    ("braces of JSON", '{"a":' * 100_000),
    ("quoted braces", '{"' + "{" * 1_000_000 + '": 1'),
    ("quotes", '{"' * 200_000),
    ("merges of merges", HEAD + "paths:\n  /a: &a {<<: [" + ",".join(["{get: {}}"] * 20_000) + "]}\n"),
    (
        "a long chain",
        HEAD + "paths:\n" + "".join(f"  /a{n}: {{$ref: '#/paths/~1a{n + 1}'}}\n" for n in range(500)),
    ),
)
def test_hostile_documents_take_bearable_time(tmp_path: Path, text: str) -> None:
    assert effort(lambda: document(tmp_path, text)) < 10


@pytest.mark.slow
def test_a_large_document_is_read_in_bearable_time(tmp_path: Path) -> None:
    operation = "{summary: " + "x" * 300 + ", responses: {'200': {description: ok}}}"

    def read(paths: int) -> None:
        text = (
            HEAD
            + "paths:\n"
            + "".join(f"  /r{n}/{{id}}:\n    get: {operation}\n    put: {operation}\n" for n in range(paths))
        )
        assert len(document(tmp_path, text).endpoints) == paths * 2

    assert growth(read, 375) < LINEAR


@table(
    "url, path",
    ("an address", "https://x.org/a/b?c#d", "/a/b"),
    ("only a host", "https://x.org", ""),
    ("without a scheme", "//x.org/a", "/a"),
    ("a path", "/a//b/", "/a/b"),
    ("an address in a query", "/a?to=https://x.org/b", "/a"),
    ("a relative one", "./a", "/a"),
)
def test_the_path_of_an_address(url: str, path: str) -> None:
    assert path_of_url(url) == path

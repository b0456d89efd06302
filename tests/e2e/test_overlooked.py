"""What is not read, or declares nothing, is said: by the command and in a build, of which it changes nothing."""

import os
from pathlib import Path

import pytest

from .conftest import MakeSite
from .sites import CLEAN, GOOD_FACTS, PLAIN_CONFIG, Site

OWN_KIND = "site_name: Site\ntheme: mkdocs\nplugins:\n  - traceability:\n      kinds: {enforcer: {plural: enforcers}}\n"
PUBLISHED = "and is not read, but published as it is: if it declares items, call it"
LEFT_OUT = "is not read: MkDocs ignores names that begin with a dot, and the folder templates/"
ITEMS = "  - {id: X-1, title: X}\n"


def remarks(site: Site) -> list[str]:
    """What the command remarks, which is what a build logs."""
    done = site.check()
    said = [line.removeprefix("Note: ") for line in done.log.splitlines()]
    built = site.built("--strict")
    prefix = "INFO    -  traceability: "
    logged = [line.removeprefix(prefix) for line in built.done.log.splitlines() if line.startswith(prefix)]
    assert said == [line for line in logged if "generated pages" not in line]
    assert done.status == 0
    return said


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("docs/evaluation.yml", "flows:\n" + ITEMS, f"begins with `flows:` {PUBLISHED} docs/evaluation.trace.yml"),
        ("docs/a/b.yaml", "# Facts\n---\ncomponents: []\n", f"begins with `components:` {PUBLISHED} docs/a/b.trace.yml"),
        ("docs/b.YML", "{flows: [{id: A}]}", f"begins with `flows:` {PUBLISHED} docs/b.trace.yml"),
        ("docs/b.yml", "flow:\n  id: A\n", f"begins with `flow:` {PUBLISHED} docs/b.trace.yml"),
        ("docs/b.yml", "sources-of-truth:\n  - id: A\n", f"begins with `sources-of-truth:` {PUBLISHED} docs/b.trace.yml"),
        ("docs/b.yml", "traceability:\n  flow: {id: A}\n", f"begins with `traceability:` {PUBLISHED} docs/b.trace.yml"),
        ("docs/b.yml", "\ufeffenforcers:\r\n  - id: A\r\n", f"begins with `enforcers:` {PUBLISHED} docs/b.trace.yml"),
        ("docs/trace.yml", "", "is not read: the name of a sidecar ends in .trace.yml"),
        ("docs/x.traces.yml", "other: 1\n", "is not read: the name of a sidecar ends in .trace.yml"),
        ("docs/x.trace.yml.txt", "other: 1\n", "is not read: the name of a sidecar ends in .trace.yml"),
        ("docs/.trace.yml", "flows:\n" + ITEMS, LEFT_OUT),
        ("docs/.hidden/a.trace.yml", "flows:\n" + ITEMS, LEFT_OUT),
        ("docs/templates/a.trace.yml", "flows:\n" + ITEMS, LEFT_OUT),
        ("docs/empty.trace.yml", "", "declares nothing: it is empty"),
        ("docs/empty.trace.yml", "\ufeff# Nothing yet\n---\n", "declares nothing: it is empty"),
        ("docs/empty.trace.yaml", "# - id: later\n", "declares nothing: it is empty"),
        ("docs/none.trace.yml", "flows:\n", "declares nothing: it has no item"),
        ("docs/none.trace.yml", "flows:\n#  - id: later\n", "declares nothing: it has no item"),
        ("docs/none.trace.yml", "defaults: {domain: EVAL}\n", "declares nothing: it has no item"),
        ("docs/a.md", "---\ntraceability:\ntitle: A\n---\n# A\n", "declares nothing: its `traceability` is empty"),
        ("docs/a.md", "---\ntitle: A\ntraceability: {}  # later\n---\n# A\n", "declares nothing: its `traceability` is empty"),
        ("facts.trace.yml", "flows:\n" + ITEMS, "is not read: move it below docs/, or name it in the setting `sources`"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_said_with_what_was_meant(
    make_site: MakeSite, path: str, text: str, said: str
) -> None:
    site = make_site(CLEAN | {"mkdocs.yml": OWN_KIND, path: text})
    assert remarks(site) == [f"{path} {said}"]
    assert remarks(site) == [f"{path} {said}"], "also where nothing has changed"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/data.yml", "a: 1\n"),
        ("docs/openapi.yml", "openapi: 3.1.0\ncomponents: {}\n"),
        ("docs/space.yml", "planets: []\n"),
        ("docs/later.yml", "#" * 5_000 + "\nflows: []\n"),
        ("docs/list.yml", "- flows:\n"),
        ("docs/broken.yml", "\x00\xff: {\n"),
        ("docs/trace.json", "{}"),
        ("docs/.cache/a.yml", "flows: []\n"),
        ("docs/a.md", "---\ntitle: A\n---\n# A\n\n```yaml\ntraceability: {}\n```\n"),
        (
            "docs/a.md",
            "---\ntraceability:\n  component: {id: worker, title: Worker, external: true}\n---\n# A\n",
        ),
    ],
)
def test_of_what_is_none_of_ours_nothing_is_said(make_site: MakeSite, path: str, text: str) -> None:
    assert remarks(make_site(CLEAN | {path: text})) == []


def test_what_a_site_names_as_a_source_or_excludes_itself_is_not_overlooked(make_site: MakeSite) -> None:
    config = (
        "site_name: Site\ntheme: mkdocs\nexclude_docs: /old/\n"
        "plugins:\n  - traceability: {sources: [facts.trace.yml, docs/named.yml]}\n"
    )
    facts = {
        path: f"components: [{{id: c{number}, title: C, external: true}}]\n"
        for number, path in enumerate(
            ("facts.trace.yml", "docs/named.yml", "docs/old/a.trace.yml", "docs/old/b.yml")
        )
    }
    assert remarks(make_site(CLEAN | {"mkdocs.yml": config} | facts)) == []


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("docs/x.traces.yml", "docs/x.trace.yml"),
        ("docs/x-trace.yaml", "docs/x.trace.yml"),
        ("docs/sub/trace.yml", "docs/sub/items.trace.yml"),
        ("docs/traceability.yml", "docs/items.trace.yml"),
        ("docs/X.TRACE.YML", "docs/X.trace.yml"),
        ("docs/x.tracability.yml", "docs/x.trace.yml"),
        ("docs/x.trace.yml.txt", "docs/x.trace.yml"),
    ],
)
def test_what_is_certainly_meant_as_a_sidecar_fails_and_is_one_finding(
    make_site: MakeSite, path: str, right: str
) -> None:
    lost = "flows: [{id: B-1, title: B, components: [elsewhere]}]\n"
    site = make_site(
        CLEAN
        | {path: "components:\n  - {id: elsewhere, title: E, external: true}\n", "docs/b.trace.yml": lost}
    )
    (finding,) = site.findings()
    assert (finding["code"], finding["path"], finding["help"]) == ("TR001", path, f"call it {right}")
    assert finding["message"] == "cannot be read: the name of a sidecar ends in `.trace.yml`"
    done = site.build("--strict")
    assert (done.status, done.codes) == (1, ["TR001"])
    (site.folder / path).rename(site.folder / right)
    assert site.findings() == []
    site.built("--strict")


NOTHING = {
    "docs/index.md": "# Home\n",
    "docs/evaluation.yml": "flows:\n  - {id: A-1, title: A}\n",
    "docs/trace.yml": "x: 1\n",
    "docs/.a.trace.yml": "",
}


def test_a_site_that_declares_nothing_is_told_so_and_stays_as_it_is(make_site: MakeSite) -> None:
    plain = make_site(NOTHING | {"mkdocs.yml": "site_name: Site\ntheme: mkdocs\nplugins: []\n"}, "plain")
    plain.built()
    site = make_site(NOTHING)
    log = site.built("--strict").done.log
    assert (
        "traceability: no items are declared: they are read from files below docs/ whose names end in" in log
    )
    assert "docs/evaluation.yml begins with `flows:`" in log
    assert site.digests("site") == plain.digests("site")


def test_a_check_of_nothing_ends_with_2_unless_that_is_allowed(make_site: MakeSite) -> None:
    site = make_site(NOTHING)
    done = site.check()
    assert done.status == 2
    assert done.log.splitlines()[-2:] == [
        "Note: no items are declared: they are read from files below docs/ whose names end in .trace.yml or "
        ".trace.yaml, under `traceability` in the front matter of pages, from tables below a `traceability` "
        "comment, and from `sources`",
        "Error: nothing to check; use --allow-empty to accept this",
    ]
    assert site.check("--format", "json").status == 2
    assert site.check() == done, "also where nothing has changed"
    allowed = site.check("--allow-empty")
    assert (allowed.status, "Error" in allowed.log) == (0, False)
    site.write({"docs/bad.trace.yml": "flows: {\n"})
    assert site.check().status == 1
    assert site.check("--allow-empty").status == 1


@pytest.mark.parametrize(
    ("plugins", "remedy"),
    [
        ("", "add `traceability` to `plugins`"),
        ("plugins: [search]\n", "add `traceability` to `plugins`"),
        ("plugins: [search, tracability]\n", "`plugins` has `tracability`: write `traceability`"),
        ("plugins: {search: , traceabilty: {nav: x}}\n", "`plugins` has `traceabilty`: write `traceability`"),
    ],
)
def test_a_check_says_that_the_plugin_is_not_turned_on(
    make_site: MakeSite, plugins: str, remedy: str
) -> None:
    done = make_site(CLEAN | {"mkdocs.yml": "site_name: Site\n" + plugins}).check()
    assert done.status == 0
    assert (
        done.log
        == f"Note: mkdocs.yml does not enable the plugin, so a build will not report this: {remedy}\n"
    )


@pytest.mark.parametrize(
    "config", [PLAIN_CONFIG, "site_name: S\nplugins:\n  traceability: {enabled: false}\n"]
)
def test_of_a_plugin_that_is_named_nothing_is_said(make_site: MakeSite, config: str) -> None:
    assert make_site(CLEAN | {"mkdocs.yml": config}).check().log == ""


def test_a_pipe_among_the_files_is_not_waited_for(make_site: MakeSite) -> None:
    site = make_site(CLEAN)
    os.mkfifo(site.folder / "docs/pipe.yml")
    assert site.check().log == ""


def test_a_server_says_it_once(make_site: MakeSite, tmp_path: Path) -> None:
    from .server import Server
    from .test_serve import SIDECAR

    server = Server(make_site(CLEAN | {"docs/e.yml": "flows: []\n"}))
    try:
        assert server.log.count("docs/e.yml begins with `flows:`") == 1
        server.site.write({SIDECAR: GOOD_FACTS.replace("Batcher", "The batcher")})
        assert "docs/e.yml" not in server.rebuilt()
    finally:
        server.stop()

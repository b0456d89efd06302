"""Files in other shapes, read by the command as they stand."""

import json
import re
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from support import ROOT, TODAY, build_here, run, table, write_site

from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

_KINDS = """
kinds:
  gep:
    plural: geps
    status: {Provisional: ahead, Standard: complete, Withdrawn: over}
    fields: {authors: {many: true}, since: date, tests: text, extra: structure}
    relations:
      obsoletes: {to: self, inverse: obsoleted_by}
      see_also: {to: [gep, component], inverse: seen_also_by}
      owner: {to: component, single: true, or_text: true, inverse: owned_geps}
"""


def _config(sources: str, more: str = _KINDS) -> str:
    settings = indent(dedent(f"sources:\n{indent(dedent(sources).strip(), '  ')}\n{more}"), "      ")
    return f"site_name: x\nplugins:\n  - traceability:\n{settings}\n"


def _run(folder: Path, sources: str, files: dict[str, str], more: str = _KINDS) -> Any:
    texts = {path: dedent(text).lstrip("\n") for path, text in files.items()}
    return run(folder, {"mkdocs.yml": _config(sources, more), **texts})


def _ids(result: Any) -> list[str]:
    return [f"{item.kind} {item.id}" for item in result.registry.all]


def _said(result: Any) -> list[str]:
    return [f"{each.position} {each.code} {each.message}" for each in result.findings if each.code != "TR202"]


def _references(result: Any, name: str, number: int = 0) -> list[tuple[str, dict[str, str]]]:
    item = result.registry.all[number]
    return [(each.text, each.attributes) for each in item.references.get(name, ())]


@table(
    "files, sources, ids",
    (
        "a file is an item",
        {"geps/709/metadata.yaml": "number: 709\nname: x\n", "geps/1/metadata.yaml": "number: 0001\n"},
        "- {path: geps/*/metadata.yaml, kind: gep, id: number}",
        ["gep 0001", "gep 709"],
    ),
    (
        "a document is an item",
        {"all.yaml": "---\nname: a\n---\nname: b\n...\n---\n# nothing\n"},
        "- {path: all.yaml, kind: gep, id: name}",
        ["gep a", "gep b"],
    ),
    (
        "JSON with an emoji and tabs",
        {"all.json": '{\n\t"id": "a",\n\t"title": "\\ud83d\\ude00 \\/"\n}\n'},
        "- {path: all.json, kind: gep}",
        ["gep a"],
    ),
    (
        "a list below a key",
        {"all.yaml": "groups:\n- id: a\n- id: b\n"},
        '- {path: all.yaml, kind: gep, items: "groups[]"}',
        ["gep a", "gep b"],
    ),
    (
        "a list at the top",
        {"all.yaml": "- id: a\n- id: b\n"},
        '- {path: all.yaml, kind: gep, items: "[]"}',
        ["gep a", "gep b"],
    ),
    (
        "a mapping below a key, of the version that is current",
        {
            "n.json": '{"current_version": "1.0", "versions": {"0.9": {"needs": {"Z": {}}}, "1.0": {"needs": {"A": {"title": "x"}}}}}'
        },
        '- {path: n.json, kind: gep, items: "versions.{current_version}.needs.*", id: key name}',
        ["gep A"],
    ),
    (
        "the kind by a key",
        {"a.yaml": "type: Gep\nid: a\n---\ntype: COMPONENT\nid: b\n---\ntype: User\nid: c\n"},
        "- {path: a.yaml, kind: {key: type, of: {Gep: gep, Component: component, User: }}}",
        ["gep a", "component b"],
    ),
    (
        "the kind by a key that names it",
        {"a.yaml": "kind: GEP\nid: a\n---\nkind: source-of-truth\nid: b\n"},
        "- {path: a.yaml, kind: {key: kind}}",
        ["gep a", "source_of_truth b"],
    ),
    (
        "the kind by the folder",
        {"geps/x/a.yaml": "id: a\n", "parts/b.yaml": "id: b\n"},
        '- {path: "**/?.yaml", kind: {key: folder name, of: {geps: gep, parts: component}}}',
        ["gep a", "component b"],
    ),
    (
        "the kind by the id's prefix",
        {"a.yaml": "id: GEP-1\n---\nid: C-1\n"},
        "- {path: a.yaml, kind: {key: id prefix, of: {GEP-: gep, C-: component}}}",
        ["gep GEP-1", "component C-1"],
    ),
    (
        "the id by the file's name",
        {"geps/0003-a.yaml": "name: x\n"},
        "- {path: geps/*.yaml, kind: gep, id: {key: file name, match: '\\d+'}}",
        ["gep 0003"],
    ),
    (
        "the id by the folder's name",
        {"geps/0003-a/kep.yaml": "name: x\n"},
        "- {path: geps/*/kep.yaml, kind: gep, id: folder name}",
        ["gep 0003-a"],
    ),
    (
        "the id by the first key that is there",
        {"a.yaml": "metadata: {uid: a}\n---\nmetadata: {name: b}\n"},
        "- {path: a.yaml, kind: gep, id: {key: [metadata.uid, metadata.name]}}",
        ["gep a", "gep b"],
    ),
    (
        "the id with its namespace",
        {"a.yaml": "name: a\nspace: default\n---\nname: a\nspace: other\n"},
        "- {path: a.yaml, kind: gep, id: {key: name, namespace: space}}",
        ["gep a", "gep other/a"],
    ),
    (
        "the id in front of the title",
        {"a.yaml": "name: GEP-1 - A thing\n"},
        "- {path: a.yaml, kind: gep, id: {key: name, up_to: ' - '}}",
        ["gep GEP-1"],
    ),
    (
        "a file by two entries",
        {"a.yaml": "geps: [{id: a}]\nparts: [{id: b}]\n"},
        '- {path: a.yaml, kind: gep, items: "geps[]"}\n- {path: a.yaml, kind: component, items: "parts[]"}',
        ["component b", "gep a"],
    ),
    (
        "all but some",
        {"geps/a.yaml": "id: a\n", "geps/template.yaml": "id: b\n"},
        "- {path: geps/*.yaml, kind: gep, exclude: geps/template.yaml}",
        ["gep a"],
    ),
    (
        "a page",
        {
            "docs/geps/a.md": "--- \nname: x\n---\n# A\n",
            "docs/geps/index.md": "# All\n",
            "docs/geps/.b.md": "---\nname: y\n---\n# B\n",
        },
        "- {pages: geps/**, kind: gep, id: file name}",
        ["gep a"],
    ),
    (
        "a page by its path",
        {"docs/geps/a.md": "---\nname: x\n---\n# A\n"},
        "- {path: docs/geps/*.md, kind: gep, id: file name}",
        ["gep a"],
    ),
    (
        "Markdown outside the docs folder",
        {"adr/a.md": "---\nname: x\n---\n# A\n"},
        "- {path: adr/*.md, kind: gep, id: file name}",
        ["gep a"],
    ),
)
def test_items_are_found(tmp_path: Path, files: dict[str, str], sources: str, ids: list[str]) -> None:
    result = _run(tmp_path, sources, files)
    assert (sorted(_ids(result)), _said(result)) == (sorted(ids), [])


def test_a_page_is_the_home_of_its_item_and_gives_it_its_title(tmp_path: Path) -> None:
    (item,) = _run(
        tmp_path,
        "- {pages: geps/*.md, kind: gep, id: file name}",
        {"docs/geps/a.md": "---\nx: 1\n---\n# A gep\n"},
    ).registry.all
    assert (item.page, item.title, item.text("notes")) == ("geps/a.md", "A gep", "- `x`: 1")


@table(
    "text, mapped, name, references",
    ("a scalar", "obsoletes: b", "{}", "obsoletes", [("b", {})]),
    ("a list", "obsoletes: [b, '', ~, N/A]", "{}", "obsoletes", [("b", {})]),
    ("an enumeration", "obsoletes: b, c", "{}", "obsoletes", [("b", {}), ("c", {})]),
    ("camelCase", "seeAlso: [b]", "{}", "see_also", [("b", {})]),
    ("hyphens", "see-also: [b]", "{}", "see_also", [("b", {})]),
    ("a path of keys", "x: {y: [b]}", "{obsoletes: x.y}", "obsoletes", [("b", {})]),
    (
        "an id under another key",
        "x: {y: [{number: b, version: 1.0, fields: [p, q]}, {number: c}]}",
        "{obsoletes: 'x.y[].number'}",
        "obsoletes",
        [("b", {"note": "version: 1.0; fields: p, q"}), ("c", {})],
    ),
    (
        "what we have a name for",
        "obsoletes: [{id: b, role: r, note: n, v: 1}]",
        "{}",
        "obsoletes",
        [("b", {"role": "r", "note": "n; v: 1"})],
    ),
    (
        "one entry where a list is meant",
        "x: {number: b}",
        "{obsoletes: 'x[].number'}",
        "obsoletes",
        [("b", {})],
    ),
    (
        "ids as keys",
        "links: [{b: abc}, {c: }]",
        "{obsoletes: 'links[].*'}",
        "obsoletes",
        [("b", {"note": "abc"}), ("c", {})],
    ),
    (
        "a mapping of ids",
        "links: {b: {why: w}, c: }",
        "{obsoletes: 'links.*'}",
        "obsoletes",
        [("b", {"note": "why: w"}), ("c", {})],
    ),
    (
        "a link",
        'obsoletes: "[B](b.yaml) and [C](./c.yaml#x)"',
        "{}",
        "obsoletes",
        [("b.yaml", {}), ("./c.yaml", {})],
    ),
    ("a wiki link", 'obsoletes: "[[b|B]]"', "{}", "obsoletes", [("b", {})]),
    ("the first of several keys", "x: [b]\ny: [c]", "{obsoletes: [z, y, x]}", "obsoletes", [("c", {})]),
    ("free text", "owner: the platform team", "{}", "owner", [("the platform team", {})]),
)
def test_entries_of_relations_are_read(
    tmp_path: Path, text: str, mapped: str, name: str, references: list[Any]
) -> None:
    files = {"a.yaml": f"id: a\n{text}\n", "b.yaml": "id: b\n", "c.yaml": "id: c\n"}
    result = _run(tmp_path, f"- {{path: '?.yaml', kind: gep, map: {mapped}}}", files)
    assert (_references(result, name), _said(result)) == (references, [])
    assert all(link.item.id in ("b", "c") for link in result.registry.related(result.registry.all[0], name))
    assert len(result.registry.related(result.registry.all[0], name)) == sum(
        " " not in each for each, _ in references
    )


@table(
    "written, settings, read",
    ("a prefix taken off", "ADR-003", '{prefixes: {"ADR-": ""}}', "003"),
    ("in any case", "adr-003", '{prefixes: {"ADR-": ""}}', "003"),
    ("a prefix put in front", "003", '{prefixes: {"": "ADR-"}, id: {key: name}}', "ADR-003"),
    ("a prefix that is there", "ADR-003", '{prefixes: {"": "ADR-"}, id: {key: name}}', "ADR-003"),
    ("a title behind it", "003 - Use it", '{references: {up_to: " - "}}', "003"),
    ("a namespace", "default/003", '{references: {form: "kind:namespace/name"}}', "003"),
    (
        "a kind",
        "Gep:default/003",
        '{references: {form: "kind:namespace/name", kinds: {gep: gep}}}',
        "gep:003",
    ),
    ("neither", "003", '{references: {form: "kind:namespace/name"}}', "003"),
)
def test_references_are_read_in_other_forms(tmp_path: Path, written: str, settings: str, read: str) -> None:
    more = settings.removeprefix("{").removesuffix("}")
    result = _run(
        tmp_path,
        f"- {{path: '?.yaml', kind: gep, map: {{see_also: x}}, other_keys: ignore, {more}}}"
        if "id:" in more
        else f"- {{path: '?.yaml', kind: gep, id: name, map: {{see_also: x}}, {more}}}",
        {"a.yaml": f"name: a\nx: ['{written}']\n", "b.yaml": "name: '003'\n"},
    )
    assert _said(result) == []
    assert [
        text
        for item in result.registry.all
        for text, _ in [(each.text, 0) for each in item.references.get("see_also", ())]
    ] == [read]


def test_a_reference_may_be_the_path_of_a_file_that_is_an_item(tmp_path: Path) -> None:
    result = _run(
        tmp_path,
        """
        - {pages: adr/*.md, kind: gep, id: file name}
        - {path: geps/*/kep.yaml, kind: gep, id: number}
        """,
        {
            "docs/adr/a.md": "---\nsee_also: [b.md, ../adr/b.md#top, /adr/b.md, ../../geps/7-x, /geps/7-x/kep.yaml]\n---\n# A\n",
            "docs/adr/b.md": "---\nx: 1\n---\n# B\n",
            "geps/7-x/kep.yaml": "number: 7\nsee-also: [/docs/adr/none.md]\n",
            "docs/c.trace.yml": "components: [{id: c, superseded_by: ./d.trace.yml}]\n",
            "docs/d.trace.yml": "components: [{id: d}]\n",
        },
    )
    links = {
        item.id: [
            link.item.id
            for name in ("see_also", "superseded_by")
            for link in result.registry.related(item, name)
        ]
        for item in result.registry.all
    }
    assert links == {"a": ["b", "7"], "b": [], "7": [], "c": ["d"], "d": []}
    assert [each for each in _said(result) if "TR101" in each] == [
        "geps/7-x/kep.yaml:2:12 TR101 unknown gep or component `/docs/adr/none.md`"
    ]


def test_values_may_mean_other_words_and_several_fields(tmp_path: Path) -> None:
    result = _run(
        tmp_path,
        """
        - path: "?.yaml"
          kind: gep
          values:
            status:
              done: Standard
              "superseded by *": {status: Withdrawn, superseded_by: "*"}
          prefixes: {GEP-: ""}
        """,
        {"a.yaml": "id: a\nstatus: Superseded by [GEP-b](b.yaml)\n", "b.yaml": "id: b\nstatus: DONE\n"},
    )
    a, b = result.registry.all
    assert (a.text("status"), b.text("status"), _said(result)) == ("Withdrawn", "Standard", [])
    assert [link.item.id for link in result.registry.related(a, "superseded_by")] == ["b"]


def test_what_is_wrong_is_said_where_it_stands(tmp_path: Path) -> None:
    result = _run(
        tmp_path,
        """
        - {path: "geps/*.yaml", kind: gep, id: number, map: {obsoletes: "old[].number", since: "meta.from"}}
        """,
        {
            "geps/a.yaml": """
                number: 709
                status: Standrad
                old:
                  - number: 708
                  - {name: nobody}
                meta: {from: yesterday}
                obsoletes-more: 1
                ---
                name: nameless
                """,
        },
    )
    assert _said(result) == [
        "geps/a.yaml:2:9 TR003 `Standrad` is not a status of a gep",
        "geps/a.yaml:4:13 TR101 unknown gep `708`",
        "geps/a.yaml:5:6 TR004 an entry of `obsoletes` without an id: `number` is not there",
        "geps/a.yaml:6:14 TR003 `yesterday` is not a date",
        "geps/a.yaml:9:1 TR004 a gep without an id: `number` is not there",
    ]


@table(
    "how, notes, said",
    ("kept", "keep", "- `meta.who`: me\n- `rest`: a: 1, b", []),
    ("ignored", "ignore", "", []),
    (
        "errors, once a file",
        "error",
        "",
        [
            "a.yaml:2:14 TR002 a gep has no field `meta.who`",
            "a.yaml:3:1 TR002 a gep has no field `rest`",
        ],
    ),
)
def test_other_keys_are_kept_ignored_or_errors(tmp_path: Path, how: str, notes: str, said: list[str]) -> None:
    result = _run(
        tmp_path,
        f"- {{path: a.yaml, kind: gep, map: {{since: meta.at}}, other_keys: {how}}}",
        {
            "a.yaml": "id: a\nmeta: {at: , who: me}\nrest: {a: 1, b: }\n---\nid: b\nmeta: {at: 2024-01-31T10:00:00Z}\nrest: \n"
        },
    )
    assert [item.text("notes") for item in result.registry.all] == [notes, ""]
    assert (str(result.registry.all[1].values["since"].plain), _said(result)) == ("2024-01-31", said)


def test_a_field_may_be_any_yaml_and_have_the_name_of_a_claim_type(tmp_path: Path) -> None:
    result = _run(
        tmp_path,
        "- {path: a.yaml, kind: gep, map: {extra: spec, evidence.files: proof}}",
        {
            "a.yaml": 'id: a\ntests: by hand\nproof: [a.yaml]\nspec: {n: 1, v: 1.10, f: 0.5, t: true, s: "1", z: ~, l: [{date: 2024-01-01}]}\n'
        },
    )
    (item,) = result.registry.all
    assert item.values["extra"].plain == {
        "n": 1,
        "v": "1.10",
        "f": 0.5,
        "t": True,
        "s": "1",
        "z": "",
        "l": ({"date": "2024-01-01"},),
    }
    assert (item.text("tests"), [claim.text for claim in item.evidence["files"].claims]) == (
        "by hand",
        ["a.yaml"],
    )
    assert _said(result) == []


def test_a_second_run_and_a_build_read_the_same(tmp_path: Path) -> None:
    files = {
        "docs/adr/a.md": "---\nsee-also: b.md\nextra: {date: 2024-01-01}\n---\n# A\n",
        "docs/adr/b.md": "---\nstatus: Standard\n---\n# B\n",
        "docs/adr/data.yaml": "id: c\n",
    }
    sources = "- {pages: adr/*.md, kind: gep, id: file name}\n- {path: docs/adr/*.yaml, kind: gep}"
    config = {"mkdocs.yml": _config(sources), **files}
    first = run(tmp_path / "a", config)
    again = Workspace(load_settings(tmp_path / "a/mkdocs.yml")).run(today=TODAY)
    assert [(item.id, item.values, item.keys) for item in again.registry.all] == [
        (item.id, item.values, item.keys) for item in first.registry.all
    ]
    site = build_here(tmp_path / "b", config)
    page = (site / "traceability/geps/index.html").read_text(encoding="utf-8")
    assert "2024-01-01" in page
    assert 'href="../../adr/a/' in page
    assert (site / "adr/data.yaml").is_file(), "a file of another tool stays part of the site"
    built = (site / "traceability/traceability.json").read_text(encoding="utf-8")
    assert '"extra":{"date":"2024-01-01"}' in built


def test_changed_settings_are_read_anew(tmp_path: Path) -> None:
    files = {"a.yaml": "id: a\nname: b\n"}
    assert _ids(_run(tmp_path, "- {path: a.yaml, kind: gep}", files)) == ["gep a"]
    assert _ids(_run(tmp_path, "- {path: a.yaml, kind: gep, id: name}", files)) == ["gep b"]


@table(
    "files, sources, said",
    (
        "no such file",
        {},
        "- {path: geps/*.yaml, kind: gep}",
        [("mkdocs.yml:5:18 TR009 the source `geps/*.yaml` matches no file", "")],
    ),
    (
        "no such page",
        {"docs/adr/a.md": "---\nid: a\n---\n# A\n"},
        "- {pages: docs/adr/*.md, kind: gep}",
        [
            (
                "mkdocs.yml:5:19 TR009 the source `docs/adr/*.md` matches no page with front matter",
                "write `adr/*.md`: `pages` is relative to docs/",
            )
        ],
    ),
    (
        "no item",
        {"a.yaml": "groups: []\n"},
        '- {path: a.yaml, kind: gep, items: "group[]"}',
        [
            (
                "mkdocs.yml:5:11 TR009 no items in the file of this source",
                "correct `items` or `kind`, or remove the entry",
            )
        ],
    ),
    (
        "a kind that is unknown",
        {"a.yaml": "type: Compnent\nid: a\n"},
        "- {path: a.yaml, kind: {key: type, of: {Component: component}}}",
        [
            (
                "a.yaml:1:7 TR002 unknown kind `Compnent`",
                "did you mean `Component`? Otherwise add it to `kind.of`, without a kind if it is not to be read",
            )
        ],
    ),
    (
        "a kind that is not said",
        {"a.yaml": "id: a\n"},
        "- {path: a.yaml, kind: {key: type, of: {Component: component}}}",
        [("a.yaml:1:5 TR004 `type`, which says the kind, is not there", "known are `Component`")],
    ),
    (
        "front matter that MkDocs does not see",
        {"docs/adr/a.md": "\n---\nid: a\n---\n# A\n"},
        "- {pages: adr/*.md, kind: gep}",
        [
            (
                "docs/adr/a.md:2:1 TR001 cannot be read: MkDocs does not see this front matter",
                "begin it with `---` in the first line of the page, and end it with a line `---`",
            )
        ],
    ),
    (
        "a list where an item is meant",
        {"a.yaml": "- id: a\n"},
        "- {path: a.yaml, kind: gep}",
        [
            (
                "a.yaml:1:1 TR003 an item is a mapping of keys to values",
                "say where the items are in `items`, or leave the file out with `exclude`",
            )
        ],
    ),
)
def test_what_cannot_be_read_is_said(
    tmp_path: Path, files: dict[str, str], sources: str, said: list[tuple[str, str]]
) -> None:
    result = run(tmp_path, {"mkdocs.yml": _config(sources), **files})
    assert [
        (f"{each.position} {each.code} {each.message}", each.help if help_ else "")
        for each, (_, help_) in zip(result.findings, said, strict=True)
    ] == said


@table(
    "entry, place, message, remedy",
    ("no files", "{kind: gep}", "5:11", "this source names no files", "add `path:` or `pages:` with a glob"),
    (
        "no kind",
        "{path: a.yaml}",
        "5:11",
        "this source does not say of which kind its items are",
        "add `kind:`",
    ),
    ("an unknown kind", "{path: a.yaml, kind: gap2}", "5:32", "`gap2` is not a kind", "did you mean `gap`?"),
    (
        "an unknown kind of a value",
        "{path: a.yaml, kind: {key: t, of: {x: gepp}}}",
        "5:49",
        "`gepp` is not a kind",
        "did you mean `gep`?",
    ),
    (
        "an unknown field",
        "{path: a.yaml, kind: gep, map: {obsolete: x}}",
        "5:43",
        "a gep has no field `obsolete`",
        "did you mean `obsoletes`?",
    ),
    (
        "an unknown claim type",
        "{path: a.yaml, kind: gep, map: {evidence.test: x}}",
        "5:43",
        "a gep has no field `evidence.test`",
        "did you mean `evidence.tests`?",
    ),
    (
        "an unknown field of a value",
        "{path: a.yaml, kind: gep, values: {status: {x: {statsu: y}}}}",
        "5:59",
        "a gep has no field `statsu`",
        "did you mean `status`?",
    ),
    (
        "the id in the map",
        "{path: a.yaml, kind: gep, map: {id: x}}",
        "5:43",
        "a gep has no field `id`",
        "say where the id stands in `id:`",
    ),
    (
        "an unknown preset",
        "{path: a.yaml, preset: ard}",
        "5:34",
        "there is no preset `ard`",
        "did you mean `adr`?",
    ),
    (
        "an unknown key",
        "{path: a.yaml, kind: gep, maps: {}}",
        "5:37",
        "unknown setting `maps` of entry 1 of `sources`",
        "did you mean `map`?",
    ),
    (
        "a path of keys that is none",
        "{path: a.yaml, kind: gep, id: 'a..b'}",
        "5:41",
        "`id`: not a path of keys, such as `spec.owner`, `groups[]` or `needs.*`",
        "",
    ),
    (
        "what may become of other keys",
        "{path: a.yaml, kind: gep, other_keys: igore}",
        "5:49",
        "`igore` is not a value of `other_keys`",
        "did you mean `ignore`? It is one of `keep`, `ignore` or `error`",
    ),
    (
        "a format",
        "{path: a.yaml, kind: gep, format: yamll}",
        "5:45",
        "unknown format `yamll`",
        "did you mean `yaml`?",
    ),
    (
        "a pattern",
        "{path: a.yaml, kind: gep, id: {key: id, match: '['}}",
        "5:58",
        "`match`: not a regular expression: unterminated character set at position 0",
        "",
    ),
)
def test_a_mistake_in_a_mapping_is_said_at_its_place(
    tmp_path: Path, entry: str, place: str, message: str, remedy: str
) -> None:
    config = _config(f"- {entry}")
    settings = load_settings(write_site(tmp_path, {"mkdocs.yml": config, "a.yaml": "id: a\n"}))
    (finding,) = settings.findings
    assert (finding.code, f"{finding.position.line}:{finding.position.column}", finding.message) == (
        "TR008",
        place,
        message,
    )
    assert finding.help == (remedy or "correct it, or remove it to use the default")
    assert settings.has_lost_sources


def _foreign(folder: Path, path: str, text: str) -> list[tuple[str, str]]:
    config = "site_name: x\nplugins: [{traceability: {sources: ['other/*']}}]\n"
    files = {"mkdocs.yml": config, path: dedent(text), "docs/a.trace.yml": "layers: [{id: a}]\n"}
    return [
        (f"{each.position} {each.code} {each.message}", each.help) for each in run(folder, files).findings
    ]


@table(
    "path, text, offered",
    (
        "a list below a key",
        "other/a.yml",
        "version: 2\nmetrics:\n- {name: a, type: x}\n",
        '{path: "other/a.yml", kind: metric, items: "metrics[]", id: name}',
    ),
    (
        "one item",
        "other/a.yml",
        "number: 7\nname: x\nstatus: y\n",
        '{path: "other/a.yml", kind: KIND, id: number}',
    ),
    (
        "an item in an envelope",
        "other/a.yml",
        "kind: Component\nmetadata: {name: a}\nspec: {}\n",
        '{path: "other/a.yml", kind: component, id: metadata.name}',
    ),
    (
        "a mapping of items",
        "other/a.json",
        '{"created": "x", "needs": {"A": {"x": 1}, "B": {}}}',
        '{path: "other/a.json", kind: KIND, items: "needs.*", id: key name}',
    ),
    (
        "a list",
        "other/a.yml",
        "- {uid: a}\n- {uid: b}\n",
        '{path: "other/a.yml", kind: KIND, items: "[]", id: uid}',
    ),
)
def test_a_file_of_another_shape_is_one_finding_that_offers_a_mapping(
    tmp_path: Path, path: str, text: str, offered: str
) -> None:
    ((_, help_),) = _foreign(tmp_path, path, text)
    assert f"`{offered.replace(path, 'other/*')}`" in help_


def test_several_documents_without_a_mapping_are_one_finding_that_offers_one(tmp_path: Path) -> None:
    text = "kind: Component\nmetadata: {name: a}\nspec: {}\n---\nkind: Component\nmetadata: {name: b}\nspec: {}\n"
    ((said, help_),) = _foreign(tmp_path, "other/a.yml", text)
    assert said == "other/a.yml:1:1 TR003 this file declares no items: it has `kind`, `metadata`, `spec`"
    assert '`{path: "other/*", kind: component, id: metadata.name}`' in help_


def test_many_keys_that_are_no_fields_are_one_finding(tmp_path: Path) -> None:
    items = "".join(
        f"- {{id: c{n}, external: true, vendor: x, sku: y, cost_centre: z}}\n" for n in range(2_000)
    )
    ((said, help_),) = _foreign(tmp_path, "other/a.yml", f"components:\n{items}")
    assert (
        said
        == "other/a.yml:2:28 TR002 6000 keys in 2000 items are not fields: `vendor`, `sku`, `cost_centre`"
    )
    assert help_.endswith('`{path: "other/*", kind: component, items: "components[]"}`')


def test_a_few_keys_that_are_no_fields_are_said_one_by_one(tmp_path: Path) -> None:
    text = "components:\n- {id: c, external: true, vendor: x, sku: y, cost_centre: z}\n"
    assert len(_foreign(tmp_path, "other/a.yml", text)) == 3


def test_front_matter_with_the_keys_of_an_item_is_one_finding(tmp_path: Path) -> None:
    files = {
        "docs/a.md": "---\ntraceability:\n  id: a\n  title: A\n  owner: me\n---\n# A\n",
        "docs/b.trace.yml": "layers: [{id: a}]\n",
    }
    assert _said(run(tmp_path, files)) == [
        "docs/a.md:3:3 TR003 `traceability` has the keys of an item, and no kind: `id`, `title`, `owner`"
    ]


def test_front_matter_of_others_is_none_of_ours(tmp_path: Path) -> None:
    files = {
        "docs/a.md": "---\nid: a\ntitle: A\nstatus: odd\n---\n# A\n",
        "docs/b.trace.yml": "layers: [{id: a}]\n",
    }
    assert _said(run(tmp_path, files)) == []


def test_one_mistake_in_many_files_is_one_finding(tmp_path: Path) -> None:
    files = {f"geps/{n}.yaml": f"name: x{n}\n" for n in range(30)}
    (finding,) = _run(tmp_path, "- {path: geps/*.yaml, kind: gep, id: number}", files).findings
    assert len(finding.entries) == 29
    assert _said(
        _run(tmp_path, "- {path: geps/*.yaml, kind: gep, id: {key: number, required: false}}", files)
    ) == ["mkdocs.yml:5:11 TR009 no items in any of the 30 files of this source"]


def test_addresses_in_a_relation_are_links(tmp_path: Path) -> None:
    text = "id: a\nsee-also: ['https://a.example/x - A thing', '[b](https://b.example)', b]\n"
    a, _ = _run(tmp_path, "- {path: '?.yaml', kind: gep}", {"a.yaml": text, "b.yaml": "id: b\n"}).registry.all
    assert [each.text for each in a.references["see_also"]] == ["b"]
    assert [str(each.position) + " " + each.text for each in a.evidence["links"].claims] == [
        "a.yaml:2:13 https://a.example/x",
        "a.yaml:2:50 https://b.example",
    ]


def test_a_key_of_theirs_may_mean_something_else(tmp_path: Path) -> None:
    source = "- {path: a.yaml, kind: gep, map: {evidence: , see_also: }}"
    (item,) = (
        result := _run(tmp_path, source, {"a.yaml": "id: a\nevidence: weak\nsee-also: a book\n"})
    ).registry.all
    assert (item.text("notes"), _said(result)) == ("- `evidence`: weak\n- `see-also`: a book", [])


def test_front_matter_that_is_a_list_is_refused(tmp_path: Path) -> None:
    files = {"docs/a.md": "---\n- a\n---\n# A\n", "docs/b.md": "---\nx: 1\n---\n# B\n"}
    assert _said(_run(tmp_path, "- {pages: '?.md', kind: gep, id: file name}", files)) == [
        "docs/a.md:2:1 TR001 cannot be read: MkDocs drops this front matter: it is a list"
    ]


def test_an_entry_without_an_id_is_said(tmp_path: Path) -> None:
    source = "- {path: a.yaml, kind: gep, map: {see_also: 'x[].ref'}}"
    result = _run(tmp_path, source, {"a.yaml": "id: a\nx:\n- {ref_group: b}\n- {ref: a}\n"})
    assert _said(result) == ["a.yaml:3:4 TR004 an entry of `see_also` without an id: `ref` is not there"]


def test_a_field_of_one_kind_is_read_for_items_of_that_kind_only(tmp_path: Path) -> None:
    source = "- {path: a.yaml, kind: {key: t, of: {g: gep, c: component}}, map: {since: at, inputs: in}}"
    result = _run(
        tmp_path, source, {"a.yaml": "t: g\nid: a\nat: 2024-01-31\n---\nt: c\nid: b\nat: 2024-01-31\nin: x\n"}
    )
    a, b = result.registry.all
    assert (str(a.values["since"].plain), a.text("notes")) == ("2024-01-31", "")
    assert (b.texts("inputs"), b.text("notes"), _said(result)) == (("x",), "- `at`: 2024-01-31", [])


def test_the_example_of_the_manual_is_read(tmp_path: Path) -> None:
    blocks = re.findall(
        r'```yaml title="(.+?)"\n(.*?)```', (ROOT / "docs/shapes.md").read_text("utf-8"), re.DOTALL
    )
    files = dict(blocks) | {
        "geps/gep-917/metadata.yaml": "number: 917\nname: Conformance\nstatus: Declined\n"
    }
    result = run(tmp_path, files | {"mkdocs.yml": f"site_name: x\n{files['mkdocs.yml']}"})
    item = result.registry.get("gep", "1709")
    assert (item.title, item.text("status"), _said(result)) == ("Conformance Profiles", "Standard", [])
    (link,) = result.registry.related(item, "obsoletes")
    assert (link.item.id, link.reference.attributes) == (
        "917",
        {"note": "name: Gateway API conformance testing"},
    )


def test_many_files_of_another_shape_are_one_finding(tmp_path: Path) -> None:
    config = "site_name: x\nplugins: [{traceability: {sources: ['other/*/*.yml']}}]\n"
    files = {f"other/{n}/kep.yml": f"kep-number: {n}\ntitle: x\nstatus: y\n" for n in range(100)}
    (finding,) = run(
        tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": "layers: [{id: a}]\n", **files}
    ).findings
    assert len(finding.entries) == 99
    assert finding.help.endswith('`{path: "other/*/*.yml", kind: KIND, id: kep-number}`')


@table(
    "text, preset",
    ("Backstage", "apiVersion: backstage.io/v1alpha1\nkind: X\nmetadata: {name: a}\nspec: {}\n", "backstage"),
    ("sphinx-needs", '{"created": "", "current_version": "1", "versions": {}}', "sphinx-needs"),
    ("Doorstop", "active: true\nderived: false\nlevel: 1\nnormative: true\ntext: x\n", "doorstop"),
)
def test_a_file_that_a_preset_is_for_is_offered_it(tmp_path: Path, text: str, preset: str) -> None:
    ((_, help_),) = _foreign(tmp_path, "other/a.yml", text)
    assert help_.endswith(f'`{{path: "other/*", preset: {preset}}}`')


def test_a_file_with_one_strange_key_that_sources_names_has_another_shape(tmp_path: Path) -> None:
    ((said, _),) = _foreign(tmp_path, "other/a.yml", "groups:\n- {id: a}\n")
    assert said == "other/a.yml:1:1 TR003 this file declares no items: it has `groups`"


def test_pages_that_are_excluded_from_the_site_are_not_read(tmp_path: Path) -> None:
    config = _config("- {pages: adr/*.md, kind: gep, id: file name}")
    files = {
        "mkdocs.yml": f"{config}exclude_docs: 'adr/b.md'\ndraft_docs: 'adr/c.md'\n",
        **{f"docs/adr/{name}.md": f"---\ntitle: {name}\n---\n# X\n" for name in "abc"},
    }
    assert _ids(run(tmp_path / "a", files)) == ["gep a"]
    built = build_here(tmp_path / "b", files) / "traceability/traceability.json"
    assert [each["id"] for each in json.loads(built.read_text("utf-8"))["items"]] == ["a"]


def test_both_doors_say_the_same_of_pages_and_files(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    files = {
        "mkdocs.yml": _config("- {pages: adr/*.md, kind: gep, id: file name}\n- {path: '*.yaml', kind: gep}"),
        "docs/adr/a.md": "---\nstatus: Standrad\nsee-also: nobody\n---\n# A\n",
        "b.yaml": "id: b\nobsoletes: [adr/x.md]\n",
    }
    said = [str(each.position) for each in run(tmp_path / "a", files).findings]
    assert said == ["b.yaml:2:13", "docs/adr/a.md:2:9", "docs/adr/a.md:3:11"]
    build_here(tmp_path / "b", files)
    assert [place for place in said if f"{place}: " in caplog.text] == said

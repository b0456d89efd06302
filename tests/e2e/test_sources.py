"""Sidecars are read wherever they are, published only if asked; what is no part of the site is not read."""

import re

import pytest

from .conftest import MakeSite
from .sites import CONFIG_NAMES, GENERATORS, Site


def component(id_: str) -> str:
    return f"components:\n  - {{id: {id_}, title: {id_}, external: true}}\n"


def page(id_: str) -> str:
    return f"---\ntraceability:\n  component: {{id: {id_}, external: true}}\n---\n\n# {id_}\n"


FILES = {
    "docs/index.md": "# Home\n",
    "docs/a.trace.yml": component("in-docs"),
    "docs/sub/b.trace.yaml": component("below-docs"),
    "docs/plain.yml": component("named-in-docs"),
    "facts/c.yml": component("outside-docs"),
    "facts/deep/d.trace.yml": component("outside-docs-deep"),
    "facts/.hidden/e.yml": component("hidden"),
}
SOURCES = "sources: [docs/plain.yml, 'facts/**/*.yml']"


def config(*settings: str, rest: str = "") -> dict[str, str]:
    lines = "".join(f"      {setting}\n" for setting in settings)
    return {"mkdocs.yml": f"site_name: Site\ntheme: mkdocs\n{rest}plugins:\n  - traceability:\n{lines}"}


def known(site: Site, **settings: str) -> set[str]:
    """The components on the page that was built."""
    built = site.built(**settings)
    return set(re.findall('id="component-([^"]+)"', built.text("traceability/components/index.html")))


@pytest.mark.parametrize("generator", GENERATORS)
def test_sidecars_are_read_and_stay_out_of_the_site(make_site: MakeSite, generator: str) -> None:
    site = make_site(FILES | {CONFIG_NAMES[generator]: config(SOURCES)["mkdocs.yml"]})
    found = known(site, generator=generator)
    assert found == {"in-docs", "below-docs", "named-in-docs", "outside-docs", "outside-docs-deep"}
    assert not [path for path in site.digests("site") if path.endswith((".yml", ".yaml"))]


def test_sidecars_are_published_where_that_is_asked(make_site: MakeSite) -> None:
    site = make_site(FILES | config(SOURCES, "publish_sources: true"))
    site.built()
    published = {path for path in site.digests("site") if path.endswith((".yml", ".yaml"))}
    assert published == {"a.trace.yml", "sub/b.trace.yaml", "plain.yml"}


def test_other_files_of_the_docs_folder_are_published_as_ever(make_site: MakeSite) -> None:
    site = make_site(FILES | config("sources: []"))
    site.built()
    assert (site.folder / "site/plain.yml").is_file()


def test_a_file_named_twice_is_read_once(make_site: MakeSite) -> None:
    site = make_site(
        FILES
        | config("sources: ['docs/*.yml', 'docs/plain.yml', docs/a.trace.yml, './facts/c.yml', facts/*.yml]")
    )
    assert site.build("--strict").status == 0
    assert site.check().status == 0


def test_sources_may_lie_beside_the_folder_of_the_site(make_site: MakeSite) -> None:
    site = make_site(FILES | {"../other/f.yml": component("other")} | config("sources: ['../other/*.yml']"))
    assert known(site) == {"in-docs", "below-docs", "other"}


def test_a_source_that_matches_nothing_fails_at_its_line(make_site: MakeSite) -> None:
    done = make_site(FILES | config("sources:", "  - facts/c.yml", "  - nowhere/*.yml")).build("--strict")
    assert done.status == 1
    assert "mkdocs.yml:7:11: TR009 [error] the source `nowhere/*.yml` matches no file" in done.log


EXCLUDED = {
    "docs/index.md": "# Home\n",
    "docs/a.trace.yml": component("in-docs"),
    "docs/drafts/d.md": page("draft-page"),
    "docs/drafts/d.trace.yml": component("draft-sidecar"),
    "docs/drafts/kept.md": page("kept-page"),
    "docs/old/o.md": page("excluded-page"),
    "docs/old/o.trace.yml": component("excluded-sidecar"),
    "docs/.hidden/h.md": page("hidden-page"),
    "docs/templates/t.trace.yml": component("template-sidecar"),
    "docs/both/README.md": page("readme-page"),
    "docs/both/index.md": page("index-page"),
    "docs/alone/README.md": page("readme-alone"),
    "docs/unlisted.md": page("unlisted-page"),
}
EXCLUSIONS = (
    "exclude_docs: |\n  /old/\ndraft_docs: |\n  drafts/\n  !drafts/kept.md\nnot_in_nav: |\n  /unlisted.md\n"
)
READ = {"in-docs", "kept-page", "index-page", "readme-alone", "unlisted-page"}


def test_what_is_excluded_or_a_draft_is_not_read_by_a_build(make_site: MakeSite) -> None:
    site = make_site(EXCLUDED | config("nav: true", rest=EXCLUSIONS))
    html = site.built().text("traceability/components/index.html")
    declared = {text.partition("id: ")[2].partition(",")[0] for text in EXCLUDED.values()} - {""}
    assert declared > READ
    assert {id_ for id_ in declared if f">{id_}</a>" in html} == READ


def test_the_command_reads_what_a_build_reads(make_site: MakeSite) -> None:
    broken = {
        path: text.replace(", external: true", ", depends_on: nobody") for path, text in EXCLUDED.items()
    }
    site = make_site(broken | config("nav: true", rest=EXCLUSIONS))
    (unknown,) = [finding for finding in site.findings() if finding["code"] == "TR101"]
    assert {unknown["item"], *(entry["item"] for entry in unknown["entries"])} == READ
    build = site.build()
    assert build.codes.count("TR101") == 1
    assert f"and at {len(READ) - 1} more places" in build.log


UNSEEN = {
    "docs/index.md": "# Home\n",
    "docs/comment.md": f"<!-- SPDX-FileCopyrightText: 2026 Acme\nSPDX-License-Identifier: MIT -->\n{page('a')}",
    "docs/open.md": page("b").partition("\n\n#")[0],
    "docs/toml.md": '+++\n[traceability.component]\nid = "c"\n+++\n\n# c\n',
    "docs/slip.md": page("d").replace("traceability", "tracability"),
}


def test_front_matter_that_nothing_reads_is_said_by_the_command_and_by_a_build(make_site: MakeSite) -> None:
    site = make_site(UNSEEN | config("nav: true"))
    expected = {
        ("docs/comment.md", 3, "TR001"),
        ("docs/open.md", 4, "TR001"),
        ("docs/toml.md", 1, "TR001"),
        ("docs/slip.md", 2, "TR002"),
    }
    assert {(each["path"], each["line"], each["code"]) for each in site.findings()} == expected
    done = site.build("--strict")
    assert done.status == 1
    assert set(re.findall(r"(docs/\S+\.md):(\d+):\d+: (TR00\d)", done.log)) == {
        (path, str(line), code) for path, line, code in expected
    }

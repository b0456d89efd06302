"""`--dirty`: pages that are not built anew keep what they showed, and are named."""

import os

from .conftest import MakeSite
from .sites import Done, Site

FILES = {
    "docs/index.md": "# Home\n\nThere are [trace: count components] components, [a].\n",
    "docs/linked.md": "# Linked\n\nIt is [a].\n",
    "docs/home.md": "# Home of an item\n",
    "docs/own.md": "---\ntraceability: {component: {id: own, depends_on: [a]}}\n---\n# Own\n",
    "docs/later.md": "# Later\n\nIt will be [z-1].\n",
    "docs/plain.md": "# Plain\n\nNothing of ours, [link](index.md).\n",
    "docs/a.trace.yml": "components:\n  - {id: a, title: A}\n  - {id: b, title: B, page: home.md}\n",
}
LATER = {"docs/a.trace.yml": "components:\n  - {id: a, title: A}\n  - {id: z-1, title: Z}\n"}


def aged(site: Site) -> Site:
    """Have the sources written before the site was built."""
    for file in (site.folder / "docs").iterdir():
        os.utime(file, (1_700_000_000, 1_700_000_000))
    return site


def said(done: Done) -> list[str]:
    return [line for line in done.log.splitlines() if "did not rebuild" in line]


def test_pages_that_may_be_out_of_date_are_named(make_site: MakeSite) -> None:
    site = aged(make_site(FILES))
    assert said(site.built().done) == []
    site.write(LATER)
    done = site.build("--dirty")
    assert said(done) == [
        "WARNING -  traceability: `--dirty` did not rebuild index.md, home.md, later.md, linked.md, own.md: "
        "counts, links and panels there may be out of date; build without `--dirty`"
    ]


def test_a_page_that_is_built_anew_is_right_and_not_named(make_site: MakeSite) -> None:
    site = aged(make_site(FILES))
    site.built()
    site.write(LATER | {"docs/index.md": FILES["docs/index.md"] + "\nEdited.\n"})
    built = site.built("--dirty")
    assert ">3</a></span> components" in built.text("index.html")
    assert "index.md" not in said(built.done)[0]


def test_what_is_gone_altogether_is_named_too(make_site: MakeSite) -> None:
    site = aged(
        make_site({path: FILES[path] for path in ("docs/index.md", "docs/plain.md", "docs/a.trace.yml")})
    )
    site.built()
    (site.folder / "docs/a.trace.yml").unlink()
    assert "rebuild index.md:" in said(site.build("--dirty"))[0]


def test_where_nothing_is_declared_nothing_is_said(make_site: MakeSite) -> None:
    site = aged(make_site({"docs/index.md": "# Home\n", "docs/plain.md": "# Plain\n"}))
    site.built()
    assert said(site.build("--dirty")) == []

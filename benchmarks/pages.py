"""Measure the generated pages of a site by themselves: processor time to make them, and what they weigh.

`python -m benchmarks.pages FOLDER` prints, as JSON, seconds and bytes for each family of pages. The time of a
page is that of preparing and rendering it; reading, linking and judging are done before.
"""

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path
from time import process_time
from typing import NamedTuple

from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace


class Family(NamedTuple):
    """Pages whose names begin alike: what all of them cost, and what the heaviest weighs."""

    pages: int
    seconds: float
    heaviest: int
    heaviest_compressed: int


def measure(folder: Path) -> dict[str, Family]:
    """Make all pages of a site; return the figures by family, and of all under the name `all`."""
    result = Workspace(load_settings(folder / "mkdocs.yml")).run()
    start = process_time()
    site = Site(result, SiteContext(lambda page: page.removesuffix(".md") + "/"))
    costs: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    preparing = process_time() - start
    for page in site.pages:
        start = process_time()
        html = site.page_html(page).encode()
        cost = (process_time() - start, len(html), len(gzip.compress(html)))
        costs[page.name.partition("/")[0].removesuffix(".md")].append(cost)
        costs["all"].append(cost)
    costs["all"].append((preparing, 0, 0))
    return {
        name: Family(
            len(each),
            sum(cost[0] for cost in each),
            max(cost[1] for cost in each),
            max(cost[2] for cost in each),
        )
        for name, each in costs.items()
    }


_CONFIG = "site_name: Benchmark\nplugins: [traceability]\n"


def write_table(folder: Path, rows: int, config: str = _CONFIG) -> None:
    """Write a site with one long table: seven columns, three links and a status a row."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    (folder / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    words = ("forecast", "evaluation", "delivery", "billing", "export", "import", "retry")
    lines = ["components:", *(f"  - {{id: worker-{number:02}}}" for number in range(60)), "flows:"]
    for number in range(rows):
        title = f"{words[number % 7].title()} of {words[number % 5]} number {(number * 7919) % rows}"
        status = ("planned", "partial", "retired")[number % 3]
        links = ", ".join(f"worker-{(number * step) % 60:02}" for step in (1, 7, 11))
        lines.append(
            f"  - {{id: EVAL-{number:05}, title: {title}, status: {status}, implementation: auto, "
            f"components: [{links}], tags: [{words[number % 3]}]}}"
        )
    (folder / "docs/facts.trace.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print the figures of the site in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--write", type=int, metavar="ROWS", help="first write a site with one long table there"
    )
    options = parser.parse_args()
    if options.write:
        write_table(options.folder, options.write)
    figures = measure(options.folder)
    print(json.dumps({name: family._asdict() for name, family in figures.items()}, indent=1))


if __name__ == "__main__":
    main()

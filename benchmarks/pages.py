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

from mkdocs_traceability.pages.render import Site
from mkdocs_traceability.pages.surroundings import Surroundings
from mkdocs_traceability.settings import load_settings
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
    site = Site(result, Surroundings(lambda page: page.removesuffix(".md") + "/"))
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


def main() -> None:
    """Print the figures of the site in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    figures = measure(parser.parse_args().folder)
    print(json.dumps({name: family._asdict() for name, family in figures.items()}, indent=1))


if __name__ == "__main__":
    main()

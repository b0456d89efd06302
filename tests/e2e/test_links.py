"""Every link of the built site leads somewhere: for each generator, theme and way to write addresses."""

from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from textwrap import indent

import pytest

from .conftest import MakeSite
from .links import Followed, follow_all
from .sites import CONFIG_NAMES, Built, Site

REPRESENTATIVE = Path(__file__).parent / "representative"
SETTINGS = (REPRESENTATIVE / "settings.yml").read_text(encoding="utf-8")
BELOW_A_PATH = "https://example.org/team/handbook/"
NO_ADDRESS = "https://site.invalid/"
"""What stands for the address of a site that does not say its own."""

GENERATED = (
    "components",
    "enforcers",
    "findings",
    "flows",
    "gaps",
    "index",
    "layers",
    "legend",
    "metrics",
    "patches",
    "requirements",
    "resources",
    "signals",
    "sources-of-truth",
)


@dataclass(frozen=True)
class Setup:
    """How a site is built."""

    generator: str
    theme: str
    directories: bool
    site_url: str = BELOW_A_PATH
    inherits: bool = False
    settings: str = ""

    def __str__(self) -> str:
        return "-".join(
            [
                self.generator,
                self.theme,
                "folders" if self.directories else "files",
                *(["inherited"] if self.inherits else []),
                *(["without-address"] if not self.site_url else []),
                *([self.settings.split(":")[0]] if self.settings else []),
            ]
        )

    @property
    def config(self) -> dict[str, str]:
        """The configuration file, or the two of which one inherits the other."""
        common = (
            f"site_name: Facts\nuse_directory_urls: {str(self.directories).lower()}\n"
            f"theme: {{name: {self.theme}{', font: false' if self.theme == 'material' else ''}}}\n"
        )
        common += f"site_url: {self.site_url}\n" if self.site_url else ""
        name = CONFIG_NAMES[self.generator]
        if not self.inherits:
            return {
                name: f"{common}plugins:\n  - search\n  - traceability:\n{indent(self.all_settings, ' ' * 6)}"
            }
        domains, areas, kinds = (
            SETTINGS[: SETTINGS.index("areas:")],
            SETTINGS[SETTINGS.index("areas:") : SETTINGS.index("kinds:")],
            SETTINGS[SETTINGS.index("kinds:") :],
        )
        theirs = f"{common}plugins:\n  search: {{}}\n  traceability:\n{indent(kinds + areas, ' ' * 4)}"
        ours = f"INHERIT: ../shared/base.yml\nplugins:\n  traceability:\n{indent(domains, ' ' * 4)}"
        return {"../shared/base.yml": theirs, name: ours}

    @property
    def all_settings(self) -> str:
        return SETTINGS + self.settings


SETUPS = [
    Setup("mkdocs", "material", directories=True),
    Setup("mkdocs", "material", directories=False, inherits=True),
    Setup("properdocs", "material", directories=True, inherits=True),
    Setup("properdocs", "material", directories=False),
    Setup("mkdocs", "mkdocs", directories=True, inherits=True),
    Setup("mkdocs", "mkdocs", directories=False, site_url=""),
    Setup("properdocs", "mkdocs", directories=True, site_url=""),
    Setup("mkdocs", "readthedocs", directories=False),
    Setup("mkdocs", "readthedocs", directories=True, settings="page_dir: deep/er/facts\n"),
    Setup("properdocs", "readthedocs", directories=True, inherits=True),
]


def representative(make_site: MakeSite, setup: Setup) -> Site:
    site = make_site({})
    (site.folder / "mkdocs.yml").unlink()
    copytree(REPRESENTATIVE / "docs", site.folder / "docs")
    site.write(setup.config)
    return site


def followed(built: Built, setup: Setup) -> Followed:
    return follow_all(built.folder, setup.site_url or NO_ADDRESS)


@pytest.mark.parametrize("setup", SETUPS, ids=str)
def test_every_link_of_the_site_leads_to_a_page_and_anchor(make_site: MakeSite, setup: Setup) -> None:
    site = representative(make_site, setup)
    if "page_dir" in setup.settings:
        home = site.folder / "docs/index.md"
        home.write_text(
            home.read_text(encoding="utf-8").replace("(traceability/", "(deep/er/facts/"), encoding="utf-8"
        )
        for page in (site.folder / "docs/guides").glob("*.md"):
            text = page.read_text(encoding="utf-8")
            page.write_text(text.replace("../traceability/", "../deep/er/facts/"), encoding="utf-8")
    built = site.built(generator=setup.generator)
    seen = followed(built, setup)
    assert seen.broken == []
    folder = "deep/er/facts" if "page_dir" in setup.settings else "traceability"
    for name in GENERATED:
        file = f"{folder}/{name}/index.html" if setup.directories else f"{folder}/{name}.html"
        file = file.replace("index/index.html", "index.html")
        assert built.has(file)
        assert file in seen.reached, f"nothing leads to {file}"
    assert f"{folder}/assets/traceability.css" in seen.reached


@pytest.mark.parametrize("setup", SETUPS[:2], ids=str)
def test_links_lead_from_item_to_item_and_back(make_site: MakeSite, setup: Setup) -> None:
    site = representative(make_site, setup)
    seen = followed(site.built(generator=setup.generator), setup)
    end = "/index.html" if setup.directories else ".html"
    for place in (
        f"guides/eval-worker{end}#component-eval-worker",
        f"guides/batcher{end}#component-batcher",
        f"guides/batcher{end}#component-mail&post",
        f"parts and pieces/über{end}#component-größe",
        "parts and pieces/index.html#component-pieces",
        f"traceability/components{end}#component-m10:evaluate",
        f"traceability/components{end}#component-100%?#1",
        f"traceability/components{end}#component-GET/x(1)",
        f"traceability/flows{end}#flow-EVAL-001",
        f"traceability/flows{end}#flow-FAIL-001",
        f"traceability/flows{end}#section-OBS-FAIL",
        f"traceability/resources{end}#resource-evaluation_state",
        f"traceability/patches{end}#patch-P-1",
        f"traceability/gaps{end}#gap-G-1",
        f"traceability/layers{end}#layer-L7",
        f"traceability/metrics{end}#metric-lag",
        f"traceability/enforcers{end}#enforcer-auth.header",
        f"traceability/findings{end}#rule-TR101",
        f"guides/eval-worker{end}#thresholds",
    ):
        assert place in seen.reached, f"nothing leads to {place}"


def test_the_example_site_has_no_dead_link_either(example: Path) -> None:
    seen = follow_all(example, "https://example.org/traceability/")
    assert seen.broken == []
    assert seen.links > 2000


def test_the_follower_notices_what_is_dead(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    links = "".join(f'<a href="{address}"></a>' for address in ("../b/", "#x", "../../out/", "/b/", "#y"))
    (tmp_path / "a/index.html").write_text(f'{links}<p id="y"></p><p id="y"></p>', encoding="utf-8")
    assert follow_all(tmp_path, "https://example.org/s/").broken == [
        "a/index.html: ../b/ leads to b/index.html, which is not there",
        "a/index.html: #x leads to no anchor of a/index.html",
        "a/index.html: ../../out/ leaves the site",
        "a/index.html: /b/ leaves the site",
        "a/index.html: #twice:y leads to no anchor of a/index.html",
    ]

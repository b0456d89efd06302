"""What a configuration says of the site around our pages is what MkDocs makes of it."""

from pathlib import Path

import pytest
from mkdocs.config import load_config
from support import write_site

from mkdocs_traceability.mkdocs.theme import language_of, own_templates
from mkdocs_traceability.settings.load import load_settings


@pytest.mark.parametrize(
    "written",
    [
        "theme: mkdocs",
        "theme: material",
        "theme: {name: material, language: de}",
        "theme: {name: mkdocs, locale: pt_BR, custom_dir: own}",
        "theme: {name: null, custom_dir: own}",
        "repo_url: https://github.com/acme/site",
        "repo_url: https://GitLab.com/acme/site",
        "repo_url: https://bitbucket.org/acme/site/",
        "repo_url: https://forge.example.org/acme/site",
        "repo_url: https://github.com/acme/site\nedit_uri: blob/main/docs",
        "repo_url: https://github.com/acme/site\nedit_uri: ''",
        "edit_uri: https://forge.example.org/edit/main/docs/",
    ],
)
def test_it_is_read_as_mkdocs_reads_it(tmp_path: Path, written: str) -> None:
    (tmp_path / "own").mkdir()
    file = write_site(tmp_path, {"mkdocs.yml": f"site_name: x\nplugins: [traceability]\n{written}\n"})
    config = load_config(str(file))
    around = load_settings(file).around
    assert around.language == language_of(config)
    assert around.templates == own_templates(config)
    assert around.repo_url == (config.repo_url or "")
    assert around.edit_uri == (config.edit_uri or "")


@pytest.mark.parametrize(
    "written", ["theme: 3", "theme: []", "repo_url: 'http://[x'", "edit_uri: [a]", "theme: {}"]
)
def test_what_makes_no_sense_stops_nothing(tmp_path: Path, written: str) -> None:
    file = write_site(tmp_path, {"mkdocs.yml": f"site_name: x\nplugins: [traceability]\n{written}\n"})
    assert load_settings(file).around.language == "en"

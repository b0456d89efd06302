"""Templates and catalogues that a site has written: they are used, and what is wrong with one is said and breaks nothing."""

from pathlib import Path

import pytest

from .conftest import MakeSite
from .sites import CLEAN

ROOT = Path(__file__).parents[2]

CONFIG = {
    "mkdocs.yml": "site_name: Site\ntheme: {name: mkdocs, custom_dir: own, locale: fr}\nplugins: [traceability]\n"
}
FLOWS = "traceability/flows/index.html"
OVERVIEW = "traceability/index.html"


def test_a_template_of_the_site_s_own_is_used(make_site: MakeSite) -> None:
    own = {"own/traceability/matrix.html": "<h1 id={{ stem }}>{{ title }}: ours of {{ total }}</h1>"}
    built = make_site(CLEAN | CONFIG | own).built("--strict")

    assert "Flows: ours of 1" in built.text(FLOWS)
    assert not built.has("traceability/matrix.html"), "a template is no page"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("<p>\n{% if %}</p>", "traceability/matrix.html:2: this template fails, and ours is used: "),
        (
            "<h1>{{ title }}</h1>\n<p>{{ total_of_items }}</p>",  # as one calls it that was never there, or is gone
            "traceability/matrix.html:2: this template fails, and ours is used: 'total_of_items' is undefined",
        ),
        (
            "{{ kind.declared.words }}",
            "traceability/matrix.html:1: this template fails, and ours is used: 'mkdocs_traceability.",
        ),
        ("<p>\n\n{{ total / 0 }}</p>", "traceability/matrix.html:3: this template fails, and ours is used: "),
        ("{% include 'gone.html' %}", "gone.html"),
    ],
)
def test_a_template_that_fails_is_said_and_ours_is_used(
    make_site: MakeSite, template: str, said: str
) -> None:
    site = make_site(CLEAN | CONFIG | {"own/traceability/matrix.html": template})
    done = site.build()

    assert done.status == 0
    assert "Traceback" not in done.log
    assert done.log.count(said) == 1
    assert 'id="flow-EVAL-001"' in (site.folder / "site" / FLOWS).read_text(encoding="utf-8")
    assert site.build("--strict").status == 1
    assert site.build("--strict", "-q").status == 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "_parts.html",
            "{% macro badge(it) %}{% endmacro %}",
            "it has no macro `copy_icon`, `status`, `flag`, ",
        ),
        ("_table.html", "{% macro older(it) %}{% endmacro %}", "it has no macro `sheet`, `chooser`, `table`"),
        (
            "_table.html",
            "{% macro sheet(first) %}{{ caller() }}{% endmacro %}{% macro chooser() %}{% endmacro %}"
            "{% macro table(it, id, permanent) %}{% endmacro %}",
            "macro 'chooser' takes not more than 0 argument(s)",
        ),
    ],
)
def test_shared_parts_that_do_not_fit_ours_are_named(
    make_site: MakeSite, name: str, text: str, said: str
) -> None:
    site = make_site(CLEAN | CONFIG | {f"own/traceability/{name}": text})
    done = site.build()

    assert done.status == 0, done.log
    assert "Traceback" not in done.log
    assert f"traceability/{name}: this template fails, and ours is used: {said}" in done.log
    assert 'id="flow-EVAL-001"' in (site.folder / "site" / FLOWS).read_text(encoding="utf-8")
    assert site.build("--strict").status == 1


def test_a_template_that_is_no_text_is_named(make_site: MakeSite) -> None:
    site = make_site(CLEAN | CONFIG | {"own/traceability/a.txt": ""})
    (site.folder / "own/traceability/matrix.html").write_bytes(b"<p>\xff</p>")
    done = site.build()

    assert done.status == 0, done.log
    assert "traceability/matrix.html: this template fails, and ours is used: 'utf-8' codec" in done.log


def test_a_template_may_take_ours_for_its_base(make_site: MakeSite) -> None:
    own = (
        '{% import "_parts.html" as parts %}<h1 id="{{ stem }}">{{ parts.status(("done", "complete")) }}</h1>'
    )
    built = make_site(CLEAN | CONFIG | {"own/traceability/legend.html": own}).built("--strict")

    assert '<span class="trace-status trace-status--complete">done</span>' in built.text(
        "traceability/legend/index.html"
    )


def test_a_catalogue_of_the_site_s_own_is_spoken(make_site: MakeSite) -> None:
    french = "Flows: Matrice des flux\nNeeds attention: Lacunes\n"
    built = make_site(CLEAN | CONFIG | {"own/traceability/languages/fr.yml": french}).built("--strict")

    assert "Matrice des flux" in built.text(FLOWS)
    assert "Components" in built.text(FLOWS), "what it does not have is English"


@pytest.mark.parametrize(
    ("locale", "name"),
    [("fr_CA", "fr.yml"), ("fr_CA", "fr-CA.yml"), ("fr_CA", "fr_CA.yml"), ("fr", "fr.yml")],
)
def test_a_catalogue_is_found_by_its_language_or_region(make_site: MakeSite, locale: str, name: str) -> None:
    own = {
        "mkdocs.yml": CONFIG["mkdocs.yml"].replace("locale: fr", f"locale: {locale}"),
        f"own/traceability/languages/{name}": "Flows: Matrice des flux\n",
    }
    assert "Matrice des flux" in make_site(CLEAN | own).built("--strict").text(FLOWS)


@pytest.mark.parametrize("theme", ["name: material, language: de, font: false", "name: mkdocs, locale: de"])
def test_words_of_the_site_s_own_come_before_our_german(make_site: MakeSite, theme: str) -> None:
    config = f"site_name: Site\ntheme: {{{theme}, custom_dir: own}}\nplugins: [traceability]\n"
    own = {"mkdocs.yml": config, "own/traceability/languages/de.yml": "Flows: Ablauftafel\n"}
    html = make_site(CLEAN | own).built("--strict").text(FLOWS)

    assert "Ablauftafel" in html
    assert "1 Ablauf " in html, "what it does not have is said as we say it"


@pytest.mark.parametrize(
    ("catalogue", "said"),
    [
        ("a: [", "traceability/languages/fr.yml: this catalogue cannot be read: "),
        ("- a\n", "traceability/languages/fr.yml: a catalogue is a mapping of English texts to others"),
        ("Legend: 7\n", "traceability/languages/fr.yml: `Legend` is not said in a way that can be used"),
        (
            '"no errors in %(count)s item": ["%(number)s ligne", "%(count)s lignes"]\n',
            "`no errors in %(count)s item` is not said in a way that can be used",
        ),
        (
            '"no errors in %(count)s item": ["100 %", "%(count)s lignes"]\n',
            "is not said in a way that can be used",
        ),
    ],
)
def test_a_catalogue_that_cannot_be_used_is_said_and_left_out(
    make_site: MakeSite, catalogue: str, said: str
) -> None:
    site = make_site(CLEAN | CONFIG | {"own/traceability/languages/fr.yml": catalogue})
    done = site.build()

    assert done.status == 0
    assert done.log.count(said) == 1
    assert "no errors in 3 items" in (site.folder / "site" / OVERVIEW).read_text(encoding="utf-8")
    assert site.build("--strict").status == 1


@pytest.mark.parametrize("folder", ["own", "docs"])
def test_a_style_sheet_of_the_site_s_own_takes_the_place_of_ours(make_site: MakeSite, folder: str) -> None:
    own = {f"{folder}/traceability/assets/traceability.css": ".trace { color: teal }\n", "own/a.txt": ""}
    built = make_site(CLEAN | CONFIG | own).built("--strict")

    assert built.text("traceability/assets/traceability.css") == ".trace { color: teal }\n"
    assert "../assets/traceability.css" in built.text(FLOWS)


def test_the_example_of_the_manual_is_a_template(make_site: MakeSite) -> None:
    manual = (ROOT / "docs/customising.md").read_text(encoding="utf-8")
    template = manual.partition("```html\n")[2].partition("```")[0]
    french = "Flows: " + manual.partition("```yaml\nFlows: ")[2].partition("```")[0]
    own = {
        "own/traceability/matrix.html": template,
        "own/traceability/languages/fr.yml": french,
    }
    built = make_site(CLEAN | CONFIG | own).built("--strict")

    assert '<h1 id="flows">Matrice des flux</h1>' in built.text(FLOWS)


@pytest.mark.parametrize(("claims", "said"), [(1, "1 wpis "), (3, "3 wpisy "), (5, "5 wpisów ")])
def test_the_plurals_of_the_manual_are_spoken(make_site: MakeSite, claims: int, said: str) -> None:
    manual = (ROOT / "docs/customising.md").read_text(encoding="utf-8")
    polish = "Plural-Forms: " + manual.partition("```yaml\nPlural-Forms: ")[2].partition("```")[0]
    code = [f"src/{number}.txt" for number in range(claims)]
    own = {
        "mkdocs.yml": CONFIG["mkdocs.yml"].replace("locale: fr", "locale: pl"),
        "own/traceability/languages/pl.yml": polish,
        "docs/more.trace.yml": f"components:\n  - {{id: claimer, title: Claimer, evidence: {{code: {code}}}}}\n",
    }
    built = make_site(CLEAN | own | dict.fromkeys(code, "text\n")).built("--strict")

    assert said in built.text("traceability/evidence/index.html")

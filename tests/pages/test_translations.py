"""Translations: German is complete, what is compiled is what is written, and catalogues of a site keep working."""

from collections.abc import Callable, Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from mkdocs_traceability.pages.rendering import renamed, translations
from mkdocs_traceability.pages.rendering.renamed import RENAMED
from mkdocs_traceability.pages.rendering.translations import language
from tools import translations as tool

RUN = "run `make translations`"
POLISH = (
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    ["%(count)s wpis", "%(count)s wpisy", "%(count)s wpisów"],
)


@pytest.fixture(scope="module")
def template() -> Catalog:
    return tool.extracted()


def said(catalog: Catalog) -> dict[object, object]:
    return {message.id: message.string for message in catalog if message.id}


# ---------------------------------------------------------------- the package's own


def test_the_template_has_what_the_pages_say(template: Catalog) -> None:
    with tool.TEMPLATE.open("rb") as opened:
        assert said(read_po(opened)).keys() == said(template).keys(), RUN
    # of a template, of code, of a built-in kind, of a number, of a list of words
    for text in ("Needs attention", "No evidence named", "Resources", "no evidence", "Found at"):
        assert text in template
    assert ("%(count)s entry", "%(count)s entries") in said(template)


@pytest.mark.parametrize("code", tool.languages())
def test_a_catalogue_has_the_texts_of_the_template(template: Catalog, code: str) -> None:
    catalog = tool.read(code)
    assert said(catalog).keys() == said(template).keys(), RUN
    assert tool.report(code, catalog, tool.updated(catalog, template, code)).wrong == []


@pytest.mark.parametrize("code", tool.languages())
def test_what_is_compiled_is_what_is_written(code: str) -> None:
    written = tool.updated(catalog := tool.read(code), catalog, code)
    assert tool.po_file(code).with_suffix(".mo").read_bytes() == tool.compiled(written), RUN


@pytest.mark.parametrize("code", tool.COMPLETE)
def test_a_language_that_is_complete_says_everything(template: Catalog, code: str) -> None:
    catalog = tool.read(code)
    assert tool.report(code, catalog, tool.updated(catalog, template, code)).missing == []
    spoken = language(code)
    differ = [text for text in said(template) if isinstance(text, str) and spoken.gettext(text) != text]
    assert len(differ) > 400


def test_fields_that_are_claims_are_said_beside_their_claims() -> None:
    # as `type` of what is claimed, in the words of sidecars, where `code` and `tests` stand too
    german = language("de")
    assert [german.gettext(name) for name in ("action", "primary", "target")] == [
        "Maßnahme",
        "maßgeblich",
        "Ziel",
    ]


@pytest.mark.parametrize("code", ["de", "de_AT", "de-CH", "DE"])
def test_a_region_speaks_its_language(code: str) -> None:
    assert language(code).gettext("Flows") == "Abläufe"


@pytest.mark.parametrize("code", ["en", "xx", "", "../de", "de/../de"])
def test_what_has_no_catalogue_is_english(code: str) -> None:
    assert language(code).gettext("Flows") == "Flows"
    assert language(code).ngettext("%(count)s entry", "%(count)s entries", 0) == "%(count)s entries"


def test_no_text_stays_no_text() -> None:
    # gettext keeps the header of a catalogue under the empty text
    assert language("de").gettext("") == ""


def test_singular_and_plural() -> None:
    german = language("de")
    forms = [german.ngettext("%(count)s entry", "%(count)s entries", number) for number in (0, 1, 2)]
    assert forms == ["%(count)s Einträge", "%(count)s Eintrag", "%(count)s Einträge"]
    assert german.gettext("%(count)s entry") == "%(count)s Eintrag"


# ---------------------------------------------------------------- how catalogues are made


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Have the tool write into a folder of its own, and the package read from there."""
    monkeypatch.setattr(tool, "LOCALE", tmp_path)
    monkeypatch.setattr(tool, "TEMPLATE", tmp_path / "traceability.pot")
    monkeypatch.setattr(translations, "_LOCALE", tmp_path)
    translations._shipped.cache_clear()
    yield tmp_path
    translations._shipped.cache_clear()


def written(code: str, *texts: tuple[object, object]) -> None:
    catalog = tool.PlainCatalog(code)
    for text, string in texts:
        catalog.add(text, string)
    tool.po_file(code).parent.mkdir(parents=True)
    tool.po_file(code).write_text(tool.po_text(catalog), encoding="utf-8")


def test_a_language_with_other_plurals_speaks_them(locale: Path) -> None:
    forms = ("%(count)s wpis", "%(count)s wpisy", "%(count)s wpisów")
    written(
        "pl",
        (("%(count)s entry", "%(count)s entries"), (*forms, forms[2])[: tool.PlainCatalog("pl").num_plurals]),
    )
    assert tool.main() == 0  # German is not there at all

    entries = [
        language("pl").ngettext("%(count)s entry", "%(count)s entries", number)
        for number in (1, 2, 5, 22, 25)
    ]
    assert entries == [forms[0], forms[1], forms[2], forms[1], forms[2]]


@pytest.mark.slow
@pytest.mark.parametrize(("code", "status"), [("de", 1), ("fr", 0)])
def test_what_is_missing_is_named(
    locale: Path, capsys: pytest.CaptureFixture[str], code: str, status: int
) -> None:
    written(code, ("Needs attention", "Lücken"), ("Legend", ""), ("Gone", "Weg"))
    assert tool.main() == status
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{code}: 1 of {len(tool.extracted())} texts are translated"
    assert {"  missing: Legend", "  missing: %(count)s entry", "  no longer used: Gone"} <= {*lines}
    assert "  missing: Needs attention" not in lines


def test_a_translation_with_other_places_is_wrong(locale: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written("fr", ("Excerpt of %(place)s", "Extrait de %(lieu)s"))
    assert tool.main() == 1
    assert "  wrong: Excerpt of %(place)s: " in capsys.readouterr().out


def test_a_catalogue_is_begun(locale: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main(["cs"]) == 0
    assert "\ncs: 0 of " in f"\n{capsys.readouterr().out}"
    assert "nplurals=3; plural=" in tool.po_file("cs").read_text(encoding="utf-8")
    assert language("cs").gettext("Legend") == "Legend"


@pytest.mark.slow
def test_a_second_run_changes_nothing(locale: Path) -> None:
    written("fr", ("Needs attention", "Lacunes"))
    runs = []
    for _ in range(2):
        tool.main()
        runs.append({file: file.read_bytes() for file in locale.rglob("*.*")})
    assert len(runs[0]) == 3
    assert runs[0] == runs[1]


@pytest.mark.slow
@pytest.mark.parametrize("is_named_later", [False, True])
def test_what_is_said_of_a_renamed_text_is_kept_for_review(
    locale: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_named_later: bool
) -> None:
    written(
        "fr", ("Key of words", "Légende"), (("%(count)s row", "%(count)s rows"), ("une ligne", "des lignes"))
    )
    if is_named_later:
        tool.main()
        assert '#~ msgid "Key of words"\n#~ msgstr "Légende"\n' in tool.po_file("fr").read_text(
            encoding="utf-8"
        )
    monkeypatch.setattr(tool, "RENAMED", {"Key of words": "Legend", "%(count)s row": "%(count)s entry"})
    for _ in range(2):
        capsys.readouterr()
        tool.main()
        text = tool.po_file("fr").read_text(encoding="utf-8")
        assert '#, fuzzy\nmsgid "Legend"\nmsgstr "Légende"\n' in text
        assert 'msgid_plural "%(count)s entries"\nmsgstr[0] "une ligne"\nmsgstr[1] "des lignes"\n' in text
        assert "#~" not in text
        assert "  missing: Legend" in capsys.readouterr().out
        assert language("fr").gettext("Legend") == "Legend"


def test_a_text_that_comes_back_is_said_as_before(
    locale: Path, template: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("fr", ("Legend", "Légende"))
    empty = tool.PlainCatalog()
    for each in (empty, empty, template):
        monkeypatch.setattr(tool, "extracted", lambda each=each: each)
        tool.main()
    assert 'msgid "Legend"\nmsgstr "Légende"\n' in tool.po_file("fr").read_text(encoding="utf-8")
    assert language("fr").gettext("Legend") == "Légende"


# ---------------------------------------------------------------- catalogues of a site


Spoken = Callable[..., tuple[NullTranslations, list[str]]]


@pytest.fixture
def spoken(tmp_path: Path) -> Spoken:
    """Return a language by catalogues that a site has, and what is said against them."""

    def speak(code: str, **catalogues: str) -> tuple[NullTranslations, list[str]]:
        folder = tmp_path / "traceability"
        (folder / "languages").mkdir(parents=True)
        for name, text in catalogues.items():
            (folder / "languages" / f"{name}.yml").write_text(text, encoding="utf-8")
        complaints: list[str] = []
        return language(code, (folder,), complaints.append), complaints

    return speak


def test_a_region_comes_before_its_language_and_both_before_ours(spoken: Spoken) -> None:
    german, complaints = spoken("de-AT", de="Flows: Tafel\nLegend: Worte\n", de_AT="Flows: Jause\n")
    texts = [german.gettext(text) for text in ("Flows", "Legend", "Needs attention", "Ours alone")]
    assert texts == ["Jause", "Worte", "Handlungsbedarf", "Ours alone"]
    assert complaints == []


def test_a_catalogue_of_a_site_has_a_singular_and_a_plural(spoken: Spoken) -> None:
    french, complaints = spoken(
        "fr", fr='"%(count)s entry": ["%(count)s ligne", "%(count)s lignes"]\n"%(count)s item": "%(count)s"\n'
    )
    assert [french.ngettext("%(count)s entry", "", n) for n in (0, 1, 2)] == [
        "%(count)s lignes", "%(count)s ligne", "%(count)s lignes"
    ]  # fmt: skip
    assert [french.ngettext("%(count)s item", "", n) for n in (0, 1)] == ["%(count)s", "%(count)s"]
    assert french.gettext("%(count)s entry") == "%(count)s ligne"
    assert french.ngettext("%(count)s error", "%(count)s errors", 2) == "%(count)s errors"
    assert complaints == []


def test_a_catalogue_of_a_site_may_have_the_plurals_of_its_language(spoken: Spoken) -> None:
    rule, forms = POLISH
    polish, complaints = spoken("pl", pl=f'Plural-Forms: "{rule}"\n"%(count)s entry": {forms}\n')
    entries = [polish.ngettext("%(count)s entry", "", number) for number in (1, 2, 5, 22, 25, 10**12)]
    assert entries == [forms[0], forms[1], forms[2], forms[1], forms[2], forms[2]]
    assert complaints == []


def test_a_list_that_has_not_every_plural_is_left_out(spoken: Spoken) -> None:
    polish, complaints = spoken(
        "pl", pl=f'Plural-Forms: "{POLISH[0]}"\n"%(count)s entry": [a, b]\nLegend: L\n'
    )
    assert polish.ngettext("%(count)s entry", "%(count)s entries", 2) == "%(count)s entries"
    assert polish.gettext("Legend") == "L"
    assert complaints == [
        "traceability/languages/pl.yml: `%(count)s entry` is not said in a way that can be used"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "7", "[1, 2]", "nplurals=2", "nplurals=0; plural=0;", "nplurals=2; plural=n;", "nplurals=2; plural=(n != ;",
        "nplurals=2; plural=n/0", "nplurals=2; plural=1%n", "nplurals=2; plural=1/(n-5000)", "nplurals=2; plural=__import__('os')",
        f"nplurals=2; plural={'(' * 3000}n{')' * 3000}",
    ],
)  # fmt: skip
def test_a_rule_of_plurals_that_cannot_be_used_is_said(spoken: Spoken, rule: str) -> None:
    french, complaints = spoken("fr", fr=f'Plural-Forms: {rule}\n"%(count)s entry": [a, b]\n')
    assert complaints == [
        "traceability/languages/fr.yml: `Plural-Forms` cannot be used; write it as gettext does, such as "
        "`nplurals=2; plural=(n != 1);`"
    ]
    assert [french.ngettext("%(count)s entry", "", number) for number in (0, 1, 5000)] == ["b", "a", "b"]


@pytest.mark.parametrize(("key", "read"), [("no", "False"), ("yes", "True"), ("~", "None"), ("Off", "False")])
def test_a_key_that_yaml_reads_as_no_text_is_said(spoken: Spoken, key: str, read: str) -> None:
    _, complaints = spoken("fr", fr=f"{key}: non\n")
    assert complaints == [
        f"traceability/languages/fr.yml: a key is read as `{read}`, which is no text; put it in quotes"
    ]


# ---------------------------------------------------------------- English texts that were


def test_what_is_renamed_leads_to_what_pages_say(template: Catalog) -> None:
    for was, now in RENAMED.items():
        for text in (now,) if isinstance(now, str) else now:
            assert text in template, f"{was} → {text}"
            assert text not in RENAMED


def renaming(monkeypatch: pytest.MonkeyPatch, **table: object) -> None:
    monkeypatch.setattr(renamed, "RENAMED", {name.replace("_", " "): now for name, now in table.items()})


def test_an_old_key_says_the_new_text(spoken: Spoken, monkeypatch: pytest.MonkeyPatch) -> None:
    renaming(monkeypatch, Key_of_words="Legend", Holes=("Needs attention", "Gaps"), Word="Term")
    french, complaints = spoken("fr", fr="Key of words: Légende\nHoles: Lacunes\nTerm: terme\nWord: mot\n")
    texts = [french.gettext(text) for text in ("Legend", "Needs attention", "Gaps", "Term", "Word")]
    assert texts == ["Légende", "Lacunes", "Lacunes", "terme", "mot"]
    assert complaints == []


def test_an_old_key_comes_before_ours(spoken: Spoken, monkeypatch: pytest.MonkeyPatch) -> None:
    renaming(monkeypatch, Key_of_words="Legend")
    german, _ = spoken("de", de="Key of words: Wörter\n")
    assert german.gettext("Legend") == "Wörter"


def test_an_old_key_of_a_number_keeps_its_forms(spoken: Spoken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renamed, "RENAMED", {"%(count)s row": "%(count)s entry"})
    french, _ = spoken("fr", fr='"%(count)s row": ["%(count)s ligne", "%(count)s lignes"]\n')
    assert french.ngettext("%(count)s entry", "%(count)s entries", 2) == "%(count)s lignes"


def test_an_old_key_whose_places_are_gone_is_said(spoken: Spoken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renamed, "RENAMED", {"Piece of %(file)s": "Excerpt of %(place)s"})
    french, complaints = spoken("fr", fr='"Piece of %(file)s": "Morceau de %(file)s"\n')
    assert french.gettext("Excerpt of %(place)s") == "Excerpt of %(place)s"
    assert complaints == [
        "traceability/languages/fr.yml: `Piece of %(file)s` is now `Excerpt of %(place)s`, and is not said in a way that fits"
    ]

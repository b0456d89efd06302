"""The pages of a translated site that are not built with its default language (static-i18n)."""

from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs_traceability.reading.discovery import PAGE_ENDINGS


def translated_pages(plugins: Mapping[str, Any]) -> str:
    """Return patterns of these pages, one a line, in the form of `.gitignore`; empty without translations.

    A translation says again what its page declares, and takes its place where its language is built.
    """
    options = plugins.get("i18n")
    if not isinstance(options, dict):
        return ""
    form = "/{}/**/*{}" if options.get("docs_structure") == "folder" else "*.{}{}"
    locales = _locales(options.get("languages"))
    return "\n".join(form.format(locale, ending) for locale in locales for ending in PAGE_ENDINGS)


def _locales(languages: Any) -> Iterator[str]:
    for language in languages if isinstance(languages, list) else ():
        if isinstance(language, dict) and language.get("default") is not True:
            locale = str(language.get("locale") or "")
            if locale.replace("-", "").replace("_", "").isalnum():
                yield locale

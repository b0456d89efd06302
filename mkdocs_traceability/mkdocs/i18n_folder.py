"""Which language of a site is being built, where static-i18n builds one after the other into one site."""

from collections.abc import Mapping
from typing import Any


def language_folder(plugins: Mapping[str, Any]) -> str:
    """Return the folder of the site that a translation is built into; empty for the language at its root."""
    i18n = plugins.get("i18n")
    if i18n is None or getattr(i18n, "is_default_language_build", True):
        return ""
    return str(getattr(i18n, "current_language", None) or "")

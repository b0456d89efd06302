"""Show: the waivers that somebody has to look at before they end."""

from datetime import timedelta
from typing import Final

from mkdocs_traceability.pages.site.view import SiteView

SOON: Final = timedelta(days=30)
"""How long before its end a waiver is worth a word."""


def ending_waivers(view: SiteView) -> int:
    """Return how many waivers that answer for something end soon."""
    today = view.result.today
    return len(
        {
            finding.waiver.position
            for finding in view.result.raw_findings
            if finding.waiver and finding.waiver.until and today <= finding.waiver.until <= today + SOON
        }
    )

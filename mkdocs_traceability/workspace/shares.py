"""How much is found and verified of each kind."""

from mkdocs_traceability.model.kind_share import KindShare
from mkdocs_traceability.result import Result


def shares_of(result: Result) -> tuple[KindShare, ...]:
    """Count what is found and what is verified of each kind that has items."""
    shares = []
    for kind in result.registry.schema:
        if items := result.registry.items(kind.name):
            share = result.assessment.share(items)
            figures = (len(items), share.judged, share.found, share.verified)
            shares.append(KindShare(kind.name, kind.plural_label, *figures))
    return tuple(shares)

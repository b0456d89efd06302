"""Traceability for architecture documents written in Markdown: read, link, verify, judge, show.

The names in `__all__` are the public Python API. They are imported when they are first used, so that
`import mkdocs_traceability` costs next to nothing. Everything else in the package may change in any release.

>>> from mkdocs_traceability import check
>>> site = check(".")
>>> for flow in site.items("flow"):
...     print(flow.id, flow.title, flow.text("status"), site.badge(flow).word)
...     for component in site.related(flow, "components"):
...         print(" ", component.id, component.title)
...     for claim in site.claims(flow):
...         outcome = site.outcome(flow, claim)
...         print(" ", claim.text, outcome.verdict, outcome.message)
EVAL-001 Evaluation pipeline implemented missing
  batcher Batcher
  eval-worker Evaluation worker
  workers/evaluator.py missing file `workers/evaluator.py` not found
>>> worker = site.item("component", "eval-worker")
>>> [flow.id for flow in site.related(worker, "flows")]
['EVAL-001']
>>> for finding in site.findings:
...     print(finding.position, finding.code, finding.severity, finding.message)
docs/evaluation.trace.yml:15:14 TR402 error file `workers/evaluator.py` not found
>>> site.passes
False
>>> site.export()["counts"]
{'error': 1, 'warning': 0, 'info': 0, 'waived': 0, 'baseline': 0}
"""

__version__ = "0.1.0"

TYPE_CHECKING = False
"""True to type checkers, which know the name. To import `typing` for it would cost ten times the rest."""

if TYPE_CHECKING:
    from mkdocs_traceability.analysis.badges import Badge
    from mkdocs_traceability.api.checked_site import CheckedSite, check
    from mkdocs_traceability.model.finding import Finding, Severity
    from mkdocs_traceability.model.item import Claim, Item
    from mkdocs_traceability.model.position import Position
    from mkdocs_traceability.model.verdict import Outcome, Verdict
    from mkdocs_traceability.registry.registry import End
    from mkdocs_traceability.settings.config_file import ConfigError

__all__ = [
    "Badge",
    "CheckedSite",
    "Claim",
    "ConfigError",
    "End",
    "Finding",
    "Item",
    "Outcome",
    "Position",
    "Severity",
    "Verdict",
    "check",
]

_MODULES = {
    "Badge": "analysis.badges",
    "CheckedSite": "api.checked_site",
    "Claim": "model.item",
    "ConfigError": "settings.config_file",
    "End": "registry.registry",
    "Finding": "model.finding",
    "Item": "model.item",
    "Outcome": "model.verdict",
    "Position": "model.position",
    "Severity": "model.finding",
    "Verdict": "model.verdict",
    "check": "api.checked_site",
}
"""The module that defines each public name."""


def makeExtension(**options: object) -> object:  # noqa: N802 - the name that Python-Markdown looks for
    """Return the Markdown extension, for `markdown_extensions: [mkdocs_traceability]`."""
    from mkdocs_traceability.extension.door import SiteExtension

    return SiteExtension(**options)


if not TYPE_CHECKING:  # else a type checker would take any name for one of ours

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """List the public names too, whether they have been imported or not."""
    return sorted({*globals(), *__all__})

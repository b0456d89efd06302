"""The whole pipeline as one object: settings in, `Result` out, and what is kept between runs.

Doors call this and nothing below it: the plugin brings MkDocs' files, the command line lets it look.
"""

from mkdocs_traceability.workspace.pipeline import Workspace
from mkdocs_traceability.workspace.stages import Checked, Linked, Observed

__all__ = ["Checked", "Linked", "Observed", "Workspace"]

"""Claims of `files`, and the artifacts of actions: part of *verify*. A file has to be there."""

from mkdocs_traceability.evidence.checker import Scope, claim_type
from mkdocs_traceability.model.declared import ARTIFACTS
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import InputProblem, Outcome, Place, Problem, Verdict


@claim_type("files")
class FileChecker:
    """Checks that files are there; a folder counts where it is written with a `/` at its end."""

    def __init__(self, scope: Scope) -> None:
        self.problems: list[InputProblem] = []
        self._scope = scope

    def check(self, claim: Claim) -> Outcome:
        """Return the outcome of a claim of `files`."""
        return self._found(claim, folders_too=claim.text.strip().endswith("/"))

    def _found(self, claim: Claim, *, folders_too: bool) -> Outcome:
        written = claim.text.strip()
        resolved = self._scope.roots.resolve(written, folders_too=folders_too)
        if resolved.failure is not None:
            return self._advised(resolved.failure, written)
        if written.endswith("/") and not self._scope.disk.is_folder(resolved.path):
            message = f"`{written}` is a file, not a folder"
            help_ = f"write `{written.rstrip('/')}`"
            return Outcome(Verdict.MISSING, Problem.FILE, message, help_)
        return resolved.remark or Outcome(Verdict.FOUND, place=Place(resolved.path))

    def _advised(self, failure: Outcome, written: str) -> Outcome:
        """Say how a folder is claimed, where one is named like a file."""
        if failure.problem is not Problem.FILE:
            return failure
        is_folder = self._scope.roots.resolve(written, folders_too=True).failure is None
        return failure._replace(help=f"a folder is written `{written}/`") if is_folder else failure


@claim_type(ARTIFACTS)
class ArtifactChecker(FileChecker):
    """Checks that what an action is to bring about is there, files and folders alike."""

    def check(self, claim: Claim) -> Outcome:
        """Return the outcome of an artifact, which may be a folder with or without a final slash."""
        return self._found(claim, folders_too=True)

"""The page of the Python API, from the docstrings of its names and of their members.

A docstring below an attribute documents it, as everywhere: Python keeps none of these, so the source is read.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Any, Final, NamedTuple

import mkdocs_traceability

MEMBERS: Final = {
    "check": "",
    "CheckedSite": (
        "findings passes notes kinds items item related relations claims outcome badge findings_of export"
    ),
    "Item": "kind id title position page values text texts",
    "End": "item reference is_own",
    "Claim": "type text lines note position",
    "Outcome": "verdict message help place retried",
    "Verdict": "FAILING MISSING STALE SKIPPED UNVERIFIED FOUND VERIFIED",
    "Badge": "word basis is_gap holds",
    "Finding": (
        "code severity message position help fails kind item field related entries waiver fingerprint"
    ),
    "Severity": "ERROR WARNING INFO OFF",
    "Position": "path line column length",
    "ConfigError": "",
}
"""The public names in the order of the page, each with those of its members that are public."""

SITE: Final = """\
components:
  - id: batcher
    title: Batcher
  - id: eval-worker
    title: Evaluation worker

flows:
  - id: EVAL-001
    title: Evaluation pipeline
    status: implemented
    components:
      - batcher
      - {id: eval-worker, role: Evaluator}
    evidence:
      code: [workers/evaluator.py]
"""
"""The sidecar of the site that the example reads."""


class Member(NamedTuple):
    """A public name, or a member of one: how it is written, what it gives, and what it means."""

    written: str
    type: str
    meaning: str


def api_page() -> Iterator[str]:
    """Yield the lines of the page."""
    purpose, _, example = inspect.cleandoc(str(mkdocs_traceability.__doc__)).partition("\n>>> ")
    yield "# Python API\n"
    yield purpose.partition("\n\n")[2].rstrip() + "\n"
    yield "Values are read-only. A member that is not listed here is not public.\n"
    yield "## Example {#example}\n"
    yield "A site has these facts in `docs/evaluation.trace.yml`, and no folder `workers`:\n"
    yield f'```yaml title="docs/evaluation.trace.yml"\n{SITE}```\n'
    yield "A program that runs beside its `mkdocs.yml` sees this:\n"
    yield f"```python\n>>> {example.rstrip()}\n```"
    for name in MEMBERS:
        yield from _name(name)


def signatures() -> Iterator[str]:
    """Yield all that is public with its types, a line each: what an API test compares."""
    for name, members in MEMBERS.items():
        own = _of_name(name)
        yield own.written + (f" -> {own.type}" if own.type else "")
        for each in (_of_member(name, member) for member in members.split()):
            yield f"    {each.written}: {each.type}" if each.type else f"    {each.written}"


def _name(name: str) -> Iterator[str]:
    own = _of_name(name)
    yield f"\n## {name} {{#{name}}}\n"
    if own.type:
        yield f"```python\n{own.written} -> {own.type}\n```\n"
    yield own.meaning
    if members := MEMBERS[name].split():
        yield "\n| member | is | meaning |"
        yield "| --- | --- | --- |"
        for member in members:
            each = _of_member(name, member)
            yield f"| `{each.written}` | {_in_words(each.type)} | {' '.join(each.meaning.split())} |"


def _in_words(type_: str) -> str:
    return f"`{type_}`".replace(" | ", "` or `") if type_ else ""


def _of_name(name: str) -> Member:
    """Describe a public name: a function whole, of a class what stands first in its docstring."""
    public = getattr(mkdocs_traceability, name)
    node = _source(public)
    if isinstance(node, ast.FunctionDef):
        return _function(node)
    return Member(name, "", _documentation(node).partition("\n\n")[0])


def _of_member(name: str, member: str) -> Member:
    node = _source(getattr(mkdocs_traceability, name))
    for each, below in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(each, ast.FunctionDef) and each.name == member:
            is_property = any(ast.unparse(decorator) == "property" for decorator in each.decorator_list)
            found = _function(each)
            return found._replace(written=member) if is_property else found
        if isinstance(each, ast.AnnAssign) and ast.unparse(each.target) == member:
            return Member(member, ast.unparse(each.annotation).replace("'", ""), _below(name, member, below))
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == member:
            return Member(member, ast.unparse(each.value), _below(name, member, below))
    raise LookupError(f"{name} has no {member}")


def _function(node: ast.FunctionDef) -> Member:
    arguments = ast.unparse(node.args).removeprefix("self").removeprefix(", ").replace("=", " = ")
    returns = ast.unparse(node.returns) if node.returns else ""
    return Member(f"{node.name}({arguments})", returns, _documentation(node))


def _documentation(node: ast.FunctionDef | ast.ClassDef) -> str:
    """Return a docstring as Markdown."""
    text = ast.get_docstring(node)
    assert text, f"{node.name} has no docstring"
    return re.sub(r"Raises:\n +(\w+): (.*)", r"Raises `\1` \2", text).rstrip()


def _below(name: str, member: str, node: ast.stmt | None) -> str:
    """Return the docstring of an attribute, which stands below it."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    assert is_text, f"{name}.{member} has no docstring"
    return str(ast.literal_eval(node.value))  # type: ignore[union-attr]


def _source(public: Any) -> ast.FunctionDef | ast.ClassDef:
    node = ast.parse(dedent(inspect.getsource(public))).body[0]
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    return node

"""Show: where a file of the repository is read on the web, at its lines, in the form of the forge it lies on.

All that is known is what `mkdocs.yml` says of the place where pages are edited: `repo_url` and `edit_uri`. A
file whose place does not follow from them has no link. `edit_uri_template` makes addresses of pages alone, of
which none of another file can be made: it is not looked at.
"""

import os
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote, unquote, urljoin

_REFUSED: Final = re.compile(r"[\x00-\x20\x7f\\]")
_TEXTS_SHOWN_AS_PAGES: Final = (".md", ".markdown")
"""What forges render: the lines of its text are elsewhere."""


class _Forge(NamedTuple):
    """How a forge writes addresses.

    `folder` matches that of the docs folder: what stands before the path, and the path, which is all below a
    branch where `knows_branch`. `file` is put before a path; `lines` names some; `plain` asks for the text.
    """

    folder: re.Pattern[str]
    file: str
    lines: Callable[[int, int], str]
    plain: str = ""
    knows_branch: bool = True


class _DocsFolder(NamedTuple):
    """The docs folder on a forge: what stands before the path of a file there, and its own path."""

    forge: _Forge
    before: str
    path: tuple[str, ...]


def _azure_lines(first: int, last: int) -> str:
    return f"&line={first}&lineEnd={last + 1}&lineStartColumn=1&lineEndColumn=1"


def _span(mark: str, joint: str) -> Callable[[int, int], str]:
    """Return what names lines by a fragment, one or from the first to the last."""
    return lambda first, last: f"#{mark}{first}" + (f"{joint}{last}" if last > first else "")


_PATH: Final = r"(?P<path>[^?#]*)$"
_REPO: Final = r"^(?P<repo>https?://[^/?#]+/[^?#]+?)"
_ON: Final = r"^(?P<repo>https?://[^/?#]*{host}[^/?#]*/[^?#]+?)"

_FORGES: Final = (
    _Forge(
        re.compile(rf"{_REPO}/-/(?:edit|blob|tree|raw)/(?P<ref>[^/?#]+)/{_PATH}"),
        "{repo}/-/blob/{ref}/",
        _span("L", "-"),
        "?plain=1",
    ),
    _Forge(
        re.compile(rf"{_ON.format(host='gitlab')}/(?:edit|blob|tree|raw)/(?P<ref>[^/?#]+)/{_PATH}"),
        "{repo}/-/blob/{ref}/",
        _span("L", "-"),
        "?plain=1",
    ),
    _Forge(
        re.compile(rf"{_REPO}/(?:_edit|(?:src|raw)/branch)/(?P<ref>[^/?#]+)/{_PATH}"),
        "{repo}/src/branch/{ref}/",
        _span("L", "-L"),
        "?display=source",
    ),
    _Forge(
        re.compile(rf"{_ON.format(host='bitbucket')}/src/(?P<ref>[^/?#]+)/{_PATH}"),
        "{repo}/src/{ref}/",
        _span("lines-", ":"),
    ),
    _Forge(
        re.compile(rf"{_ON.format(host='github')}/(?:edit|blob|tree|raw)/(?P<ref>[^/?#]+)/{_PATH}"),
        "{repo}/blob/{ref}/",
        _span("L", "-L"),
        "?plain=1",
    ),
    _Forge(
        re.compile(r"^(?P<repo>https?://[^?#]+\?(?:[^#]*&)?)path=(?P<path>[^&#]*)$"),
        "{repo}path=",
        _azure_lines,
    ),
    _Forge(
        re.compile(r"^(?P<repo>https?://[^/?#]+/)(?P<path>.*)$"),
        "{repo}",
        lambda first, last: "",
        knows_branch=False,
    ),
)
"""GitLab, also as MkDocs has it by default; Gitea and its kin; Bitbucket; GitHub; Azure DevOps; any other."""


def source_url(repo_url: str, edit_uri: str, docs_path: str, path: str, line: int = 0, end: int = 0) -> str:
    """Return the address of a file on the web, empty where it cannot be told.

    `repo_url` and `edit_uri` are as MkDocs resolves them. `docs_path` and `path` are those of the docs folder
    and of the file, relative to the folder of `mkdocs.yml`. `line` is 0 where the whole file is meant; `end`
    is the last line of several.
    """
    docs = _docs_folder(repo_url, edit_uri)
    if docs is None or not path or path.startswith("/"):
        return ""
    there = _path_there(docs, _steps(docs_path), _steps(path))
    if there is None:
        return ""
    address = docs.before + "/".join(there)
    if line < 1:
        return address
    plain = docs.forge.plain if path.lower().endswith(_TEXTS_SHOWN_AS_PAGES) else ""
    return address + plain + docs.forge.lines(line, max(line, end))


@lru_cache(maxsize=16)
def _docs_folder(repo_url: str, edit_uri: str) -> _DocsFolder | None:
    """Return where pages are edited, taken apart; None where there is no such place on the web."""
    if not edit_uri:
        return None
    if repo_url and not edit_uri.startswith(("?", "#")) and not repo_url.endswith("/"):
        repo_url += "/"
    try:
        address = urljoin(repo_url, edit_uri)
    except ValueError:
        return None
    if _REFUSED.search(address):
        return None
    for forge in _FORGES:
        if match := forge.folder.match(address):
            parts = match.groupdict()
            path = parts.pop("path").removesuffix("/")
            return _DocsFolder(forge, forge.file.format(**parts), tuple(path.split("/")) if path else ())
    return None


def _steps(path: str) -> list[str]:
    """Return the parts of a path, `..` only at its beginning."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == ".." and steps and steps[-1] != "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return steps


def _path_there(docs: _DocsFolder, docs_path: list[str], path: list[str]) -> list[str] | None:
    """Return the path of a file on the forge: from the docs folder up to what both have, and down again.

    It goes up only where that is known to be right: by folders that are called the same here and there.
    Further up, past the folder of `mkdocs.yml`, only below a branch.
    """
    shared = 0
    while shared < min(len(docs_path), len(path) - 1) and docs_path[shared] == path[shared]:
        shared += 1
    up, down = docs_path[shared:], path[shared:]
    folder = list(docs.path)
    if up:
        if ".." in up or [unquote(step) for step in folder[-len(up) :]] != up:
            return None
        del folder[-len(up) :]
    while down and down[0] == "..":
        if not docs.forge.knows_branch or not folder or not folder[-1]:
            return None
        folder.pop()
        down.pop(0)
    return [*folder, *(quote(os.fsencode(step), safe="") for step in down)]

"""Writes the summary of a check as a comment on a pull request, in place of its own earlier comment.

Run by `action.yml`, with what it needs in the environment. It uses nothing but the standard library:
there are runners on which neither `gh` nor Node is installed.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

_A_PAGE: Final = 100
_MOST_PAGES: Final = 50
_LONGEST: Final = 65_000
"""How many characters of a summary a comment has room for, besides its mark."""

_TIMEOUT: Final = 30
_REFUSED: Final = (403, 404)
"""What the API answers to a token without the permission, as that of a pull request from a fork."""

_UNSAFE: Final = re.compile(r"[^\w./-]|--")


def main() -> None:
    """Write the comment; without the permission say so, which fails nothing."""
    environment = os.environ
    issues = f"{environment['GITHUB_API_URL']}/repos/{environment['GITHUB_REPOSITORY']}/issues"
    comments = f"{issues}/{int(environment['NUMBER'])}/comments"
    mark = f"<!-- traceability of {_UNSAFE.sub('_', environment['SITE'])} -->"
    text = Path(environment["SUMMARY"]).read_text(encoding="utf-8")
    try:
        own = next((each for each in _all(comments) if _is_ours(each, mark)), None)
        method, address = ("PATCH", f"{issues}/comments/{int(own['id'])}") if own else ("POST", comments)
        _ask(method, address, {"body": f"{mark}\n{text[:_LONGEST]}"})
    except HTTPError as error:
        if error.code not in _REFUSED:
            sys.exit(f"::error title=Traceability::the comment cannot be written: HTTP {error.code}")
        print(
            "::notice title=Traceability::No permission to comment on the pull request "
            "(`pull-requests: write`, never given to forks). The summary is on the page of the run."
        )
    except URLError as error:
        sys.exit(f"::error title=Traceability::the comment cannot be written: {error.reason}")


def _is_ours(comment: Any, mark: str) -> bool:
    """Whether a comment is the one of this site. Anybody can write the mark, but not as a bot."""
    return bool(comment["user"]["type"] == "Bot" and comment["body"].splitlines()[:1] == [mark])


def _all(comments: str) -> Iterator[Any]:
    """Go through all comments, a page at a time."""
    for number in range(1, _MOST_PAGES + 1):
        page = _ask("GET", f"{comments}?per_page={_A_PAGE}&page={number}")
        yield from page
        if len(page) < _A_PAGE:
            return


def _ask(method: str, address: str, data: Any = None) -> Any:
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {os.environ['TOKEN']}",
        "Content-Type": "application/json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    body = None if data is None else json.dumps(data).encode()
    with urlopen(Request(address, body, headers, method=method), timeout=_TIMEOUT) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()

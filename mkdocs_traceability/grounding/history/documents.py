"""Which names documents spoke of before a commit: what they name since may be another thing of that name."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from mkdocs_traceability.files.git import FAILED, GitError
from mkdocs_traceability.grounding.history.log import Commit, last_day, printed
from mkdocs_traceability.grounding.history.search import Candidate
from mkdocs_traceability.grounding.history.wanted import Wanted, is_compound

_MOST_COMMITS: Final = 60
_DOCUMENTS: Final = ("**/*.md", "**/*.mdx", "**/*.markdown", "**/*.rst", ":(exclude,glob,icase)**/*change*")
_RECENT: Final = timedelta(days=730)
"""For how long a name that is made of several words is meant by texts that came later."""


def meant(top: Path, head: str, taken: Iterable[Candidate]) -> list[Candidate]:
    """Leave out names that may be of something else: words alone that no document spoke of at the time.

    Raises:
        GitError: where git cannot tell.

    """
    found = list(taken)
    doubtful: dict[Commit, list[Wanted]] = defaultdict(list)
    for each in found:
        if is_alone(each.wanted):
            doubtful[each.commit].append(each.wanted)
    if not doubtful:
        return found
    newest = last_day(top, head)
    spoken_of = {
        wanted
        for commit, names in islice(doubtful.items(), _MOST_COMMITS)
        for wanted in names
        if is_compound(wanted.last) and newest - commit.day <= _RECENT
    }
    for commit, names in islice(doubtful.items(), _MOST_COMMITS):
        left = [each for each in names if each not in spoken_of]
        if left and commit.parents:
            spoken_of.update(_spoken_of(top, commit.parents[0], left))
    return [each for each in found if not is_alone(each.wanted) or each.wanted in spoken_of]


def is_alone(wanted: Wanted) -> bool:
    """Whether a name says nothing of what it is a part of, so that much else may be called so."""
    return wanted.kind in ("symbol", "variable") and len(wanted.words) == 1 and not wanted.files


def _spoken_of(top: Path, commit: str, names: list[Wanted]) -> Iterable[Wanted]:
    asked = [word for each in names for word in ("-e", each.last)]
    try:
        lines = printed(
            top, ("grep", "-h", "-I", "-F", "--no-color", "--no-textconv", *asked, commit, "--", *_DOCUMENTS)
        )
    except GitError as error:
        if str(error) != FAILED:  # which is what git says where nothing is found, too
            raise
        return []
    return [each for each in names if _pattern(each.last).search(lines)]


def _pattern(word: str) -> re.Pattern[str]:
    """Return how a text speaks of a name: one that is a word like others only in a code span."""
    name = rf"(?<!\w){re.escape(word)}(?!\w)"
    return re.compile(name if is_compound(word) else rf"`[^`\n]*{name}[^`\n]*`")

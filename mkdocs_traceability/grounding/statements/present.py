"""Say which sentences are about what is there now, here: the others state nothing that could be looked up.

What was removed, is planned, is to be made by the reader or belongs to somebody else is passed over, and
generously so: a sentence that is not understood costs nothing, one that is misunderstood is a false alarm.
"""

import re
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Final

from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.passages import Passage


class Presence(IntEnum):
    """Whether a passage states that something is there now."""

    NOT_STATED = 0
    DOUBTFUL = 1
    STATED = 2


def _one_of(alternatives: str) -> str:
    """Return a pattern of any of several lines."""
    return "|".join(alternatives.split("\n")[1:-1]).replace("    ", "")


_GONE: Final = _one_of(
    r"""
    remov(?:es|ed|ing|al)|delet(?:es|ed|ing)|drop(?:s|ped|ping)|deprecat\w+|obsolet\w+|legacy
    retired?|former(?:ly)?|previous(?:ly)?|earlier (?:versions?|releases?)|originally|historical(?:ly)?
    old|(?<!is )(?<!are )(?<!be )used to|no longer|not any ?more|renam(?:ed|ing)|replac(?:ed|es|ing)
    supersed(?:e[sd]?|ing)|moved|migrated|prior to|(?:until|before) v?\d|since been|was|were|had
    has been|have been|(?:is|are) gone|(?:does|do|did)(?: not|n[’']t) exist|missing|absent|entfernt
    gelöscht|ehemals|früher|veraltet|umbenannt|ersetzt|nicht mehr
    """
)
_STEMS: Final = (
    "add|introduc|creat|replac|mov|becom|liv|gain|implement|generat|writ|buil|split|merg|extract|renam"
    "|remov|delet|drop|rewrit|refactor|ship|land"
)
_AHEAD: Final = _one_of(
    r"""
    will (?:be |then |also )?(?:STEMS)\w*
    would|could|planned|plan(?:s|ning)? to|upcoming|in (?:the )?future|todo|fixme|tbd|not yet
    (?:not |un)implemented|yet to
    (?:should|must|shall) (?:\w+ )?become
    to be (?:\w+ )?(?:added|created|written|done|moved|implemented|built|defined|decided)|roadmap
    proposals?|proposing|proposed (?:layout|structure|design|file|module|api|solution)
    coming soon|eventually|should be (?:added|created|moved|renamed|split)
    follow-?up|once (?:it|this|that|they) (?:is|are|exists?)|geplant|künftig|zukünftig|noch nicht
    """
).replace("STEMS", _STEMS)
_THINGS: Final = (
    "repo(?:sitor(?:y|ies))?|projects?|packages?|apps?|applications?|codebases?|sites?|crate|library"
)
_OF_OTHERS: Final = _one_of(
    r"""
    (?:an?other|others?[’']?|their|someone[’']s) (?:\w+ )?(?:THINGS)
    (?:the (?:user|upstream|target|client|consumer|host)(?:[’']s)?) (?:\w+ )?(?:THINGS)
    (?:a|the|any) (?:new|generated|fresh|sample|typical|standard|existing) (?:\w+ )?(?:THINGS)|upstream
    hypothetical(?:ly)?|imagin(?:e|ary)|fictional
    let[’']?s (?:say|assume|add|create|call|define|write|make|implement|build|generate|imagine|suppose)
    (?:assuming|say|suppose|imagine) (?:you|we|that)
    if (?:you|we) (?:had|were|wanted|created?|named?|called)
    """
).replace("THINGS", _THINGS)
_NOT_STATED: Final = re.compile(rf"(?<![\w/-])(?:{_GONE}|{_AHEAD}|{_OF_OTHERS})(?![\w/-])", re.IGNORECASE)

_VERBS: Final = _one_of(
    r"""
    creat(?:e[sd]?|ing)|generat(?:e[sd]?|ing)|writ(?:e|es|ten|ing)|sav(?:e[sd]?|ing)
    produc(?:e[sd]?|ing)|emit(?:s|ted)?|outputs|output (?:to|in|into)|scaffolds?
    mak(?:e|es|ing)|touch|exports? (?:to|as)
    renders? to|builds? to|compiles? to|downloads?|installs? (?:to|into|as)|mkdir|initiali[sz]es?
    name (?:it|the \w+)|call it
    (?:renam|mov)(?:e|ing) (?:it|this|them) (?:to|as|into)
    """
)
_MADE: Final = re.compile(
    rf"\b(?:{_VERBS})\b"
    r"(?:(?!\b(?:from|by|with|using|via|through|of|for|if|when|and|then|that|which|sure|use|see"
    r"|changes?|a call)\b)"
    r"[^.,;:]){0,60}$"
)
"""What is made is not there before. But what it is made from, by or with is."""
_SENT: Final = re.compile(r"\b(?:emit|produc|writ)\w*[^.,;:]*$")
_FILLED: Final = frozenset({"event", "table"})
"""What is written or emitted is not made by it."""
_COPIED: Final = re.compile(r"\b(?:cop(?:y|ied|ies|ying)|cp|mv|rename|move)\b.*\x03.*\b(?:to|as|into)\W*$")
_TAKEN: Final = re.compile(
    r"\b(?:remove|delete|drop|rename|replace|move|supersede)\b"
    r"(?:(?!\b(?:from|in|of|to|with|by|under|at)\b)[^.;:])*$"
)
"""What is to be taken away may be gone already: a pull request says `remove` of what it removed."""
_ADDED: Final = re.compile(
    r"\b(?:add(?:s|ed|ing)?|append|define|declare|introduce|implement|insert|put|place|drop in|provide|set up"
    r"|include)\s+(?:(?:an?|your|another|one|new|empty|own|following)\s+)+"
    r"(?:(?!(?:in|to|into|at|from|for|of|with|on|under|via|through)\b)[\w-]+\s+){0,3}\W*$"
)
_NONE: Final = re.compile(
    r"\b(?:(?:no|without(?: an?)?|neither|nor|instead of(?: the| an?)?|rather than(?: the| an?)?"
    r"|unlike|inspired by)"
    r"\s+(?:[\w-]+\s+)?"
    r"|(?:(?:is|are)n[’']t|not)(?: (?:in|from|as|an?|the))*\s+|than\s+)[^\w(\[.;:]*$"
)
_YOURS: Final = re.compile(
    r"\b(?:your|ihr(?:e[mnrs]?)?|deine?[mnrs]?)\s+"
    r"(?:(?:(?!(?:in|to|into|at|from|for|of|with|on|under)\b)[\w’'-]+\s+){0,3}\W*"
    rf"|(?:\w+ ){{0,2}}(?:{_THINGS})\b[^\x03]*\x03?)$"
)
_OF_YOURS: Final = re.compile(r"\W{0,4}(?:\w+\W+){0,2}(?:in|of|to|from|for|at|inside|into) your\b")
_DOUBTFUL: Final = re.compile(
    r"\b(?:e\.g|i\.e|for example|for instance|such as|like|similar|analogous|akin|say|do not use"
    r"|don[’']t use|never use"
    r"|avoid|(?:an?|or) equivalent|z\. ?b|etwa|zum beispiel)\b"
)
_AFTER: Final = re.compile(
    r"\W{0,6}(?:(?:file|folder|directory|module|class|function|command|table|method"
    r"|test)\W+)?(?:(?:which|that)\W+)?"
    r"(?:no longer|(?:does|do|did)(?: not|n[’']t) exist|(?:is|are|gets?|will be) (?:then "
    r"|automatically |auto-?)?"
    r"(?:gone|created|generated|written|missing|planned|produced|not (?:there|present|available|yet"
    r"|implemented)))"
)
_PAST_HEADINGS: Final = _one_of(
    r"""
    change ?log|release notes?|releases|what[’']?s (?:new|changed)|roadmap|future|planned|deprecat\w+
    removed|breaking changes?|to-?dos?|backlog|next steps|ideas|proposals?|proposed|not yet|known issues
    alternatives|considered|inspiration|acknowledge?ments?|credits|thanks|prior art|related projects
    superseded|rejected|legacy|previously|out of scope|non-goals|follow-?ups?|sponsors?|backers
    (?:upgrad\w+|migrat\w+) (?:to|from|guides?|notes?|path)
    """
)
_PAST_HEADING: Final = re.compile(
    rf"(?<![\w/-])(?:{_PAST_HEADINGS})(?![\w/-])|^\W*history\b|^\W*v?\d+\.\d+(?:\.\d+)?\S*(?:\s|$)"
)
_PAST_FILES: Final = _one_of(
    r"""
    changes?|change-?logs?|history|news|releases?|release-?notes?|whats-?new|upgrad(?:e|ing)
    migrat(?:e|ion|ing)|roadmap|todo|backlog|deprecations?|authors|contributors|license|licence
    code-of-conduct|third-party|thanks|credits
    """
)
_PAST_FILE: Final = re.compile(rf"(?:^|[-_.\d])(?:{_PAST_FILES})(?=$|[-_.\d])")
_PAST_FOLDER: Final = frozenset(
    """
    .changeset changelog changelogs changes releases release-notes release_notes rfcs rfc proposals
    archive archived attic news newsfragments postmortems blog blogs _posts versioned_docs versioned-docs
    versioned_sidebars old-docs previous-versions
    """.split()  # noqa: SIM905 - words in quotes are no list to read
)
_OF_A_VERSION: Final = re.compile(r"(?:versions?[-_.]?|v)\d+(?:[._]\d+)+(?:[-.][\w.-]+)?")
"""Names of folders with the documents of one version, which is no longer that of the code."""
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STATE: Final = r"(?:superseded|deprecated|rejected|withdrawn|obsolete|draft|proposed)"
_OVER: Final = re.compile(
    rf"^\W*(?:status|state)\W+{_STATE}|^#+ *status\s*\n+\W*{_STATE}", re.IGNORECASE | re.MULTILINE
)
_SAID_IN_CHAT: Final = re.compile(r"#+\s+/[a-z]+\s")
"""How the log of a chat begins a command: what was true at that time."""

_BEGINNING: Final = 4000
_ASKED_FOR: Final = frozenset({"command", "item", "count", "heading", "variable"})
"""What a sentence can name right behind `create`, `no` or `your` and mean that it is there."""


def is_about_the_present(path: str, text: str) -> bool:
    """Whether a document is about what there is: no changelog, and no decision that is over."""
    file = PurePosixPath(path)
    folders = [each.lower() for each in file.parts[:-1]]
    if _PAST_FILE.search(_HUMP.sub("-", file.stem).lower()):
        return False
    if not _PAST_FOLDER.isdisjoint(folders) or any(map(_OF_A_VERSION.fullmatch, folders)):
        return False
    return not _OVER.search(text[:_BEGINNING])


class Presences:
    """Knows of a passage what it states; each of its sentences is read once."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._addresses = frozenset(each.start for each in passage.links)
        self._of_sentence: dict[int, bool] = {}
        self._is_past = (
            any(_PAST_HEADING.search(each) for each in passage.headings)
            or any(_NOT_STATED.search(each) for each in passage.headers)
            or bool(_NOT_STATED.search(passage.lead_in))
            or (passage.is_heading and bool(_SAID_IN_CHAT.match(passage.text)))
        )
        self._makes = bool(_MADE.search(passage.lead_in.rstrip(": *_")))

    def of(self, found: Found) -> Presence:
        """Return whether a part of the passage states that what it names is there."""
        if self._is_address(found):
            return Presence.STATED
        if self._is_past or not self._is_stated(found.start):
            return Presence.NOT_STATED
        before = self._passage.before(found.start)
        if found.reading.kind not in _ASKED_FOR and self._is_asked_of_reader(found, before):
            return Presence.NOT_STATED
        return Presence.DOUBTFUL if _DOUBTFUL.search(before) else Presence.STATED

    def _is_address(self, found: Found) -> bool:
        """Whether a part is the address of a link: whatever the text says, it is there to be followed."""
        return found.start in self._addresses

    def _is_asked_of_reader(self, found: Found, before: str) -> bool:
        """Whether a reader is to make what is named, has it in their own project, or must not have it."""
        after = self._passage.after(found.end)
        return bool(
            self._makes
            or (_MADE.search(before) and not (found.reading.kind in _FILLED and _SENT.search(before)))
            or any(each.search(before) for each in (_COPIED, _TAKEN, _ADDED, _NONE, _YOURS))
            or any(each.match(after) for each in (_AFTER, _OF_YOURS))
        )

    def _is_stated(self, place: int) -> bool:
        start, end = self._passage.sentence_at(place)
        if start not in self._of_sentence:
            self._of_sentence[start] = not _NOT_STATED.search(self._passage.plain, start, end)
        return self._of_sentence[start]

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


_GONE: Final = (
    r"remov(?:e[sd]?|ing|al)|delet(?:e[sd]?|ing)|drop(?:s|ped|ping)?|deprecat\w+|obsolet\w+|legacy|retired?"
    r"|former(?:ly)?|previous(?:ly)?|earlier|original(?:ly)?|historical(?:ly)?|used to|no longer|not any ?more"
    r"|renam(?:e[sd]?|ing)|replac(?:e[sd]?|ing|ement)|supersede[sd]?|superseding|moved|migrat(?:e[sd]?|ing|ion)"
    r"|prior to|until v?\d|before v?\d|since been|was|were|had|has been|have been|(?:is|are) gone|old"
    r"|(?:does|do|did)(?: not|n[’']t) exist|missing|absent|instead of|rather than|in favou?r of"
    r"|entfernt|gelöscht|ehemals|früher|veraltet|umbenannt|ersetzt|nicht mehr"
)
_AHEAD: Final = (
    r"will (?:be|add|introduce|create|replace|move|become|live|support|provide|contain|get|have|need)"
    r"|would|planned|plan(?:s|ning)? to|upcoming|in (?:the )?future|todo|fixme|tbd|not yet|not implemented"
    r"|unimplemented|yet to|to be (?:\w+ )?(?:added|created|written|done|moved|implemented|built|defined|decided)"
    r"|roadmap|propos(?:e[sd]?|al|ing)|coming soon|eventually|could|should be (?:added|created|moved|renamed|split)"
    r"|follow-?up|later|once (?:it|this|that|they) (?:is|are|exists?)|geplant|künftig|zukünftig|noch nicht"
)
_OF_OTHERS: Final = (
    r"(?:in|of|from|to|for|inside|into|under) (?:an?other|others?[’']?|their|your|its own|somebody[’']?s?|someone[’']?s?"
    r"|the (?:user|consumer|customer|client|upstream|target|downstream|external|host|generated|new|parent)[’']?s?)"
    r"|your (?:own |new |local |existing |current |main |custom )*(?:app|application|project|repo|repository|site|website"
    r"|codebase|workspace|home|machine|system|computer|package|plugin|module|crate|theme|router|schema|model|tests?"
    r"|server|config\w*|settings|editor|shell|ide|environment|file|folder|directory|profile|script|pipeline"
    r"|workflow|code|class|function|component|template|layout|view|controller|handler|api|database|class|root)"
    r"|upstream|third[- ]party|hypothetical(?:ly)?|imagine|suppose|let[’']?s (?:say|assume|create|add|call)"
    r"|(?:if|assuming|say|suppose) you(?:[’']?(?:re|ve|d))? \w+|an? (?:imaginary|fictional)|analogous to|similar to|inspired by|unlike"
)
_NOT_STATED: Final = re.compile(rf"(?<![\w-])(?:{_GONE}|{_AHEAD}|{_OF_OTHERS})(?![\w-])", re.IGNORECASE)

_MADE: Final = re.compile(
    r"\b(?:creat(?:e[sd]?|ing)|generat(?:e[sd]?|ing)|writ(?:e|es|ten|ing)|sav(?:e[sd]?|ing)|produc(?:e[sd]?|ing)"
    r"|emit(?:s|ted)?|outputs?|scaffolds?|mak(?:e|es|ing)|touch|nam(?:e|ed|ing)|call(?:ed)?|export(?:s|ed)? (?:to|as)"
    r"|cop(?:y|ied)\b.*\bto|renders? to|builds? to|compiles? to|downloads?|installs? (?:to|into|as)|mkdir|initiali[sz]es?)"
    r"(?=\W)[^.,;:]{0,60}$"
)
_ADDED: Final = re.compile(
    r"\b(?:add(?:s|ed|ing)?|append|define|declare|introduce|implement|insert|put|place|drop in|provide|set up|include)\s+"
    r"(?:(?:an?|the|your|another|one|new|empty|own|following)\s+)+"
    r"(?:(?!(?:in|to|into|at|from|for|of|with|on|under|via|through)\b)[\w-]+\s+){0,3}\W*$"
)
_NONE: Final = re.compile(
    r"\b(?:no|without(?: an?)?|neither|nor|(?:is|are) not(?: an?)?|isn[’']t(?: an?)?|aren[’']t|there(?:[’']s| is| are) no"
    r"|instead of(?: the| an?)?|not in|not from|not as|not(?: an?| the)?|than|unlike)\s+(?:[\w-]+\s+)?\W*$"
)
_DOUBTFUL: Final = re.compile(
    r"\b(?:e\.g|i\.e|for example|for instance|such as|examples?|like|similar|akin|say|imagine|any|some"
    r"|do not use|don[’']t use|never use|avoid|(?:an?|or) equivalent|z\. ?b|etwa|zum beispiel)\b"
)
_AFTER: Final = re.compile(
    r"\W{0,6}(?:(?:file|folder|directory|module|class|function|command|table|method|test)\W+)?"
    r"(?:(?:which|that)\W+)?(?:no longer|(?:does|do|did)(?: not|n[’']t) exist|is (?:gone|created|generated|written|missing)"
    r"|will\b|(?:is|are) (?:not|created|generated|written|planned)\b)"
)
_PAST_HEADING: Final = re.compile(
    r"\b(?:change ?log|release notes?|releases|what[’']?s (?:new|changed)|history|upgrad\w*|roadmap|future|planned|plans?"
    r"|deprecat\w+|removed|breaking changes?|to-?dos?|backlog|next steps|ideas|proposals?|proposed|not yet"
    r"|known issues|alternatives|considered|inspiration|acknowledge?ments?|credits|thanks|prior art|related"
    r"|migrat\w+|superseded|rejected|legacy|before|previously|out of scope|non-goals|follow-?ups?|sponsors?|backers)\b"
    r"|^\W*v?\d+\.\d+(?:\.\d+)?\S*(?:\s|$)"
)
_PAST_FILE: Final = re.compile(
    r"(?:^|[-_.\d])(?:changes?|change-?logs?|history|news|releases?|release-?notes?|whats-?new|upgrad(?:e|ing)|migrat(?:e|ion|ing)"
    r"|roadmap|todo|backlog|deprecations?|authors|contributors|license|licence|code-of-conduct|security|third-party"
    r"|thanks|credits)(?=$|[-_.\d])"
)
_PAST_FOLDER: Final = frozenset(
    ".changeset changelog changelogs changes releases release-notes release_notes rfcs rfc proposals archive archived"
    " attic news newsfragments postmortems".split()  # noqa: SIM905
)
_OVER: Final = re.compile(
    r"^(?:status|state)\W*\s*:?\W*\s*(?:superseded|deprecated|rejected|withdrawn|obsolete|draft|proposed)"
    r"|^#+ *status\s*\n+\W*(?:superseded|deprecated|rejected|withdrawn|obsolete|draft|proposed)",
    re.IGNORECASE | re.MULTILINE,
)
_BEGINNING: Final = 4000
_ASKED_FOR: Final = frozenset({"command", "item", "count", "heading"})
"""What a sentence can name right behind `create`, `no` or `add a` and mean that it is there."""


def is_about_the_present(path: str, text: str) -> bool:
    """Whether a document is about what there is: no changelog, and no decision that is over."""
    file = PurePosixPath(path)
    if _PAST_FILE.search(file.stem.lower()) or not _PAST_FOLDER.isdisjoint(
        each.lower() for each in file.parts[:-1]
    ):
        return False
    return not _OVER.search(text[:_BEGINNING])


class Presences:
    """Knows of a passage what it states; each of its sentences is read once."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._of_sentence: dict[int, bool] = {}
        self._is_past = (
            any(_PAST_HEADING.search(each) for each in passage.headings)
            or any(_NOT_STATED.search(each) for each in passage.headers)
            or bool(_NOT_STATED.search(passage.lead_in))
        )
        self._is_asked_for = bool(_MADE.search(passage.lead_in.rstrip(": *_")))

    def of(self, found: Found) -> Presence:
        """Return whether a part of the passage states that what it names is there."""
        if self._is_past or not self._is_stated(found.start):
            return Presence.NOT_STATED
        before = self._passage.before(found.start).replace("\x03", " ")
        if found.reading.kind not in _ASKED_FOR:
            after = self._passage.after(found.end).replace("\x03", " ")
            if (
                self._is_asked_for
                or any(each.search(before) for each in (_MADE, _ADDED, _NONE))
                or _AFTER.match(after)
            ):
                return Presence.NOT_STATED
        return Presence.DOUBTFUL if _DOUBTFUL.search(before) else Presence.STATED

    def _is_stated(self, place: int) -> bool:
        start, end = self._passage.sentence_at(place)
        if start not in self._of_sentence:
            self._of_sentence[start] = not _NOT_STATED.search(self._passage.plain, start, end)
        return self._of_sentence[start]

"""English texts of the pages that have changed, so that the catalogues of sites keep working.

A catalogue in a site's `custom_dir` names texts by their English. Whoever changes one adds a line here in the
same commit. What a site says of the old text is then said of the new one, unless it says that itself.
"""

from collections.abc import Mapping
from typing import Final

RENAMED: Final[Mapping[str, str | tuple[str, ...]]] = {
    "The layers of its consumers are not known.": "A consumer's layer is unknown.",
    "Root": "System",
    "No time is named": "No horizon",
    "In which of the named roots its evidence is looked for": (
        "System it belongs to, as named in the settings"
    ),
    "Filter the rows": "Filter rows",
    "Find in {number} rows": "Filter {number} rows",
    "Find in the rows": "Filter rows",
    "Gaps only": "Needs attention",
    "Show all": "Clear filters",
    "Download the rows that are shown": "Shown rows",
    "No row is like this.": "No matches",
    "Copy the address that stays": "Copy permalink",
    "with a finding": "with findings",
    "because:": "reason:",
    "not where it is said to be": "differs from the declared layer",
    "What is to be done, by when. An action is done when what it has to bring into being is there.": (
        "Open work by horizon. An action is done when its artifacts exist."
    ),
    "what the words mean": "Legend",
    "%(count)s more stands in the matrix of its kind.": "%(count)s more is listed on the page of its kind.",
    (
        "How much of what is asked for is built, how much of that is proven, and at which levels it is "
        "tested. Every figure is counted."
    ): "How many requirements are done, how many of those are proven, and which test levels cover them.",
    "Complete": "Done",
    "Tests named": "Test levels",
    "of no level": "other",
    (
        "Complete: of those that are not over. Verified: of those with evidence to look for. Tests: of "
        "those that are built, at least in part."
    ): (
        "Done: share of requirements that are not closed. Found and verified: share of requirements with "
        "evidence to check. Test levels: share of requirements in progress or done."
    ),
    "%(count)s marked cell": "%(count)s link",
    (
        "Read a row from left to right: it names the items of the columns. A hatched cell is where an "
        "item meets itself."
    ): "Rows refer to columns.",
    "%(count)s %(kind)s names no other": "%(count)s %(kind)s refers to no other",
    "%(count)s %(kind)s is named by no other": "no other refers to %(count)s %(kind)s",
    "The matrix is too large for one table. Each of these shows the rows and columns that are linked.": (
        "This matrix is too large for one table. Each block shows linked rows and columns."
    ),
    "Marked cells": "Number of links",
    "without a badge": "not applicable",
    "Every claim and what was found for it, the worst first.": (
        "Every claim and its verdict, most serious first."
    ),
    "What nothing here can check": "Not configured",
    "%(count)s remark": "%(count)s info",
    "Nothing was found: every reference holds.": "No findings.",
    "Weight": "Severity",
    "%(count)s finding is not shown here: the page shows the first ones of each rule.": (
        "%(count)s finding is not shown: this page lists the first ones of each rule."
    ),
    "All of them are in the JSON file, and in what `mkdocs-traceability check` prints.": (
        "The JSON file and `mkdocs-traceability check` list all of them."
    ),
    "What points to %(id)s, and what it points to": "Items related to %(id)s",
    "Each of these addresses stays, whatever becomes of the pages to which it leads.": (
        "Permanent links to every item."
    ),
    (
        "Which component stands in which layer, what it is said to be and what it is, and which way "
        "dependencies point."
    ): "Components by layer, declared and actual, and the dependencies between layers.",
    "Directions": "Dependencies between layers",
    (
        "A row uses the columns. Each number counts dependencies; after a plus sign stand imports that "
        "are seen in the code and not declared."
    ): "Rows depend on columns. +n counts imports found in code but not declared.",
    "against the layers": "violates layering",
    "not judged": "not evaluated",
    "Against the layers": "Layering violations",
    "Counts": "Components by layer",
    "not said": "unspecified",
    "What an item's evidence is worth: the worst of what it rests on.": (
        "The state of an item's evidence. The most serious claim decides."
    ),
    "Nothing is claimed and nothing is required": "No evidence required",
    "Badges, worst first": "Badges, most serious first",
    "When": "Meaning",
    "What a status is called is a matter of its kind; what it asks for is one of these.": (
        "Each kind has its own statuses. Every status belongs to one of these phases."
    ),
    "Phases of a status": "Status phases",
    "Means": "Meaning",
    "Word": "Value",
    "Seen from there": "Inverse",
    "all as CSV": "Download CSV",
    "Correct %(count)s finding that fails a strict build": ("Fix %(count)s error", "Fix %(count)s warning"),
    "Mend what %(count)s %(noun)s is tested by: a test failed": "%(count)s %(noun)s has a failing test",
    "%(count)s %(noun)s names evidence that is not there": (
        "%(count)s %(noun)s has evidence that was not found"
    ),
    "%(count)s %(noun)s names no evidence where some is due": (
        "%(count)s %(noun)s is missing required evidence"
    ),
    "Renew the evidence of %(count)s %(noun)s: it is older than what it speaks of": (
        "%(count)s %(noun)s has stale evidence"
    ),
    "%(count)s sort of claims has nothing here to be checked against": (
        "%(count)s evidence source is not configured"
    ),
    "%(count)s %(noun)s rests on what nothing here could check": (
        "%(count)s %(noun)s has evidence that could not be checked"
    ),
    "Name evidence: code, tests, endpoints, tables, documents. So far nothing says why it is true": (
        "Add evidence: code, tests, endpoints, tables or documents. No item names any yet"
    ),
    "Not whole:": "Failing",
    "Whole:": "Passing",
    "nothing fails in %(count)s item": "no errors in %(count)s item",
    "What to do next": "Next steps",
    "Nothing: what is said was looked up, and holds.": "Nothing to do: all evidence was checked and holds.",
    "Still ahead, with nothing to show yet:": "Planned:",
    "What must change": "Must fix",
    "All %(count)s": "Show all %(count)s",
    "What there is": "Registers",
    "Nothing is claimed, and nothing has to be": "No evidence required",
    "%(percent)s %% asked for": ("%(percent)s %% found required", "%(percent)s %% verified required"),
    "Other views": "More views",
    "What was found": "Findings",
    "What it finds": "Problem",
    "What the words mean": "Legend",
    "All of it as JSON": "Download JSON",
    "Nothing to show": "No items",
    (
        "Who needs a signal, where, and does it survive the way there? One question decides of each; what"
        " leaves its layer has to be kept."
    ): (
        "Where each signal is used and whether it is persisted. Signals that cross layers must be persisted."
    ),
    "%(count)s does not suffice": "%(count)s not durable",
    "To be registered": "Not yet registered",
    (
        "Each of these can be pasted into a sidecar. Look through it first: what nobody has written down "
        "cannot be known."
    ): "Copy an entry into a sidecar and review it before you commit.",
    "Nothing: every signal is registered, and every producer has one.": (
        "All signals are registered, and every producer has one."
    ),
    "Criteria that are measured": "Success criteria",
    "Said to be done, and not proven": "Done but unproven",
    "Evidence is missing, failing, not named, or excused with a reason.": (
        "Required evidence is absent, not found, failing or waived."
    ),
    "admitted to be unknown": "marked unknown",
    "Claimed nowhere": "No evidence named",
    "Index": "Permalinks",
    "Cross matrices": "Matrices",
    "Who is declared to produce": "Producers",
    "Sufficiency of signals": "Signal durability",
    "Decided by": "Scope",
    "No producer is named.": "No producer declared.",
    "No consumer is named.": "No consumer declared.",
    "The layer of a producer is not known.": "A producer's layer is unknown.",
    "The layer of a consumer is not known.": "A consumer's layer is unknown.",
    "All who need it are in the layer that makes it, so it may be lost with it.": (
        "Stays in its layer: no persistence required."
    ),
    "It leaves its layer, and nothing is said of what keeps it.": "Crosses layers, persistence not declared.",
    "It leaves its layer, and nothing keeps it.": "Crosses layers, not persisted.",
    "It leaves its layer, and is kept on the way.": "Crosses layers, persisted.",
    "Flow matrix": "Flows",
    "What the system does for somebody, and which component serves it": (
        "User-visible flows and the components that implement them"
    ),
    "What people call it": "Display name",
    "What it is, in a sentence or two": "One or two sentences on what it is",
    "What else a reader should know": "Anything else readers should know",
    "Other spellings that resolve to this item": "Other names of this item",
    "Ids this item had before": "Earlier ids of this item",
    "Who looks after it": "Person or team responsible",
    "The system it belongs to, as the settings name it": "System it belongs to, as named in the settings",
    "The section it belongs to; by default the prefix of its id": (
        "Section it belongs to; defaults to the prefix of its id"
    ),
    "Where the logic resides": "Where the logic lives",
    "Seen from": "Referenced by",
    "Decided, not begun": "Decided, not started",
    "Begun, not whole": "Partly done",
    "Done, and can be shown": "Done; evidence required",
    "No longer there": "No longer in use",
    "Code that we write": "Code we write",
    "Infrastructure that we configure": "Infrastructure we configure",
    "A procedure that people follow": "A procedure people follow",
    "Behaviour of a service that we use": "Delegated to a service we use",
    "Component interface map": "Components",
    "What exists, what it talks to, what it really is": "Components, their interfaces and dependencies",
    "The page that describes it": "Page that documents it",
    "What sets it in motion": "Events, requests or data that trigger it",
    "What it leaves behind": "What it produces",
    "Folders or files that are this component": "Folders or files that contain its code",
    "How often the clock sets it in motion": "How often it runs",
    "Whether its caller waits": "Whether the caller waits",
    "In how many processes it runs": "How many processes run it",
    "What sort of code it is": "What kind of code it is",
    "What it is said to do": "Declared responsibility",
    "What it does": "What it actually does",
    "How sure its place and nature are": "How certain its layer and nature are",
    "What is wrong with it, or may go wrong": "Known or possible problems",
    "Where it belongs": "Layer it belongs to",
    "Where its code behaves as if it stood": "Layer its code actually belongs to",
    "What it uses": "Components it uses",
    "What it reads": "Resources it reads",
    "What it writes": "Resources it writes",
    "Serves flows": "Implements flows",
    "Forbidden from": "Must not write",
    "When it is imported, in every process and every test": "On import, in every process and test",
    "When somebody asks": "On request",
    "In the background, when a worker takes it up": "In the background, by a worker",
    "By the clock": "On a schedule",
    "When other code calls it, and never by itself": "Only when called by other code",
    "In several of these ways": "Several of these",
    "Never: nothing in it is run": "Never runs",
    "The caller goes on": "The caller continues",
    "Some callers wait, others go on": "Some callers wait, others continue",
    "In one at a time": "One at a time",
    "In several, which do not see one another's memory": "Several, without shared memory",
    "Decides by the rules of the business": "Implements business rules",
    "Connects what others decide": "Connects other code",
    "Knows nothing of the business: storage, network, configuration": (
        "No business rules: storage, network, configuration"
    ),
    "Several of these at once": "Several of these",
    "Looked at, and clear": "Reviewed, clear",
    "Looked at, with open questions": "Reviewed, with open questions",
    "Guessed from the outside": "Estimated",
    "Nobody has looked": "Not reviewed",
    "Changes that fill a gap: what each closes, and where it landed": (
        "Changes that close gaps, and where they were made"
    ),
    "The section it landed in": "Section that contains the change",
    "What a part of the system tells others: who makes it, who needs it, does it survive": (
        "Signals with their producers, consumers and persistence"
    ),
    "Whether it is observed or worked out": "Observed or derived",
    "What sets it off": "What triggers it",
    "Where it is kept; what says none or in-memory does not last": (
        "Where it is stored; none and in-memory do not persist"
    ),
    "Where it is asked for": "Endpoint that returns it",
    "Who may need it": "Who may use it",
    "The section it belongs to": "Section it belongs to",
    "Where it is made, or where it lies": "Where it is created or stored",
    "Who makes it": "Components that produce it",
    "Who needs it": "Who consumes it",
    "Entered in the registry of signals": "Listed in the signal registry",
    "Observed, not yet entered": "Observed, not yet registered",
    "As it was observed": "As observed",
    "Worked out from others": "Derived from other signals",
    "For the parts of one layer": "Within one layer",
    "For everybody": "For everyone",
    "Numbers that are watched, and who owns them": "Metrics and their owners",
    "By what the number is divided": "Dimensions it is broken down by",
    "What it is watched for": "What it is used for",
    "Data authority": "Resources",
    "Data and state: who may write what, and what survives": (
        "Data authority: who may write which data, and what survives a restart"
    ),
    "What keeps it": "Where it is stored",
    "Where it is declared, or where it lies": "Where it is declared or stored",
    "What is left of it after a restart": "What survives a restart",
    "Whether several processes see the same": "Whether processes share it",
    "What takes its place when it is gone": "What is used when it is unavailable",
    "Who answers for it": "Component or team that owns it",
    "Who may write it": "Components that may write it",
    "Who may read it": "Components that may read it",
    "Forbidden": "Forbidden writers",
    "Who must not write it": "Components that must not write it",
    "What holds the same once more": "Resources that hold the same data",
    "A table of a database": "Database table",
    "A key of a cache": "Cache key",
    "The memory of a process": "Process memory",
    "A file": "File",
    "A store of objects": "Object store",
    "A lock that one holder has at a time": "Lock with one holder at a time",
    "All of it: it is the truth": "Survives; authoritative",
    "Perhaps nothing, and nothing behaves differently then": "May be lost without consequences",
    "Nothing": "Lost on restart",
    "They do": "Shared by all processes",
    "Each has its own": "One per process",
    "There is nothing in it to be shared": "Holds no state",
    "It never changes, so all are alike": "Never changes",
    "Which document decides what": "Authoritative documents",
    "What it decides": "What it is authoritative for",
    "The document that decides": "Authoritative document",
    "What is asked for: is it built, and how do we know": (
        "Requirements, their implementation and their evidence"
    ),
    "What it asks for: endpoints, states, alerts …": "Required endpoints, states, alerts …",
    "A measurable criterion": "Measurable target",
    "The present value of the criterion": "Current value",
    "What is known to be wrong": "Known gaps",
    "Which way dependencies may point": "Layers and their allowed dependencies",
    "A dependency on a smaller rank points upwards": "Dependencies on a smaller rank violate layering",
    "Signals that leave it must survive": "Signals that leave this layer must be persisted",
    "On which layers it may depend; without it the ranks decide": (
        "Layers it may depend on; defaults to the order of ranks"
    ),
    "A test that is named failed, or ended in error": "A test failed or ended in error",
    "What is named was looked for, and not found": "Evidence that was not found",
    "Evidence of a required type is not named, or admitted to be unknown": (
        "Required evidence is not named or is marked unknown"
    ),
    "The evidence is older than what it speaks of": "Evidence older than the code",
    "Evidence is named that nothing here can check, or a test that was skipped": (
        "Evidence that could not be checked, or a skipped test"
    ),
    "One of the above, for which somebody answers with a reason": "Accepted, with reason and owner",
    "The status says that it is still ahead": "Not started: no evidence required yet",
    "All evidence that is named was found, and holds": (
        "All evidence was found, but no passing test is part of it",
        "All evidence was found, and its tests passed",
    ),
    "Still ahead: nothing has to be shown yet": "No evidence required yet",
    "Under way: nothing has to be shown so far": "No evidence required yet",
    "Said to be done: the evidence that its kind requires must be shown": "Evidence required",
    "Over: nothing has to be shown any more": "No evidence required any more",
    "of another kind": "wrong kind",
    "imported, declared of a whole or part": "imported, declared for a parent or part",
    "Why": "Reason",
    "Sufficient": "Durable",
    "Crossing": "Layers crossed",
    "Needed only inside the layer that makes it": "Used only in its own layer",
    "Needed only in other layers": "Used only in other layers",
    "Needed inside and outside its layer": "Used in its own layer and in others",
    "No question could be answered": "Incomplete: producer or consumer missing",
    "unclaimed": "no evidence",
    "unverified": "not checked",
    "ahead": "not started",
    "complete": "done",
    "over": "closed",
    (
        "A component that has parts, or that supersedes a used component, counts as used. Retired components "
        "are ignored."
    ): (
        "A component that has parts, that supersedes a used component, or that a relation of your own links "
        "to another item counts as used. Retired components are ignored."
    ),
    "A code root that is not a folder is reported as well.": (
        "A CODEOWNERS file that is missing or unreadable, and a code root that is not a folder, are "
        "reported too."
    ),
    (
        "They are shown as not checked and count neither as evidence nor as missing. Configure a report, an "
        "OpenAPI document or DDL, or install the extra that reads the language."
    ): (
        "They are shown as not checked and count neither as evidence nor as missing. Configure a report, an "
        "OpenAPI or AsyncAPI document or DDL, or install the extra that reads the language."
    ),
    (
        "Reports a test report, OpenAPI document or DDL that is unreadable or empty, or a glob without a "
        "match."
    ): (
        "Reports a test report, OpenAPI or AsyncAPI document or DDL that is unreadable or empty.",
        "A glob that matches no file is reported as well.",
    ),
}
"""The text that was → the one that pages have now, or several.

Of texts with a plural the singular stands here, as in catalogues. When a text changes once more, its old line
is changed too: there are no chains.
"""


def names_now(english: str) -> tuple[str, ...]:
    """Return the texts that a key of a catalogue stands for: itself, and what it has become."""
    became = RENAMED.get(english, ())
    return (english, became) if isinstance(became, str) else (english, *became)

"""The ten built-in kinds, declared in the form that `kinds:` in `mkdocs.yml` has.

Names, vocabularies, statuses and phases are those of the data model; adding a kind is adding an entry.
"""

from collections.abc import Mapping
from typing import Any

COMMON: Mapping[str, Any] = {
    "plural": "items",
    "fields": {
        "title": {"description": "What people call it"},
        "summary": {"type": "markdown", "description": "What it is, in a sentence or two"},
        "notes": {"type": "markdown", "description": "What else a reader should know"},
        "tags": {"many": True},
        "aliases": {"many": True, "description": "Other spellings that resolve to this item"},
        "former_ids": {"many": True, "description": "Ids this item had before"},
        "maintainer": {"description": "Who looks after it"},
        "root": {"description": "In which of the named roots its evidence is looked for"},
    },
    "relations": {
        "superseded_by": {"to": "self", "inverse": "supersedes", "acyclic": True},
        "see": {"to": "any", "inverse": "seen_from", "label": "See also"},
    },
}
"""What every kind has."""

_LIFE = {
    "planned": {"phase": "ahead", "description": "Decided, not begun"},
    "partial": {"phase": "open", "description": "Begun, not whole"},
    "implemented": {"phase": "complete", "description": "Done, and can be shown"},
    "retired": {"phase": "over", "description": "No longer there"},
}

_CONFIDENCE = {
    "high": {"description": "Looked at, and clear"},
    "medium": {"description": "Looked at, with open questions"},
    "low": {"description": "Guessed from the outside"},
    "unknown": {"description": "Nobody has looked"},
}

_PART_OF = {"to": "self", "inverse": "parts", "acyclic": True, "single": True, "label": "Part of"}

KINDS: Mapping[str, Mapping[str, Any]] = {
    "flow": {
        "plural": "flows",
        "title": "Flow matrix",
        "description": "What the system does for somebody, and which component serves it",
        "fields": {
            "domain": {"description": "The section it belongs to; by default the prefix of its id"},
            "implementation": {
                "description": "Where the logic resides",
                "one_of": {
                    "auto": {"label": "AUTO", "description": "Code that we write"},
                    "infra": {"label": "INFRA", "description": "Infrastructure that we configure"},
                    "proc": {"label": "PROC", "description": "A procedure that people follow"},
                    "deleg": {"label": "DELEG", "description": "Behaviour of a service that we use"},
                },
            },
        },
        "relations": {"components": {"to": "component", "inverse": "flows", "inverse_label": "Serves flows"}},
        "status": _LIFE,
        "evidence": [
            {"when": {"implementation": "deleg"}, "all_of": []},
            {"when": {"implementation": "proc"}, "all_of": ["docs"]},
            {"when": {"implementation": "infra"}, "any_of": ["code", "files"]},
            {"all_of": ["code"]},
        ],
        "matrix": {
            "columns": [
                "id",
                "title",
                "implementation",
                "status",
                "evidence",
                "components",
                "patches",
                "notes",
            ],
            "section": "domain",
        },
    },
    "component": {
        "plural": "components",
        "title": "Component interface map",
        "description": "What exists, what it talks to, what it really is",
        "fields": {
            "external": {"type": "boolean", "description": "Outside the system"},
            "page": {"type": "page", "description": "The page that describes it"},
            "inputs": {"many": True, "description": "What sets it in motion"},
            "outputs": {"many": True, "description": "What it leaves behind"},
            "paths": {"many": True, "description": "Folders or files that are this component"},
            "trigger": {
                "many": True,
                "description": "When its code runs",
                "one_of": {
                    "import": {"description": "When it is imported, in every process and every test"},
                    "process-start": {"description": "When a process starts"},
                    "request": {"description": "When somebody asks"},
                    "worker": {"description": "In the background, when a worker takes it up"},
                    "scheduled": {"description": "By the clock"},
                    "caller": {"description": "When other code calls it, and never by itself"},
                    "mixed": {"description": "In several of these ways"},
                    "none": {"description": "Never: nothing in it is run"},
                },
            },
            "schedule": {"description": "How often the clock sets it in motion"},
            "execution": {
                "description": "Whether its caller waits",
                "one_of": {
                    "sync": {"description": "The caller waits"},
                    "async": {"description": "The caller goes on"},
                    "mixed": {"description": "Some callers wait, others go on"},
                },
            },
            "processes": {
                "description": "In how many processes it runs",
                "one_of": {
                    "one": {"description": "In one at a time"},
                    "several": {"description": "In several, which do not see one another's memory"},
                },
            },
            "nature": {
                "description": "What sort of code it is",
                "one_of": {
                    "domain": {"description": "Decides by the rules of the business"},
                    "glue": {"description": "Connects what others decide"},
                    "infra": {
                        "description": "Knows nothing of the business: storage, network, configuration"
                    },
                    "hybrid": {"description": "Several of these at once"},
                },
            },
            "claimed": {"type": "markdown", "description": "What it is said to do"},
            "actual": {"type": "markdown", "description": "What it does"},
            "confidence": {"description": "How sure its place and nature are", "one_of": _CONFIDENCE},
            "risk": {"type": "markdown", "description": "What is wrong with it, or may go wrong"},
        },
        "relations": {
            "part_of": _PART_OF,
            "layer": {
                "to": "layer",
                "inverse": "members",
                "single": True,
                "description": "Where it belongs",
            },
            "observed_layer": {
                "to": "layer",
                "inverse": "observed_members",
                "description": "Where its code behaves as if it stood",
            },
            "depends_on": {
                "to": "component",
                "inverse": "used_by",
                "label": "Depends on",
                "description": "What it uses",
            },
            "reads": {"to": "resource", "inverse": "read_by", "description": "What it reads"},
            "writes": {"to": "resource", "inverse": "written_by", "description": "What it writes"},
        },
        "status": _LIFE,
        "matrix": {
            "columns": [
                "id",
                "title",
                "layer",
                "observed_layer",
                "confidence",
                "claimed",
                "actual",
                "risk",
                "nature",
                "inputs",
                "outputs",
                "depends_on",
                "reads",
                "writes",
                "trigger",
                "schedule",
                "execution",
                "processes",
                "paths",
                "external",
                "flows",
                "satisfies",
                "produces",
                "consumes",
                "gaps",
                "status",
                "summary",
                "notes",
                "evidence",
            ]
        },
    },
    "patch": {
        "plural": "patches",
        "title": "Patches",
        "description": "Changes that fill a gap: what each closes, and where it landed",
        "fields": {"target": {"type": "claim", "claims": "docs", "description": "The section it landed in"}},
        "relations": {
            "supports": {"to": ["flow", "requirement", "signal", "resource"], "inverse": "patches"}
        },
        "status": {
            "proposed": {"phase": "ahead"},
            "required": {"phase": "ahead"},
            "implemented": {"phase": "complete"},
            "rejected": {"phase": "over"},
        },
        "evidence": [{"all_of": ["target"]}],
        "matrix": {
            "columns": ["id", "title", "status", "supports", "resolves", "target", "notes", "evidence"]
        },
    },
    "signal": {
        "plural": "signals",
        "title": "Signals",
        "description": "What a part of the system tells others: who makes it, who needs it, does it survive",
        "fields": {
            "type": {
                "description": "Whether it is observed or worked out",
                "one_of": {
                    "raw": {"description": "As it was observed"},
                    "derived": {"description": "Worked out from others"},
                },
            },
            "trigger": {"description": "What sets it off"},
            "persistence": {
                "many": True,
                "description": "Where it is kept; what says none or in-memory does not last",
            },
            "endpoint": {"description": "Where it is asked for"},
            "exposure": {
                "description": "Who may need it",
                "one_of": {
                    "internal": {"description": "For the parts of one layer"},
                    "public": {"description": "For everybody"},
                },
            },
            "category": {"description": "The section it belongs to"},
            "location": {"description": "Where it is made, or where it lies"},
        },
        "relations": {
            "producers": {"to": "component", "inverse": "produces", "description": "Who makes it"},
            "consumers": {
                "to": ["component", "signal", "resource"],
                "inverse": "consumes",
                "description": "Who needs it",
            },
        },
        "status": _LIFE
        | {
            "registered": {"phase": "open", "description": "Entered in the registry of signals"},
            "unregistered": {"phase": "open", "description": "Observed, not yet entered"},
        },
        "matrix": {
            "columns": [
                "id",
                "title",
                "type",
                "trigger",
                "producers",
                "consumers",
                "persistence",
                "exposure",
                "endpoint",
                "location",
                "category",
                "status",
                "notes",
                "evidence",
            ],
            "section": "category",
        },
    },
    "metric": {
        "plural": "metrics",
        "title": "Metrics",
        "description": "Numbers that are watched, and who owns them",
        "fields": {
            "dimensions": {"many": True, "description": "By what the number is divided"},
            "purpose": {"type": "markdown", "description": "What it is watched for"},
        },
        "relations": {
            "emitters": {"to": "component", "inverse": "emits"},
            "supports": {"to": "flow", "inverse": "metrics"},
        },
        "status": _LIFE,
        "matrix": {
            "columns": ["id", "title", "dimensions", "emitters", "purpose", "supports", "notes", "evidence"]
        },
    },
    "resource": {
        "plural": "resources",
        "title": "Data authority",
        "description": "Data and state: who may write what, and what survives",
        "fields": {
            "storage": {
                "description": "What keeps it",
                "one_of": {
                    "table": {"description": "A table of a database"},
                    "cache": {"description": "A key of a cache"},
                    "memory": {"description": "The memory of a process"},
                    "file": {"description": "A file"},
                    "bucket": {"description": "A store of objects"},
                    "lock": {"description": "A lock that one holder has at a time"},
                },
            },
            "location": {"description": "Where it is declared, or where it lies"},
            "durability": {
                "description": "What is left of it after a restart",
                "one_of": {
                    "durable": {"description": "All of it: it is the truth"},
                    "advisory": {"description": "Perhaps nothing, and nothing behaves differently then"},
                    "lost-on-restart": {"description": "Nothing"},
                },
            },
            "sharing": {
                "description": "Whether several processes see the same",
                "one_of": {
                    "shared": {"description": "They do"},
                    "per-process": {"description": "Each has its own"},
                    "stateless": {"description": "There is nothing in it to be shared"},
                    "immutable": {"description": "It never changes, so all are alike"},
                },
            },
            "fallback": {"type": "markdown", "description": "What takes its place when it is gone"},
        },
        "relations": {
            "part_of": _PART_OF,
            "layer": {"to": "layer", "inverse": "members", "single": True},
            "owned_by": {
                "to": "component",
                "inverse": "owns",
                "or_text": True,
                "label": "Owned by",
                "description": "Who answers for it",
            },
            "writers": {"to": "component", "inverse": "may_write", "description": "Who may write it"},
            "readers": {"to": "component", "inverse": "may_read", "description": "Who may read it"},
            "forbidden": {
                "to": "component",
                "inverse": "forbidden_from",
                "description": "Who must not write it",
            },
            "duplicates": {
                "to": "resource",
                "symmetric": True,
                "description": "What holds the same once more",
            },
        },
        "status": _LIFE,
        "matrix": {
            "columns": [
                "id",
                "title",
                "summary",
                "storage",
                "location",
                "layer",
                "owned_by",
                "writers",
                "readers",
                "forbidden",
                "durability",
                "sharing",
                "fallback",
                "duplicates",
                "gaps",
                "status",
                "notes",
                "evidence",
            ]
        },
    },
    "source_of_truth": {
        "plural": "sources_of_truth",
        "title": "Sources of truth",
        "label": "source of truth",
        "description": "Which document decides what",
        "fields": {
            "subject": {"description": "What it decides"},
            "primary": {"type": "claim", "claims": "docs", "description": "The document that decides"},
        },
        "relations": {"dependents": {"to": "component", "inverse": "decided_by", "or_text": True}},
        "status": _LIFE,
        "matrix": {"columns": ["id", "subject", "primary", "dependents", "notes", "evidence"]},
    },
    "requirement": {
        "plural": "requirements",
        "title": "Requirements",
        "description": "What is asked for: is it built, and how do we know",
        "fields": {
            "area": {},
            "priority": {},
            "requires": {"type": "lists", "description": "What it asks for: endpoints, states, alerts …"},
            "missing": {"type": "markdown"},
            "risks": {"type": "markdown"},
            "target": {"description": "A measurable criterion"},
            "actual": {"description": "The present value of the criterion"},
            "action": {"type": "action"},
            "impact": {},
            "effort": {},
            "horizon": {},
        },
        "relations": {
            "part_of": _PART_OF,
            "satisfied_by": {"to": ["flow", "component"], "inverse": "satisfies", "label": "Satisfied by"},
        },
        "status": {
            "missing": {"phase": "ahead"},
            "deferred": {"phase": "ahead"},
            "partial": {"phase": "open"},
            "implemented": {"phase": "complete"},
            "retired": {"phase": "over"},
        },
        "evidence": [{"all_of": ["code", "tests"]}],
        "matrix": {
            "columns": [
                "id",
                "title",
                "status",
                "summary",
                "code",
                "endpoints",
                "tables",
                "tests",
                "docs",
                "files",
                "links",
                "risks",
                "missing",
                "satisfied_by",
                "requires",
                "target",
                "actual",
                "priority",
                "horizon",
                "action",
                "impact",
                "effort",
                "notes",
                "see",
            ],
            "section": "area",
        },
    },
    "gap": {
        "plural": "gaps",
        "title": "Gaps",
        "description": "What is known to be wrong",
        "fields": {
            "location": {},
            "severity": {"description": "As written; high, medium and low count as P1, P2 and P3"},
            "impact": {"type": "markdown"},
            "effort": {},
            "action": {"type": "action"},
            "rationale": {"type": "markdown"},
            "horizon": {},
            "resolution": {"type": "markdown"},
            "before": {"type": "markdown"},
            "after": {"type": "markdown"},
        },
        "relations": {
            "about": {"to": "any", "inverse": "gaps"},
            "resolved_by": {"to": "patch", "inverse": "resolves", "label": "Resolved by"},
        },
        "status": {
            "open": {"phase": "ahead"},
            "deferred": {"phase": "ahead"},
            "partial": {"phase": "open"},
            "accepted": {"phase": "open"},
            "resolved": {"phase": "complete"},
        },
        "evidence": [{"any_of": ["resolved_by", "docs"]}],
        "matrix": {
            "columns": [
                "id",
                "title",
                "severity",
                "status",
                "about",
                "location",
                "summary",
                "impact",
                "before",
                "after",
                "resolution",
                "resolved_by",
                "action",
                "effort",
                "horizon",
                "rationale",
                "notes",
                "evidence",
                "see",
            ]
        },
    },
    "layer": {
        "plural": "layers",
        "title": "Layers",
        "description": "Which way dependencies may point",
        "fields": {
            "rank": {"type": "number", "description": "A dependency on a smaller rank points upwards"},
            "must_persist": {"type": "boolean", "description": "Signals that leave it must survive"},
        },
        "relations": {
            "may_use": {
                "to": "layer",
                "inverse": "usable_by",
                "label": "May use",
                "description": "On which layers it may depend; without it the ranks decide",
            }
        },
        "status": _LIFE,
        "matrix": {
            "columns": ["id", "title", "rank", "may_use", "must_persist", "members", "notes", "evidence"]
        },
    },
}

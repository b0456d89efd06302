"""What the keys mean that are no fields of a kind: of an item, a reference, a claim, a waiver, an action."""

from typing import Final

ITEM_KEYS: Final = {
    "id": "Its id, unique among the items of its kind",
    "status": "How far it is",
    "evidence": "What proves it, by type",
    "waive": "Findings that are accepted, by the code of their rule",
}

CLAIM_TYPE_KEYS: Final = {
    "code": "File, or file:Symbol",
    "tests": "Test file, or test, by its name in the report",
    "endpoints": "Method and path, such as GET /orders/{id}",
    "events": "Channel or message",
    "tables": "Table, or table.column",
    "docs": "Page, or page.md#heading",
    "files": "File or folder",
    "links": "Address",
}

REFERENCE_KEYS: Final = {
    "id": "Id of the item",
    "role": "Its role here",
    "via": "How it is reached",
    "because": "Why",
    "optional": "Whether it can be missing",
    "note": "Anything else readers should know",
    "text": "Free text, in place of an id",
}

CLAIM_KEYS: Final = {
    "claim": "What is claimed, as it stands without a mapping",
    "lines": "Lines, such as 10-20",
    "note": "Anything else readers should know",
    "not_applicable": "Why there can be none",
}

WAIVER_KEYS: Final = {
    "reason": "Why this finding is accepted",
    "owner": "Who is responsible for it",
    "until": "Date on which it expires",
    "of": "Limits it to some references or claims",
}

ACTION_KEYS: Final = {
    "text": "What is to be done",
    "artifacts": "Files or folders that must come to exist",
    "due": "The date by which it is to be done",
    "effort": "How much work it is",
}

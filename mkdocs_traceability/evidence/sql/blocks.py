"""What a statement runs that holds others: `DO $$ … $$`, `BEGIN … END`, `IF … THEN`, and SQL as a text.

What stands under a condition is taken as carried out: such conditions ask whether it has been already. Bodies
of routines are none of this: whether they are ever called cannot be told.
"""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.evidence.sql.script import Statement, statements

_QUOTED: Final = r"(?:[^'\"]|'[^']*+'|\"[^\"]*+\")"
_BEFORE: Final = re.compile(
    r"(?:<<\w+>>"
    r"|BEGIN(?:[ \t]+(?:TRY|CATCH|NOT[ \t]+ATOMIC))?(?=\s)"
    r"|(?:ELSE|LOOP|THEN)(?=\s)"
    rf"|(?:IF|ELSIF|ELSEIF|WHEN|EXCEPTION)\b{_QUOTED}*?\bTHEN\b"
    rf"|(?:FOR|FOREACH|WHILE)\b{_QUOTED}*?\bLOOP\b)\s*",
    re.IGNORECASE,
)
_IF_OF_TSQL: Final = re.compile(
    rf"IF\b{_QUOTED}*?(?=\b(?:BEGIN|CREATE|ALTER|DROP|EXEC|EXECUTE)\b)", re.IGNORECASE
)
_DO: Final = re.compile(
    r"DO\b.*?(?P<tag>\$(?:[^\W\d]\w*)?\$)(?P<body>.*?)(?P=tag)", re.IGNORECASE | re.DOTALL
)
_EXECUTE: Final = re.compile(
    r"EXEC(?:UTE)?\b\s*(?:IMMEDIATE\b|(?:sys\.)?sp_executesql\b)?[\s(]*"
    r"(?:N?'(?P<text>(?:[^']|'')*+)'|(?P<tag>\$(?:[^\W\d]\w*)?\$)(?P<body>.*?)(?P=tag))\s*(?:[,);]|\Z|USING\b|INTO\b)",
    re.IGNORECASE | re.DOTALL,
)
_DYNAMIC: Final = re.compile(
    r"EXEC(?:UTE)?\b(?!\s+(?:sys\.)?sp_rename\b).*\bCREATE\s+(?:\w+\s+){0,4}(?:TABLE|VIEW)\b",
    re.IGNORECASE | re.DOTALL,
)
_MOST_PREFIXES: Final = 50
_DEEPEST: Final = 3


def run_by(statement: Statement, dialect: str, depth: int = 0) -> Iterator[Statement]:
    """Go through what a statement runs: itself, without what opens a block before it, or what is in it."""
    statement = _without_block(statement, dialect)
    text, line = statement
    if depth < _DEEPEST and (inner := _DO.match(text)):
        yield from _within(inner["body"], line + text.count("\n", 0, inner.start("body")), dialect, depth)
    elif depth < _DEEPEST and (inner := _EXECUTE.match(text)):
        group = "text" if inner["text"] is not None else "body"
        body = inner[group].replace("''", "'") if group == "text" else inner[group]
        yield from _within(body, line + text.count("\n", 0, inner.start(group)), dialect, depth)
    else:
        yield statement


def is_dynamic(statement: Statement) -> bool:
    """Whether a statement makes a table whose name is put together only when it runs."""
    return _EXECUTE.match(statement.text) is None and _DYNAMIC.match(statement.text) is not None


def _within(body: str, line: int, dialect: str, depth: int) -> Iterator[Statement]:
    for each in statements(body, dialect):
        yield from run_by(Statement(each.text, line + each.line - 1), dialect, depth + 1)


def _without_block(statement: Statement, dialect: str) -> Statement:
    text, at = statement.text, 0
    for _ in range(_MOST_PREFIXES):
        found = _BEFORE.match(text, at) or (dialect == "tsql" and _IF_OF_TSQL.match(text, at)) or None
        if found is None:
            break
        at = found.end()
    return Statement(text[at:], statement.line + text.count("\n", 0, at)) if at else statement

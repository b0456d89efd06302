"""Our entries in JSON files with settings of agents: put in and taken away, and nothing else is touched."""

import json
from collections.abc import Iterator
from typing import Any, Final

from mkdocs_traceability.agents.install.texts import NAME, is_our_hook, server, stop_hook
from mkdocs_traceability.edits.json_entry import Path, read_with_comments, with_element, with_entry, without
from mkdocs_traceability.edits.plugin_entry import NotSafe

_HOOKS: Final = "hooks"
_STOP: Final = (_HOOKS, "Stop")
_SERVERS: Final = "mcpServers"


def with_hook(text: str, folder: str) -> str:
    """Return settings of Claude Code with our hook, once.

    Raises:
        NotSafe: where that cannot be done without changing more.

    """
    wanted = stop_hook(folder)
    there = list(_our_hooks(text)) if text else []
    if any(_at(text, path) == wanted[_HOOKS][0]["command"] for path in there):
        return text
    text = without_hook(text) if there else text
    return with_element(text, wanted, _STOP) if text else _written({_HOOKS: {"Stop": [wanted]}})


def without_hook(text: str) -> str:
    """Return settings without our hooks, empty where nothing else is in them.

    Raises:
        NotSafe: where that cannot be done without changing more.

    """
    while found := next(_our_hooks(text), None):
        *group, hooks, number, _ = found
        path = tuple(group)
        path = (*path, hooks, number) if len(_at(text, (*path, hooks))) > 1 else path
        text = _without(text, path)
    return text


def with_server(text: str, folder: str) -> str:
    """Return a list of MCP servers with ours; one of its name is left as it is.

    Raises:
        NotSafe: where that cannot be done without changing more.

    """
    if not text:
        return _written({_SERVERS: {NAME: server(folder)}})
    if _has_server(text):
        return text
    return with_entry(text, NAME, server(folder), (_SERVERS,))


def without_server(text: str) -> str:
    """Return a list of MCP servers without ours, empty where nothing else is in it.

    Raises:
        NotSafe: where that cannot be done without changing more.

    """
    return _without(text, (_SERVERS, NAME)) if _has_server(text) else text


def _has_server(text: str) -> bool:
    servers = _data(text).get(_SERVERS)
    return isinstance(servers, dict) and NAME in servers


def _our_hooks(text: str) -> Iterator[Path]:
    """Go through the paths of the commands of our hooks."""
    events = _data(text).get(_HOOKS) if text else None
    for event, groups in events.items() if isinstance(events, dict) else ():
        for number, group in enumerate(groups if isinstance(groups, list) else ()):
            hooks = group.get(_HOOKS) if isinstance(group, dict) else None
            for place, hook in enumerate(hooks if isinstance(hooks, list) else ()):
                if is_our_hook(hook):
                    yield (_HOOKS, event, number, _HOOKS, place, "command")


def _without(text: str, path: Path) -> str:
    """Cut a value, and what would be left empty around it."""
    while len(path) > 1 and len(_at(text, path[:-1])) == 1:
        path = path[:-1]
    text = without(text, path)
    return "" if "".join(text.removeprefix("\ufeff").split()) == "{}" else text


def _at(text: str, path: Path) -> Any:
    value = _data(text)
    for name in path:
        value = value[name]
    return value


def _data(text: str) -> Any:
    try:
        data = read_with_comments(text)
    except (ValueError, RecursionError):
        raise NotSafe("it is not valid JSON with comments") from None
    if not isinstance(data, dict):
        raise NotSafe("it is not a JSON object")
    return data


def _written(data: Any) -> str:
    return f"{json.dumps(data, indent=2)}\n"

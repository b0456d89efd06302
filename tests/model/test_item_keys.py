"""Items, and the entries that name them, are keys by what they are: never by the number that `id()` gives."""

import ast
import pickle
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

from support import as_data, run

import mkdocs_traceability
from mkdocs_traceability.model.item import Item, Reference, Value
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.result import Result

PACKAGE = Path(mkdocs_traceability.__file__).parent

HERE = Position("docs/a.trace.yml", 1, 1)


def numbers(tree: ast.AST) -> list[int]:
    """Return the lines that use the builtin `id`: called, or handed on (`map(id, …)`)."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    own = {name for node in functions if takes_id(node) for name in ast.walk(node)}
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "id")
    return [name.lineno for name in names if isinstance(name.ctx, ast.Load) and name not in own]


def takes_id(function: ast.FunctionDef) -> bool:
    return any(argument.arg == "id" for argument in function.args.args)


def held() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        yield file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def test_nothing_is_keyed_by_its_number() -> None:
    assert numbers(ast.parse("a = {id(x): x}\nb = set(map(id, y))\nc = x.id\nid = 1")) == [1, 2]
    modules = dict(held())
    assert {"model/item.py", "registry/registry.py", "rules/authority.py"} <= modules.keys()
    assert {path: lines for path, tree in modules.items() if (lines := numbers(tree))} == {}


def item() -> Item:
    return Item("flow", "A-1", HERE, references={"components": (Reference("api", HERE, {}),)})


def test_two_items_that_say_the_same_are_two_keys() -> None:
    one, other = item(), item()
    assert as_data([one]) == as_data([other])
    assert len({one, other}) == 2
    assert one != other
    assert len({one.references["components"][0], other.references["components"][0]}) == 2


def test_an_item_stays_a_key_whatever_is_entered_in_it() -> None:
    one = item()
    known = {one: 1}
    one.values["title"] = Value("Evaluation", HERE)
    assert known[one] == 1


def test_a_copy_says_the_same_and_is_another_item() -> None:
    one = item()
    copies = [pickle.loads(pickle.dumps(one)), deepcopy(one), replace(one)]
    assert all(as_data([each]) == as_data([one]) for each in copies)
    assert len({one, *copies}) == 4


def names_of(result: Result, id_: str, relation: str) -> list[str]:
    registry = result.registry
    return [link.item.id for link in registry.related(registry.ids("flow")[id_], relation)]


def test_an_entry_that_an_alias_repeats_is_listed_twice_and_linked_once(tmp_path: Path) -> None:
    """Both entries have the same text at the same place; and the one of another item is not theirs."""
    sidecar = (
        "components: [{id: api}, {id: store}]\n"
        "flows:\n"
        "  - {id: A-1, components: [&entry {id: api, role: reads}, *entry, store]}\n"
        "  - {id: A-2, components: [*entry, store]}\n"
    )
    result = run(tmp_path, {"docs/a.trace.yml": sidecar})
    assert names_of(result, "A-1", "components") == ["api", "store"]
    assert names_of(result, "A-2", "components") == ["api", "store"]
    assert [each.item for each in result.findings if each.code == "TR114"] == ["A-1"]

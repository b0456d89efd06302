"""Which table a write through a model means: the classes of all files, with their bases and relations.

Part of *observe*. A name is looked up where Python would: in its own file, else in the file that it is
imported from; only where that is not among the files, by its name alone, if just one model has it.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.source_code.python_models import ModelClass, ModelRelation
from mkdocs_traceability.evidence.source_code.python_writes import USER, PythonWrites, Write
from mkdocs_traceability.evidence.source_code.symbols.python_modules import PythonModules

_DJANGO: Final = frozenset(
    {"AbstractUser", "AbstractBaseUser", "MPTTModel", "PolymorphicModel", "TimeStampedModel"}
)
"""Well-known bases of models, besides `models.Model`."""
_USERS: Final = frozenset({"AbstractUser", "AbstractBaseUser"})
_MANAGERS: Final = frozenset({"objects", "query", "_default_manager", "_base_manager", "all_objects"})
_DEEPEST: Final = 20


class _Model(NamedTuple):
    """A class that may be a model, and the file it stands in."""

    path: str
    declared: ModelClass


class Models:
    """The models of the files under some roots."""

    def __init__(self, files: Mapping[str, PythonWrites], modules: PythonModules) -> None:
        self._files = files
        self._modules = modules
        self._classes = {
            path: {each.name: _Model(path, each) for each in file.models} for path, file in files.items()
        }
        self._tables: dict[tuple[str, str], str] = {}

    def table(self, path: str, write: Write) -> str:
        """Return the table that a write in a file means; empty where that is no model, or cannot be told."""
        found = self._of_chain(path, write.chain, write.by_class)
        for number, name in enumerate(write.path, start=1):
            is_last = number == len(write.path)
            found = found and self._related(found, name, links=write.links and is_last)
        return self._table(found) if found else ""

    def _of_chain(self, path: str, chain: str, by_class: bool) -> _Model | None:
        """Return the model that a chain begins with; a manager may follow it, and must unless `by_class`."""
        parts = chain.split(".")
        for length in (len(parts), len(parts) - 1):
            name, rest = ".".join(parts[:length]), parts[length:]
            found = self._class(path, name) if name else None
            if found is None or not self._table(found):
                continue
            if rest:
                return found if rest[0] in _MANAGERS or rest[0] in self._managers(found) else None
            return found if by_class else None
        return None

    def _class(self, path: str, name: str, depth: int = 0) -> _Model | None:
        """Return the class that a name means in a file."""
        if name == USER:
            return self._user
        if name.startswith("@"):
            return self._by_label(path, name[1:])
        own = self._classes.get(path, {})
        if name in own:
            return own[name]
        first, _, rest = name.partition(".")
        if first not in self._imports(path):
            return None if rest or first in own else self._only(name)
        return self._imported(path, first, rest, depth) if depth <= _DEEPEST else None

    def _imported(self, path: str, first: str, rest: str, depth: int) -> _Model | None:
        """Return the class that an imported name means, or what follows on it."""
        module, original = self._imports(path)[first]
        if not original and rest:  # `import app.models`, then `app.models.Stock`
            module, _, rest = f"{module}.{rest}".rpartition(".")
        target, wanted = self._modules.imported(path, module, original), rest or original
        if not target:
            return self._only(wanted.rpartition(".")[2])
        if wanted in self._classes.get(target, {}):
            return self._classes[target][wanted]
        if wanted.partition(".")[0] in self._imports(target):
            return self._class(target, wanted, depth + 1)
        return self._only(wanted) if "*" in self._imports(target) else None

    def _imports(self, path: str) -> Mapping[str, tuple[str, str]]:
        file = self._files.get(path)
        return file.imports if file else {}

    def _only(self, name: str) -> _Model | None:
        found = self._by_name.get(name, [])
        return found[0] if len(set(map(self._table, found))) == 1 else None

    @cached_property
    def _by_name(self) -> dict[str, list[_Model]]:
        found: dict[str, list[_Model]] = defaultdict(list)
        for classes in self._classes.values():
            for name, model in classes.items():
                if self._table(model):
                    found[name].append(model)
        return found

    def _by_label(self, path: str, written: str) -> _Model | None:
        """Return the model that a text names: `app.Model`, or `Model` of the same file or app."""
        label, _, name = written.rpartition(".")
        if not label and name in self._classes.get(path, {}):
            return self._classes[path][name]
        found = [
            each for each in self._by_name.get(name, []) if not label or _label(each) == label.casefold()
        ]
        if len(found) > 1 and not label:
            found = [each for each in found if _label(each) == _label_of(path)]
        return found[0] if len(found) == 1 else None

    @cached_property
    def _user(self) -> _Model | None:
        found = [
            model
            for classes in self._classes.values()
            for model in classes.values()
            if not model.declared.is_abstract and self._reaches(model, _USERS)
        ]
        return found[0] if len(found) == 1 else None

    def _reaches(self, model: _Model, names: frozenset[str], depth: int = 0) -> bool:
        """Whether a class is derived of one of these, however far off."""
        for base in model.declared.bases:
            if base.rpartition(".")[2] in names or (
                "models.Model" in names and base.endswith("models.Model")
            ):
                return True
            found = self._class_of_base(model, base)
            if found and depth < _DEEPEST and self._reaches(found, names, depth + 1):
                return True
        return False

    def _class_of_base(self, model: _Model, base: str) -> _Model | None:
        """Return the class that a base is: bases are looked up without asking for a name's only model."""
        first, _, rest = base.partition(".")
        own = self._classes.get(model.path, {})
        if base in own:
            return own[base] if own[base] is not model else None
        module, original = self._imports(model.path).get(first, ("", ""))
        target = self._modules.imported(model.path, module, original) if module else ""
        name = rest or original
        return self._classes.get(target, {}).get(name)

    def _table(self, model: _Model) -> str:
        """Return the table of a class, empty where it has none."""
        key = (model.path, model.declared.name)
        if key not in self._tables:
            self._tables[key] = ""  # while its bases are gone through
            self._tables[key] = self._found_table(model)
        return self._tables[key]

    def _found_table(self, model: _Model) -> str:
        declared = model.declared
        if declared.is_abstract:
            return ""
        if declared.table:
            return declared.table
        if declared.is_proxy or not self._reaches(model, _DJANGO_BASES):
            bases = (self._class_of_base(model, base) for base in declared.bases)
            return next((table for base in bases if base and (table := self._table(base))), "")
        return f"{declared.label or _label_of(model.path)}_{declared.name.lower()}"

    def _managers(self, model: _Model, depth: int = 0) -> set[str]:
        found = set(model.declared.managers)
        for base in model.declared.bases if depth < _DEEPEST else ():
            if known := self._class_of_base(model, base):
                found |= self._managers(known, depth + 1)
        return found

    def _related(self, model: _Model, name: str, *, links: bool) -> _Model | None:
        """Return the model that a field, or the way back of one, leads to; none where only `links` change."""
        for holder, relation in self._own_relations(model):
            if relation.field == name:
                return None if links else self._target(holder, relation)
        for holder, relation in self._leading_to.get((model.path, model.declared.name), ()):
            back = relation.back or f"{holder.declared.name.lower()}_set"
            if back == name:
                return None if links and relation.is_many else holder
        return None

    def _own_relations(self, model: _Model, depth: int = 0) -> list[tuple[_Model, ModelRelation]]:
        found = [(model, each) for each in model.declared.relations]
        for base in model.declared.bases if depth < _DEEPEST else ():
            if known := self._class_of_base(model, base):
                found += self._own_relations(known, depth + 1)
        return found

    @cached_property
    def _leading_to(self) -> dict[tuple[str, str], list[tuple[_Model, ModelRelation]]]:
        found: dict[tuple[str, str], list[tuple[_Model, ModelRelation]]] = defaultdict(list)
        for classes in self._classes.values():
            for model in classes.values():
                if not self._table(model):
                    continue
                for holder, relation in self._own_relations(model):
                    if target := self._target(holder, relation):
                        found[target.path, target.declared.name].append((model, relation))
        return found

    def _target(self, model: _Model, relation: ModelRelation) -> _Model | None:
        if relation.target == "self":
            return model
        if relation.target.endswith("AUTH_USER_MODEL"):
            return self._user
        return self._class(model.path, relation.target)


_DJANGO_BASES: Final = _DJANGO | {"models.Model"}


def _label(model: _Model) -> str:
    return (model.declared.label or _label_of(model.path)).casefold()


def _label_of(path: str) -> str:
    """Return the name of the Django app that a file belongs to: that of its folder, or above `models/`."""
    folders = path.split("/")[:-1]
    while folders and folders[-1] == "models":
        folders.pop()
    return folders[-1] if folders else ""

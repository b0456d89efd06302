"""Look up symbols: `path:symbol`, lines of a file, dotted names, classes, functions, and single names."""

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Final

from mkdocs_traceability.evidence.source_code.symbols.code_claim import CodeForm, code_form
from mkdocs_traceability.evidence.source_code.symbols.file_index import FileIndex, Names
from mkdocs_traceability.evidence.source_code.symbols.lookup import FoundSymbol, NotDefined
from mkdocs_traceability.grounding.claimed import NOWHERE
from mkdocs_traceability.grounding.history.wanted import is_compound
from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.grounding.resolvers.paths import Paths
from mkdocs_traceability.grounding.slips import slips_of
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import Outcome, Place

_UNKNOWN: Final = Answer(Known.UNKNOWN)
_LONGEST: Final = 300
_WITH_PATH: Final = re.compile(
    r"(?:[^\s:#]*/)?[^\s:#/]+\.[A-Za-z]\w{0,9}(?:::|:|#).+|[^\s:#]+/[^\s:#/]+(?:::|:|#).+"
)
_CALL: Final = re.compile(r"\(.*\)[!?;]?$", re.DOTALL)
_SEPARATOR: Final = re.compile(r"::|->|[.#\\]")
_NAME: Final = re.compile(r"[^\W\d]\w*[!?]?")
_ANY_NAME: Final = frozenset({"__getattr__", "__getattribute__", "__call", "__get", "method_missing"})
"""What a class or module has that may answer to any name."""

_MAKES_NAMES: Final = re.compile(
    rb"\bsetattr\(|\bglobals\(\)|\bdefine_method\b|\bnew Proxy\(|\b__dict__\b|\bvars\(|\blocals\(\)"
)
"""What makes names that no outline has."""

_PYTHON: Final = (".py", ".pyi")
_WITH_PACKAGES: Final = (".java", ".kt", ".cs", ".php")
_MOST_CLASSES: Final = 8


@resolver("symbol")
class SymbolNames(Resolver):
    """Looks names up in the code of the whole repository."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._repository = surroundings.repository
        self._disk = surroundings.scope.disk
        self._definitions = surroundings.definitions
        self._symbols = self._definitions.symbols
        self._paths = Paths(surroundings)
        self._answers: dict[str, Answer] = {}

    def words(self, names: Iterable[str]) -> Iterable[str]:
        """Return all parts of the names, the classes of which they may name one, and other spellings."""
        for name in names:
            parts = _parts(name)
            yield from (*parts, *map(_as_class, parts[:-1][-1:]), *map(_otherwise, parts[-1:]))

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a symbol."""
        written = name.strip()
        if not written or len(written) > _LONGEST:
            return _UNKNOWN
        if _WITH_PATH.fullmatch(written) and not written.startswith(("http:", "https:")):
            return self._in_file(written, document)
        if written not in self._answers:
            self._answers[written] = self._anywhere(written)
        return self._answers[written]

    def _in_file(self, written: str, document: str) -> Answer:
        """Look a symbol, or lines, up in the file that is named."""
        form = code_form(Claim("code", _CALL.sub("", written), NOWHERE))
        if isinstance(form, Outcome):
            return _UNKNOWN
        path = self._paths.find(form.path, document)
        if not path:
            known = self._paths.resolve(form.path, document).known
            return _UNKNOWN if known is Known.UNKNOWN else Answer(Known.ABSENT)
        if not self._disk.is_file(path):
            return _UNKNOWN
        if form.lines and (answer := self._beyond(path, form)):
            return answer
        if not form.names:
            return Answer(Known.THERE, Place(path, form.lines[0].first if form.lines else 0))
        found = self._symbols.find(path, form.names)
        if isinstance(found, NotDefined):
            return self._not_in_file(path, form, found)
        if isinstance(found, FoundSymbol):
            return Answer(Known.THERE, Place(found.path, found.line))
        return _UNKNOWN if isinstance(found, Outcome) else Answer(Known.THERE, Place(path))

    def _beyond(self, path: str, form: CodeForm) -> Answer | None:
        """Return the answer where a file has fewer lines than are named."""
        data = self._disk.read(path)
        count = len((data or b"").splitlines())
        last = form.lines[0].last
        if data is None:
            return _UNKNOWN
        if last <= count:
            return None
        message = f"`{form.path}` has {count} line{'' if count == 1 else 's'}, not {last}"
        return Answer(Known.ABSENT, None, True, (), True, message, "name lines that the file has")

    def _not_in_file(self, path: str, form: CodeForm, found: NotDefined) -> Answer:
        """Tell what a file surely does not define from what it may have all the same."""
        if found.imported or found.foreign_base or found.for_types or self._is_dynamic(path, form.names):
            return _UNKNOWN
        nearest = tuple(f"{form.path}:{each}" for each in self._alike(path, form.names))
        if not nearest:
            others = self._definitions.ending_in(form.names)
            nearest = tuple(
                f"{self._repository.from_top(each.path)}:{'.'.join(form.names)}" for each in others[:2]
            )
        message = f"`{form.symbol}` not found in `{form.path}`"
        return Answer(Known.ABSENT, None, True, nearest, True, message)

    def _is_dynamic(self, path: str, names: Names) -> bool:
        """Whether a file may have a name that its outline does not show."""
        index = self._definitions.index(path)
        data = self._disk.read(path) or b""
        if index is None or index.outline.error or _MAKES_NAMES.search(data):
            return True
        if any(each[-1] in _ANY_NAME and each[:-1] == names[: len(each) - 1] for each in index.defined):
            return True
        word = re.compile(rb"(?<!\w)" + re.escape(names[-1].encode("utf-8", "replace")) + rb"(?!\w)")
        return not path.endswith(_PYTHON) and bool(word.search(data))

    def _alike(self, path: str, names: Names) -> tuple[str, ...]:
        index = self._definitions.index(path)
        if index is None:
            return ()
        defined = [each for each in index.defined if len(each) == len(names) and each[:-1] == names[:-1]]
        meant = slips_of(names[-1], [each[-1] for each in defined])
        return tuple(".".join((*names[:-1], each)) for each in meant)

    def _anywhere(self, written: str) -> Answer:
        """Look up a name of which nobody says in which file it is."""
        names = _parts(written)
        if not names:
            return _UNKNOWN
        if len(names) == 1:
            return self._bare(names[0])
        return self._dotted(names)

    def _bare(self, name: str) -> Answer:
        if found := self._definitions.first((name,)):
            return Answer(Known.THERE, Place(found.path, found.line))
        is_nowhere = self._definitions.is_used(name) is False
        is_a_word_for_it = (
            is_nowhere and not is_compound(name) and self._definitions.first((_otherwise(name),))
        )
        return Answer(Known.ABSENT) if is_nowhere and not is_a_word_for_it else _UNKNOWN

    def _dotted(self, names: Names) -> Answer:
        if place := self._defined(names) or self._module(names):
            return Answer(Known.THERE, place)
        if names[0] in sys.stdlib_module_names or self._definitions.is_exhausted:
            return _UNKNOWN
        return self._in_module(names) or self._in_class(names) or self._foreign(names)

    def _defined(self, names: Names) -> Place | None:
        """Find names as a whole; or, without those before them that are in the path of the file."""
        for first in range(len(names)):
            for each in self._definitions.ending_in(names[first:]):
                if not first or _leads_to(names[:first], each.path):
                    return Place(each.path, each.line)
        return None

    def _module(self, names: Names) -> Place | None:
        """Find the module or package that dotted names are."""
        path = "/".join(names)
        folder = next(
            (each for each in self._repository.folders.get(names[-1], ()) if f"/{each}".endswith(f"/{path}")),
            "",
        )
        if folder:
            return Place(folder)
        for ending in (".py", ".pyi", ".java", ".kt", ".rs", ".rb", ".php", ".ts", ".js", ".go", ".cs"):
            for each in self._repository.by_name.get(f"{names[-1]}{ending}", ()):
                if f"/{each}".endswith(f"/{path}{ending}"):
                    return Place(each)
        return None

    def _in_module(self, names: Names) -> Answer | None:
        """Say that a module of a package of ours has no such name, where that is sure."""
        if names[0] not in self._definitions.packages:
            return None
        for count in range(len(names) - 1, 0, -1):
            path = "/".join(names[:count])
            files = [
                file
                for each in (f"{path}.py", f"{path}/__init__.py")
                for file in self._repository.by_name.get(each.rpartition("/")[2], ())
                if f"/{file}".endswith(f"/{each}")
            ]
            if files:
                return self._not_in_module(files[0], names, count) if len(files) == 1 else _UNKNOWN
        return _UNKNOWN

    def _not_in_module(self, path: str, names: Names, count: int) -> Answer:
        left = names[count:]
        found = self._symbols.find(path, left)
        if isinstance(found, FoundSymbol):
            return Answer(Known.THERE, Place(found.path, found.line))
        if not isinstance(found, NotDefined) or found.foreign_base or found.for_types:
            return _UNKNOWN
        if found.imported and not found.is_ours:
            return _UNKNOWN
        if self._repository.holding(left[-1]) == ():
            return self._nowhere(path, names, count)
        if self._is_dynamic(path, left):
            return _UNKNOWN
        nearest = tuple(".".join((*names[:count], each)) for each in self._alike(path, left))
        nearest = nearest or self._moved(names)
        return Answer(Known.ABSENT, None, True, nearest, True) if nearest else _UNKNOWN

    def _nowhere(self, path: str, names: Names, count: int) -> Answer:
        """Answer for a name that no code has: not even what is put together when it runs is likely it."""
        is_dynamic = self._is_dynamic(path, names[count:])
        alike = () if is_dynamic else self._alike(path, names[count:])
        nearest = tuple(".".join((*names[:count], each)) for each in alike)
        return Answer(Known.ABSENT, None, True, nearest, bool(nearest))

    def _moved(self, names: Names) -> tuple[str, ...]:
        """Return how the only definition is written that a name has in another module of its package."""
        for count in (2, 1):
            found = [
                each
                for each in self._definitions.ending_in(names[-count:])
                if each.path.endswith(_PYTHON) and f"/{names[0]}/" in f"/{each.path}"
            ]
            if len(found) == 1 and len(names) > count:
                below = found[0].path[f"/{found[0].path}".index(f"/{names[0]}/") :].rpartition(".")[0]
                modules = below.removesuffix("/__init__").split("/")
                return (".".join((*modules, *found[0].names)),)
        return ()

    def _in_class(self, names: Names) -> Answer | None:
        """Say that a class of ours has no such member, where that is sure."""
        *_, class_, member = names
        if not class_[:1].isupper():
            return self._of_variable(class_, member)
        classes = self._definitions.ending_in((class_,))[:_MOST_CLASSES]
        if not classes:
            return None
        for each in classes:
            found = self._symbols.find(each.path, (*each.names, member))
            if isinstance(found, FoundSymbol):
                return Answer(Known.THERE, Place(found.path, found.line))
            is_open = not isinstance(found, NotDefined) or found.foreign_base or found.imported
            if is_open or self._is_dynamic(each.path, (*each.names, member)):
                is_nowhere = self._repository.holding(member) == ()
                return Answer(Known.ABSENT) if is_nowhere else _UNKNOWN  # only history may know more
        members = [name for each in classes for name in self._members(each.path, each.names)]
        meant = slips_of(member, members)
        if self._repository.holding(member) != () and not meant:
            return _UNKNOWN
        nearest = tuple(".".join((*names[:-1], each)) for each in meant)
        message = f"`{class_}` has no `{member}`"
        return Answer(Known.ABSENT, None, True, nearest, bool(nearest), message)

    def _of_variable(self, variable: str, member: str) -> Answer | None:
        """Find `client.get` where `client` is one of the class `Client` of ours; else nobody can say."""
        class_ = _as_class(variable)
        for each in self._definitions.ending_in((class_,))[:_MOST_CLASSES] if class_ != variable else ():
            found = self._symbols.find(each.path, (*each.names, member))
            if isinstance(found, FoundSymbol):
                return Answer(Known.THERE, Place(found.path, found.line))
        return None

    def _members(self, path: str, class_: Names) -> Iterator[str]:
        index: FileIndex | None = self._definitions.index(path)
        for each in index.defined if index else ():
            if each[:-1] == class_:
                yield each[-1]

    def _foreign(self, names: Names) -> Answer:
        """Say that names are absent of which the repository knows nothing: only history may know more."""
        if self._is_in_another_package(names):
            return Answer(Known.ABSENT)
        known = [self._repository.holding(each) for each in (names[0], names[-1])]
        if None in known or known[1]:
            return _UNKNOWN
        return Answer(Known.ABSENT)

    def _is_in_another_package(self, names: Names) -> bool:
        """Whether a type is only in other packages than the one that is named, in languages that say so."""
        found = self._definitions.ending_in(names[-1:])
        return (
            bool(found)
            and names[-1][:1].isupper()
            and all(each.path.endswith(_WITH_PACKAGES) and each.names == names[-1:] for each in found)
        )


def _otherwise(name: str) -> str:
    """Return a name with its first letter in the other case: what a text calls a thing of that name."""
    return name[:1].swapcase() + name[1:]


def _as_class(variable: str) -> str:
    """Return what a class is called of which a variable is called so."""
    return "".join(each[:1].upper() + each[1:] for each in variable.split("_"))


def _parts(written: str) -> Names:
    """Return the names that are written one after another; none where they are no names."""
    if _WITH_PATH.fullmatch(written):
        written = re.split(r"::|:|#", written.rpartition("/")[2], maxsplit=1)[-1]
    plain = _CALL.sub("", written.strip()).lstrip("@&*$\\").removeprefix("#").removesuffix("!")
    plain = re.sub(r"<[^<>]*>|\[[^\[\]]*\]", "", plain)
    names = tuple(each.lstrip("$") for each in _SEPARATOR.split(plain))
    return names if all(map(_NAME.fullmatch, names)) else ()


def _leads_to(names: Names, path: str) -> bool:
    """Whether names of packages or modules are those of folders that lead to a file."""
    parts = {each.replace("-", "_").casefold() for each in re.split(r"[/.]", path)}
    return all(each.replace("-", "_").casefold() in parts for each in names)

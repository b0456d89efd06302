"""The grammar of markers: `[trace: FORM SUBJECT key=value key!=value …]` as what is to be placed.

Nothing here raises: what is wrong with a marker is said, with the nearest word that would be right.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from mkdocs_traceability.analysis.badges import HOLDS
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.directives import FORMS, NOTATIONS, NUMBERS, OPTIONS, DirectiveForm
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import COMPUTED_COLUMNS, Kind
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.query.criteria import JUDGED, Facts
from mkdocs_traceability.query.filters import Filter, Filters, Meant, one_of
from mkdocs_traceability.query.words import (
    Argument,
    MarkerParts,
    MarkerProblem,
    MarkerWord,
    arguments_in,
    as_one_argument,
    take_apart,
)
from mkdocs_traceability.registry.nearest import nearest_name, nearest_word
from mkdocs_traceability.registry.registry import Registry

_QUERY: Final = DirectiveForm("list", "kind", is_block=True, options=("columns", "limit"))
"""What can be asked for outside of pages: a list with columns."""

OF: Final = "of"
"""What names the filters of a typed number that limit its whole, too."""


@dataclass(frozen=True)
class Placement:
    """What a marker asks for: an item, or the items of a kind that its filters leave.

    `columns` are those of a matrix, empty for all; a `limit` of 0 is none; `notation` is that of
    a picture. `former_names` are the words that name a field as it was called before, with its name now.
    `whole` are those of the filters that a typed share is a share of.
    """

    form: DirectiveForm
    kind: Kind
    item: Item | None = None
    filters: tuple[Filter, ...] = ()
    columns: tuple[str, ...] = ()
    limit: int = 0
    title: str = ""
    former_names: tuple[tuple[MarkerWord, str], ...] = ()
    notation: str = NOTATIONS[0]
    whole: tuple[Filter, ...] = ()

    def items(self, registry: Registry, facts: Facts) -> list[Item]:
        """Return the items that the filters leave, in the order of their sources."""
        return [
            item
            for item in registry.items(self.kind.name)
            if all(each.admits(item, facts) for each in self.filters)
        ]

    @property
    def of_all_badges(self) -> "Placement":
        """What the marker asks for without its `badge` filters: the whole of which these take a part."""
        return replace(self, filters=tuple(each for each in self.filters if not each.is_of_badge))

    @property
    def state(self) -> str:
        """The word for what a share counts: `found` unless filters ask for badges, empty for other badges."""
        asked = [each for each in self.filters if each.is_of_badge]
        if not asked:
            return "found"
        is_one = len(asked) == 1 and not (asked[0].is_excluding or asked[0].is_none or asked[0].is_any)
        words = asked[0].wanted if is_one else frozenset()
        return "found" if words == {HOLDS} else "verified" if words == {"verified"} else ""


class MarkerReader:
    """Reads markers. `meant` knows what misspelt ids may mean, `codes` are those of the rules."""

    def __init__(self, registry: Registry, meant: Meant, codes: Collection[str]) -> None:
        self._registry = registry
        self._filters = Filters(registry, meant, codes)

    def parse(self, text: str, *, is_alone: bool = True) -> Placement | list[MarkerProblem]:
        """Return what a marker asks for, or what is wrong with it.

        `text` is what stands between `[trace:` and `]`. A marker that `is_alone` has a paragraph of its own.
        """
        name = text.split(maxsplit=1)[0] if text.strip() else ""
        form = FORMS.get(name)
        words = take_apart(text, has_item=form is not None and form.of == "item")
        if form is None:
            return [_unknown_form(words.form, text)]
        assert words.form is not None
        alone = []
        if form.is_block and not is_alone:
            remedy = "put empty lines before and after the marker"
            alone = [MarkerProblem(f"`{form.name}` needs a paragraph of its own", words.form, remedy)]
        if words.subject is None and not words.problems:
            return [*alone, _no_subject(form, words.form)]
        if form.of == "item":
            return alone or self._of_item(form, words)
        read = self._of_kind(form, words)
        return [*alone, *(read if isinstance(read, list) else ())] if alone else read

    def parse_query(
        self, kind: str, arguments: Iterable[str], more_columns: Collection[str] = ()
    ) -> Placement | list[MarkerProblem]:
        """Return what is asked for outside of pages: the items of a kind that some filters leave.

        Each of the `arguments` is a filter or an option. `more_columns` are known besides those of markers.
        """
        read, problems = arguments_in(" ".join(map(as_one_argument, arguments)))
        subject = MarkerWord(composed(kind), 0, len(kind))
        return self._of_kind(_QUERY, MarkerParts(None, subject, read, problems), more_columns)

    def item(self, id_: str) -> Item | MarkerProblem:
        """Return the item that an id, alias, former id or `kind:id` names, or what is wrong with that."""
        word = MarkerWord(id_, 0, len(id_))
        return self._filters.resolve(word, tuple(self._registry.schema.kinds))

    def parse_number(self, text: str) -> Placement | list[MarkerProblem]:
        """Return what a number counts, or what is wrong with the comment that says so.

        `text` is what stands in the comment behind `traceability:`.
        """
        parts = take_apart(text, has_item=False)
        word = parts.form
        if word is None or word.text not in NUMBERS:
            known = one_of(word.text if word else "", NUMBERS)
            return [
                MarkerProblem(
                    f"{word.shown} does not say what is counted" if word else "an empty comment",
                    word or MarkerWord(text, 0, 0),
                    known,
                )
            ]
        of = [each for each in parts.arguments if each.key.text == OF and each.sign == "="]
        read = self._of_number(FORMS[word.text], parts, of)
        return read if not of or isinstance(read, list) else _with_whole(read, parts, of)

    def _of_number(
        self, form: DirectiveForm, parts: MarkerParts, of: list[Argument]
    ) -> Placement | list[MarkerProblem]:
        if parts.subject is None and not parts.problems:
            assert parts.form is not None
            return [_no_subject(form, parts.form)]
        return self._of_kind(
            form, parts._replace(arguments=tuple(each for each in parts.arguments if each not in of))
        )

    def parse_filters(self, kind: Kind, text: str) -> tuple[Filter, ...] | list[MarkerProblem]:
        """Return the filters that a table says its items pass, or what is wrong with them.

        What is found of an item is no filter there: the table is part of what is judged.
        """
        arguments, wrong = arguments_in(text)
        filters: list[Filter] = []
        problems = list(wrong)
        for argument in arguments:
            key = kind.now(_name(argument.key))
            if key not in kind.keys and key in (*CLAIM_TYPES, *JUDGED):
                message = f"{argument.key.shown} does not limit a table"
                remedy = (
                    "filter by fields and relations: what is found of an item may change with every check"
                )
                problems.append(MarkerProblem(message, argument.key, remedy))
                continue
            read = self._filters.read(kind, argument)
            if isinstance(read, Filter):
                filters.append(read)
            else:
                problems += read
        return problems or tuple(filters)

    def _of_item(self, form: DirectiveForm, words: MarkerParts) -> Placement | list[MarkerProblem]:
        problems = list(words.problems)
        placement = None
        options = _Options()
        if words.subject is not None:
            found = self._filters.resolve(words.subject, tuple(self._registry.schema.kinds))
            if isinstance(found, Item):
                placement = Placement(form, self._registry.kind(found), found)
            else:
                problems.insert(0, found)
        for argument in words.arguments:
            if argument.key.text in form.options:
                problems += options.take(form, placement.kind, argument) if placement else []
                continue
            message = f"`{form.name}` shows one item and takes no {argument.key.shown}"
            problems.append(MarkerProblem(message, argument.key, "leave it out, or place a `list` of a kind"))
        return problems if problems or placement is None else replace(placement, notation=options.notation)

    def _of_kind(
        self, form: DirectiveForm, words: MarkerParts, more_columns: Collection[str] = ()
    ) -> Placement | list[MarkerProblem]:
        if words.subject is None:
            return list(words.problems)
        kind = self._kind(words.subject)
        problems = list(words.problems)
        if isinstance(kind, MarkerProblem):
            meant = self._nearest_kind(words.subject)
            if meant is None:
                return [kind, *problems]
            problems.append(kind)
            kind = meant
        filters: list[Filter] = []
        options = _Options(more_columns)
        reserved = form.options if form is _QUERY else OPTIONS
        for argument in words.arguments:
            if argument.key.text in reserved:
                problems += options.take(form, kind, argument)
                continue
            read = self._filters.read(kind, argument)
            if isinstance(read, Filter):
                filters.append(read)
            else:
                problems += read
        if problems:
            return sorted(problems, key=lambda problem: problem.at.offset)
        former = tuple(_former_names(kind, words.arguments))
        return Placement(
            form,
            kind,
            filters=tuple(filters),
            columns=options.columns,
            limit=options.limit,
            title=options.title,
            former_names=former,
            notation=options.notation,
        )

    def _nearest_kind(self, word: MarkerWord) -> Kind | None:
        """Return the kind that was meant, so that what else is wrong is said at once."""
        schema = self._registry.schema
        meant = nearest_word(word.text, (*schema.kinds, *schema.by_plural))
        return schema.named(meant or "")

    def _kind(self, word: MarkerWord) -> Kind | MarkerProblem:
        schema = self._registry.schema
        name = word.text.replace("-", "_").lower()
        if found := schema.named(name):
            return found
        meant = nearest_word(word.text, (*schema.kinds, *schema.by_plural))
        help_ = f"did you mean `{meant}`?" if meant else one_of(word.text, schema.kinds)
        names = (meant,) if meant else ()
        message = f"unknown kind {word.shown}"
        return MarkerProblem(message, word, help_, name in schema.refused, suggestions=names)


def _with_whole(read: Placement, parts: MarkerParts, of: list[Argument]) -> Placement | list[MarkerProblem]:
    """Return what is counted together with what it is a share of: what some of the filters leave."""
    kind = read.kind
    keys = [kind.now(_name(each.key)) for each in parts.arguments if each not in of]
    wanted = [value for each in of for value in each.values]
    wrong = [value for value in wanted if kind.now(_name(value)) not in keys]
    if wrong or read.form.name != "count":
        at = wrong[0] if wrong else of[0].key
        message = (
            f"{at.shown} is not one of the filters" if wrong else f"`{read.form.name}` takes no {at.shown}"
        )
        return [MarkerProblem(message, at, f"`{OF}` names filters of a `count` that also limit the whole")]
    names = {kind.now(_name(value)) for value in wanted}
    whole = tuple(each for key, each in zip(keys, read.filters, strict=True) if key in names)
    return replace(read, whole=whole)


def _name(word: MarkerWord) -> str:
    """Return the name of a field that a word is, in the spelling of names."""
    return word.text.strip().replace("-", "_")


def _former_names(kind: Kind, arguments: tuple[Argument, ...]) -> Iterator[tuple[MarkerWord, str]]:
    """Find the filters and columns that name a field as it was called before."""
    for argument in arguments:
        is_filter = argument.key.text not in OPTIONS
        names = argument.values if argument.key.text == "columns" else (argument.key,) if is_filter else ()
        for word in names:
            if (now := kind.now(_name(word))) != _name(word):
                yield word, now


class _Options:
    """What a marker says of how its items are shown."""

    def __init__(self, more_columns: Collection[str] = ()) -> None:
        self._more_columns = more_columns
        self.columns: tuple[str, ...] = ()
        self.limit = 0
        self.title = ""
        self.notation = NOTATIONS[0]
        self._taken: set[str] = set()

    def take(self, form: DirectiveForm, kind: Kind, argument: Argument) -> list[MarkerProblem]:
        """Enter an option, or return what is wrong with it."""
        key, name = argument.key, argument.key.text
        if name not in form.options:
            having = [f"`{each.name}`" for each in FORMS.values() if name in each.options]
            verb = "has" if len(having) == 1 else "have"
            return [
                MarkerProblem(
                    f"`{form.name}` has no option {key.shown}", key, f"{' and '.join(having)} {verb} it"
                )
            ]
        if argument.is_excluding:
            return [MarkerProblem(f"the option {key.shown} cannot be negated", key, f"write `{name}=value`")]
        if argument.is_comparing:
            return [MarkerProblem(f"the option {key.shown} cannot be compared", key, f"write `{name}=value`")]
        if name in self._taken:
            return [MarkerProblem(f"duplicate option {key.shown}", key, "keep one of the two")]
        self._taken.add(name)
        if name == "columns":
            return self._take_columns(kind, argument.values)
        if name == "limit":
            return self._take_limit(argument.values)
        if name == "as":
            return self._take_notation(argument.values)
        self.title = ", ".join(value.text for value in argument.values)
        return []

    def _take_notation(self, values: tuple[MarkerWord, ...]) -> list[MarkerProblem]:
        text = values[0].text.strip().lower()
        if len(values) == 1 and text in NOTATIONS:
            self.notation = text
            return []
        return [MarkerProblem(f"{values[0].shown} is not a notation", values[0], one_of(text, NOTATIONS))]

    def _take_columns(self, kind: Kind, values: tuple[MarkerWord, ...]) -> list[MarkerProblem]:
        own = (name for name in (*kind.keys, *CLAIM_TYPES, *COMPUTED_COLUMNS) if name != "waive")
        known = (*own, *self._more_columns)
        self.columns = tuple(dict.fromkeys(kind.now(_name(value)) for value in values))
        wrong = [value for value in values if kind.now(_name(value)) not in known]
        return [
            MarkerProblem(
                f"{value.shown} is not a column of {kind.plural_label}",
                value,
                one_of(nearest_name(value.text, known, kind.former_names) or value.text, known),
                value.text.replace("-", "_") in kind.refused,
            )
            for value in wrong
        ]

    def _take_limit(self, values: tuple[MarkerWord, ...]) -> list[MarkerProblem]:
        text = values[0].text.strip()
        if len(values) == 1 and text.isascii() and text.isdigit() and len(text) < 8 and int(text) > 0:
            self.limit = int(text)
            return []
        return [MarkerProblem(f"{values[0].shown} is not a number of items", values[0], "write 1 or more")]


def _unknown_form(word: MarkerWord | None, text: str) -> MarkerProblem:
    if word is None:
        return MarkerProblem("an empty marker", MarkerWord(text, 0, 0), one_of("", FORMS))
    return MarkerProblem(f"{word.shown} cannot be placed", word, one_of(word.text, FORMS))


def _no_subject(form: DirectiveForm, word: MarkerWord) -> MarkerProblem:
    if form.of == "item":
        return MarkerProblem(f"`{form.name}` names no item", word, f"write its id: `[trace: {form.name} ID]`")
    return MarkerProblem(
        f"`{form.name}` names no kind", word, f"write, for example, `[trace: {form.name} flows]`"
    )

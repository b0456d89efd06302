"""Rules about references: whether what an item names is there, once, and of the right kind."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import ANY, article
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.registry.called import ids_in
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import (
    Broken,
    Disagreement,
    Failure,
    Registry,
    Respelled,
    place_of,
)
from mkdocs_traceability.registry.unknown_names import mistake_of_duplicate
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import is_referred_to, names_for


def _place(position: Position) -> str:
    return f"{position.path}:{position.line}"


def meant(items: list[Item], kinds: tuple[str, ...]) -> str:
    """Say which items may be meant, with their kind where it is not the one that was asked for."""
    names = dict.fromkeys(
        f"`{item.id}`" if item.kind in kinds else f"{item.kind.replace('_', ' ')} `{item.id}`"
        for item in items
    )
    places = ", ".join(_place(item.position) for item in items)
    return f"did you mean {' or '.join(names)}? ({places})"


def _kinds_in_words(context: RuleContext, broken: Broken) -> str:
    schema = context.registry.schema
    relation = schema[broken.item.kind].relations.get(broken.name)
    if relation and ANY in relation.declared.to:
        return "item"
    labels = [schema[kind].label for kind in schema.targets(broken.item.kind, broken.name)]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"


def _broken(context: RuleContext, failure: Failure) -> Iterator[Broken]:
    return (broken for broken in context.registry.broken if broken.failure is failure)


def _at_reference(
    code: str,
    broken: Broken,
    message: str,
    help_: str,
    *related: Related,
    mistake: str = "",
    follows: bool = False,
    suggestions: tuple[str, ...] = (),
) -> Finding:
    return Finding.of(
        broken.item,
        code,
        message,
        at=broken.reference.position,
        label=f"in `{broken.name}` of {broken.item.label}",
        help=help_,
        related=related,
        field=broken.name,
        subject=broken.reference.text,
        mistake=mistake,
        follows=follows,
        suggestions=suggestions,
    )


def as_list(context: RuleContext, text: str) -> str:
    """Return the ids that are written as one text, `a, b` or `a b`, as they stand in a list."""
    words = [word.removeprefix("-") for word in ids_in(text)]
    if len(words) < 2 and not text.startswith("-"):
        return ""
    is_list = re.search(r"[,;]", text) or all(context.registry.answering(word) for word in words)
    return ", ".join(words) if is_list and words else ""


@rule("TR101", title="Reference to an unknown id", is_local=True)
def unknown_reference(context: RuleContext) -> Iterator[Finding]:
    """Reports a reference to an id that is not declared, and suggests the id that was probably meant.

    Why it matters: the statement refers to something that was misspelt, renamed or removed.

    Fails:

        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [evel-worker]

    Passes:

        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
    """
    schema = context.registry.schema
    for broken in _broken(context, Failure.UNKNOWN):
        kinds = schema.targets(broken.item.kind, broken.name)
        found = context.suggestions.nearest(broken.reference.text, kinds)
        if found and "id" in found[0].invalid:
            continue  # what is wrong is the id that was meant, and that is said there
        relation = schema[broken.item.kind].relations.get(broken.name)
        if listed := as_list(context, broken.reference.text):
            in_yaml = f"write a list: `{broken.name}: [{listed}]`"
            help_ = f"write `{listed}`" if broken.item.table_page else in_yaml
        elif found:
            help_ = meant(found, kinds)
        elif relation and relation.declared.or_text:
            written = f"`{{text: {broken.reference.text}}}`"
            help_ = f"declare it, or write {written} if it is not {article(_kinds_in_words(context, broken))}"
        else:
            help_ = "no similar id is declared"
        message = f"unknown {_kinds_in_words(context, broken)} `{broken.reference.text}`"
        unknown = context.suggestions.unknown
        mistake = unknown.mistake(broken.reference.text, kinds)
        follows = unknown.is_said_elsewhere(mistake)
        names = () if listed else names_for(context.registry, found, kinds, broken.reference.text)
        finding = _at_reference(
            "TR101", broken, message, help_, mistake=mistake, follows=follows, suggestions=names
        )
        yield replace(finding, says_absent=True)


@rule("TR102", title="Reference to an item of the wrong kind", is_local=True)
def wrong_kind(context: RuleContext) -> Iterator[Finding]:
    """Reports a reference to an existing item of a kind that the relation does not accept.

    Why it matters: the relation cannot be true as written.

    Fails:

        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
          - id: EVAL-002
            components: [EVAL-001]

    Passes:

        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
          - id: EVAL-002
            components: [eval-worker]
    """
    schema = context.registry.schema
    for broken in _broken(context, Failure.WRONG_KIND):
        other = broken.candidates[0]
        wanted = _kinds_in_words(context, broken)
        label = schema[other.kind].label
        message = (
            f"`{broken.reference.text}` is {article(label)}, but `{broken.name}` takes {article(wanted)}"
        )
        kinds = schema.targets(broken.item.kind, broken.name)
        found = [
            item for item in context.suggestions.nearest(broken.reference.text, kinds) if item.kind in kinds
        ]
        here = Related(other.position, f"the {label} is declared here")
        help_ = meant(found, kinds) if found else f"name {article(wanted)}, or remove the entry"
        mistake = f"wrong kind {broken.reference.text}\n{broken.name}\n{message}"
        names = names_for(context.registry, found, kinds, broken.reference.text)
        yield _at_reference("TR102", broken, message, help_, here, mistake=mistake, suggestions=names)


@rule("TR103", title="Duplicate id within a kind", is_local=True)
def declared_twice(context: RuleContext) -> Iterator[Finding]:
    """Reports an id that two items of the same kind share.

    Why it matters: a reference to it is ambiguous.

    Fails:

        components:
          - id: eval-worker
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]

    Passes:

        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
    """
    for first, second in context.registry.duplicates:
        mistake = mistake_of_duplicate(second)
        id_meant = context.suggestions.unknown.meant(mistake)
        yield Finding.of(
            second,
            "TR103",
            f"{second.label} is declared twice",
            label="declared again here",
            help=is_referred_to(id_meant) if id_meant else _how_to_declare_once(first, second),
            mistake=mistake,
            related=(Related(first.position, "first declared here"),),
            field="id",
            subject=second.id,
        )


def _how_to_declare_once(first: Item, second: Item) -> str:
    """Say what to do; where one of the two is a page, that is where the item belongs."""
    if bool(first.page) == bool(second.page):
        return "give one of them another id, or merge the two"
    page, other = (first, second) if first.page else (second, first)
    move = f"move the declaration in {other.position.path} to {page.position.path}"
    return f"declare it once: {move}, and delete it there"


@rule("TR104", title="Ambiguous name or alias")
def ambiguous_reference(context: RuleContext) -> Iterator[Finding]:
    """Reports an alias or a bare id that matches two items where it is used, or an alias equal to another id.

    The finding points to the declaration of the alias and lists all places that use it. An alias that two
    items share, or a former id that is in use again, is reported only if it is referenced.

    Why it matters: the link could lead to either item.

    Fails:

        components:
          - id: email-worker
            aliases: [worker]
          - id: eval-worker
            aliases: [worker]
        flows:
          - id: EVAL-001
            components: [worker]

    Passes:

        components:
          - id: email-worker
            aliases: [worker]
            external: true
          - id: eval-worker
            aliases: [worker]
        flows:
          - id: EVAL-001
            components: [eval-worker]
    """
    clashes = _Clashes(context)
    yield from clashes.declarations()
    for broken in _broken(context, Failure.AMBIGUOUS):
        kinds = {item.kind for item in broken.candidates}
        is_of_kinds = len(kinds) == len(broken.candidates)
        names = tuple(f"{each.kind}:{each.id}" if is_of_kinds else each.id for each in broken.candidates)
        meant = " or ".join(f"`{name}`" for name in names)
        labels = " and ".join(item.label for item in broken.candidates)
        places = (Related(item.position, f"{item.label} matches") for item in broken.candidates)
        message = f"`{broken.reference.text}` is ambiguous: it matches {labels}"
        mistake = clashes.mistake(broken)
        yield _at_reference(
            "TR104",
            broken,
            message,
            f"write {meant}",
            *places,
            mistake=mistake,
            follows=bool(mistake),
            suggestions=names,
        )


class _Clashes:
    """Names that are an alias of one item and the id, or an alias, of another of its kind."""

    def __init__(self, context: RuleContext) -> None:
        self._registry = context.registry
        self._used = {
            (broken.candidates[0].kind, self._name(broken))
            for broken in _broken(context, Failure.AMBIGUOUS)
            if len({item.kind for item in broken.candidates}) == 1
        }

    def mistake(self, broken: Broken) -> str:
        """Name the mistake of an ambiguous reference, empty where its name is of several kinds."""
        kind, name = broken.candidates[0].kind, self._name(broken)
        return self._mistake(kind, name) if (kind, name) in self._used else ""

    def declarations(self) -> Iterator[Finding]:
        """Report each name once, at the alias: it is that which has to be taken away."""
        for kind in self._registry.schema.kinds:
            for name, items in self._registry.aliases(kind).items():
                owner = self._registry.get(kind, name)
                is_alias = any(name in item.texts("aliases") for item in items)
                if (kind, name) in self._used or (owner is not None and is_alias):
                    yield self._declaration(kind, name, owner or items[0], items[-1])

    def _declaration(self, kind: str, name: str, owner: Item, item: Item) -> Finding:
        field, what = _field_of_name(item, name)
        its_field, its_what = _field_of_name(owner, name)
        place = owner.position if its_field == "id" else owner.values[its_field].position
        return Finding.of(
            item,
            "TR104",
            f"`{name}` is {what} of {item.label}, and {its_what} of {owner.label}",
            at=item.values[field].position,
            label=f"in `{field}` of {item.label}",
            help=f"remove `{name}` here, or write `{owner.id}` or `{item.id}` where one of them is meant"
            if owner.id != name
            else f"remove `{name}` here: it is the id of another {owner.kind.replace('_', ' ')}",
            related=(Related(place, f"{owner.label} matches"),),
            field=field,
            subject=name,
            mistake=self._mistake(kind, name),
        )

    @staticmethod
    def _mistake(kind: str, name: str) -> str:
        return f"two answer {kind}\n{name}"

    def _name(self, broken: Broken) -> str:
        """Return a name as it is declared: without the kind that may stand before it."""
        text = broken.reference.text
        return text if any(_answers_to(item, text) for item in broken.candidates) else text.partition(":")[2]


def _answers_to(item: Item, name: str) -> bool:
    return name == item.id or name in item.texts("aliases") or name in item.texts("former_ids")


def _field_of_name(item: Item, name: str) -> tuple[str, str]:
    """Return the field in which an item has a name that it answers to, and what that is called."""
    if name == item.id:
        return "id", "the id"
    return ("aliases", "an alias") if name in item.texts("aliases") else ("former_ids", "a former id")


@rule("TR105", title="Reference to a retired or superseded item")
def outdated_reference(context: RuleContext) -> Iterator[Finding]:
    """Reports a reference to a closed item and names its successor.

    Closed items may refer to closed items, and a successor to what it supersedes. The relations `see`,
    `about` and `duplicates` may refer to the past, and so may your own relations with `allow_closed: true`
    and those that end what they lead to, such as one with the inverse `replaced_by`.

    Why it matters: the link leads to something that is no longer true.

    Fails:

        components:
          - id: eval-worker
          - id: evaluator
            superseded_by: eval-worker
        flows:
          - id: EVAL-001
            components: [evaluator]

    Passes:

        components:
          - id: eval-worker
          - id: evaluator
            superseded_by: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
    """
    registry = context.registry
    over = {item for item in registry.all if phase(registry, item) is Phase.OVER}
    if not over:
        return
    for item in registry.all:
        if item in over:
            continue
        for name in item.references:
            if _may_lead_to_the_past(registry, item, name):
                continue
            for target, reference in registry.related(item, name):
                if target in over and reference in item.references[name]:
                    yield _outdated(context, item, name, target, reference.position)


_END: Final = (
    "supersed|replac|obsolet|deprecat|retir|revok|rescind|withdr[ao]w|invalidat|overrul|cancel|remov"
)
_ENDS: Final = re.compile(rf"(?:{_END})e?s")
_IS_ENDED_BY: Final = re.compile(rf"(?:{_END})(?:ed|led|n)_by")


def _may_lead_to_the_past(registry: Registry, item: Item, name: str) -> bool:
    kind = registry.kind(item)
    own = kind.relations.get(name)
    if own:
        return own.declared.allow_closed or _ends_its_targets(name, own.inverse)
    inverses = kind.inverses.get(name, ())
    return any(each.declared.allow_closed or _ends_its_targets(name, each.name) for each in inverses)


def _ends_its_targets(name: str, way_back: str | None) -> bool:
    """Whether a relation closes what it leads to, as its names say: `replaces`, or back `replaced_by`."""
    return bool(_IS_ENDED_BY.fullmatch(way_back or "") or _ENDS.fullmatch(name))


def _outdated(context: RuleContext, item: Item, name: str, target: Item, at: Position) -> Finding:
    successors = context.registry.related(target, "superseded_by")
    names = tuple(dict.fromkeys(each.item.id for each in successors if each.item.kind == target.kind))
    if successors:
        successor = successors[0].item
        message = f"{target.label} is superseded by {successor.id}"
        help_ = f"refer to `{successor.id}` ({_place(successor.position)})"
    elif target.references.get("superseded_by"):
        message, help_ = f"{target.label} is superseded", "refer to its successor"
    else:
        message, help_ = (
            f"{target.label} is {target.text('status')}",
            "refer to a current item, or remove the entry",
        )
    return Finding.of(
        item,
        "TR105",
        message,
        at=at,
        label=f"in `{name}` of {item.label}",
        help=help_,
        related=(Related(place_of(target, "superseded_by"), f"{target.id} is declared here"),),
        field=name,
        subject=target.id,
        suggestions=names,
    )


@rule("TR107", title="Reference by alias or former id", severity=Severity.INFO, is_local=True)
def spelled_through_alias(context: RuleContext) -> Iterator[Finding]:
    """Reports a reference that uses an alias or a former id of its item.

    An alias that is the title of its item is not reported.

    Why it matters: the link works, but a search for the current id does not find this place.

    Fails:

        components:
          - id: eval-worker
            aliases: [07-eval-worker]
        flows:
          - id: EVAL-001
            components: [07-eval-worker]

    Passes:

        components:
          - id: eval-worker
            aliases: [07-eval-worker]
        flows:
          - id: EVAL-001
            components: [eval-worker]
    """
    for respelled in context.registry.respelled:
        if respelled.reference.text == respelled.target.title:
            continue
        how = "a former id" if respelled.former else "an alias"
        yield Finding.of(
            respelled.item,
            "TR107",
            f"`{respelled.reference.text}` is {how} of {respelled.target.label}",
            at=respelled.reference.position,
            label=f"in `{respelled.name}` of {respelled.item.label}",
            help=f"write `{respelled.target.id}` ({_place(respelled.target.position)})",
            field=respelled.name,
            subject=respelled.reference.text,
            suggestions=(_as_referred_to(respelled),),
        )


def _as_referred_to(respelled: Respelled) -> str:
    """Return the id, with the kind before it where the reference has that."""
    kind, colon, _ = respelled.reference.text.partition(":")
    names = (respelled.target.kind, respelled.target.kind.replace("_", "-"))
    return f"{kind}:{respelled.target.id}" if colon and kind in names else respelled.target.id


@rule("TR108", title="Relation and its inverse disagree")
def inverse_disagrees(context: RuleContext) -> Iterator[Finding]:
    """Reports a relation that is written at both ends, where one end lacks an entry of the other.

    An inverse may also be written alone; it counts like the relation.

    Why it matters: one of the two is wrong.

    Fails:

        components:
          - id: eval-worker
            flows: [EVAL-001, EVAL-002]
          - id: batcher
        flows:
          - id: EVAL-001
            components: [eval-worker]
          - id: EVAL-002
            components: [batcher]

    Passes:

        components:
          - id: eval-worker
            flows: [EVAL-001]
          - id: batcher
        flows:
          - id: EVAL-001
            components: [eval-worker]
          - id: EVAL-002
            components: [batcher]
    """
    for disagreement in context.registry.disagreements:
        yield _disagreement(disagreement)


def _disagreement(found: Disagreement) -> Finding:
    if found.lacking is found.other:
        says, says_name, lacks, lacks_name = found.item, found.inverse, found.other, found.relation
    else:
        says, says_name, lacks, lacks_name = found.other, found.relation, found.item, found.inverse
    return Finding.of(
        says,
        "TR108",
        f"{says.label} lists {lacks.id} in `{says_name}`, "
        f"but `{lacks_name}` of {lacks.label} does not list {says.id}",
        at=found.reference.position,
        label=f"in `{says_name}` of {says.label}",
        help=f"add `{says.id}` to `{lacks_name}` of {lacks.label}, or remove this entry; one side is enough",
        related=(Related(place_of(lacks, lacks_name), f"does not list {says.id}"),),
        field=says_name,
        subject=lacks.id,
    )

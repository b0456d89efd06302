"""Kinds as the pipeline uses them: declarations resolved against each other, both ways.

`resolve` turns declared kinds into a `Schema` and says what in them does not hold together.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from mkdocs_traceability.model.declared import (
    CLAIM_TYPES,
    IMPLIED_BY_ACTION,
    Choice,
    DeclaredEvidence,
    DeclaredField,
    DeclaredKind,
    DeclaredRelation,
    DeclaredStatus,
    Phase,
)
from mkdocs_traceability.model.former_names import named_as_now, names_beside, names_in
from mkdocs_traceability.model.id_pattern import IdPattern
from mkdocs_traceability.model.item import Item

ANY = "any"
"""In the `to` of a relation: items of every kind."""

SELF = "self"
"""In the `to` of a relation: items of the same kind."""

RESERVED = (ANY, SELF, "defaults", "items")
"""Words that cannot name a kind."""

SPECIAL_KEYS = ("id", "status", "evidence", "waive")
"""Keys every item may have that are neither field nor relation."""

COMPUTED_COLUMNS = ("badge", "owner", "due")
"""What a matrix shows of items of every kind, although no item has to say it."""

DEFAULT_STATUSES = {
    "planned": DeclaredStatus(phase=Phase.AHEAD),
    "partial": DeclaredStatus(phase=Phase.OPEN),
    "implemented": DeclaredStatus(phase=Phase.COMPLETE),
    "retired": DeclaredStatus(phase=Phase.OVER),
}


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of `kind`, resolved: the kinds it may lead to and the name of the way back.

    One `has_lost_inverse` whose way back has a name that means something else to a target: items may still
    write it there.
    """

    kind: str
    name: str
    to: tuple[str, ...]
    declared: DeclaredRelation
    is_built_in: bool = False
    has_lost_inverse: bool = False

    @property
    def inverse(self) -> str | None:
        """The name under which the targets know this relation."""
        return self.name if self.declared.symmetric else self.declared.inverse


@dataclass
class Refused:
    """What was declared and is not in force, because its declaration is wrong: no unknown words in a source.

    `kinds` has names and plurals, `names` fields and relations, `statuses` statuses, both by kind;
    `anywhere` has names of inverses, of which nobody can say whose they are.
    """

    kinds: set[str] = field(default_factory=set)
    names: dict[str, set[str]] = field(default_factory=dict)
    statuses: dict[str, set[str]] = field(default_factory=dict)
    anywhere: set[str] = field(default_factory=set)

    def kind(self, name: str, plural: str | None) -> None:
        """Enter a kind; without a sound plural, under those that its name may have."""
        self.kinds |= {name, plural} if plural else {name, f"{name}s", f"{name}es", f"{name[:-1]}ies"}

    def name(self, kind: str, name: str, inverse: str | None = None) -> None:
        """Enter a field or relation of a kind."""
        self.names.setdefault(kind, set()).add(name)
        if inverse:
            self.anywhere.add(inverse)

    def status(self, kind: str, name: str) -> None:
        """Enter a status of a kind."""
        self.statuses.setdefault(kind, set()).add(name.lower())


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """Something in the declared kinds that does not hold together, at a path of keys below `kinds`.

    It is no mistake where a field is named as it was `formerly`, and has another name `now`. What is
    unknown may be near one of the `former_names`, too.
    """

    path: tuple[str | int, ...]
    message: str
    known: tuple[str, ...] = ()
    unknown: str = ""
    formerly: str = ""
    now: str = ""
    former_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """What an item is: its fields, relations, statuses, and how others point to it.

    `common` has the fields of every kind, each with the name it has in this one.
    """

    name: str
    declared: DeclaredKind
    fields: dict[str, DeclaredField]
    relations: dict[str, Relation]
    statuses: Mapping[str, DeclaredStatus]
    inverses: dict[str, tuple[Relation, ...]] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    refused_statuses: frozenset[str] = frozenset()
    common: Mapping[str, str] = field(default_factory=dict)

    @property
    def plural(self) -> str:
        """The key under which items of this kind are listed."""
        return self.declared.plural

    @cached_property
    def label(self) -> str:
        """What one item of the kind is called in a sentence."""
        return self.declared.label or self.name.replace("_", " ")

    @cached_property
    def plural_label(self) -> str:
        """What several items of the kind are called in a sentence."""
        return self.plural.replace("_", " ")

    @cached_property
    def title(self) -> str:
        """What a page about all items of the kind is called."""
        return self.declared.title or self.plural_label.capitalize()

    @cached_property
    def id_pattern(self) -> IdPattern | None:
        """What ids of this kind must match, where the settings say so."""
        return IdPattern(self.declared.id) if self.declared.id else None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every key an item of this kind may have."""
        return (*SPECIAL_KEYS, *self.fields, *self.relations, *self.inverses)

    @cached_property
    def former_names(self) -> Mapping[str, str]:
        """Names that fields had, with those they have now; what means something else here is none."""
        taken = {*self.keys, *CLAIM_TYPES, *self.refused}
        return {
            former: name
            for name, declared in self.fields.items()
            for former in declared.formerly
            if former not in taken
        }

    def now(self, name: str) -> str:
        """Return the name that is meant by one which may be a former name."""
        return self.former_names.get(name, name)

    def exported(self, name: str) -> str:
        """Return the name of a field in exports: the first it had, which those who read them know."""
        declared = self.fields.get(name)
        former = declared.formerly if declared else []
        return next((each for each in former if self.now(each) == name), name)

    @cached_property
    def system_field(self) -> str:
        """The field that says to which system an item belongs; empty where its names mean something else."""
        return self.common.get("system", "")

    @cached_property
    def page_fields(self) -> tuple[str, ...]:
        """The fields that name a page of the site."""
        return tuple(name for name, declared in self.fields.items() if declared.type == "page")

    @cached_property
    def artifact_fields(self) -> tuple[str, ...]:
        """The fields that name what must come to exist."""
        return tuple(name for name, declared in self.fields.items() if declared.type == "action")

    @cached_property
    def status_by_lower(self) -> Mapping[str, str]:
        """Statuses by their lower-case form: they compare without case."""
        return {name.lower(): name for name in self.statuses}

    def phase(self, status: str) -> Phase:
        """Return the phase of a status; an item without one is open."""
        declared = self.statuses.get(status)
        return declared.phase if declared else Phase.OPEN

    def choice(self, name: str, value: str) -> Choice:
        """Return how the legend shows one value of a field's vocabulary."""
        vocabulary = self.fields[name].one_of if name in self.fields else None
        return (vocabulary or {}).get(value) or Choice()

    def required_evidence(self, values: Mapping[str, tuple[str, ...]]) -> DeclaredEvidence | None:
        """Return what an item with these values must show, if anything; a field may have several."""
        for requirement in self.declared.evidence:
            if all(
                {value.lower() for value in values.get(name, ())} & {wanted.lower() for wanted in wanteds}
                for name, wanteds in requirement.when.items()
            ):
                return requirement
        return None


class Schema:
    """All kinds, by name and by plural; `refused` has both of kinds that are declared wrongly."""

    def __init__(self, kinds: Mapping[str, Kind], refused: frozenset[str] = frozenset()) -> None:
        self.kinds = kinds
        self.refused = refused
        self.by_plural = {kind.plural: kind for kind in kinds.values()}

    def __getitem__(self, name: str) -> Kind:
        return self.kinds[name]

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds.values())

    def named(self, name: str) -> Kind | None:
        """Return the kind of a name, singular or plural; None where there is none."""
        return self.kinds.get(name) or self.by_plural.get(name)

    def system(self, item: Item) -> str:
        """Return the system that an item belongs to, empty where it names none."""
        return item.text(self.kinds[item.kind].system_field)

    def has(self, *names: str) -> bool:
        """Whether there are some kinds, as `flow`, and relations or their inverses, as `flow.components`."""
        return all(self._has(*name.partition(".")[::2]) for name in names)

    def _has(self, kind: str, relation: str) -> bool:
        here = self.kinds.get(kind)
        return here is not None and (not relation or relation in here.relations or relation in here.inverses)

    def targets(self, kind: str, name: str) -> tuple[str, ...]:
        """Return the kinds that the relation or inverse `name` of `kind` leads to."""
        here = self.kinds[kind]
        if relation := here.relations.get(name):
            return relation.to
        return tuple(dict.fromkeys(relation.kind for relation in here.inverses.get(name, ())))

    def relations(self) -> Iterator[Relation]:
        """Go through the relations of every kind."""
        for kind in self:
            yield from kind.relations.values()


def resolve(
    declared: Mapping[str, DeclaredKind],
    common: DeclaredKind,
    refused: Refused | None = None,
    built_in: Mapping[str, Mapping[str, Any]] | None = None,
) -> tuple[Schema, list[SchemaProblem]]:
    """Resolve kinds against each other. What does not hold together is said and left out.

    `common` has the fields and relations that every kind has; a relation of it to nothing but
    `self` leads to items of the same kind. `refused` has what was left out before. `built_in` has the kinds
    that there are without a user's declarations, as they are written.
    """
    refused, built_in = refused or Refused(), built_in or {}
    plurals = {str(kind["plural"]): name for name, kind in built_in.items()}
    declared, problems = _sound_names(declared, refused, plurals)
    kinds: dict[str, Kind] = {}
    own = _own_names(declared, refused)
    for name, declaration in declared.items():
        relations: dict[str, Relation] = {}
        ours = {*common.relations, *built_in.get(name, {}).get("relations", {})}
        for relation_name, relation in (common.relations | declaration.relations).items():
            targets, missing = _targets(name, relation, declared)
            for index, target in missing:
                if target not in refused.kinds:
                    path = (name, "relations", relation_name, "to", index)
                    problems.append(SchemaProblem(path, f"`{target}` is not a kind", tuple(declared), target))
            if targets:
                relations[relation_name] = Relation(
                    name, relation_name, targets, relation, relation_name in ours
                )
            else:
                refused.name(name, relation_name, relation.inverse)
        statuses = declaration.status or DEFAULT_STATUSES
        names = names_beside(common.fields, own[name])
        fields = {names[each]: field for each, field in common.fields.items() if each in names}
        if any(field.type == "action" for field in declaration.fields.values()):
            fields |= {each: field for each, field in IMPLIED_BY_ACTION.items() if each not in own[name]}
        kinds[name] = Kind(name, declaration, fields | declaration.fields, relations, statuses, common=names)
    for kind in kinds.values():
        problems += _clashing_names(kind, refused)
    problems += _attach_inverses(kinds)
    lost = _lost_inverses(kinds, common)
    kinds = {name: _knowing(kind, refused) for name, kind in kinds.items()}
    for name, kind in kinds.items():
        problems += _former_names(kind)
        kinds[name] = replace(kind, declared=named_as_now(kind.declared, kind.now))
    for kind in kinds.values():
        problems += _dangling_names(kind, lost)
    return Schema(kinds, frozenset(refused.kinds)), problems


def _own_names(declared: Mapping[str, DeclaredKind], refused: Refused) -> dict[str, set[str]]:
    """Return the names that kinds have given to something, each by itself or as the way back from another."""
    names = {name: {*kind.fields, *kind.relations} for name, kind in declared.items()}
    for name, kind in declared.items():
        names[name] |= refused.names.get(name, set()) | refused.anywhere
        for relation in kind.relations.values():
            for target in _targets(name, relation, declared)[0]:
                names[target] |= {relation.inverse} if relation.inverse else set()
    return names


def _knowing(kind: Kind, refused: Refused) -> Kind:
    """Let a kind know what it would have if that were declared rightly."""
    names = (refused.names.get(kind.name, set()) | refused.anywhere).difference(kind.keys)
    statuses = refused.statuses.get(kind.name, set())
    return replace(kind, refused=frozenset(names), refused_statuses=frozenset(statuses))


def _sound_names(
    declared: Mapping[str, DeclaredKind], refused: Refused, plurals: Mapping[str, str]
) -> tuple[dict[str, DeclaredKind], list[SchemaProblem]]:
    """Leave out kinds whose name or plural cannot stand as a key, or is another's.

    `plurals` has the built-in ones with their kinds: where such a kind keeps its own, it was there first.
    """
    problems = []
    sound: dict[str, DeclaredKind] = {}
    taken = {"defaults": "the key `defaults`"} | {name: f"the kind `{name}`" for name in declared}
    for plural, name in plurals.items():
        if name in declared and declared[name].plural == plural:
            taken[plural] = f"the kind `{name}`"
    for name, declaration in declared.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in RESERVED:
            message = f"`{name}` cannot name a kind: it takes lower-case letters, digits and underscores"
            if name in RESERVED:
                message = f"`{name}` cannot name a kind: it is reserved"
            problems.append(SchemaProblem((name,), message))
            _refuse(refused, name, declaration, declaration.plural)
        elif declaration.plural in taken and plurals.get(declaration.plural) != name:
            message = f"the plural `{declaration.plural}` is taken by {taken[declaration.plural]}"
            problems.append(SchemaProblem((name, "plural"), message))
            _refuse(refused, name, declaration, None)
        else:
            taken[declaration.plural] = f"the kind `{name}`"
            sound[name] = declaration
    return sound, problems


def _refuse(refused: Refused, name: str, declaration: DeclaredKind, plural: str | None) -> None:
    refused.kind(name, plural)
    refused.anywhere.update(each.inverse for each in declaration.relations.values() if each.inverse)


def _targets(
    kind: str, relation: DeclaredRelation, declared: Mapping[str, DeclaredKind]
) -> tuple[tuple[str, ...], list[tuple[int, str]]]:
    """Return the kinds a relation leads to, and the words in its `to` that are none."""
    targets: list[str] = []
    missing = []
    for index, target in enumerate(relation.to):
        if target == ANY:
            targets.extend(declared)
        elif target == SELF:
            targets.append(kind)
        elif target in declared:
            targets.append(target)
        else:
            missing.append((index, target))
    return tuple(dict.fromkeys(targets)), missing


def _clashing_names(kind: Kind, refused: Refused) -> Iterator[SchemaProblem]:
    """Find names that mean two things in one kind, and take the later meaning away."""
    for name, field_ in kind.declared.fields.items():
        if name in SPECIAL_KEYS or (name in CLAIM_TYPES and field_.type in ("claim", "action", "page")):
            yield SchemaProblem((kind.name, "fields", name), f"`{name}` is a key every item has already")
            del kind.fields[name]
            refused.name(kind.name, name)
    for name in list(kind.relations):
        if name in kind.fields or name in SPECIAL_KEYS:
            message = f"`{name}` is a field of {article(kind.label)} already"
            yield SchemaProblem((kind.name, "relations", name), message)
            refused.name(kind.name, name, kind.relations.pop(name).inverse)


def _attach_inverses(kinds: dict[str, Kind]) -> Iterator[SchemaProblem]:
    for kind in kinds.values():
        for name, relation in list(kind.relations.items()):
            inverse = relation.inverse
            if inverse is None or relation.declared.symmetric:
                continue
            others = [kinds[target] for target in relation.to]
            taken = [o for o in others if inverse in (*o.fields, *o.relations, *SPECIAL_KEYS)]
            if taken:
                message = f"`{inverse}` is a field or relation of {article(taken[0].label)} already"
                yield SchemaProblem((kind.name, "relations", name, "inverse"), message)
                one_way = relation.declared.model_copy(update={"inverse": None})
                kind.relations[name] = replace(relation, declared=one_way, has_lost_inverse=True)
                continue
            for other in others:
                other.inverses[inverse] = (*other.inverses.get(inverse, ()), relation)


def _lost_inverses(kinds: Mapping[str, Kind], common: DeclaredKind) -> set[str]:
    """Return the names of ways back that are not in force: whoever shows one follows that mistake."""
    return {
        declared.inverse
        for kind in kinds.values()
        for name, declared in (common.relations | kind.declared.relations).items()
        if declared.inverse and name in kind.relations and kind.relations[name].has_lost_inverse
    }


def _former_names(kind: Kind) -> Iterator[SchemaProblem]:
    """Find what is named as it was called before, and former names that two fields have."""
    for name, declared in kind.declared.fields.items():
        for former in declared.formerly:
            if (now := kind.now(former)) not in (former, name):
                message = f"`{former}` is a former name of `{now}` already"
                yield SchemaProblem((kind.name, "fields", name, "formerly"), message)
    for path, name in names_in(kind.declared):
        if (now := kind.now(name)) != name:
            yield SchemaProblem((kind.name, *path), "", formerly=name, now=now)


def _dangling_names(kind: Kind, lost: Collection[str]) -> Iterator[SchemaProblem]:
    """Find columns, sections and evidence conditions that name nothing the kind has, nor `lost` it."""
    matrix = kind.declared.matrix
    shown = (*kind.keys, *CLAIM_TYPES, *COMPUTED_COLUMNS)
    columns = [((kind.name, "matrix", "columns", n), name) for n, name in enumerate(matrix.columns or ())]
    section = [((kind.name, "matrix", "section"), matrix.section)] if matrix.section else []
    yield from _unknown(kind, [*columns, *section], (*shown, *lost), "{kind} has no `{name}` to show")
    provable = (*CLAIM_TYPES, *kind.fields, *kind.relations, *kind.inverses)
    for index, requirement in enumerate(kind.declared.evidence):
        path = (kind.name, "evidence", index)
        if (requirement.all_of is None) == (requirement.any_of is None):
            yield SchemaProblem(path, "an entry of `evidence` has either `all_of` or `any_of`")
        conditions = [((*path, "when", name), name) for name in requirement.when]
        yield from _unknown(kind, conditions, ("status", *kind.fields), "{kind} has no field `{name}`")
        yield from _impossible_values(kind, path, requirement)
        for key, names in (("all_of", requirement.all_of), ("any_of", requirement.any_of)):
            proofs = [((*path, key, place), name) for place, name in enumerate(names or ())]
            yield from _unknown(kind, proofs, provable, "`{name}` cannot be evidence of {kind}")


def _impossible_values(
    kind: Kind, path: tuple[str | int, ...], requirement: DeclaredEvidence
) -> Iterator[SchemaProblem]:
    """Find conditions on a value that a status or a vocabulary does not have: they would never hold."""
    for name, wanteds in requirement.when.items():
        declared = kind.fields.get(name)
        known = tuple(kind.statuses if name == "status" else declared.one_of or () if declared else ())
        sound = {value.lower() for value in known} | (kind.refused_statuses if name == "status" else set())
        for wanted in wanteds if known else ():
            if wanted.lower() not in sound:
                message = f"`{wanted}` is not a value of `{name}`"
                yield SchemaProblem((*path, "when", name), message, known, wanted)


def _unknown(
    kind: Kind,
    names: Iterable[tuple[tuple[str | int, ...], str]],
    known: tuple[str, ...],
    message: str,
) -> Iterator[SchemaProblem]:
    for path, name in names:
        if name not in known and name not in kind.refused:
            said = message.format(kind=article(kind.label), name=name)
            yield SchemaProblem(path, said, known, name, former_names=kind.former_names)


def article(label: str) -> str:
    """Put the indefinite article before a word."""
    return f"an {label}" if label[:1] in "aeio" else f"a {label}"

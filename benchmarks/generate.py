"""Write a site of any size whose items are made up: the corpus that everything in this folder is measured on.

The same arguments give the same bytes. Of the items 60 % are flows, 20 % components, 10 % patches and 10 %
signals, with 2.4 links an item, 50 items a sidecar and some 400 bytes an item. One reference in a hundred
has a typo of the sort people make; `typos.json`, beside `mkdocs.yml`, has each with what was meant. There is
nothing else to find: a check that reports more, or less, than these has a fault, whatever its speed.

No item claims completion, so none needs evidence. Components depend on one another in one chain through the
whole site, as deep as there are components.
"""

import argparse
import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from benchmarks.words import EVENTS, OCCASIONS, ROLES, SENTENCES, SUBJECTS, VERBS

ITEMS_A_FILE: Final = 50
BROKEN: Final = 0.01

_KINDS: Final = ("flow", "flow", "component", "flow", "patch", "flow", "flow", "component", "flow", "signal")
"""The kind of every item, by the last digit of its number."""

PLURALS: Final = {"component": "components", "flow": "flows", "patch": "patches", "signal": "signals"}

_NEAR: Final = 0.8
"""How many references stay in the neighbourhood of their file."""

_NEIGHBOURS: Final = 5
"""How many files before and after its own are a file's neighbourhood."""

_WITH_ROLE: Final = 0.25

_INDENT: Final = " " * 6
_STORES: Final = ("postgres", "s3", "redis", "events")
_NEIGHBOURING_KEYS: Final = dict(zip("abcdefghijklmnopqrstuvwxyz", "snfsrdhgoukjknbplwadyibzuz", strict=True))


class Typo(NamedTuple):
    """A reference that leads nowhere: what is written, and what was meant."""

    written: str
    meant: str


@dataclass(slots=True)
class Reference:
    """One entry of a relation."""

    to: str
    role: str | None = None

    def __str__(self) -> str:
        return f"{{id: {self.to}, role: {self.role}}}" if self.role else self.to


@dataclass(slots=True)
class Item:
    """One made-up item, and what it refers to.

    `fields` are its other values as a sidecar has them; `prose` is what its page says, if there are pages.
    """

    kind: str
    id: str
    title: str
    relations: dict[str, list[Reference]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    notes: str = ""
    prose: str = ""

    @property
    def links(self) -> Iterator[tuple[str, Reference]]:
        """Every reference with the name of its relation."""
        for name, references in self.relations.items():
            for reference in references:
                yield name, reference


@dataclass(slots=True)
class Area:
    """What stands in one sidecar: a part of the system with a code of its own."""

    code: str
    items: list[Item]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.code.capitalize()

    def of_kind(self, kind: str) -> list[Item]:
        """Return the items of one kind."""
        return [item for item in self.items if item.kind == kind]

    def by_kind(self) -> list[tuple[str, list[Item]]]:
        """Return the items of each kind that there are any of, in the order of the sidecars."""
        return [(kind, items) for kind in PLURALS if (items := self.of_kind(kind))]


@dataclass(slots=True)
class Corpus:
    """A whole made-up system: what each tool is given in a form of its own."""

    areas: list[Area]
    typos: list[Typo]

    @property
    def items(self) -> list[Item]:
        """All items, in the order of the sidecars."""
        return [item for area in self.areas for _, items in area.by_kind() for item in items]

    @property
    def references(self) -> int:
        """How many references there are."""
        return sum(1 for item in self.items for _ in item.links)


def made_up(items: int, *, seed: int = 1, pages: bool = False, broken: bool = True) -> Corpus:
    """Make up a system of so many items.

    `pages` gives each item prose for a page as well. Without `broken` it is the same system with every
    reference as it was meant.
    """
    random = Random(seed)
    areas = list(_areas(items, random))
    _join(areas, random)
    references = [
        reference
        for area in areas
        for item in area.items
        for entries in item.relations.values()
        for reference in entries
    ]
    meant = [reference.to for reference in references]
    typos = _break_some(references, {item.id for area in areas for item in area.items}, random)
    if not broken:
        typos = []
        for reference, to in zip(references, meant, strict=True):
            reference.to = to
    for area in areas:
        _describe(area, random)
        if pages:
            for item in area.items:
                item.prose = " ".join(random.sample(SENTENCES, 3))
    return Corpus(areas, typos)


def generate(folder: Path, items: int, *, seed: int = 1, pages: bool = False, theme: str = "mkdocs") -> int:
    """Write a site of so many items into a folder and return the number of references in it.

    `pages` writes a page beside each sidecar, with a section of prose for each item and no table.
    """
    corpus = made_up(items, seed=seed, pages=pages)
    write_site(folder, corpus, pages=pages, theme=theme)
    return corpus.references


def write_site(folder: Path, corpus: Corpus, *, pages: bool = False, theme: str = "mkdocs") -> None:
    """Write a made-up system as a site of MkDocs with the plugin."""
    write(folder / "mkdocs.yml", f"site_name: Benchmark\ntheme: {theme}\nplugins: [search, traceability]\n")
    write(folder / "typos.json", json.dumps([typo._asdict() for typo in corpus.typos], indent=1) + "\n")
    write(folder / "docs" / "index.md", "# Benchmark\n")
    for area in corpus.areas:
        path = folder / "docs" / "areas" / f"{area.code}.trace.yml"
        write(path, sidecar(area))
        if pages:
            write(path.with_name(f"{area.code}.md"), page(area))


def _areas(items: int, random: Random) -> Iterator[Area]:
    names = [f"{subject}-{role}" for subject in SUBJECTS for role in ROLES]
    events = [f"{subject}-{event}" for subject in SUBJECTS for event in EVENTS]
    for number, start in enumerate(range(0, items, ITEMS_A_FILE)):
        area = Area(_code(number), [])
        unused = {
            "component": random.sample(names, ITEMS_A_FILE),
            "signal": random.sample(events, ITEMS_A_FILE),
        }
        for n in range(start, min(start + ITEMS_A_FILE, items)):
            kind = _KINDS[n % len(_KINDS)]
            if kind in unused:
                area.items.append(_named(kind, area.code, unused[kind].pop()))
            else:
                area.items.append(_numbered(kind, area.code, len(area.of_kind(kind)) + 1, random))
        yield area


def _named(kind: str, code: str, name: str) -> Item:
    separator = "-" if kind == "component" else "."
    return Item(kind, f"{code}{separator}{name}", name.replace("-", " ").capitalize())


def _numbered(kind: str, code: str, number: int, random: Random) -> Item:
    title = f"{random.choice(VERBS)} the {random.choice(SUBJECTS)} {random.choice(OCCASIONS)}"
    code = code.upper()
    return Item(kind, f"{code}-{number:03}" if kind == "flow" else f"PATCH-{code}-{number:02}", title)


def _code(number: int) -> str:
    """Return a pronounceable code: all of two syllables before those of three, in no visible order."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    of_two = len(syllables) ** 2
    first, second = divmod(number * 2971 % of_two, len(syllables))
    third = number // of_two
    return syllables[first] + syllables[second] + (syllables[third % len(syllables)] if third else "")


def _join(areas: list[Area], random: Random) -> None:
    components = [area.of_kind("component") for area in areas]
    flows = [area.of_kind("flow") for area in areas]
    chain = [item for each in components for item in each]
    before = {item.id: number for number, item in enumerate(chain)}

    def some(of: list[list[Item]], here: int, count: int) -> list[Reference]:
        chosen: dict[str, Reference] = {}
        for _ in range(count):
            near = random.random() < _NEAR
            first = max(0, here - _NEIGHBOURS) if near else 0
            last = min(len(of), here + _NEIGHBOURS + 1) if near else len(of)
            items = of[random.randrange(first, last)]
            if items:
                target = random.choice(items).id
                role = random.choice(ROLES) if random.random() < _WITH_ROLE else None
                chosen[target] = Reference(target, role)
        return list(chosen.values())

    for here, area in enumerate(areas):
        for item in area.items:
            if item.kind == "flow":
                item.relations["components"] = some(components, here, random.choice((1, 2, 3, 4)))
            elif item.kind == "component":
                count = before[item.id]
                earlier = {chain[count - 1].id} if count else set()
                for _ in range(random.choice((0, 1, 2)) if count else 0):
                    earlier.add(chain[random.randrange(max(0, count - 50), count)].id)
                item.relations["depends_on"] = [Reference(each) for each in sorted(earlier)]
            elif item.kind == "patch":
                item.relations["supports"] = some(flows, here, random.choice((1, 2, 3)))
            else:
                item.relations["producers"] = some(components, here, random.choice((1, 2)))
                item.relations["consumers"] = some(components, here, random.choice((1, 2)))


def _break_some(references: list[Reference], ids: set[str], random: Random) -> list[Typo]:
    typos = []
    for number in sorted(random.sample(range(len(references)), round(len(references) * BROKEN))):
        reference = references[number]
        written = _misspelt(reference.to, random)
        while written in ids or written == reference.to:
            written = _misspelt(reference.to, random)
        typos.append(Typo(written, reference.to))
        reference.to = written
    return typos


def _misspelt(name: str, random: Random) -> str:
    """Return a name as a hurried person writes it; its number is never changed into another number."""
    stem = name.rstrip("0123456789")
    number = name[len(stem) :]
    at = random.choice([n for n, letter in enumerate(stem[:-1]) if letter.isalpha()])
    way = random.choice(("swap", "drop", "double", "slip", "separator", "case", "padding"))
    if way == "swap" and stem[at + 1].isalpha():
        return stem[:at] + stem[at + 1] + stem[at] + stem[at + 2 :] + number
    if way == "drop":
        return stem[:at] + stem[at + 1 :] + number
    if way == "double":
        return stem[:at] + stem[at] + stem[at:] + number
    if way == "slip":
        slipped = _NEIGHBOURING_KEYS[stem[at].lower()]
        return stem[:at] + (slipped.upper() if stem[at].isupper() else slipped) + stem[at + 1 :] + number
    if way == "separator":
        return name.replace("-", random.choice(("_", "")), 1)
    if way == "case":
        return name.swapcase()
    return stem + number.lstrip("0")


def _describe(area: Area, random: Random) -> None:
    for _, items in area.by_kind():
        for item in items:
            item.fields = dict(_fields(item, random))
            item.notes = " ".join(random.sample(SENTENCES, random.choice((2, 2, 3))))


def _fields(item: Item, random: Random) -> Iterator[tuple[str, str]]:
    if item.kind == "flow":
        yield "implementation", random.choice(("auto", "auto", "infra", "proc"))
        yield "status", random.choice(("partial", "partial", "partial", "planned"))
    elif item.kind == "component":
        yield "status", random.choice(("partial", "partial", "planned"))
        yield "inputs", f"[{random.choice(SUBJECTS)} message]"
        yield "outputs", f"[{random.choice(SUBJECTS)} record, {random.choice(SUBJECTS)} event]"
    elif item.kind == "patch":
        yield "status", random.choice(("proposed", "required"))
    else:
        yield "type", random.choice(("raw", "derived"))
        yield "status", random.choice(("registered", "registered", "partial"))
        yield "persistence", f"[{random.choice(_STORES)}]"


def sidecar(area: Area) -> str:
    """Return the sidecar of an area."""
    lines = [f"# {area.title}: made up by benchmarks/generate.py."]
    for kind, items in area.by_kind():
        lines += ["", f"{PLURALS[kind]}:"]
        for item in items:
            lines += _entry(item)
    return "\n".join(lines) + "\n"


def _entry(item: Item) -> Iterator[str]:
    yield f"  - id: {item.id}"
    yield f"    title: {item.title}"
    for name, value in item.fields.items():
        yield f"    {name}: {value}"
    for name, references in item.relations.items():
        if references:
            yield f"    {name}: [{', '.join(map(str, references))}]"
    yield "    notes: >-"
    yield from textwrap.wrap(item.notes, 104, initial_indent=_INDENT, subsequent_indent=_INDENT)


def page(area: Area) -> str:
    """Return the page of an area: a section of prose for each of its items."""
    parts = [f"# {area.title}"]
    for item in area.items:
        parts += [f"## {item.title}", item.prose]
    return "\n\n".join(parts) + "\n"


def write(path: Path, text: str) -> None:
    """Write a file, and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generate", description="Write a made-up site."
    )
    parser.add_argument("folder", type=Path, help="where to write it; it must be empty or not there")
    parser.add_argument("--items", type=int, default=1_000, help="how many items (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="another number, another site (default: 1)")
    parser.add_argument("--pages", action="store_true", help="a page of prose beside each sidecar")
    parser.add_argument("--theme", default="mkdocs", help="the theme of the site (default: mkdocs)")
    options = parser.parse_args()
    if options.folder.is_dir() and any(options.folder.iterdir()):
        parser.error(f"{options.folder} is not empty")
    links = generate(
        options.folder, options.items, seed=options.seed, pages=options.pages, theme=options.theme
    )
    print(f"{options.items} items, {links} references")


if __name__ == "__main__":
    main()

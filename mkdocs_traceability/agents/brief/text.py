"""The brief as text, for a terminal or an agent that reads it: what is ruled out before what is allowed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from mkdocs_traceability.agents.brief.values import (
    AgreedWaiver,
    AskedPath,
    Brief,
    BriefFinding,
    ComponentBrief,
    DeclaredItem,
    FileClaim,
    OpenWork,
    Permission,
    ProvingTest,
    ServedItem,
)
from mkdocs_traceability.agents.lines import Lines
from mkdocs_traceability.model.shown_words import several, shown_word
from mkdocs_traceability.reports.terminal import padded, text_width, wrapped
from mkdocs_traceability.reports.wording import harmless

MOST: Final = 40
"""How many entries of one list are shown."""

_OTHERS: Final = {
    "write": "any other resource that lists its writers",
    "read": "any other resource that lists its readers",
    "import": "any other component",
}
"""What else the code of a component must not do."""

_NOT_KNOWN: Final = "the owner is not known: some sources cannot be read (run `mkdocs-traceability check`)"

_BADGE_WIDTH: Final = 12

_Section = tuple[str, Callable[..., Iterable[str]], Sequence[object]]
"""A heading, what shows an entry below it, and the entries."""


class BriefText:
    """Makes text of briefs: `columns` wide where that is not 0, in colours where `paint` has some."""

    def __init__(self, columns: int = 0, paint: Callable[[str, str], str] = lambda text, _: text) -> None:
        self._lines = Lines(columns, paint)

    def of(self, brief: Brief) -> str:
        """Return the text of a brief, ending in a line end."""
        parts = ["\n".join(line for each in brief.paths for line in self._asked(each, brief.is_complete))]
        parts += [self._component(each) for each in brief.components]
        parts += self._sections(
            ("Declared here", self._declares, brief.declares),
            ("Evidence here", self._claim, brief.claims),
            ("Open work", self._work, brief.work),
            ("Findings", self._finding, brief.findings),
            ("Tests", self._test, _by_test(brief.tests)),
        )
        if brief.commands:
            parts.append("\n".join([self._lines.heading("Run the tests"), *self._commands(brief.commands)]))
        return "\n\n".join(parts) + "\n"

    def _asked(self, asked: AskedPath, is_complete: bool) -> Iterator[str]:
        yield self._lines.heading(asked.path)
        if asked.owners:
            yield from self._lines.fitted(f"owned by {', '.join(asked.owners)}", 2)
        if asked.declares:
            yield from self._lines.fitted(f"declares {several(asked.declares, 'item')}", 2)
        if asked.claimed_by:
            yield from self._lines.fitted(f"named as evidence by {', '.join(asked.claimed_by)}", 2)
        if not (asked.owners or asked.declares):
            yield from self._lines.fitted(_nobodys(asked) if is_complete else _NOT_KNOWN, 2)

    def _component(self, told: ComponentBrief) -> str:
        status = f"{told.status} ({shown_word(told.phase, 'phase')})" if told.status else ""
        lines = [self._lines.named(told.id, told.title)]
        lines += self._lines.fitted(", ".join(filter(None, ("component", status))), 0)
        lines += self._lines.verdict(told.badge, told.basis)
        lines += ["", *self._pairs(_identity(told))]
        parts = ["\n".join(lines), *(self._paragraph(text) for text in (told.summary, told.notes) if text)]
        parts += self._sections(
            ("Must not", self._permission, [each for each in told.permissions if not each.is_allowed]),
            ("May", self._permission, [each for each in told.permissions if each.is_allowed]),
            ("Serves", self._served, told.serves),
            ("Waivers", self._waiver, told.waivers),
        )
        return "\n\n".join(parts)

    def _sections(
        self, *sections: tuple[str, Callable[..., Iterable[str]], Sequence[object]]
    ) -> Iterator[str]:
        """Yield the sections that have entries, each with its heading; of long ones the beginning."""
        for title, show, entries in sections:
            lines = [line for each in entries[:MOST] for line in show(each)]
            if (more := len(entries) - MOST) > 0:
                lines.append(f"  and {more} more; list all with --format json")
            if lines:
                yield "\n".join([self._lines.heading(title), *lines])

    def _permission(self, told: Permission) -> Iterator[str]:
        tone = "held" if told.is_allowed else "error"
        what = f"layer {told.id}" if told.kind == "layer" else told.id or _OTHERS[told.way]
        title = f"  {told.title}" if told.title and told.kind != "layer" else ""
        head = f"{what}{title}{_members(told)}"
        yield from self._lines.marked(told.way, tone, head, 2)
        marks = ", ".join(filter(None, (told.rule, told.place)))
        yield from self._lines.fitted(
            f"{told.reason} ({marks})" if told.reason and marks else told.reason or marks, 6
        )

    def _served(self, told: ServedItem) -> Iterator[str]:
        status = f", {told.status}" if told.status else ""
        through = f", through {told.through}" if told.through else ""
        badge = f" [{shown_word(told.badge, 'badge')}]" if told.badge else ""
        title = f"  {told.title}" if told.title else ""
        yield from self._lines.fitted(
            f"{told.kind} {told.id}{title}{badge} ({told.relation}{status}{through})", 2
        )
        if told.basis and told.badge not in ("found", "verified"):
            yield from self._lines.fitted(told.basis, 6)
        for waiver in told.waivers:
            yield from (f"    {line}" for line in self._waiver(waiver))

    def _waiver(self, told: AgreedWaiver) -> list[str]:
        who = ", ".join(filter(None, (told.owner, told.until and f"until {told.until}", told.place)))
        return self._lines.fitted(f"{told.code} waived: {told.reason} ({who})", 2)

    def _declares(self, told: DeclaredItem) -> Iterator[str]:
        title = f"  {told.title}" if told.title else ""
        status = f", {told.status}" if told.status else ""
        badge = f" [{shown_word(told.badge, 'badge')}]" if told.badge else ""
        yield from self._lines.fitted(f"{told.kind} {told.id}{title}{badge} ({told.place}{status})", 2)

    def _claim(self, told: FileClaim) -> Iterator[str]:
        written = f"{told.text} ({told.lines})" if told.lines else told.text
        at = f"  at {told.found_at}" if told.found_at and told.found_at != told.text else ""
        yield self._badged(told.badge, f"{told.name}: {written}{at}")
        title = f"  {told.title}" if told.title else ""
        yield from self._lines.fitted(f"{told.kind} {told.id}{title} ({told.place})", 2 + _BADGE_WIDTH)
        if said := "; ".join(filter(None, (told.basis, told.note))):
            yield from self._lines.fitted(said, 2 + _BADGE_WIDTH)

    def _work(self, told: OpenWork) -> Iterator[str]:
        due = f"due {told.due}{', overdue' if told.is_overdue else ''}" if told.due else ""
        about = f"about {told.about}" if told.about != told.id else ""
        said = ", ".join(filter(None, (told.severity, told.status, about, due, told.place)))
        title = f"  {told.title}" if told.title else ""
        yield from self._lines.fitted(f"{told.kind} {told.id}{title} ({said})", 2)
        if told.action:
            yield from self._lines.fitted(told.action, 6)

    def _finding(self, told: BriefFinding) -> Iterator[str]:
        marked = f"{told.code} [{told.severity}]"
        yield from self._lines.marked(marked, told.severity, f"{told.message} ({told.place})", 2)
        for said in filter(None, (told.help, told.waiver)):
            yield from self._lines.fitted(said, 6)

    def _test(self, told: tuple[ProvingTest, Sequence[str]]) -> Iterator[str]:
        test, items = told
        yield self._badged(test.badge, test.text)
        yield from self._lines.fitted(f"proves {', '.join(items)}", 2 + _BADGE_WIDTH)

    def _commands(self, commands: Iterable[str]) -> Iterator[str]:
        yield from (f"  {harmless(command)}" for command in commands)  # to be copied: it is not wrapped

    def _badged(self, badge: str, text: str) -> str:
        word = shown_word(badge, "badge")
        return f"  {self._lines.badge(badge)}{' ' * (_BADGE_WIDTH - len(word))}{harmless(text)}"

    def _pairs(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        shown = [(label, harmless(text)) for label, text in pairs if text]
        wide = max((text_width(label) for label, _ in shown), default=0) + 2
        for label, text in shown:
            for number, part in enumerate(wrapped(text, self._lines.columns - wide - 2)):
                yield f"  {padded('' if number else label, wide)}{part}"

    def _paragraph(self, text: str) -> str:
        return "\n".join(line for each in text.splitlines() for line in self._lines.fitted(each, 0))


def _nobodys(asked: AskedPath) -> str:
    remedy = "add it to the `paths` of a component"
    if asked.nearest:
        return f"no component owns this path; the nearest: {', '.join(asked.nearest)} ({remedy})"
    return f"no component owns this path ({remedy})"


def _identity(told: ComponentBrief) -> Iterator[tuple[str, str]]:
    yield "Declared", told.place
    yield "Layer", f"{told.layer}  {told.layer_title}".rstrip()
    yield "Part of", ", ".join(told.part_of)
    yield "Owner", ", ".join(told.owners)
    yield "Paths", ", ".join(told.paths)


def _members(told: Permission) -> str:
    if not told.members:
        return ""
    more = f" and {told.more} more" if told.more else ""
    return f" ({', '.join(told.members)}{more})"


def _by_test(tests: Iterable[ProvingTest]) -> list[tuple[ProvingTest, list[str]]]:
    """Return each test once, with the items that name it."""
    found: dict[tuple[str, str], tuple[ProvingTest, list[str]]] = {}
    for test in tests:
        found.setdefault((test.text, test.path), (test, []))[1].append(test.id)
    return list(found.values())

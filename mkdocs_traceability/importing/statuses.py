"""Import: what people write for a status, as one that a kind has: marks, and words in the languages of tables.

A word that is a status of the kind is that one. What is said beyond the word is no part of it.
"""

import re
from typing import Final, NamedTuple

from mkdocs_traceability.importing.headings import plain
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.kinds import Kind

MARKS: Final = {
    "done": "✅✔☑✓🟢",
    "partial": "⚠🟡🟠🚧🔄⏳◐",
    "missing": "❌✗✖✘🔴⬜☐",
    "planned": "📋📅",
    "deferred": "⏸",
    "over": "⛔🚫🗑",
}

_WORDS: Final = {
    "done": """done, complete, completed, implemented, fully implemented, verified, resolved, fixed, closed, passed, pass, yes, valid,
        all valid, ok, active, live, released, shipped, working, available, finished, covered, met, satisfied,
        erledigt, fertig, umgesetzt, implementiert, abgeschlossen, erfüllt, ja, behoben,
        fait, faite, terminé, implémenté, réalisé, couvert, validé, oui,
        hecho, completado, implementado, terminado, cumplido, sí, fatto, completato, implementato, verificato,
        feito, concluído, implementado, atendido, sim, 完了, 実装済み, 実装済, 済, 済み, 完成, 已完成, 已实现, 已實現, 是,
        готово, выполнено, реализовано, да""",
    "partial": """partial, partially, partially implemented, in progress, in-progress, wip, work in progress, ongoing, started,
        framework ready, incomplete, mixed, under review, in review, draft,
        teilweise, in arbeit, begonnen, partiel, partiellement, en cours, parcial, parcialmente, en progreso, en curso,
        parziale, in corso, em andamento, 進行中, 一部, 部分, 进行中, 部分实现, частично, в работе, в процессе""",
    "missing": """missing, not implemented, not created, not started, not done, not scheduled, not met, absent, failed, fail, todo, to do,
        open, pending, backlog, no, gap,
        offen, fehlt, fehlend, nicht umgesetzt, nicht implementiert, nein, manquant, à faire, non, non fait, en attente,
        pendiente, falta, no implementado, mancante, da fare, in attesa, pendente, não, faltando,
        未着手, 未完了, 未実装, 未实现, 未完成, 待办, 否, не реализовано, не выполнено, нет, открыто""",
    "planned": """planned, proposed, required, scheduled, future, roadmap, geplant, vorgeschlagen, prévu, planifié, planificado,
        previsto, pianificato, planejado, 計画中, 予定, 计划, 计划中, запланировано, планируется""",
    "deferred": """deferred, postponed, on hold, later, blocked, zurückgestellt, verschoben, reporté, aplazado, rinviato,
        adiado, 保留, 延期, отложено""",
    "over": """retired, deprecated, obsolete, removed, rejected, cancelled, canceled, withdrawn, superseded, wontfix, won't fix,
        entfallen, veraltet, abgelehnt, verworfen, obsolète, abandonné, rejeté, obsoleto, rechazado, descartado,
        rifiutato, rejeitado, 廃止, 却下, 废弃, 已废弃, отклонено, устарело""",
}  # fmt: skip

_PREFERRED: Final = {
    "done": (("implemented", "resolved"), Phase.COMPLETE),
    "partial": (("partial",), Phase.OPEN),
    "missing": (("missing", "open", "planned", "required"), Phase.AHEAD),
    "planned": (("planned", "proposed", "required", "missing", "open"), Phase.AHEAD),
    "deferred": (("deferred", "planned", "proposed"), Phase.AHEAD),
    "over": (("retired", "rejected", "resolved"), Phase.OVER),
}

_BY_WORD: Final = {
    word.strip(): meaning for meaning, words in _WORDS.items() for word in words.replace("\n", " ").split(",")
}
_BY_MARK: Final = {mark: meaning for meaning, marks in MARKS.items() for mark in marks}
_LONGEST: Final = max(len(word.split()) for word in _BY_WORD)
_MARKED: Final = re.compile(rf"[{''.join(_BY_MARK)}]\ufe0f?")
_TRIMMED: Final = " .,;:!–—-()\ufe0f"


class StatusRead(NamedTuple):
    """A status of a kind, and what is said besides; empty where there is none."""

    status: str
    rest: str


def status_in(kind: Kind, text: str) -> StatusRead | None:
    """Return the status that a text begins with, None where it is none that the kind can have."""
    marks = [_BY_MARK[found[0][0]] for found in _MARKED.finditer(text)]
    bare = plain(_MARKED.sub(" ", text)).strip(_TRIMMED)
    words = bare.split()
    for count in range(min(_LONGEST, len(words)), 0, -1):
        said = " ".join(words[:count]).strip(_TRIMMED)
        rest = bare[len(" ".join(words[:count])) :].strip(" .,;:–—-")
        if status := kind.status_by_lower.get(said.casefold()):
            return StatusRead(status, rest)
        if (meaning := _BY_WORD.get(said.casefold())) and (status := _status(kind, meaning)):
            return StatusRead(status, rest)
    if marks and (status := _status(kind, marks[0])):
        return StatusRead(status, bare)
    return None


def is_mark(text: str) -> bool:
    """Whether a text is a mark and nothing else."""
    return bool(text) and not _MARKED.sub("", text).strip(_TRIMMED) and bool(_MARKED.search(text))


def _status(kind: Kind, meaning: str) -> str:
    preferred, phase = _PREFERRED[meaning]
    for name in preferred:
        if name in kind.status_by_lower:
            return kind.status_by_lower[name]
    return next((name for name, declared in kind.statuses.items() if declared.phase == phase), "")

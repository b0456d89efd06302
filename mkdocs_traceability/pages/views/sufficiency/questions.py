"""Which question decides on the durability of a signal, and what the answer is.

Is a signal needed only inside the layer that produces it (Q1), only in other layers (Q2), or in both (Q3)?
A signal that leaves its layer must be persisted. Whether it is, the rules have found: nothing is judged here.
"""

from typing import Final, NamedTuple

from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.analysis.reach import Reach, is_volatile, names_no_store, producing_layers, reach_of
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.site.shown import Flag
from mkdocs_traceability.pages.site.view import SiteView

QUESTIONS: Final = {
    "Q1": "Used only in its own layer",
    "Q2": "Used only in other layers",
    "Q3": "Used in its own layer and in others",
    "": "Incomplete: producer or consumer missing",
}
"""The questions of the decision tree; the last one stands for signals that none of them decides."""


class Judged(NamedTuple):
    """A signal, the question that decides on it, and the layers between which it goes."""

    signal: Item
    question: str
    reach: Reach | None

    @property
    def crossing(self) -> str:
        """The layers it comes from and goes to; empty if either is unknown."""
        if self.reach is None:
            return ""
        others = dict.fromkeys(layer.id for _, layer in self.reach.outside)
        inside = [layer.id for layer in self.reach.home] if self.reach.inside else []
        home = ", ".join(layer.id for layer in self.reach.home)
        there = ", ".join(dict.fromkeys([*inside, *others]))
        return f"{home} → {there}" if there else ""


def judge(view: SiteView, layers: Layers, signal: Item) -> Judged:
    """Return the question that decides on a signal."""
    home = producing_layers(view.registry, layers, signal)
    if not home:
        return Judged(signal, "", None)
    reach = reach_of(view.registry, layers, signal, home)
    placed = {link.item for link in (*reach.inside, *(link for link, _ in reach.outside))}
    consumers = {link.item for link in view.registry.related(signal, "consumers")}
    if not reach.outside and len(placed) < len(consumers):
        return Judged(signal, "", reach)  # consumers without a known layer may be anywhere
    question = {(True, False): "Q1", (False, True): "Q2", (True, True): "Q3"}
    return Judged(signal, question.get((bool(reach.inside), bool(reach.outside)), ""), reach)


def reason(view: SiteView, judged: Judged) -> str:
    """Return in a sentence why the question decides on a signal, and how."""
    signal, reach = judged.signal, judged.reach
    if not view.registry.related(signal, "producers"):
        return view.translate("No producer declared.")
    if not view.registry.related(signal, "consumers"):
        return view.translate("No consumer declared.")
    if reach is None:
        return view.translate("A producer's layer is unknown.")
    if not judged.question:
        return view.translate("A consumer's layer is unknown.")
    if judged.question == "Q1":
        return view.translate("Stays in its layer: no persistence required.")
    stores = signal.texts("persistence")
    if names_no_store(stores):
        return view.translate("Crosses layers, persistence not declared.")
    if all(map(is_volatile, stores)):
        return view.translate("Crosses layers, not persisted.")
    return view.translate("Crosses layers, persisted.")


def stands_out(view: SiteView, layers: Layers, signal: Item) -> tuple[str, str]:
    """Return why a signal stands out in the picture: a state for the style sheet, and words for readers."""
    judged = judge(view, layers, signal)
    if not view.registry.related(signal, "producers"):
        return "open", view.translate("no producer")
    if not view.registry.related(signal, "consumers"):
        return "open", view.translate("no consumer")
    if judged.question not in ("Q2", "Q3"):
        return "", ""
    stores = signal.texts("persistence")
    if names_no_store(stores):
        return "unknown", view.translate("persistence unknown")
    return ("lost", view.translate("not persisted")) if all(map(is_volatile, stores)) else ("", "")


def answer(judged: Judged, flags: list[Flag]) -> str:
    """Return whether a signal is durable; empty if its findings are waived: the waiver is shown then.

    A signal that leaves its layer is known to be durable only if its persistence is declared.
    """
    if any(flag.weight != "waived" for flag in flags):
        return "no"
    if flags:
        return ""
    if judged.question in ("Q2", "Q3") and names_no_store(judged.signal.texts("persistence")):
        return "unknown"
    return "yes" if judged.question else "not evaluated"

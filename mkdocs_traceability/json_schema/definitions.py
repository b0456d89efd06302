"""What several parts of a schema refer to: the ids of the site among it, each with its title."""

from collections import Counter
from dataclasses import dataclass, field

from mkdocs_traceability.json_schema.forms import Form
from mkdocs_traceability.registry.registry import Registry


@dataclass(frozen=True)
class Definitions:
    """Forms by name, each made when it is first asked for; without a registry no ids are among them."""

    registry: Registry | None = None
    forms: dict[str, Form] = field(default_factory=dict)

    def shared(self, name: str, form: Form) -> Form:
        """Enter a form under a name, and return a reference to it."""
        self.forms.setdefault(name, form)
        return _reference(name)

    def ids(self, kinds: tuple[str, ...]) -> list[Form]:
        """Return the form that offers the ids of these kinds; none where there are no such items."""
        name, registry = f"ids-{'-'.join(kinds)}", self.registry
        if registry is None or not any(registry.items(kind) for kind in kinds):
            return []
        if name not in self.forms:
            self.forms[name] = _vocabulary(registry, kinds)
        return [_reference(name)]


def _reference(name: str) -> Form:
    return {"$ref": f"#/definitions/{name}"}


def _vocabulary(registry: Registry, kinds: tuple[str, ...]) -> Form:
    """Return the ids of these kinds; one that several kinds have stands with its kind, as in `flow:F-1`."""
    items = [item for kind in kinds for item in registry.ids(kind).values()]
    times = Counter(item.id for item in items)
    words = {
        item.id if times[item.id] == 1 else f"{item.kind}:{item.id}": item.own_title or item.label
        for item in items
    }
    return {"enum": list(words), "enumDescriptions": list(words.values())}

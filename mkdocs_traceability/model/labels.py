"""How the fields and relations of a kind are called, wherever they are shown."""

from mkdocs_traceability.model.kinds import Kind


def head(kind: Kind, name: str) -> tuple[str, str]:
    """Return how a field or relation of a kind is called, as above a column, and its description."""
    words = name.replace("_", " ").capitalize() if name != "id" else "ID"
    if name in kind.fields:
        return kind.fields[name].label or words, kind.fields[name].description
    if name in kind.relations:
        declared = kind.relations[name].declared
        return declared.label or words, declared.description
    if name in kind.inverses:
        return next(
            (r.declared.inverse_label for r in kind.inverses[name] if r.declared.inverse_label), words
        ), ""
    return words, ""

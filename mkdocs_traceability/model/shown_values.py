"""The values of fields as readers see them, as plain text."""

from mkdocs_traceability.model.item import Plain


def in_words(plain: Plain) -> str:
    """Return one value."""
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    return str(plain)


def on_one_line(plain: Plain) -> str:
    """Return a value of any shape on one line."""
    if isinstance(plain, dict):
        return ", ".join(f"{name}: {on_one_line(value)}" for name, value in plain.items())
    return ", ".join(map(on_one_line, plain)) if isinstance(plain, tuple) else in_words(plain)


def on_lines(plain: Plain) -> tuple[str, ...]:
    """Return the entries of a list, each on a line; any other value on one."""
    return tuple(map(on_one_line, plain)) if isinstance(plain, tuple) else (on_one_line(plain),)

"""What is said where nothing is declared: apart, since a build without items loads little else of ours."""


def nothing_declared(docs_path: str, excluded: list[str]) -> str:
    """Say that there is no item, and where items are looked for."""
    said = (
        f"no items are declared: they are read from files below {docs_path}/ whose names end in "
        ".trace.yml or .trace.yaml, under `traceability` in the front matter of pages, from tables below a "
        "`traceability` comment, and from `sources`"
    )
    if excluded:
        more = f" and {len(excluded) - 1} more" if len(excluded) > 1 else ""
        said += f"; `exclude_docs` or `draft_docs` leaves out {excluded[0]}{more}"
    return said

"""`python -m mkdocs_traceability` is the command `mkdocs-traceability`."""

from mkdocs_traceability.cli.main import main

if __name__ == "__main__":
    main(prog_name="mkdocs-traceability")

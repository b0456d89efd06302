"""The settings of `mkdocs.yml`, with their places in it."""

"""Traceability for architecture documents written in Markdown: read, link, verify, judge, show."""

__version__ = "0.1.0"

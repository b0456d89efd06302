"""Existing documents as sidecars: tables, labelled sections and lists of pages become declared items.

*decode → find → propose → draft → settle → write*: a page's facts are found as blocks of rows, each block
gets a kind and each column a field, and what no field takes becomes a note. Nothing is checked here: what
is written is read back by the reader that every sidecar goes through.
"""

"""Tables of Markdown pages as sources: their cells, and what those say, as a tree of declarations."""

"""Ground: statements that any Markdown document makes, against code, history and the registry.

`statements` finds them, `resolvers` look each up (one module a kind), `history` knows what was there before,
and `gate` decides: nothing is said unless it is sure.
"""

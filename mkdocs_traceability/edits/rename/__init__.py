"""A new id for an item, in every source that names it."""

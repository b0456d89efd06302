"""Sidecars in one form: the order of keys, quotes and indentation, each by a step that is proven."""

"""The registry: items by id, their relations both ways, and what unknown ids were meant to be."""

"""The relation matrices."""

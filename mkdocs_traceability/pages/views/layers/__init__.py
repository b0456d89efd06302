"""The layer map."""

"""Verify: each claim against the real thing. One module per claim type, with one class in it."""

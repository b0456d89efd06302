"""Symbols of source files: how they are written in claims, and where they are defined."""

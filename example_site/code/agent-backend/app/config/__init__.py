"""Flags of features."""

FLAGS = {"canary": False}

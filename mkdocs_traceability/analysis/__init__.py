"""Derived facts, which rules judge and pages show."""

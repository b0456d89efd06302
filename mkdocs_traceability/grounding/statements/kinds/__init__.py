"""Find statements: one module a kind of statement."""

"""Look up what statements name: one module a kind of statement, with one class in it."""

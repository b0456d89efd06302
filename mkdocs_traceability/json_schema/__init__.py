"""The project's own model as JSON Schema, for editors that complete and check YAML by it."""

"""Completion: what can be written at the cursor, from the schema, the items and the evidence there is."""

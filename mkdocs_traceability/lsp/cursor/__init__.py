"""What stands at the cursor: of a text that is being typed, and often not well-formed yet."""

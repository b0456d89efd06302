"""What coding agents are told, before an edit and after it."""

"""The system graph (show): all items and what joins them, in one picture."""

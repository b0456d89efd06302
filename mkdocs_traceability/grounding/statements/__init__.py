"""Find what a document states of things that can be looked up."""

"""The language server: what the check finds, and what the registry knows, in an editor while one types."""

"""Programs of the project itself."""

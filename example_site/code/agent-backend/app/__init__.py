"""The agent backend: what its packages import of one another."""

"""Routes: requests become calls, answers become responses."""

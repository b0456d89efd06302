"""API descriptions: what OpenAPI and AsyncAPI documents have in common."""

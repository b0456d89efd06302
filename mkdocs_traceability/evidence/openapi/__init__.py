"""OpenAPI documents: the endpoints that they declare."""

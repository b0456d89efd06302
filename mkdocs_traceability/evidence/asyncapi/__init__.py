"""AsyncAPI documents: the channels that they declare, and what the application does there."""

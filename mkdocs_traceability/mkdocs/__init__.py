"""The MkDocs plugin: hooks, and what they need of MkDocs. Nothing else imports MkDocs."""

"""What coding agents are told: what an edit broke, and what holds where they edit."""

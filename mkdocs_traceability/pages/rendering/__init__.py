"""Templates, translations and inline Markdown."""

"""Show findings outside the site: as text, as JSON. Views of the same list."""

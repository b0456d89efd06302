"""The generated pages: one module or folder a page."""

"""Text for source files: what is to be written into them, as YAML that reads back as the same values."""

"""What runs inside Python-Markdown: the extension and the macros."""

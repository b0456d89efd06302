"""What a page of Markdown is rendered to, as far as that can be known without building the site.

Imported only where a page's headings are asked for: Python-Markdown takes its time to load.
"""

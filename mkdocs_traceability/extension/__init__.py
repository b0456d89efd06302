"""The Markdown extension of its own: what the plugin brings into hand-written pages, in any host."""

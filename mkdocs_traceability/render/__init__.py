"""Render: the generated part of a site as files, for hosts that do not run the plugin."""

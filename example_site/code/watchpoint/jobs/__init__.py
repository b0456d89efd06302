"""Whatever happens because of the time, and not because somebody asked."""

"""Whatever takes its work from an event or a queue."""

"""A simulated exporter who is asked by the engine, to see whether few questions lead to the right answer."""

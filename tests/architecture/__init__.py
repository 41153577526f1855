"""The rules of the architecture, checked."""

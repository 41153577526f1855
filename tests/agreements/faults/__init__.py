"""Faults that are put into the law on purpose, by the kind of file they stand in."""

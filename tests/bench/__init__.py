"""Benchmarks: `make bench` prints figures of one run side by side; nothing here asserts a time."""

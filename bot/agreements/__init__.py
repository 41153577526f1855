"""The law as data: the only reader of data/agreements."""

"""What is kept in a database: a rebuildable copy of the data, the advice log, conversations."""

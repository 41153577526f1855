"""Proof of origin: which one, who may make it out, up to which value, with which exact text."""

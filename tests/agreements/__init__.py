"""Tests of the reader of the law and of the recorded law itself."""

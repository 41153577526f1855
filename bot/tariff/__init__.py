"""Duties as code: rates, their comparison over national lines, staging, margin and saving."""

"""The result to keep: one document of the whole case, as page to print, PDF, text and JSON."""

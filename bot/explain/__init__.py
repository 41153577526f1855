"""Results in words: advice and determinations as German and English texts, typed blocks and JSON."""

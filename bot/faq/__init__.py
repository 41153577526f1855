"""Terms, topics and contacts in everyday words, each with its source; the only reader of data/faq."""

"""The product finder: from the words people use to codes of the Harmonized System, and back to words."""

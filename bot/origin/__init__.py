"""Rules of origin as code: pure functions over a product, its materials and the law as data."""

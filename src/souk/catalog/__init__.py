"""Products, categories, tags, batches and what they cost."""

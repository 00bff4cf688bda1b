"""SELECTs across domains, read-only."""

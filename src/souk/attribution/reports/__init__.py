"""Reports over the ledger. Whole days read the rollups; instants and `as_of` read the ledger itself."""

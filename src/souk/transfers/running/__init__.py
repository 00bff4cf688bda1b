"""One import from its first byte to its last batch: the same code for jobs and for the terminal."""

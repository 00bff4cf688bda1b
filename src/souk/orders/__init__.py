"""Orders and their whole life."""

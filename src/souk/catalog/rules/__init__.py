"""What the catalogue decides on plain values."""

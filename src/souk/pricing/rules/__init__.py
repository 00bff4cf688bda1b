"""What pricing decides on plain values."""

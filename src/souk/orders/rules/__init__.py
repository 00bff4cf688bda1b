"""The arithmetic of orders and the history of their states, on plain values."""

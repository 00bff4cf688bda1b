"""Every query of orders."""

"""Every query of prices and exchange rates."""

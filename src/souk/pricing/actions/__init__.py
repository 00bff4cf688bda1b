"""What can be done with price lists and exchange rates."""

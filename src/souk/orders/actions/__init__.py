"""What is done with orders: one function per verb. All of them work on many orders at once."""

"""The demo shop, through the public doors only."""

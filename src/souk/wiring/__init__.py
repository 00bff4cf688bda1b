"""Settings become objects here, and here is said who hears which event."""

"""HTTP: the API, the live stream, the console."""

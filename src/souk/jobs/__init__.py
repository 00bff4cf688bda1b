"""The queue, its workers and the visible progress of long operations."""

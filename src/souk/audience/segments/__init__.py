"""Segments: filters over contacts as data, and what they mean in SQL."""

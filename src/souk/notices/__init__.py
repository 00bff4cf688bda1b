"""Notices in the console's bell."""

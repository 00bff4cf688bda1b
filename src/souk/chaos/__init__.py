"""A scripted day through the public API while processes are killed, and the same day without: they must
come to the same.
"""

"""Rows to files: CSV, XLSX and JSON lines, streamed."""

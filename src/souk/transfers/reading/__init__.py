"""From bytes to rows of cells: CSV (plain or gzip) and XLSX, streamed, within limits."""

"""Files in and out: uploads, mappings, runs, rejected rows."""

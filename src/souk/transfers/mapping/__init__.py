"""From the columns of a file to the fields of a kind."""

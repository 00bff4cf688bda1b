"""`python -m souk` is `souk`."""

from souk.cli.main import app

app()

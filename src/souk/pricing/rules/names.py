"""How names of price lists are compared."""

import unicodedata


def list_key(name: str) -> str:
    """The name as compared: case and the width of blanks do not matter."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())

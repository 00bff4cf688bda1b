"""How names and SKUs are compared, and which words a product is found by."""

import re
import unicodedata
from collections.abc import Iterable

from souk.catalog.rules.limits import NAME_MAX

WORD_MAX = 60
"""Longer words are found by their first characters."""
WORDS_MAX = 120
"""Words kept of one product."""
CATEGORY_DEPTH_MAX = 12
PATH_SEPARATOR = " > "

_BLANKS = re.compile(r"\s+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")


def sku_key(sku: str) -> str:
    """The SKU as compared: upper and lower case are the same, blanks around it are nothing.

    The same SKU written with other Unicode code points (é as one or two) is the same SKU.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", sku).strip().casefold())


def name_key(name: str) -> str:
    """A category's or tag's name as compared: case and the width of blanks do not matter."""
    return _BLANKS.sub(" ", sku_key(name))


def tidy_name(name: str) -> str:
    """A name that somebody else's file gives: one line, of a length that can be kept."""
    return _BLANKS.sub(" ", "".join(c if ord(c) >= 32 else " " for c in name)).strip()[:NAME_MAX]


def words_of(*texts: str | None) -> frozenset[str]:
    """The words to be found by: without accents and case, cut at everything that is no letter or digit.

    What has parts (`AB-12/3`) is found by the parts and by the whole written together (`ab123`).
    """
    words: dict[str, None] = {}
    for text in texts:
        for token in _plain(text or "").split():
            parts = _parts(token)
            words.update(dict.fromkeys(part[:WORD_MAX] for part in parts))
            if len(parts) > 1:
                words["".join(parts)[:WORD_MAX]] = None
    return frozenset(list(words)[:WORDS_MAX])


def words_sought(query: str) -> tuple[str, ...]:
    """What somebody typed, as beginnings of words that must all be there; empty when nothing can match."""
    found = (part[:WORD_MAX] for token in _plain(query).split() for part in _parts(token))
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", bare.casefold())


def _parts(token: str) -> list[str]:
    if token.isascii():
        return _ASCII_WORD.findall(token)
    return "".join(c if c.isalnum() else " " for c in token).split()


def path_parts(path: str) -> tuple[str, ...]:
    """`Home > Kitchen > Mugs` or `Home/Kitchen/Mugs` as names from the root down; empty for no path."""
    separator = ">" if ">" in path else "/"
    return tuple(name for part in path.split(separator) if (name := _BLANKS.sub(" ", part).strip()))


def joined_path(names: Iterable[str]) -> str:
    return PATH_SEPARATOR.join(names)

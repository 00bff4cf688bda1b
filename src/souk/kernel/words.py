"""Finding by words, in a way that row-level security does not slow down.

`like` and full-text search cannot use their index ahead of a row-level policy; comparisons of text can. So
what is to be found keeps its words in a table of its own (byte order), and a beginning of a word is a
range of text: `word >= 'abc' and word < 'abc' || LAST_CHARACTER`.
"""

import unicodedata

WORD_CHARS = 60
"""Longer words are found by their first characters."""
LAST_CHARACTER = "\U0010ffff"
"""Comes after every character there is."""


def words_of(*texts: str | None, limit: int = 120) -> frozenset[str]:
    """The words to be found by: without accents and case, cut at everything that is no letter or digit.

    What has parts (`AB-12/3`) is found by the parts and by the whole written together (`ab123`).
    """
    words: dict[str, None] = {}
    for text in texts:
        for token in _bare(text or "").split():
            parts = _parts(token)
            words.update(dict.fromkeys(part[:WORD_CHARS] for part in parts))
            if len(parts) > 1:
                words["".join(parts)[:WORD_CHARS]] = None
    return frozenset(list(words)[:limit])


def words_sought(query: str) -> tuple[str, ...]:
    """What somebody typed, as beginnings of words that must all be there; empty when nothing can match."""
    return tuple(dict.fromkeys(part[:WORD_CHARS] for token in _bare(query).split() for part in _parts(token)))


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", bare.casefold())


def _parts(token: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in token).split()

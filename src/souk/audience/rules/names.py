"""How names of tags, lists and segments are compared, and which words a contact is found by."""

import re
import unicodedata
from collections.abc import Iterable

from souk.kernel.words import words_of

NAME_CHARS = 255
TAG_CHARS = 100
_BLANKS = re.compile(r"\s+")


def tidy(text: str | None, chars: int = NAME_CHARS) -> str | None:
    """One line without blanks around it, None when nothing is left."""
    if text is None:
        return None
    line = "".join(" " if ord(c) < 32 or c == "\x7f" else c for c in text)
    return _BLANKS.sub(" ", line).strip()[:chars].rstrip() or None


def name_key(name: str) -> str:
    """A name as compared: case and the width of blanks do not matter."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", name).strip().casefold())


def tags_of(given: Iterable[str]) -> dict[str, str]:
    """Tags by the key they are compared by; the first spelling stays."""
    tags: dict[str, str] = {}
    for one in given:
        if tag := tidy(one, TAG_CHARS):
            tags.setdefault(name_key(tag), tag)
    return tags


def words_of_contact(
    name: str | None, phone: str | None, email: str | None, external_ids: Iterable[str] = ()
) -> dict[str, bool]:
    """The words a contact is found by, and whether a word tells more than the name does.

    A phone number is found by its digits from the country code on and from the national number on.
    """
    identifying = set(words_of(email, *external_ids))
    if phone is not None:
        digits = phone[1:]
        identifying |= {digits[start:] for start in range(4) if len(digits) - start >= 5}
    plain = words_of(name)
    return {**dict.fromkeys(identifying, True), **dict.fromkeys(plain, False)}

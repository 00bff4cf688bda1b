"""How names of tags, lists and segments are compared, and which words a contact is found by."""

import re
import unicodedata
from collections.abc import Iterable

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from souk.kernel.words import WORD_CHARS, words_of, words_sought

NAME_CHARS = 255
TAG_CHARS = 100
_BLANKS = re.compile(r"\s+")
_WRITTEN_NUMBER = re.compile(r"[+(]?[\d\s().\-/]+")
_NUMBER_DIGITS_MIN = 7


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

    A phone number is found by its digits from the country code on and from the national number on; an
    e-mail address as a whole, by the parts of what stands before the @, and by `@` with its domain.
    """
    identifying = set(words_of(*external_ids))
    if phone is not None:
        identifying |= set(_numbers(phone[1:]))
    if email is not None:
        local, _, domain = email.casefold().rpartition("@")
        identifying |= {f"{local}@{domain}"[:WORD_CHARS], f"@{domain}"[:WORD_CHARS], *words_of(local)}
    plain = words_of(name)
    return {**dict.fromkeys(identifying, True), **dict.fromkeys(plain, False)}


def words_sought_in(q: str) -> tuple[str, ...]:
    """What somebody typed, as beginnings of words that must all be there. An e-mail address stays whole, and
    so does a phone number, however it is grouped.
    """
    if _WRITTEN_NUMBER.fullmatch(q.strip()):
        digits = "".join(filter(str.isdecimal, q))
        if len(digits) >= _NUMBER_DIGITS_MIN and digits.isascii():
            return (digits.removeprefix("00"),)
    sought: dict[str, None] = {}
    for token in q.split():
        words = (token.casefold()[:WORD_CHARS],) if "@" in token else words_sought(token)
        sought.update(dict.fromkeys(words))
    return tuple(sought)


def _numbers(digits: str) -> tuple[str, str]:
    """The number with its country code, and without. Calling codes are free of one another's beginnings."""
    code = next((n for n in (1, 2, 3) if int(digits[:n]) in COUNTRY_CODE_TO_REGION_CODE), 0)
    return digits, digits[code:]

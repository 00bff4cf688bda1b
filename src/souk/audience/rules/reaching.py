"""Phone numbers and e-mail addresses: read, compared, masked."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers

EMAIL_MAX = 254
_EMAIL = re.compile(
    r"[^@\s\"'<>(),:;\[\]\\\x00-\x1f]{1,64}@(?:[^@\s.<>(),:;\[\]\\\x00-\x1f]{1,63}\.)+[^@\s.\d<>(),:;\[\]\\\x00-\x1f][^@\s.<>(),:;\[\]\\\x00-\x1f]{0,62}"
)


@lru_cache(maxsize=20_000)
def phone_of(given: str, country: str | None) -> str | None:
    """A number as E.164 (`+34612345678`), None when it cannot be one.

    Without a leading + (or 00) it is read as it is dialled in `country` (ISO 3166 alpha-2).
    """
    text = given.strip()
    if text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.extension:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_of(given: str) -> str | None:
    """An address as written, without blanks around it; None when it cannot be one."""
    text = unicodedata.normalize("NFC", given.strip())
    return text if len(text) <= EMAIL_MAX and _EMAIL.fullmatch(text) else None


def email_key(email: str) -> str:
    """The address as compared: upper and lower case are the same, everywhere but in theory."""
    return email.casefold()


def masked_phone(phone: str | None) -> str | None:
    """The country and the last two digits: enough to recognise what one knows, no more."""
    if phone is None:
        return None
    code = str(phonenumbers.parse(phone).country_code)
    return f"+{code}{'•' * max(4, len(phone) - len(code) - 3)}{phone[-2:]}"


def masked_email(email: str | None) -> str | None:
    if email is None:
        return None
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain[:1]}•••.{domain.rpartition('.')[2]}"

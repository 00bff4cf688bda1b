"""Codes of authenticator apps (RFC 6238): six digits, half a minute each."""

from datetime import datetime
from hmac import compare_digest

import pyotp

STEP_S = 30
TOLERATED_STEPS = 1
"""Clocks of phones may be half a minute off, either way."""


def new_secret() -> str:
    return pyotp.random_base32()


def otpauth_uri(secret: str, *, email: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Souk")


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The half minute `code` belongs to, if it is one around `at`. Remember it: a code is good once."""
    totp = pyotp.TOTP(secret)
    now = int(at.timestamp()) // STEP_S
    given = code.replace(" ", "")
    for step in range(now - TOLERATED_STEPS, now + TOLERATED_STEPS + 1):
        if compare_digest(totp.at(step * STEP_S).encode(), given.encode()):
            return step
    return None

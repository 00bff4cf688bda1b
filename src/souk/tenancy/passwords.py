"""Passwords are kept as argon2id. Hashing takes its memory and its tens of milliseconds in a thread."""

from functools import cache

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from souk.kernel.errors import FieldError, Invalid
from souk.tenancy.secrets import new_secret

SHORTEST = 10
AT_ONCE = 4
"""Hashes computed side by side: each takes 64 MiB."""

_hasher = PasswordHasher()
_slots = CapacityLimiter(AT_ONCE)


class WeakPassword(Invalid):
    code = "weak_password"
    title = "The password is too weak"


def check_strength(password: str, *, email: str, field: str = "password") -> None:
    """Length is what counts. Raises WeakPassword."""
    if len(password) < SHORTEST:
        complaint = f"use at least {SHORTEST} characters"
    elif len(set(password)) < 4:
        complaint = "use more different characters"
    elif password.lower() in {email, email.partition("@")[0]}:
        complaint = "use something else than the e-mail address"
    else:
        return
    raise WeakPassword(f"Choose another password: {complaint}.", fields=[FieldError(field, complaint)])


async def hash_password(password: str) -> str:
    return await to_thread.run_sync(_hasher.hash, password, limiter=_slots)


async def fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password; as slow where there is none."""
    return await to_thread.run_sync(_verify, password_hash, password, limiter=_slots)


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or _nobodys_hash(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """Checked where there is no account, so that both refusals take the same time."""
    return _hasher.hash(new_secret())

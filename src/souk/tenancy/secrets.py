"""Random secrets that are shown once and kept as a hash."""

import hashlib
import secrets

TOKEN_MARK = "souk_"  # noqa: S105  how leaked tokens are recognised by scanners, not a secret
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """A plain SHA-256: what `new_secret` makes cannot be guessed, so it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_api_token() -> tuple[str, str]:
    """A token and the prefix by which its owner recognises it later."""
    prefix = TOKEN_MARK + "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{prefix}_{secrets.token_urlsafe(32)}", prefix


def new_recovery_code() -> str:
    """Fifty random bits that a person can copy from paper: `k7mfq-x2wnd`."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(2))

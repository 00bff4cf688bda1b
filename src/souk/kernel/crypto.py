"""Secrets at rest: Fernet with rotation. The first key encrypts, all of them decrypt."""

import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any, ClassVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from souk.kernel.errors import Unavailable

_ADD_THE_KEY = "Add the key it was sealed with to SOUK_SECRET_KEY, after the new one."


class SecretUnreadable(Unavailable):
    code = "secret_unreadable"
    title = "A stored secret cannot be read with the present key"


class Vault:
    """Encrypts what must not be read from a copy of the database."""

    _process: "ClassVar[Vault | None]" = None

    @classmethod
    def of_this_process(cls) -> "Vault":
        """The vault wiring has opened with the process's keys."""
        if cls._process is None:
            raise RuntimeError("no vault is open; wiring opens it before any transaction")
        return cls._process

    def serve_this_process(self) -> None:
        Vault._process = self

    def __init__(self, keys: list[str]) -> None:
        if not keys:
            raise ValueError("a vault needs at least one key")
        self._keys = keys
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, value: dict[str, Any]) -> str:
        return self._fernet.encrypt(json.dumps(value).encode()).decode()

    def unseal(self, sealed: str) -> dict[str, Any]:
        """Raises SecretUnreadable when no key fits."""
        try:
            opened: dict[str, Any] = json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            raise SecretUnreadable(_ADD_THE_KEY) from None
        return opened

    def reseal(self, sealed: str) -> str:
        """The same secret under the newest key. Raises SecretUnreadable when no key fits."""
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except InvalidToken:
            raise SecretUnreadable(_ADD_THE_KEY) from None

    def keyed_hash(self, purpose: str, value: str) -> str:
        """A hash that cannot be looked up without the key; for comparing what must not be kept.

        Uses the oldest key, so that adding a newer one changes no hash.
        """
        return hmac.new(self._keys[-1].encode(), f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def load_or_make_key(path: Path) -> str:
    """The embedded run's own key: made once, readable by its owner only."""
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Fernet.generate_key().decode()
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(key)
    try:
        os.link(fresh, path)  # whoever links first wins; the loser reads the winner's key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text().strip()

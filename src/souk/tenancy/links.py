"""Where links lead. Never made from the request: its Host header is whatever a stranger writes."""

from souk.kernel.settings import Settings

_ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104  compared with, not bound to


def base_url(settings: Settings) -> str:
    """SOUK_PUBLIC_URL, else the address this process listens on."""
    if settings.public_url is not None:
        return settings.public_url.rstrip("/")
    host = "127.0.0.1" if settings.host in _ANY_ADDRESS else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def invitation_link(settings: Settings, code: str) -> str:
    return f"{base_url(settings)}/invitations/{code}"


def reset_link(settings: Settings, code: str) -> str:
    return f"{base_url(settings)}/password-resets/{code}"

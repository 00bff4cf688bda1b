"""Addresses of the database, one for each role."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """libpq URLs (`postgresql://…`). `admin` provisions, `owner` migrates, `app` works under row-level
    security, `system` looks across tenants by its own policies, `backup` reads everything.
    """

    admin: str = field(repr=False)
    owner: str = field(repr=False)
    app: str = field(repr=False)
    system: str = field(repr=False)
    backup: str = field(repr=False)
    replica: str | None = field(default=None, repr=False)


def sqlalchemy_url(url: str) -> str:
    """The same address for SQLAlchemy's psycopg dialect."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in {"postgres", "postgresql"}:
        raise ValueError("a database URL starts with postgresql://")
    return f"postgresql+psycopg://{rest}"

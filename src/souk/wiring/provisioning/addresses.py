"""The same server under other names: an URL for each role, and the passwords in them."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from souk.wiring.provisioning.errors import ProvisioningRefused

# What proves the identity of the one who gave the URL says nothing for our roles.
_OF_ONE_PERSON = {"user", "password", "passfile", "sslcert", "sslkey", "sslpassword", "dbname"}


def derived_password(secret: bytes, role: str) -> str:
    """HMAC-SHA256(secret, role name): every process that has the secret knows it, nothing stores it."""
    digest = hmac.new(secret, role.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def parameters_of(url: str) -> dict[str, str]:
    """The connection parameters in an URL. Its text stays out of the error: it may hold a password."""
    try:
        return {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError:
        raise ProvisioningRefused(
            "The database URL cannot be read. It looks like postgresql://user:password@host:5432/souk, with "
            "special characters of the password written as %XX."
        ) from None


def url_as(parameters: Mapping[str, str], user: str, password: str, database: str) -> str:
    """The URL of `database` on the same server for another user."""
    others = {name: value for name, value in parameters.items() if name not in _OF_ONE_PERSON}
    return build_url({**others, "user": user, "password": password, "dbname": database})


def url_to(parameters: Mapping[str, str], database: str) -> str:
    """The URL of another `database` on the same server for the same user."""
    return build_url({**parameters, "dbname": database})


def build_url(parameters: Mapping[str, str]) -> str:
    """One form that psycopg, libpq's programs and SQLAlchemy all read."""
    rest = dict(parameters)
    user, password, database = rest.pop("user", ""), rest.pop("password", ""), rest.pop("dbname", "")
    who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    where = ""
    if (host := rest.get("host", "")) and not set(host) & {"/", ",", "@"}:
        where = f"[{host}]" if ":" in host else host
        del rest["host"]
        if port := rest.pop("port", ""):
            where += f":{port}"
    query = f"?{urlencode(rest, quote_via=quote, safe='')}" if rest else ""
    return f"postgresql://{who}{'@' if who else ''}{where}/{quote(database, safe='')}{query}"


def described(parameters: Mapping[str, str]) -> str:
    """The server in words that may be shown."""
    host = parameters.get("host") or "the local server"
    port = f":{parameters['port']}" if "port" in parameters else ""
    return f"{host}{port} (as {parameters.get('user', 'the default user')})"

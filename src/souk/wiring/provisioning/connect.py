"""Connections for provisioning."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, sql

from souk.wiring.provisioning.addresses import described, url_to
from souk.wiring.provisioning.errors import ProvisioningRefused

OLDEST_SERVER = 150000
MEMBERSHIP_HAS_OPTIONS_SINCE = 160000
_PROVISIONING_LOCK = 0x536F756B50  # "SoukP": roles belong to the whole server, so one provisions at a time
_CONNECT_TIMEOUT_S = 10

Plain = Connection[tuple[Any, ...]]


def open_connection(url: str) -> Plain:
    return psycopg.connect(
        url, autocommit=True, connect_timeout=_CONNECT_TIMEOUT_S, application_name="souk provisioning"
    )


@contextmanager
def administration(parameters: Mapping[str, str], database: str) -> Iterator[Plain]:
    """The administrator's connection, holding the provisioning lock.

    To `postgres` where that can be had: advisory locks count per database, and the one to be made may not
    be there yet.
    """
    refusals: list[str] = []
    for name in dict.fromkeys(["postgres", parameters.get("dbname", database), database, "template1"]):
        try:
            connection = open_connection(url_to(parameters, name))
        except psycopg.OperationalError as refusal:
            refusals.append(str(refusal).strip())
            continue
        with connection:
            if connection.info.server_version < OLDEST_SERVER:
                raise ProvisioningRefused(
                    f"Souk needs PostgreSQL 15 or later; {described(parameters)} runs "
                    f"{connection.info.parameter_status('server_version')}."
                )
            connection.execute("select pg_advisory_lock(%s)", [_PROVISIONING_LOCK])
            yield connection
        return
    raise ProvisioningRefused(
        f"No connection to {described(parameters)}. Check that the server runs and that DATABASE_URL has the "
        f"right host, port, user and password. It said: {refusals[0]}"
    )


def one(connection: Plain, query: str, *values: Any) -> tuple[Any, ...] | None:
    return connection.execute(query.encode(), values).fetchone()


def true(connection: Plain, query: str, *values: Any) -> bool:
    row = one(connection, query, *values)
    return row is not None and bool(row[0])


def can_log_in(url: str) -> bool:
    try:
        open_connection(url).close()
    except psycopg.OperationalError:
        return False
    return True


def identifiers(*names: str) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))

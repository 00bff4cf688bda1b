"""Everything the server must have before the first migration."""

from psycopg import OperationalError

from souk.kernel.db.urls import DatabaseUrls
from souk.wiring.provisioning.addresses import parameters_of, url_as, url_to
from souk.wiring.provisioning.connect import Plain, administration, can_log_in, open_connection
from souk.wiring.provisioning.database import ensure_database, ensure_schema, let_in
from souk.wiring.provisioning.errors import ProvisioningRefused
from souk.wiring.provisioning.roles import (
    Role,
    Roles,
    SessionLimits,
    ensure_role,
    ensure_stand_in,
    roles_for,
    set_password,
)

DEFAULT_LIMITS = SessionLimits()


def provision(
    admin_url: str,
    *,
    database: str,
    secret: bytes,
    prefix: str = "souk",
    limits: SessionLimits = DEFAULT_LIMITS,
    replica_url: str | None = None,
) -> DatabaseUrls:
    """Make the roles `<prefix>_owner|app|system|backup`, `database` and its schema; a second call changes
    nothing.

    `admin_url` is of a user that may create roles and databases, on any database of the server. Passwords
    are derived from `secret`; a new secret gives the roles new passwords. Raises ProvisioningRefused,
    which says what is missing or in the way.
    """
    parameters = parameters_of(admin_url)
    roles = roles_for(prefix, secret, limits)

    def url_of(role: Role) -> str:
        return url_as(parameters, role.name, role.password, database)

    with administration(parameters, database) as connection:
        _refuse_another_souks_roles(connection, parameters, database, roles)
        for role in roles:
            ensure_role(connection, role)
        ensure_stand_in(connection, roles)
        ensure_database(connection, url_to(parameters, database), database, roles.owner.name)
        _ensure_password(connection, roles.owner, url_of(roles.owner))
        with open_connection(url_of(roles.owner)) as inside:
            ensure_schema(inside, roles)
            let_in(inside, database, connection.info.user)
        for role in (roles.app, roles.system, roles.backup):
            _ensure_password(connection, role, url_of(role))
    return DatabaseUrls(
        admin=url_to(parameters, database),
        owner=url_of(roles.owner),
        app=url_of(roles.app),
        system=url_of(roles.system),
        backup=url_of(roles.backup),
        replica=None
        if replica_url is None
        else url_as(parameters_of(replica_url), roles.app.name, roles.app.password, database),
    )


def _ensure_password(connection: Plain, role: Role, url: str) -> None:
    """Tried by logging in, since only a superuser may read what the server keeps."""
    if can_log_in(url):
        return
    set_password(connection, role)
    try:
        open_connection(url).close()
    except OperationalError as refusal:
        raise ProvisioningRefused(
            f"The role {role.name} cannot log in. The server's pg_hba.conf has to let it come from here with "
            f"a password. It said: {str(refusal).strip()}"
        ) from None


def _refuse_another_souks_roles(
    connection: Plain, parameters: dict[str, str], database: str, roles: Roles
) -> None:
    """Two installations on one server need two prefixes: each would change the other's passwords."""
    owned = [
        row[0]
        for row in connection.execute(
            "select datname from pg_database where pg_get_userbyid(datdba) = %s and datallowconn"
            " order by datname",
            [roles.owner.name],
        )
    ]
    if not owned or database in owned:
        return
    if not can_log_in(url_as(parameters, roles.owner.name, roles.owner.password, owned[0])):
        raise ProvisioningRefused(
            f"The roles {roles.owner.name}, … belong to another Souk on this server (database {owned[0]}) "
            "with another secret. Set SOUK_DATABASE_ROLE_PREFIX to a name of your own, or use its secret."
        )

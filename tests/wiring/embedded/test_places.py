"""Homes in awkward places: closed to the server's user, too deep for a socket, without sockets, gone."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from souk.wiring.embedded import EmbeddedCluster, EmbeddedDatabaseUnavailable, binaries, endpoint, site
from souk.wiring.embedded.account import server_account
from souk.wiring.embedded.binaries import find_binaries, wheel_binaries

QUICK = {"fsync": "off", "shared_buffers": "16MB"}
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="is about root starting the server as another user")


def works(cluster: EmbeddedCluster) -> bool:
    with psycopg.connect(cluster.admin_url()) as connection:
        return connection.execute("select 1").fetchone() == (1,)


@pytest.fixture
def elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for /var/lib/souk."""
    folder = home / "elsewhere"
    monkeypatch.setattr(site, "OPEN_TO_ALL_USERS", folder)
    monkeypatch.setattr(binaries, "OPEN_TO_ALL_USERS", folder)
    return folder


@pytest.fixture
def closed_home(home: Path) -> Path:
    closed = home / "root"
    closed.mkdir(mode=0o700)
    return closed / "souk"


@only_root
def test_in_a_home_closed_to_others_only_the_cluster_moves_and_nothing_is_opened(
    elsewhere: Path, closed_home: Path
) -> None:
    with EmbeddedCluster.open(closed_home, settings=QUICK) as cluster:
        assert works(cluster)
        assert cluster.home.parent == elsewhere
    link = closed_home / "postgres"
    assert link.is_symlink()
    assert stat.S_IMODE(closed_home.parent.stat().st_mode) == 0o700
    with EmbeddedCluster.open(closed_home, settings=QUICK) as cluster:
        assert works(cluster)
    assert len(list(elsewhere.iterdir())) == 1


@only_root
def test_a_home_that_was_removed_begins_empty_and_the_old_cluster_is_kept(
    elsewhere: Path, closed_home: Path
) -> None:
    with EmbeddedCluster.open(closed_home, settings=QUICK) as cluster:
        first = cluster.home
    shutil.rmtree(closed_home)
    with EmbeddedCluster.open(closed_home, settings=QUICK) as cluster:
        assert cluster.home != first
    assert (first / "data" / "PG_VERSION").exists()


@only_root
def test_programs_in_a_folder_closed_to_others_are_copied_to_where_the_server_can_run_them(
    home: Path, elsewhere: Path, closed_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_the_wheel = wheel_binaries()
    assert of_the_wheel is not None
    package = of_the_wheel.parent.parent
    for part in package.parent.glob(f"{package.name}*"):
        shutil.copytree(part, closed_home / part.name, symlinks=True)
    closed = closed_home / of_the_wheel.relative_to(package.parent)
    monkeypatch.setattr(binaries, "wheel_binaries", lambda: closed)
    found = find_binaries(server_account(home, home / "none"))
    assert found.folder.is_relative_to(elsewhere)
    assert find_binaries(server_account(home, home / "none")) == found
    with EmbeddedCluster.open(home, settings=QUICK) as cluster:
        assert cluster.program("initdb").is_relative_to(elsewhere)
        assert works(cluster)


@only_root
def test_for_root_the_owner_of_the_home_runs_the_server_and_keeps_its_files(home: Path) -> None:
    os.chown(home, 65534, 65534)
    with EmbeddedCluster.open(home, settings=QUICK) as cluster:
        assert works(cluster)
        owners = {path.stat().st_uid for path in cluster.home.iterdir()}
    assert owners == {65534}


@pytest.fixture
def deep_home(home: Path) -> Iterator[Path]:
    deep = home / "-".join(["a-folder-with-a-long-name"] * 5)
    yield deep
    shutil.rmtree(endpoint_folder(deep), ignore_errors=True)


def endpoint_folder(home: Path) -> Path:
    found = site.site_in(home)
    return Path("/tmp") / f"souk-{found.data.stat().st_uid}" / found.key  # noqa: S108


def test_a_home_too_deep_for_a_socket_gets_a_private_folder_for_it(deep_home: Path) -> None:
    with EmbeddedCluster.open(deep_home, settings=QUICK) as cluster:
        assert works(cluster)
        folder = endpoint_folder(deep_home)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert (folder / ".s.PGSQL.5432").is_socket()


def test_a_socket_folder_that_is_open_to_others_is_not_used(deep_home: Path) -> None:
    with EmbeddedCluster.open(deep_home, settings=QUICK):
        pass
    endpoint_folder(deep_home).chmod(0o777)
    with EmbeddedCluster.open(deep_home, settings=QUICK) as cluster:
        assert "127.0.0.1" in cluster.admin_url()
        assert works(cluster)


def test_without_sockets_it_listens_on_loopback_and_keeps_its_port(
    made_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "_socket_folders", lambda *_: [])
    with EmbeddedCluster.open(made_home, settings=QUICK) as cluster:
        first = cluster.admin_url()
        assert works(cluster)
    with EmbeddedCluster.open(made_home, settings=QUICK) as cluster:
        assert cluster.admin_url() == first
        assert works(cluster)


def test_a_home_that_cannot_be_made_is_said(home: Path) -> None:
    (home / "file").write_text("")
    with pytest.raises(EmbeddedDatabaseUnavailable, match="SOUK_HOME"):
        EmbeddedCluster.open(home / "file" / "souk")


def test_a_link_to_a_cluster_that_is_gone_is_said_and_not_replaced_by_an_empty_one(home: Path) -> None:
    (home / "postgres").symlink_to(home / "gone")
    with pytest.raises(EmbeddedDatabaseUnavailable, match="which is gone"):
        EmbeddedCluster.open(home)
    assert not (home / "gone").exists()

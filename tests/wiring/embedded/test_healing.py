"""The server is killed, or leaves things behind, and it all goes on."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from souk.wiring.embedded import EmbeddedCluster, EmbeddedDatabaseUnavailable
from souk.wiring.embedded.configuration import process_title
from souk.wiring.embedded.processes import children_titled
from souk.wiring.embedded.site import site_in

Clients = Callable[..., Any]
Opening = Callable[[], EmbeddedCluster]
Until = Callable[[Callable[[], object]], None]


def answers(cluster: EmbeddedCluster) -> bool:
    try:
        psycopg.connect(cluster.admin_url(), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def answers_anew(cluster: EmbeddedCluster, gone: tuple[int | None, ...]) -> bool:
    return cluster.pid not in gone and answers(cluster)


def killed(cluster: EmbeddedCluster) -> int:
    """Kill the postmaster, and nothing but it."""
    pid = cluster.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_killed_server_is_started_again_under_the_same_address(open_cluster: Opening, until: Until) -> None:
    cluster = open_cluster()
    url = cluster.admin_url()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table kept as select 42 as answer")
    cluster.watch()
    gone = (None, killed(cluster))
    until(partial(answers_anew, cluster, gone))
    with psycopg.connect(url) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_of_many_watchers_one_starts_it_and_all_go_on(
    made_home: Path, client: Clients, open_cluster: Opening, until: Until
) -> None:
    watchers = [client("watch") for _ in range(2)]
    for watcher in watchers:
        watcher.server_pid()
    cluster = open_cluster()
    cluster.watch()
    for _ in range(2):
        gone = (None, killed(cluster))
        until(partial(answers_anew, cluster, gone))
    for watcher in watchers:
        watcher.leave()
    assert answers(cluster)


def test_a_statement_that_outlives_the_server_does_not_keep_it_down(
    made_home: Path, open_cluster: Opening, until: Until
) -> None:
    cluster = open_cluster()
    url = cluster.admin_url()

    def compute() -> None:
        endless = "select count(*) from generate_series(1, 1e9) n where sqrt(n) < 0"
        with psycopg.connect(url) as connection, pytest.raises(psycopg.OperationalError):
            connection.execute(endless)

    busy = threading.Thread(target=compute)
    busy.start()
    with psycopg.connect(url, autocommit=True) as observer:
        query = "select pid from pg_stat_activity where query like 'select count(*)%' and state = 'active'"
        until(lambda: observer.execute(query).fetchone())
        orphan = observer.execute(query).fetchone()
    cluster.watch()
    gone = (None, killed(cluster))
    until(partial(answers_anew, cluster, gone))
    busy.join()
    assert orphan is not None
    site = site_in(made_home)
    assert orphan[0] not in children_titled(process_title(site), site.data.stat().st_uid)


def test_a_strangers_process_under_the_servers_old_number_is_left_alone(
    made_home: Path, open_cluster: Opening
) -> None:
    """After a restart of the machine the number in postmaster.pid may be anyone's."""
    with open_cluster() as cluster:
        killed(cluster)
        note = made_home / "postgres" / "data" / "postmaster.pid"
        lines = note.read_text().splitlines(keepends=True)
        as_the_server = note.stat().st_uid if os.geteuid() == 0 else None
        stranger = subprocess.Popen(["/bin/sleep", "300"], user=as_the_server)
        try:
            note.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
            assert answers(open_cluster())
            assert stranger.poll() is None
        finally:
            stranger.kill()
            stranger.wait()


@pytest.mark.parametrize("content", ["", "12", "not a number\n" * 8])
def test_a_note_of_the_server_that_was_not_written_to_its_end(
    made_home: Path, open_cluster: Opening, content: str
) -> None:
    (made_home / "postgres" / "data" / "postmaster.pid").write_text(content)
    assert answers(open_cluster())


def test_a_server_that_does_not_start_says_why(made_home: Path, open_cluster: Opening) -> None:
    local = made_home / "postgres" / "local.conf"
    local.write_text("shared_buffers = '100TB'\n")
    local.chmod(0o644)
    with pytest.raises(EmbeddedDatabaseUnavailable) as refusal:
        open_cluster()
    assert "did not start" in refusal.value.detail
    local.unlink()
    assert answers(open_cluster())

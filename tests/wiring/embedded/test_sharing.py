"""One server for all processes; who is out last stops it, however the others went."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from souk.wiring.embedded import EmbeddedCluster, processes
from souk.wiring.embedded.configuration import process_title
from souk.wiring.embedded.processes import runs_server_of
from souk.wiring.embedded.site import site_in

Clients = Callable[..., Any]
Opening = Callable[[], EmbeddedCluster]


def runs(home: Path, pid: int | None) -> bool:
    return pid is not None and runs_server_of((home / "postgres" / "data").resolve(), pid)


def test_two_processes_share_a_server_and_the_last_one_out_stops_it(made_home: Path, client: Clients) -> None:
    first, second = client(), client()
    server = first.server_pid()
    assert second.server_pid() == server
    first.leave()
    assert runs(made_home, server)
    second.leave()
    assert not runs(made_home, server)


def test_processes_that_start_at_once_on_an_empty_home_make_one_cluster(home: Path, client: Clients) -> None:
    clients = [client() for _ in range(4)]
    assert len({one.server_pid() for one in clients}) == 1
    assert not list((home / "postgres").glob("data.new-*"))
    for one in clients:
        one.leave()


def test_a_killed_process_no_longer_counts(made_home: Path, client: Clients) -> None:
    killed, survivor = client(), client()
    server = killed.server_pid()
    assert survivor.server_pid() == server
    killed.kill()
    assert runs(made_home, server)
    survivor.leave()
    assert not runs(made_home, server)


def test_a_server_left_by_a_killed_process_is_taken_over(
    made_home: Path, client: Clients, open_cluster: Opening
) -> None:
    killed = client()
    server = killed.server_pid()
    killed.kill()
    assert runs(made_home, server)
    cluster = open_cluster()
    assert cluster.pid == server
    cluster.close()
    assert not runs(made_home, server)


def test_an_interrupt_from_the_keyboard_does_not_reach_the_server(
    made_home: Path, client: Clients, open_cluster: Opening
) -> None:
    interrupted = client()
    server = interrupted.server_pid()
    cluster = open_cluster()
    os.killpg(interrupted.process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    interrupted.process.communicate(timeout=60)
    assert cluster.pid == server
    with psycopg.connect(cluster.admin_url()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_one_process_may_open_it_twice(made_home: Path, open_cluster: Opening) -> None:
    outer, inner = open_cluster(), open_cluster()
    server = outer.pid
    assert inner.pid == server
    inner.close()
    assert runs(made_home, server)
    outer.close()
    outer.close()
    assert not runs(made_home, server)


def test_data_is_there_after_a_restart(open_cluster: Opening) -> None:
    for statement in ("create table kept as select 42 as answer", "select answer from kept"):
        with open_cluster() as cluster, psycopg.connect(cluster.admin_url()) as connection:
            result = connection.execute(statement)
            connection.commit()
    assert result.fetchone() == (42,)


def test_its_own_settings_file_has_the_last_word(made_home: Path, open_cluster: Opening) -> None:
    local = made_home / "postgres" / "local.conf"
    local.write_text("work_mem = '7MB'\n")
    local.chmod(0o644)
    with open_cluster() as cluster, psycopg.connect(cluster.admin_url()) as connection:
        assert connection.execute("show work_mem").fetchone() == ("7MB",)


def test_the_server_is_known_by_its_processes_with_and_without_proc(
    made_home: Path, open_cluster: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux has /proc; elsewhere `ps` is asked."""
    with open_cluster() as cluster:
        data = cluster.home / "data"
        title, uid = process_title(site_in(made_home)), data.stat().st_uid
        assert cluster.pid is not None
        for has_proc in (True, False):
            monkeypatch.setattr(processes, "_has_proc", lambda has_proc=has_proc: has_proc)
            assert processes.runs_server_of(data, cluster.pid)
            assert not processes.runs_server_of(data, os.getpid())
            children = processes.children_titled(title, uid)
            assert children
            assert cluster.pid not in children
            assert processes.children_titled(title, uid + 1) == []

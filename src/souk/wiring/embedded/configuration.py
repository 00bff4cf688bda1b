"""The server's settings, written anew at every start; `local.conf` beside the data has the last word."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from souk.wiring.embedded.account import Account
from souk.wiring.embedded.endpoint import Endpoint
from souk.wiring.embedded.site import Site

_MIB = 1024 * 1024
_LEAST_BUFFERS, _MOST_BUFFERS = 64 * _MIB, 512 * _MIB

INCLUDES = "\ninclude = 'souk.conf'\ninclude_if_exists = '../local.conf'\n"


def write_configuration(
    site: Site, account: Account, endpoint: Endpoint, overrides: Mapping[str, str]
) -> None:
    settings = {**server_settings(site), **endpoint.settings(), **overrides}
    lines = ["# Written by Souk at every start. Your own settings belong into local.conf beside the data."]
    for name, value in settings.items():
        quoted = value.replace("\\", "\\\\").replace("'", "''")
        lines.append(f"{name} = '{quoted}'")
    _replace(site.data / "souk.conf", "\n".join(lines) + "\n", account)


def server_settings(site: Site) -> dict[str, str]:
    """For one machine that does other work besides."""
    memory = memory_bytes()
    buffers = min(max(memory // 16, _LEAST_BUFFERS), _MOST_BUFFERS)
    return {
        "cluster_name": process_title(site),
        "max_connections": "100",
        "shared_buffers": f"{buffers // _MIB}MB",
        "effective_cache_size": f"{max(memory // 2, 2 * buffers) // _MIB}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "synchronous_commit": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "password_encryption": "scram-sha-256",
        "max_prepared_transactions": "0",
        # A killed client's long statement ends soon after it.
        "client_connection_check_interval": "5s",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "logging_collector": "on",
        "log_directory": "../log",
        "log_filename": "postgres-%a.log",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_truncate_on_rotation": "on",
        # Values of rows (people's data) stay out of the log: they come as DETAIL and as parameters.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_checkpoints": "off",
    }


def process_title(site: Site) -> str:
    """Marks the server's processes in the list of processes, to tell them from strangers'."""
    return f"souk-{site.key}"


def memory_bytes() -> int:
    """The machine's memory, or the container's share of it."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(physical, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    except (OSError, ValueError):
        return physical


def _replace(path: Path, text: str, account: Account) -> None:
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    account.give(Path(unfinished))
    Path(unfinished).replace(path)

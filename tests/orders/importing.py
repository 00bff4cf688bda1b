"""Running an import of orders from a file on disk, as the command line does."""

from pathlib import Path
from typing import Any

from tests.importing import import_file

from souk.kernel.work import Database
from souk.orders.imports import OrderImport
from souk.transfers.models import ImportRun


async def import_orders(database: Database, tenant_id: int, file: Path, **how: Any) -> ImportRun:
    """Returns the run as it ended."""
    return await import_file(database, tenant_id, OrderImport(), file, **how)

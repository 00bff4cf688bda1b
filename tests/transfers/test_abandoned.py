"""Exports that nobody waits for any more, or that are refused while they are written."""

import gc
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from souk.transfers.writing.formats import ExportFormat
from souk.transfers.writing.stream import file_bytes


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


async def rows(count: int, *, then_fails: bool = False) -> AsyncIterator[list[Any]]:
    for number in range(count):
        yield [number, "oil"]
    if then_fails:
        raise RuntimeError("the query was refused")


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@pytest.mark.parametrize("export_format", list(ExportFormat))
async def test_a_refused_export_leaves_no_file_behind(scratch: Path, export_format: ExportFormat) -> None:
    with pytest.raises(RuntimeError, match="refused"):
        [piece async for piece in file_bytes(["no", "words"], rows(3, then_fails=True), export_format)]

    gc.collect()  # what was left open would be complained about here
    assert left_in(scratch) == []


@pytest.mark.parametrize("export_format", list(ExportFormat))
async def test_an_export_broken_off_leaves_no_file_behind(scratch: Path, export_format: ExportFormat) -> None:
    pieces = file_bytes(["no", "words"], rows(5_000), export_format)
    await anext(pieces)
    await pieces.aclose()

    gc.collect()
    assert left_in(scratch) == []

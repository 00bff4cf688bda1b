"""Rows cut into batches. The same file, mapping and sizes give the same batches: a position is a number."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from souk.transfers.importer import GROUP_ROWS_MAX, Grouping, MappedRow, Rejection
from souk.transfers.mapping.mapper import Mapper
from souk.transfers.reading.delimited import Record


@dataclass(slots=True)
class Batch:
    """Some rows to apply, and those that did not get so far."""

    ordinal: int
    rows: list[MappedRow] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    cells: dict[int, Sequence[str]] = field(default_factory=dict)
    """The rows of `rejected` as they stood in the file, by line."""
    read: int = 0
    skipped: int = 0

    def cells_by_line(self) -> dict[int, Sequence[str]]:
        return {**self.cells, **{row.line: row.cells for row in self.rows}}


def cut_batches(
    records: Iterable[Record], mapper: Mapper, batch_rows: int, grouping: Grouping | None
) -> Iterator[Batch]:
    """Batches of about `batch_rows`, groups whole, rows in file order."""
    groups = _Groups(grouping) if grouping else None
    batch = Batch(0)
    for line, cells in records:
        batch.read += 1
        row = mapper.row(line, cells)
        if row is None:
            batch.skipped += 1
        elif isinstance(row, list):
            batch.rejected += row
            batch.cells[line] = cells
        elif groups is None:
            batch.rows.append(row)
        else:
            _take_in(groups, row, batch)
        if max(len(batch.rows), len(batch.rejected), batch.skipped // 10) >= batch_rows:
            yield _in_order(batch)
            batch = Batch(batch.ordinal + 1)
    if groups is not None:
        batch.rows += groups.close_all()
    if batch.read or batch.rows:
        yield _in_order(batch)


def _take_in(groups: "_Groups", row: MappedRow, batch: Batch) -> None:
    refusal = groups.add(row)
    if refusal is not None:
        batch.rejected.append(refusal)
        batch.cells[row.line] = row.cells
    batch.rows += groups.close_passed()


def _in_order(batch: Batch) -> Batch:
    batch.rows.sort(key=lambda row: row.line)
    return batch


class _Groups:
    """Rows held back until their group is whole."""

    def __init__(self, grouping: Grouping) -> None:
        self._grouping = grouping
        self._open: OrderedDict[Hashable, list[MappedRow]] = OrderedDict()
        self._last_seen: dict[Hashable, int] = {}
        self._closed: set[int] = set()
        self._count = 0

    def add(self, row: MappedRow) -> Rejection | None:
        self._count += 1
        parts = tuple(row[name] for name in self._grouping.by)
        key: Hashable = row.line if all(part is None for part in parts) else parts
        if hash(key) in self._closed:
            return Rejection(row.line, "scattered", self._scattered(row))
        rows = self._open.setdefault(key, [])
        if len(rows) >= GROUP_ROWS_MAX:
            return Rejection(
                row.line, "group_too_large", f"{self._named(row)} has more than {GROUP_ROWS_MAX:,} rows"
            )
        rows.append(row)
        self._open.move_to_end(key)
        self._last_seen[key] = self._count
        return None

    def close_passed(self) -> list[MappedRow]:
        """The rows of groups that nothing more can come for."""
        whole: list[MappedRow] = []
        while self._open:
            key = next(iter(self._open))
            if self._last_seen[key] + self._grouping.window_rows >= self._count:
                break
            whole += self._close(key)
        return whole

    def close_all(self) -> list[MappedRow]:
        return [row for key in list(self._open) for row in self._close(key)]

    def _close(self, key: Hashable) -> list[MappedRow]:
        del self._last_seen[key]
        if not isinstance(key, int):
            self._closed.add(hash(key))
        return self._open.pop(key)

    def _named(self, row: MappedRow) -> str:
        return " ".join(str(row[name]) for name in self._grouping.by if row[name] is not None)

    def _scattered(self, row: MappedRow) -> str:
        window = self._grouping.window_rows
        apart = f"lie more than {window:,} rows apart" if window else "do not follow one another"
        return (
            f"the rows of {self._named(row)} {apart};"
            f" sort the file by {', '.join(self._grouping.by)} and import it again"
        )

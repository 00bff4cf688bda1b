"""Lists alike everywhere: page, per_page, sort, q; and the cursor form for the large ones."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.errors import FieldError, Invalid

PER_PAGE_DEFAULT = 50
PER_PAGE_MAX = 200
PAGE_MAX = 1_000_000

T = TypeVar("T")


class ListQuery(BaseModel):
    """What every list takes; a domain's own list adds its filters as fields."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(ge=1, le=PAGE_MAX)] = 1
    per_page: Annotated[int, Field(ge=1, le=PER_PAGE_MAX)] = PER_PAGE_DEFAULT
    sort: Annotated[
        str | None, Field(description="columns, comma separated, a minus for descending", max_length=200)
    ] = None
    q: Annotated[
        str | None, Field(description="words to search for", max_length=200, pattern=r"^[^\x00]*$")
    ] = None


class CursorQuery(BaseModel):
    """What every list in the cursor form takes."""

    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[str | None, Field(max_length=400)] = None
    per_page: Annotated[int, Field(ge=1, le=PER_PAGE_MAX)] = PER_PAGE_DEFAULT


class Page(BaseModel, Generic[T]):
    data: list[T]
    total: int
    page: int
    per_page: int


class CursorPage(BaseModel, Generic[T]):
    data: list[T]
    next_cursor: str | None


def ordering(
    sort: str | None,
    columns: Mapping[str, SQLColumnExpression[Any]],
    *,
    default: str,
    tie: SQLColumnExpression[Any],
) -> list[SQLColumnExpression[Any]]:
    """`-created_at,name` as ORDER BY, always ended by `tie` so that pages never overlap.

    Raises Invalid naming the columns that can be sorted by.
    """
    order: list[SQLColumnExpression[Any]] = []
    for part in (sort or default).split(","):
        name = part.strip().lstrip("-")
        if name not in columns:
            raise Invalid(
                f"Cannot sort by '{name}'; possible: {', '.join(columns)}.",
                fields=[FieldError("sort", f"unknown column '{name}'")],
            )
        column = columns[name]
        directed = column.desc() if part.strip().startswith("-") else column.asc()
        # An index gives its rows backwards with nulls first: where there are none, asking for them last
        # would sort the whole table.
        order.append(directed.nulls_last() if getattr(column, "nullable", True) else directed)
    return [*order, tie]


async def fetch_page(
    session: AsyncSession,
    statement: Select[*tuple[Any, ...]],
    query: ListQuery,
    order: Sequence[SQLColumnExpression[Any]],
    shape: Callable[[Any], T],
) -> Page[T]:
    """One page of `statement`, each row through `shape`, with the total of what the filters leave."""
    total = (await session.execute(select(func.count()).select_from(statement.subquery()))).scalar_one()
    rows = await session.execute(
        statement.order_by(*order).limit(query.per_page).offset((query.page - 1) * query.per_page)
    )
    return Page(data=[shape(row) for row in rows], total=total, page=query.page, per_page=query.per_page)


def encode_cursor(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(values), default=str).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list[Any]:
    """Raises Invalid for anything that `encode_cursor` did not make."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):  # lists in lists in lists
        values = None
    if not isinstance(values, list) or len(values) != length:
        raise _not_ours()
    return values


def row_after(cursor: str) -> int:
    """The row id a page begins after. Raises Invalid."""
    (last,) = decode_cursor(cursor, 1)
    if type(last) is not int or not -(2**63) <= last < 2**63:  # a bool is an int, too
        raise _not_ours()
    return last


def _not_ours() -> Invalid:
    return Invalid(
        "The cursor is not one of ours; start again without it.", fields=[FieldError("cursor", "unknown")]
    )


async def fetch_after(
    session: AsyncSession,
    statement: Select[*tuple[Any, ...]],
    query: CursorQuery,
    key: SQLColumnExpression[int],
    shape: Callable[[Any], T],
    *,
    newest_first: bool = True,
) -> CursorPage[T]:
    """One page of a large list in the order of an integer `key` that the statement selects first."""
    if query.cursor is not None:
        last = row_after(query.cursor)
        statement = statement.where(key < last if newest_first else key > last)
    statement = statement.order_by(key.desc() if newest_first else key.asc()).limit(query.per_page + 1)
    rows = (await session.execute(statement)).all()
    more = len(rows) > query.per_page
    rows = rows[: query.per_page]
    return CursorPage(
        data=[shape(row) for row in rows], next_cursor=encode_cursor([rows[-1][0]]) if more else None
    )

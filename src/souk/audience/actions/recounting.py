"""Orders and spend of all contacts, counted anew."""

from souk.audience.repository.figures import contact_ids_after, recount
from souk.kernel.work import Work

PIECE = 5_000


async def recount_piece(work: Work, after: int) -> int | None:
    """Count the contacts with the next ids anew. Returns the last one, None when there are no more."""
    ids = await contact_ids_after(work, after, PIECE)
    await recount(work, ids)
    return ids[-1] if len(ids) == PIECE else None

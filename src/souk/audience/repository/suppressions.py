"""Numbers never to be messaged, known by a keyed hash."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select, text, update

from souk.audience.errors import SuppressionMissing
from souk.audience.models import Suppression
from souk.audience.states import SuppressionReason
from souk.kernel.crypto import Vault
from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import ReadWork, Work

_SUPPRESS = text(f"""
    insert into suppression (tenant_id, number_hash, phone, reason, source, suppressed_at, created_by)
    select :tenant_id, number_hash, phone, reason, source, :now, :actor
    from {recordset({"number_hash": "text", "phone": "text", "reason": "text", "source": "text"})}
    order by number_hash, reason
    on conflict (tenant_id, number_hash, reason) do nothing
    returning id
""")


def hash_of(work: ReadWork, phone: str) -> str:
    """The hash a number is known by: of this installation's key and this tenant."""
    return Vault.of_this_process().keyed_hash(f"suppression of {work.tenant_id}", phone)


async def suppress(
    work: Work, numbers: Iterable[tuple[str, SuppressionReason]], source: str, *, keep_number: bool = True
) -> list[int]:
    """Suppress E.164 numbers, each for a reason. Returns the ids of what was new."""
    rows = [
        {
            "number_hash": hash_of(work, phone),
            "phone": phone if keep_number else None,
            "reason": reason.value,
            "source": source,
        }
        for phone, reason in numbers
    ]
    if not rows:
        return []
    made = await work.session.execute(
        _SUPPRESS,
        {"tenant_id": work.tenant_id, "now": work.now, "actor": work.actor.label, "rows": as_json(rows)},
    )
    return list(made.scalars())


async def suppressions_of(work: ReadWork, phones: Sequence[str]) -> dict[str, list[Suppression]]:
    """Why these numbers are suppressed; those that are not are left out."""
    by_hash = {hash_of(work, phone): phone for phone in phones}
    statement = (
        select(Suppression)
        .where(Suppression.tenant_id == work.tenant_id, Suppression.number_hash.in_(list(by_hash)))
        .order_by(Suppression.id)
    )
    found: dict[str, list[Suppression]] = {}
    for one in (await work.session.execute(statement)).scalars():
        found.setdefault(by_hash[one.number_hash], []).append(one)
    return found


def listed(work: ReadWork, reason: SuppressionReason | None, phone: str | None) -> Select[Suppression]:
    statement = select(Suppression).where(Suppression.tenant_id == work.tenant_id)
    if reason is not None:
        statement = statement.where(Suppression.reason == reason.value)
    if phone is not None:
        statement = statement.where(Suppression.number_hash == hash_of(work, phone))
    return statement


async def lock_suppression(work: Work, suppression_id: int) -> Suppression:
    """Raises SuppressionMissing."""
    statement = (
        select(Suppression)
        .where(Suppression.tenant_id == work.tenant_id, Suppression.id == suppression_id)
        .with_for_update()
    )
    found = (await work.session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise SuppressionMissing("There is no such suppression.")
    return found


async def forget_number(work: Work, phone: str) -> None:
    """The number itself goes; its hash stays, and so does the suppression."""
    await work.session.execute(
        update(Suppression)
        .where(Suppression.tenant_id == work.tenant_id, Suppression.number_hash == hash_of(work, phone))
        .values(phone=None)
    )

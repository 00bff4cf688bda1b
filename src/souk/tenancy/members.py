"""Who of the tenant may do something, for telling them; and what people are called."""

from collections.abc import Iterable

from sqlalchemy import select

from souk.kernel.work import ReadWork
from souk.tenancy.models import Membership, User
from souk.tenancy.roles import CAPABILITIES, ROLES


async def members_with(work: ReadWork, capability: str) -> list[int]:
    """The user ids of active members whose role has `capability`."""
    if capability not in CAPABILITIES:
        raise ValueError(f"there is no capability '{capability}'; add it to tenancy/roles.py")
    roles = [role for role, granted in ROLES.items() if capability in granted]
    found = await work.session.scalars(
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.tenant_id == work.tenant_id, Membership.role.in_(roles), Membership.active, User.active
        )
        .order_by(Membership.user_id)
    )
    return list(found)


async def names_of(work: ReadWork, user_ids: Iterable[int | None]) -> dict[int | None, str]:
    """What members of the tenant are called, by user id: by their name, else by their address."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    found = await work.session.execute(
        select(User.id, User.name, User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.tenant_id == work.tenant_id, User.id.in_(wanted))
    )
    return {user_id: name or email for user_id, name, email in found}

"""Who of the tenant may do something: for telling them."""

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

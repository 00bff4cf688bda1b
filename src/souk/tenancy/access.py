"""Who stands behind a transaction, and what they may do in its tenant."""

from dataclasses import dataclass

from souk.kernel.work import Actor, ReadWork, Scope
from souk.tenancy.errors import NotPermitted
from souk.tenancy.roles import CAPABILITIES

_KEY = "souk.access"


@dataclass(frozen=True, slots=True)
class Access:
    """A member of a tenant, by browser session or by API token."""

    user_id: int
    email: str
    role: str
    scope: Scope
    capabilities: frozenset[str]
    session_id: int | None = None
    token_id: int | None = None
    token_name: str | None = None

    @property
    def actor(self) -> Actor:
        if self.token_id is not None:
            return Actor("token", f"{self.email} ({self.token_name})", self.user_id, self.token_id)
        return Actor("user", self.email, self.user_id)

    def require(self, capability: str) -> None:
        """Raises NotPermitted."""
        if capability not in CAPABILITIES:
            raise ValueError(f"there is no capability '{capability}'; add it to tenancy/roles.py")
        if capability not in self.capabilities:
            raise NotPermitted(capability, CAPABILITIES[capability], by_token=self.token_id is not None)


def attach_access(work: ReadWork, access: Access) -> None:
    work.session.info[_KEY] = access


def access_of(work: ReadWork) -> Access | None:
    """The member who asked; None where the command line or Souk itself did."""
    found = work.session.info.get(_KEY)
    return found if isinstance(found, Access) else None


def may(work: ReadWork, capability: str) -> bool:
    """Whether who asked has the capability; the command line and Souk itself have every one."""
    access = access_of(work)
    return access is None or capability in access.capabilities


def masks_personal_data(work: ReadWork) -> bool:
    """Whether phone numbers and e-mail addresses of contacts must be hidden from who asked."""
    return not may(work, "audience.identify")

"""What the audit log is told of contacts: that a field changed, never to what.

The log is kept for ever and a contact can be erased, so personal values stand in it as a short keyed
hash: two entries show whether they tell of the same number, nobody can read which.
"""

from collections.abc import Mapping
from typing import Any

from souk.audience.models import Contact
from souk.kernel.crypto import Vault
from souk.kernel.work import Work
from souk.tenancy.public import record_audit

_PERSONAL = ("name", "phone", "email", "birthday", "attributes")
_PLAIN = ("country", "locale", "timezone", "source", "sms_consent")


def told(values: Mapping[str, Any]) -> dict[str, Any]:
    """A contact's values as the audit log may keep them."""
    hidden = {name: _hidden(values[name]) for name in _PERSONAL if name in values}
    return {**hidden, **{name: values[name] for name in _PLAIN if name in values}}


def _hidden(value: Any) -> str | None:
    if not value:
        return None
    return f"#{Vault.of_this_process().keyed_hash('audit of contacts', str(value))[:8]}"


def values_of(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in (*_PERSONAL, *_PLAIN)}


async def tell(
    work: Work,
    action: str,
    contact_id: int,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    await record_audit(
        work, action, subject=("contact", contact_id, f"contact {contact_id}"), before=before, after=after
    )

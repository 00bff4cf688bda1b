"""Adding, changing and removing endpoints, and their secrets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from souk.events.published import chosen, published
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.outbound import AddressRefused, check_url
from souk.kernel.work import ReadWork, Work
from souk.tenancy.public import StaleVersion, record_audit
from souk.webhooks.errors import TooManyWebhooks
from souk.webhooks.models import WebhookEndpoint
from souk.webhooks.repository import count_endpoints, lock_endpoint
from souk.webhooks.rules import PREVIOUS_SECRET_FOR, new_secret

ENDPOINTS_MAX = 50


async def create_endpoint(
    work: Work,
    *,
    url: str,
    event_types: Sequence[str],
    description: str = "",
    active: bool = True,
    allow_private: bool,
) -> tuple[WebhookEndpoint, str]:
    """Returns the endpoint and its secret, which is told this once.

    Raises Invalid for a URL or a type that cannot be, TooManyWebhooks.
    """
    _check(url, event_types, allow_private=allow_private)
    if await count_endpoints(work) >= ENDPOINTS_MAX:
        raise TooManyWebhooks(
            f"A tenant has at most {ENDPOINTS_MAX} webhooks; delete one that is not needed."
        )
    secret = new_secret()
    endpoint = WebhookEndpoint(
        tenant_id=work.tenant_id,
        url=url,
        description=description,
        event_types=sorted(set(event_types)),
        active=active,
        secret_sealed=work.vault.seal({"secret": secret}),
        created_by=work.actor.label,
    )
    work.session.add(endpoint)
    await work.session.flush()
    await work.session.refresh(endpoint)
    await record_audit(work, "webhook.created", subject=subject_of(endpoint), after=_said(endpoint))
    return endpoint, secret


async def update_endpoint(
    work: Work,
    endpoint_id: int,
    *,
    url: str,
    event_types: Sequence[str],
    description: str,
    active: bool,
    expected_version: int | None,
    allow_private: bool,
) -> WebhookEndpoint:
    """Switching it on again, or giving it another URL, forgives what has failed before.

    Raises WebhookMissing, StaleVersion, Invalid.
    """
    _check(url, event_types, allow_private=allow_private)
    endpoint = await lock_endpoint(work, endpoint_id)
    if expected_version is not None and expected_version != endpoint.version:
        raise StaleVersion(
            "Somebody has changed this webhook since; look at it again.",
            details={"version": endpoint.version},
        )
    before = _said(endpoint)
    if (active and not endpoint.active) or url != endpoint.url:
        forgive(endpoint)
    endpoint.url = url
    endpoint.event_types = sorted(set(event_types))
    endpoint.description = description
    endpoint.active = active
    endpoint.version += 1
    await work.session.flush()
    await work.session.refresh(endpoint)
    await record_audit(
        work, "webhook.updated", subject=subject_of(endpoint), before=before, after=_said(endpoint)
    )
    return endpoint


async def delete_endpoint(work: Work, endpoint_id: int) -> None:
    """With its delivery log. Raises WebhookMissing."""
    endpoint = await lock_endpoint(work, endpoint_id)
    await record_audit(work, "webhook.deleted", subject=subject_of(endpoint), before=_said(endpoint))
    await work.session.delete(endpoint)
    await work.session.flush()


async def rotate_secret(work: Work, endpoint_id: int) -> tuple[WebhookEndpoint, str]:
    """A new secret, told this once. For a day messages carry a signature by each of the two.

    Raises WebhookMissing.
    """
    endpoint = await lock_endpoint(work, endpoint_id)
    secret = new_secret()
    endpoint.previous_secret_sealed = endpoint.secret_sealed
    endpoint.previous_secret_until = work.now + PREVIOUS_SECRET_FOR
    endpoint.secret_sealed = work.vault.seal({"secret": secret})
    endpoint.version += 1
    await work.session.flush()
    await work.session.refresh(endpoint)
    await record_audit(work, "webhook.secret_rotated", subject=subject_of(endpoint))
    return endpoint, secret


def secrets_in_force(work: ReadWork, endpoint: WebhookEndpoint, vault: Any) -> list[str]:
    """The newest first. Raises SecretUnreadable."""
    secrets: list[str] = [vault.unseal(endpoint.secret_sealed)["secret"]]
    if endpoint.previous_secret_sealed is not None and _is_ahead(work.now, endpoint.previous_secret_until):
        secrets.append(vault.unseal(endpoint.previous_secret_sealed)["secret"])
    return secrets


def forgive(endpoint: WebhookEndpoint) -> None:
    """Nothing is held against it any more."""
    endpoint.failing_since = None
    endpoint.failures = 0
    endpoint.resume_at = None
    endpoint.disabled_at = None
    endpoint.disabled_reason = None


def subject_of(endpoint: WebhookEndpoint) -> tuple[str, int, str]:
    return ("webhook", endpoint.id, endpoint.url)


def _check(url: str, event_types: Sequence[str], *, allow_private: bool) -> None:
    try:
        check_url(url, allow_private=allow_private)
    except AddressRefused as refusal:
        raise AddressRefused(refusal.detail, fields=[FieldError("url", refusal.detail)]) from None
    if not event_types:
        raise Invalid(
            "Choose at least one event type, or `*` for all.",
            fields=[FieldError("event_types", "is empty")],
        )
    chosen(event_types, published(), field="event_types")


def _said(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "url": endpoint.url,
        "event_types": endpoint.event_types,
        "description": endpoint.description,
        "active": endpoint.active,
    }


def _is_ahead(now: datetime, instant: datetime | None) -> bool:
    return instant is not None and instant > now

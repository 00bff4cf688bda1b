"""The same request sent twice is done once: its answer is kept in the transaction that did it.

The key's row is taken at the start of the transaction, so a second request with the key waits at the
database for the first one to end: if that one commits, the second gets its answer; if it rolls back,
nothing is left and the second does the work. Refusals roll back too, so they are never kept.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from psycopg.errors import LockNotAvailable
from sqlalchemy import ColumnElement, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from souk.kernel.errors import FieldError, Invalid
from souk.kernel.work import Actor, Work
from souk.tenancy.errors import IdempotencyKeyReused, StillWorking
from souk.tenancy.models import IdempotencyKey

KEPT_FOR = timedelta(hours=24)
WAIT_FOR_TWIN_S = 5
KEY_MAX = 255
_KEPT_HEADERS = ("content-type", "etag", "location")


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """A key taken by this transaction; its answer is still to come."""

    asker: str
    key: str


def fingerprint_of(method: str, target: str, body: bytes) -> str:
    digest = hashlib.sha256()
    for part in (method.encode(), target.encode(), body):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def asker_of(actor: Actor) -> str:
    """Keys of different askers never meet, so nobody is handed another's answer."""
    return f"token:{actor.token_id}" if actor.token_id is not None else f"user:{actor.user_id}"


async def claim(work: Work, key: str, fingerprint: str) -> Claim | KeptAnswer:
    """Take `key` for this transaction, or find the answer given before.

    Raises Invalid for a key that cannot be one, IdempotencyKeyReused, StillWorking.
    """
    if not key or len(key) > KEY_MAX or not key.isascii() or not key.isprintable():
        raise Invalid(
            f"An Idempotency-Key is 1 to {KEY_MAX} printable ASCII characters.",
            fields=[FieldError("Idempotency-Key", "not usable as a key")],
        )
    mine = Claim(asker_of(work.actor), key)
    if await _take(work, mine, fingerprint):
        return mine
    kept = (
        await work.session.execute(
            select(
                IdempotencyKey.fingerprint,
                IdempotencyKey.status,
                IdempotencyKey.headers,
                IdempotencyKey.body_sealed,
            ).where(*_is(work, mine))
        )
    ).one()
    if kept.fingerprint != fingerprint:
        raise IdempotencyKeyReused(
            "This Idempotency-Key was used for another request; take a new key for a new request.",
            fields=[FieldError("Idempotency-Key", "used for another request")],
        )
    body = work.vault.unseal(kept.body_sealed)["body"]
    return KeptAnswer(kept.status, kept.headers, base64.b64decode(body))


async def keep(work: Work, claim: Claim, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Write the answer beside the work it answers for."""
    sealed = work.vault.seal({"body": base64.b64encode(body).decode()})
    await work.session.execute(
        update(IdempotencyKey)
        .where(*_is(work, claim))
        .values(
            status=status,
            headers={name: headers[name] for name in _KEPT_HEADERS if name in headers},
            body_sealed=sealed,
        )
    )


async def _take(work: Work, claim: Claim, fingerprint: str) -> bool:
    await work.session.execute(
        text("select set_config('lock_timeout', :limit, true)"), {"limit": f"{WAIT_FOR_TWIN_S}s"}
    )
    try:
        await work.session.execute(
            delete(IdempotencyKey).where(*_is(work, claim), IdempotencyKey.expires_at <= work.now)
        )
        taken = await work.session.execute(
            insert(IdempotencyKey)
            .values(
                tenant_id=work.tenant_id,
                asker=claim.asker,
                key=claim.key,
                fingerprint=fingerprint,
                expires_at=work.now + KEPT_FOR,
            )
            .on_conflict_do_nothing()
            .returning(IdempotencyKey.key)
        )
    except OperationalError as refused:
        if isinstance(refused.orig, LockNotAvailable):
            raise StillWorking(
                "A request with this Idempotency-Key is still being worked on; ask again in a moment.",
                details={"retry_after_s": WAIT_FOR_TWIN_S},
            ) from None
        raise
    is_mine = taken.one_or_none() is not None
    await work.session.execute(text("set local lock_timeout to default"))
    return is_mine


def _is(work: Work, claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        IdempotencyKey.tenant_id == work.tenant_id,
        IdempotencyKey.asker == claim.asker,
        IdempotencyKey.key == claim.key,
    )

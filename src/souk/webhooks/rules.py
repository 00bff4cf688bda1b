"""When to try again, when to stop, what to keep of an answer, how a message is signed."""

import base64
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from standardwebhooks.webhooks import Webhook

TRY_FOR = timedelta(hours=24)
GIVE_UP_ENDPOINT_AFTER = timedelta(days=3)
PREVIOUS_SECRET_FOR = timedelta(hours=24)
WAITS_S = (5, 30, 120, 300, 900, 1800, 3600, 7200, 14400)
"""After the first, second, … failed attempt; the last one from then on: some twelve attempts in a day."""
ENDPOINT_WAIT_MAX_S = 900
RETRY_AFTER_MAX_S = 3600
EXCERPT_CHARS = 500
SECRET_BYTES = 24
SECRET_PREFIX = "whsec_"  # noqa: S105 - what every secret begins with

_REDACTED = (
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 [redacted]"),
    (
        re.compile(r"(?i)(password|secret|token|api[_-]?key|authorization)(\W{1,4})[^\s\"'&,;}]+"),
        r"\1\2[redacted]",
    ),
    (re.compile(r"\+?\d[\d ().-]{7,}\d"), "[number]"),
    (re.compile(r"[A-Za-z0-9+/_-]{32,}={0,2}"), "[redacted]"),
)
_UNPRINTABLE = re.compile(r"[^\S\n]+|[\x00-\x09\x0b-\x1f\x7f]")


def new_secret() -> str:
    """A Standard Webhooks secret: `whsec_` and 24 random bytes."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(
    message_id: str, at: datetime, body: bytes, secrets_in_force: Sequence[str]
) -> Mapping[str, str]:
    """Headers of the Standard Webhooks specification, with a signature for each secret in force."""
    whole = at.astimezone(UTC).replace(microsecond=0)
    signatures = [Webhook(secret).sign(message_id, whole, body.decode()) for secret in secrets_in_force]
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(whole.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def is_success(status_code: int | None) -> bool:
    return status_code is not None and 200 <= status_code < 300


def next_attempt(
    now: datetime, attempts: int, give_up_at: datetime, *, retry_after_s: float = 0, chance: float = 0
) -> datetime | None:
    """When to try again after `attempts` failed ones; None when its time is over. The last try is at the
    very end of its time. `chance` in [0, 1) spreads what failed together over a tenth of the wait.
    """
    if now >= give_up_at:
        return None
    wait_s = WAITS_S[min(attempts, len(WAITS_S)) - 1] * (1 + chance / 10)
    return min(now + timedelta(seconds=max(wait_s, min(retry_after_s, RETRY_AFTER_MAX_S))), give_up_at)


def endpoint_rest(failures: int) -> timedelta:
    """How long an endpoint is left in peace after so many failures in a row."""
    return timedelta(seconds=min(ENDPOINT_WAIT_MAX_S, 5 * 2 ** min(failures - 1, 16)))


def retry_after_s(header: str | None, now: datetime) -> float:
    """`Retry-After` in seconds, written as a number or as a date; 0 without one that can be read."""
    if header is None:
        return 0
    if header.strip().isdecimal():
        return float(header.strip()[:9])
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return 0
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())


def excerpt_of(body: bytes) -> str | None:
    """The beginning of an answer, without e-mail addresses, long numbers and what looks secret."""
    text = _UNPRINTABLE.sub(" ", body[: EXCERPT_CHARS * 4].decode("utf-8", "replace")).strip()
    for pattern, instead in _REDACTED:
        text = pattern.sub(instead, text)
    return text[:EXCERPT_CHARS] or None

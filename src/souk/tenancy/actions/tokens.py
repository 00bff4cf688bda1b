"""API tokens: made, shown once, revoked."""

from datetime import datetime

from sqlalchemy import select

from souk.kernel.errors import FieldError, Invalid, Missing
from souk.kernel.work import Work
from souk.tenancy.access import access_of
from souk.tenancy.audit import record_audit
from souk.tenancy.errors import NotPermitted
from souk.tenancy.models import ApiToken
from souk.tenancy.roles import CAPABILITIES
from souk.tenancy.secrets import hash_secret, new_api_token


async def create_token(
    work: Work, user_id: int, *, name: str, scopes: list[str] | None, expires_at: datetime | None
) -> tuple[ApiToken, str]:
    """A token of a member and its secret, which is kept nowhere.

    Who makes one through the API can give it no more than they have themselves; a token made by a token
    without naming scopes gets that token's. Raises Invalid, NotPermitted.
    """
    if expires_at is not None and expires_at <= work.now:
        raise Invalid("The token would have expired already.", fields=[FieldError("expires_at", "is past")])
    access = access_of(work)
    if access is not None:
        for scope in scopes or ():
            if scope not in access.capabilities:
                raise NotPermitted(scope, CAPABILITIES[scope], by_token=access.token_id is not None)
        if scopes is None and access.token_id is not None:
            scopes = sorted(access.capabilities)
    secret, prefix = new_api_token()
    token = ApiToken(
        tenant_id=work.tenant_id,
        user_id=user_id,
        name=name,
        prefix=prefix,
        token_hash=hash_secret(secret),
        scopes=None if scopes is None else sorted(set(scopes)),
        expires_at=expires_at,
        created_at=work.now,
    )
    work.session.add(token)
    await work.session.flush()
    await record_audit(
        work,
        "token.created",
        subject=("token", token.id, f"{name} ({prefix})"),
        after={"scopes": token.scopes, "expires_at": expires_at},
    )
    return token, secret


async def revoke_token(work: Work, token_id: int) -> None:
    """One's own, or with `tokens.all` anyone's; a token already revoked stays so. Raises Missing."""
    access = access_of(work)
    statement = select(ApiToken).where(ApiToken.tenant_id == work.tenant_id, ApiToken.id == token_id)
    if access is not None and "tokens.all" not in access.capabilities:
        statement = statement.where(ApiToken.user_id == access.user_id)
    token = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if token is None:
        raise Missing("There is no such token.")
    if token.revoked_at is not None:
        return
    token.revoked_at = work.now
    await work.session.flush()
    await record_audit(work, "token.revoked", subject=("token", token.id, f"{token.name} ({token.prefix})"))

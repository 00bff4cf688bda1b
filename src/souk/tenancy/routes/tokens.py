"""API tokens."""

from typing import Annotated, Any

from fastapi import Path, Query

from souk.kernel.lists import Page, fetch_page, ordering
from souk.kernel.work import ReadWork, Work
from souk.tenancy.access import access_of
from souk.tenancy.actions.tokens import create_token, revoke_token
from souk.tenancy.http import api_router, reading, writing
from souk.tenancy.models import ApiToken
from souk.tenancy.repository import tokens
from souk.tenancy.schemas import NewToken, TokenDraft, TokenQuery, TokenShape

router = api_router("/tokens", "Tokens")

_SORTABLE = {
    "name": ApiToken.name,
    "created_at": ApiToken.created_at,
    "last_used_at": ApiToken.last_used_at,
    "expires_at": ApiToken.expires_at,
}


@router.get("")
async def list_tokens(
    work: Annotated[ReadWork, reading("tokens.own")], query: Annotated[TokenQuery, Query()]
) -> Page[TokenShape]:
    """One's own tokens; every member's with `tokens.all`."""
    access = access_of(work)
    sees_all = access is None or "tokens.all" in access.capabilities
    statement = tokens(
        work,
        user_id=None if access is None or sees_all else access.user_id,
        include_revoked=query.include_revoked,
    )
    if query.q:
        statement = statement.where(ApiToken.name.icontains(query.q, autoescape=True))
    order = ordering(query.sort, _SORTABLE, default="-created_at", tie=ApiToken.id)
    return await fetch_page(
        work.session, statement, query, order, lambda row: _shape(row.ApiToken, row.email)
    )


@router.post("", status_code=201)
async def make_token(work: Annotated[Work, writing("tokens.own")], draft: TokenDraft) -> NewToken:
    """A new token, shown only in this answer. It can do no more than its scopes and its owner's role."""
    access = access_of(work)
    if access is None:
        raise RuntimeError("a token needs a member to belong to")
    token, secret = await create_token(
        work, access.user_id, name=draft.name, scopes=draft.scopes, expires_at=draft.expires_at
    )
    return NewToken(token=secret, details=_shape(token, access.email))


@router.delete("/{token_id:int}", status_code=204)
async def revoke(
    work: Annotated[Work, writing("tokens.own")], token_id: Annotated[int, Path(ge=1, le=2**63 - 1)]
) -> None:
    """It stops working at once."""
    await revoke_token(work, token_id)


def _shape(token: Any, owner: str | None) -> TokenShape:
    return TokenShape(
        id=token.id,
        name=token.name,
        prefix=token.prefix,
        scopes=token.scopes,
        user_id=token.user_id,
        owner=owner,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        revoked_at=token.revoked_at,
    )

from collections.abc import Awaitable, Callable

from httpx import AsyncClient

from souk.tenancy.roles import ROLES, Role

ClientAs = Callable[[str], Awaitable[AsyncClient]]


async def test_a_member_learns_where_they_are_and_what_they_may_do(
    client_as: ClientAs, tenant_id: int
) -> None:
    api = await client_as("operator")

    me = (await api.get("/api/v1/me")).json()

    assert me["tenant"]["id"] == tenant_id
    assert me["tenant"]["currency"] == "EUR"
    assert me["role"] == "operator"
    assert me["capabilities"] == sorted(ROLES[Role.OPERATOR])
    assert me["features"]["attribution"] is True
    assert me["prices_include_tax"] is True


async def test_nobody_is_told_to_sign_in(app: object, client_as: ClientAs) -> None:
    api = await client_as("owner")
    api.headers.pop("Authorization")

    answer = await api.get("/api/v1/me")

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "sign_in_required"

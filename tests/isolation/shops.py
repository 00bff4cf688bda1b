"""Two shops with something in every corner, filled through the public doors where there is one."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import text
from tests.conftest import make_tenant
from tests.web.clients import client_of, fresh_email, make_member, make_token

from souk.attribution.actions.credit import credit_orders
from souk.kernel.work import Database
from souk.notices.public import Said, Tone, post_notice
from souk.tenancy.roles import Role

Ids = dict[str, Any]
SALE = "2026-03-14T10:30:00Z"


@dataclass(slots=True)
class Shop:
    """`word` stands in every text of the shop and nowhere else; `ids` are real, by the name the API gives
    them.
    """

    word: str
    tenant_id: int
    slug: str
    ids: Ids
    clients: Mapping[str, AsyncClient]
    tokens: Mapping[str, str] = field(repr=False)

    @property
    def owner(self) -> AsyncClient:
        return self.clients[Role.OWNER]


async def open_shop(stack: AsyncExitStack, app: FastAPI, database: Database, word: str) -> Shop:
    """A tenant with a member of every role and something in every table."""
    slug = fresh_email(word).partition("@")[0]
    tenant_id = await make_tenant(database, slug=slug)
    clients, tokens = {}, {}
    for role in Role:
        member = await make_member(database, tenant_id, role, email=fresh_email(f"{word}.{role}"))
        tokens[role] = await make_token(database, tenant_id, member.user_id)
        clients[role] = await stack.enter_async_context(client_of(app, tokens[role]))
    shop = Shop(word, tenant_id, slug, {}, clients, tokens)
    await _stock(shop)
    await _know(shop)
    await _sell(shop)
    await _advertise(shop, database)
    await _manage(shop)
    await _work_behind(shop, database)
    return shop


async def _made(answer: Response) -> Any:
    assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text}"
    return answer.json() if answer.content else None


async def _post(shop: Shop, path: str, body: Any) -> Any:
    return await _made(await shop.owner.post(f"/api/v1{path}", json=body))


async def _put(shop: Shop, path: str, body: Any) -> Any:
    return await _made(await shop.owner.put(f"/api/v1{path}", json=body))


async def _get(shop: Shop, path: str) -> Any:
    return await _made(await shop.owner.get(f"/api/v1{path}"))


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


async def _stock(shop: Shop) -> None:
    word, ids = shop.word, shop.ids
    ids["parent_category_id"] = (await _post(shop, "/catalog/categories", {"name": f"{word} all"}))["id"]
    ids["category_id"] = (
        await _post(
            shop, "/catalog/categories", {"name": f"{word} oils", "parent_id": ids["parent_category_id"]}
        )
    )["id"]
    ids["tag_id"] = (await _post(shop, "/catalog/tags", {"name": f"{word}-tag"}))["id"]
    ids["tag"] = f"{word}-tag"
    ids["sku"], ids["barcode"], ids["brand"] = f"{word}-1", f"{word}bar", f"{word} brand"
    product = {
        "name": f"{word} oil",
        "brand": ids["brand"],
        "category_id": ids["category_id"],
        "tags": [ids["tag"]],
        "cost": eur(400),
        "cost_from": "2026-01-01T00:00:00Z",
        "price": eur(1000),
        "price_from": "2026-01-01T00:00:00Z",
    }
    made = await _post(shop, "/catalog/products", {**product, "sku": ids["sku"], "barcode": ids["barcode"]})
    ids["product_id"] = made["id"]
    whole = {"sku": f"{word}-3", "name": f"{word} soap"}
    ids["parent_id"] = (await _post(shop, "/catalog/products", whole))["id"]
    variant = {"sku": f"{word}-3-S", "name": f"{word} small", "parent_id": ids["parent_id"]}
    await _post(shop, "/catalog/products", {**variant, "option_values": {"size": word}})
    ids["other_product_id"] = (await _post(shop, "/catalog/products", {**product, "sku": f"{word}-2"}))["id"]
    await _post(shop, f"/catalog/products/{ids['product_id']}/costs", {"cost": eur(450)})
    ids["code"] = f"{word}-batch"
    ids["batch_id"] = (
        await _post(
            shop,
            "/catalog/batches",
            {"product_id": ids["other_product_id"], "code": ids["code"], "cost": eur(300)},
        )
    )["id"]
    ids["price_list_id"] = (await _post(shop, "/pricing/lists", {"name": f"{word} shop"}))["id"]
    prices = f"/pricing/lists/{ids['price_list_id']}/prices"
    for amount in (1000, 1200):
        await _put(shop, f"{prices}/{ids['product_id']}", {"price": eur(amount)})
    await _post(shop, f"/pricing/lists/{ids['price_list_id']}/clone", {"name": f"{word} copy"})
    ids["source_id"] = ids["price_list_id"]
    rate = {
        "day": "2026-03-01",
        "from_currency": "GBP",
        "to_currency": "EUR",
        "rate": "1.17" if word < "p" else "1.18",
    }
    ids["rate_id"] = (await _post(shop, "/pricing/rates", rate))["id"]


async def _know(shop: Shop) -> None:
    word, ids = shop.word, shop.ids
    ids["phone"] = f"+3460000{shop.tenant_id % 10_000:04d}"
    person = {
        "name": f"Ana {word}",
        "email": f"ana@{word}.example",
        "phone": ids["phone"],
        "country": "ES",
        "tags": [f"{word}-friend"],
        "external_ids": [{"source": "till", "id": f"{word}-7"}],
        "sms_consent": {"state": "granted", "source": f"{word} form"},
    }
    ids["contact_id"] = (await _post(shop, "/audience/contacts", person))["id"]
    other = {"name": f"Ben {word}", "email": f"ben@{word}.example"}
    ids["other_contact_id"] = (await _post(shop, "/audience/contacts", other))["id"]
    twin = {"name": f"Ana {word}", "email": f"ana@{word}.example", "allow_duplicate": True}
    await _post(shop, "/audience/contacts", twin)
    ids["list_id"] = (await _post(shop, "/audience/lists", {"name": f"{word} regulars"}))["id"]
    await _post(shop, f"/audience/lists/{ids['list_id']}/contacts", {"contact_ids": [ids["contact_id"]]})
    definition = {"op": "in_list", "list_ids": [ids["list_id"]]}
    segment = {"name": f"{word} near", "definition": definition}
    ids["segment_id"] = (await _post(shop, "/audience/segments", segment))["id"]
    gone = {"phones": [f"+3460001{shop.tenant_id % 10_000:04d}"], "source": word}
    await _post(shop, "/audience/suppressions", gone)
    ids["suppression_id"] = (await _get(shop, "/audience/suppressions"))["data"][0]["id"]


async def _sell(shop: Shop) -> None:
    word, ids = shop.word, shop.ids
    ids["marketplace"] = f"{word}bazaar"
    ids["order_external_id"] = f"{word}-order"

    def order(external_id: str, sku: str, **rest: Any) -> dict[str, Any]:
        line = {"sku": sku, "quantity": 3, "unit_price": eur(1000), "source_line_id": f"{word}-l1"}
        return {
            "marketplace": ids["marketplace"],
            "external_id": external_id,
            "currency": "EUR",
            "placed_at": SALE,
            "status": "confirmed",
            "lines": [{**line, "name": f"{word} line"}],
            "buyer": {"name": f"Cleo {word}", "email": f"cleo@{word}.example", "external_id": f"{word}-c"},
            "note": word,
            "country": "ES",
            "payload": {"raw": word},
            **rest,
        }

    placed = await _post(
        shop, "/orders", order(ids["order_external_id"], ids["sku"], contact_id=ids["contact_id"])
    )
    ids["order_id"] = placed["id"]
    found = await _get(shop, f"/orders/{ids['order_id']}")
    ids["line_id"] = ids["order_item_id"] = found["items"][0]["id"]
    ids["source_line_id"] = f"{word}-l1"
    shipment = {"lines": [{"line_id": ids["line_id"], "quantity": 1, "serial_numbers": [word]}]}
    await _post(shop, f"/orders/{ids['order_id']}/shipments", {**shipment, "carrier": word})
    refund = {"lines": [{"line_id": ids["line_id"], "quantity": 1}], "reason": word}
    await _post(shop, f"/orders/{ids['order_id']}/refunds", refund)
    await _post(shop, "/orders", order(f"{word}-odd", f"{word}-unknown"))
    await _post(shop, "/orders", order(f"{word}-mapped", f"{word}-mapme"))
    mapping = {"sku": f"{word}-mapme", "product_id": ids["product_id"]}
    await _post(shop, "/orders/unresolved/map", mapping)
    late = {"marketplace": ids["marketplace"], "order_external_id": f"{word}-later", "reason": word}
    await _post(shop, "/orders/refunds", {**late, "amount": eur(100), "external_id": f"{word}-r"})


async def _advertise(shop: Shop, database: Database) -> None:
    word, ids = shop.word, shop.ids
    draft = {"name": f"{word} spring", "platform": "google", "starts_at": "2026-03-01T00:00:00Z"}
    campaigns = "/attribution/ad-campaigns"
    made = await _post(shop, campaigns, {**draft, "external_id": f"{word}-ad", "notes": word})
    ids["campaign_id"] = made["id"]
    await _made(
        await shop.owner.patch(
            f"/api/v1{campaigns}/{made['id']}/status",
            json={"status": "running", "at": "2026-03-01T00:00:00Z", "why": word},
        )
    )
    await _post(
        shop,
        f"{campaigns}/{made['id']}/products",
        {"product_ids": [ids["product_id"]], "effective_from": "2026-03-01T00:00:00Z"},
    )
    targeted = await _get(shop, f"{campaigns}/{made['id']}/products")
    ids["targeting_id"] = targeted["data"][0]["id"]
    ids["day"] = "2026-03-14" if word < "p" else "2026-03-15"
    spent = {"day": ids["day"], "amount": 1234, "clicks": 5, "impressions": 50}
    await _put(shop, f"{campaigns}/{made['id']}/spend", {"days": [spent]})
    called = {"name": f"{word} as the platform calls it", "campaign_id": made["id"]}
    ids["name_id"] = (await _post(shop, "/attribution/spend-names", called))["id"]
    async with database.work(shop.tenant_id) as work:
        await credit_orders(work, [ids["order_id"]])
        values = {"tenant_id": shop.tenant_id, "word": shop.slug, "campaign_id": made["id"]}
        await work.session.execute(
            text("""
                with link as (
                    insert into tracked_link (tenant_id, code, target_url, campaign_id)
                    values (:tenant_id, :word, 'https://' || :word || '.example', :campaign_id) returning id
                )
                insert into click (tenant_id, link_id, clicked_at, token)
                select :tenant_id, id, now(), :word from link
            """),
            values,
        )
    window = {"from": "2026-03-01", "to": "2026-03-31"}
    ids["tracker_id"] = (await _post(shop, "/attribution/admin/backfill", window))["tracker_id"]


async def _manage(shop: Shop) -> None:
    word, ids = shop.word, shop.ids
    people = (await _get(shop, "/people"))["data"]
    ids["membership_id"] = next(one["id"] for one in people if one["role"] == "analyst")
    ids["user_id"] = next(one["user_id"] for one in people if one["role"] == "analyst")
    invited = {"email": f"dora@{word}.example", "role": "analyst"}
    await _post(shop, "/people/invitations", invited)
    ids["invitation_id"] = (await _get(shop, "/people/invitations"))["data"][0]["id"]
    made = await shop.owner.post(
        "/api/v1/tokens", json={"name": f"{word} till"}, headers={"Idempotency-Key": word}
    )
    ids["token_id"] = (await _made(made))["details"]["id"]
    await _put(shop, "/settings/pricing", {"prices_include_tax": False})
    await _put(shop, "/features/attribution", {"is_on": True})
    hook = {"url": f"https://hooks.{word}.example/in", "event_types": ["*"], "description": word}
    ids["webhook_id"] = (await _post(shop, "/webhooks", hook))["id"]
    mapping = {"kind": "products", "name": f"{word}-sheet", "title": f"{word} sheet"}
    columns = {"sku": f"{word} sku", "name": f"{word} name"}
    kept = await _post(shop, "/imports/mappings", {**mapping, "columns": columns})
    ids["import_mapping_id"] = kept["id"]
    uploaded = await shop.owner.post(
        "/api/v1/imports",
        params={"kind": "products", "file_name": f"{word}.csv"},
        content=f"sku,name\n{word}-9,{word} nine\n".encode(),
        headers={"Content-Type": "text/csv"},
    )
    ids["run_id"] = (await _made(uploaded))["id"]


async def _work_behind(shop: Shop, database: Database) -> None:
    """What no request makes at once: a failed job, an event nobody could handle, a delivery, a notice."""
    word, ids = shop.word, shop.ids
    values = {"tenant_id": shop.tenant_id, "word": word, **ids}
    async with database.work(shop.tenant_id) as work:
        said = Said(kind=f"{word}.told", tone=Tone.NEUTRAL, title=f"{word} told", occasion=word)
        await post_notice(work, said, capability="notices.read")
        await work.session.execute(
            text("""
                insert into import_row_report (tenant_id, run_id, line, verdict, code, message, content)
                values (:tenant_id, :run_id, 2, 'rejected', 'odd', :word,
                    jsonb_build_object('sku', cast(:word as text)))
            """),
            values,
        )
        await work.session.execute(
            text("""
                insert into returned_line (tenant_id, marketplace, external_id, source_line_id, kind,
                    sku_given, sku_key, name_given, currency, unit_price_minor, quantity, returned_at,
                    restock, recorded_at)
                values (:tenant_id, :marketplace, :word, '1', 'product', :word, :word, :word, 'EUR', 1000, 1,
                    now(), true, now())
            """),
            values,
        )
        delivery = await work.session.execute(
            text("""
                with made as (
                    insert into webhook_delivery (tenant_id, endpoint_id, event_type, status, give_up_at,
                        ended_at)
                    values (:tenant_id, :webhook_id, 'product.created', 'failed', now(), now()) returning id
                )
                insert into webhook_attempt (tenant_id, delivery_id, attempted_at, status_code, duration_ms,
                    excerpt)
                select :tenant_id, id, now(), 500, 12, :word from made returning delivery_id
            """),
            values,
        )
        ids["delivery_id"] = delivery.scalar_one()
    ids["notice_id"] = (await _get(shop, "/notices"))["data"][0]["id"]
    async with database.across_tenants() as system:
        aside = await system.session.execute(
            text("""
                insert into event_set_aside (tenant_id, subscriber, event_id, type, aggregate, state,
                    attempts, error)
                select tenant_id, :word, id, type, aggregate, 'given_up', 3, :word
                from event_log where tenant_id = :tenant_id order by id limit 1 returning id
            """),
            values,
        )
        ids["set_aside_id"] = aside.scalar_one()
        job = await system.session.execute(
            text("""
                with made as (
                    insert into procrastinate_jobs (queue_name, task_name, args, status)
                    values ('attribution', :word, jsonb_build_object('tenant_id', cast(:tenant_id as bigint)),
                        'failed') returning id
                )
                insert into job_error (tenant_id, job_id, attempt, kind, message)
                select :tenant_id, id, 1, 'failed', :word from made returning job_id
            """),
            values,
        )
        ids["job_id"] = job.scalar_one()
        await system.session.execute(
            text("""
                insert into schedule (tenant_id, name, task, every_s, next_run_at, active)
                values (:tenant_id, :word, 'attribution.end_due_campaigns', 86400, '2100-01-01', false)
            """),
            values,
        )

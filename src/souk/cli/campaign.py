"""`souk campaign list|show`."""

from typing import Annotated, Any

import typer
from rich.table import Table

from souk.attribution.models import AdCampaign
from souk.attribution.repository import campaign_list, get_campaign, spans_of, targeted_counts
from souk.attribution.states import AdCampaignStatus
from souk.cli.context import JsonOption, TenantOption, chosen_tenant, opened, out, run, say

app = typer.Typer(no_args_is_help=True, help="Campaigns of every kind; in this version, of ads.")


def _told(campaign: AdCampaign, products: int) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "kind": "ad",
        "name": campaign.name,
        "status": campaign.status,
        "platform": campaign.platform,
        "starts_at": campaign.starts_at.isoformat(),
        "ends_at": campaign.ends_at.isoformat() if campaign.ends_at else None,
        "products": products,
    }


@app.command("list")
def list_(
    status: Annotated[AdCampaignStatus | None, typer.Option(help="Only those.")] = None,
    words: Annotated[str | None, typer.Option("--q", help="Words in the name or notes.")] = None,
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """Campaigns, the newest first."""

    async def work() -> list[dict[str, Any]]:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.reading(tenant_id) as read:
                statement = campaign_list(read, status=status.value if status else None, words=words)
                found = (await read.session.scalars(statement.order_by(AdCampaign.id.desc()))).all()
                counts = await targeted_counts(read, [campaign.id for campaign in found])
                return [_told(campaign, counts.get(campaign.id, 0)) for campaign in found]

    campaigns = run(work)

    def human() -> None:
        table = Table("id", "campaign", "status", "platform", "from", "to", "products")
        for one in campaigns:
            table.add_row(
                str(one["id"]),
                one["name"],
                one["status"],
                one["platform"],
                one["starts_at"][:10],
                (one["ends_at"] or "open")[:10],
                str(one["products"]),
            )
        out.print(table)

    say(campaigns, as_json=as_json, human=human)


@app.command()
def show(
    campaign_id: Annotated[int, typer.Argument(help="The campaign's id.")],
    tenant: TenantOption = None,
    as_json: JsonOption = False,
) -> None:
    """One campaign with the history of its status."""

    async def work() -> dict[str, Any]:
        async with opened() as runtime:
            tenant_id = await chosen_tenant(runtime, tenant)
            async with runtime.database.reading(tenant_id) as read:
                campaign = await get_campaign(read, campaign_id)
                counts = await targeted_counts(read, [campaign.id])
                spans = await spans_of(read, campaign.id)
                history = [
                    {
                        "status": span.status,
                        "from": span.valid_from.isoformat(),
                        "to": span.valid_to.isoformat() if span.valid_to else None,
                        "by": span.actor,
                        "why": span.why,
                    }
                    for span in spans
                ]
                return {**_told(campaign, counts.get(campaign.id, 0)), "history": history}

    campaign = run(work)

    def human() -> None:
        out.print(f"{campaign['name']} ({campaign['platform']}), {campaign['status']}", highlight=False)
        out.print(
            f"{campaign['starts_at']} to {campaign['ends_at'] or 'open'}, {campaign['products']} products"
        )
        for span in campaign["history"]:
            out.print(f"  {span['from']}  {span['status']}  {span['by']} {span['why']}", highlight=False)

    say(campaign, as_json=as_json, human=human)

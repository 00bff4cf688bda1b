"""`souk campaign list|show`."""

from typing import Annotated, Any

import typer
from rich.table import Table

from souk.attribution.terminal import AdCampaignStatus, describe_campaign, list_campaigns
from souk.cli.context import JsonOption, TenantOption, chosen_tenant, opened, out, run, say

app = typer.Typer(no_args_is_help=True, help="Campaigns of every kind; in this version, of ads.")


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
                return await list_campaigns(read, status=status, words=words)

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
                return await describe_campaign(read, campaign_id)

    campaign = run(work)

    def human() -> None:
        out.print(f"{campaign['name']} ({campaign['platform']}), {campaign['status']}", highlight=False)
        out.print(
            f"{campaign['starts_at']} to {campaign['ends_at'] or 'open'}, {campaign['products']} products"
        )
        for span in campaign["history"]:
            out.print(f"  {span['from']}  {span['status']}  {span['by']} {span['why']}", highlight=False)

    say(campaign, as_json=as_json, human=human)

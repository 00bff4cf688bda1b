"""Which campaigns a product was advertised in."""

from sqlalchemy import select
from tests.attribution.factories import running_campaign
from tests.orders.factories import make_product

from souk.attribution.actions.targeting import untarget_product
from souk.attribution.models import AdCampaignProduct
from souk.attribution.repository import campaign_list
from souk.kernel.work import Work


async def test_a_product_is_told_the_campaigns_that_target_it_and_those_that_did(work: Work) -> None:
    olives, soap = await make_product(work, "OLIVE-1"), await make_product(work, "SOAP-1")
    both = await running_campaign(work, "Both", [olives, soap])
    alone = await running_campaign(work, "Olives", [olives])
    await running_campaign(work, "Soap", [soap])

    async def campaigns() -> set[int]:
        found = await work.session.scalars(campaign_list(work, product_id=olives))
        return {campaign.id for campaign in found}

    assert await campaigns() == {both, alone}
    mapping = await work.session.scalar(
        select(AdCampaignProduct.id).where(AdCampaignProduct.campaign_id == alone)
    )
    assert mapping is not None
    await untarget_product(work, alone, mapping)
    assert await campaigns() == {both, alone}

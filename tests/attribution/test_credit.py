"""A sale is credited to the campaigns that targeted its product when it was sold."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.attribution.factories import (
    STARTED,
    books_agree,
    credited,
    days,
    entries,
    running_campaign,
    sell,
    split_revenue,
)
from tests.orders.factories import PLACED, line, make_product

from souk.attribution.actions.credit import credit_orders, recompute_order
from souk.attribution.actions.status import change_status
from souk.attribution.actions.targeting import untarget_product
from souk.attribution.schemas import StatusChange
from souk.attribution.states import AdCampaignStatus
from souk.kernel.work import Work
from souk.orders.actions.refund import refund_order
from souk.orders.actions.status import Wish
from souk.orders.actions.status import change_status as change_order
from souk.orders.drafts import RefundDraft, RefundLineDraft
from souk.orders.states import OrderStatus

S = OrderStatus


async def test_a_sale_of_a_targeted_product_is_credited_whole(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1", cost=400)
    campaign = await running_campaign(work, "Meta", [olives])
    await sell(work, line(quantity=2))
    assert (await credited(work))[campaign] == {
        "units_full": 2,
        "units_split_e4": 20_000,
        "revenue_full": 2000,
        "revenue_split": 2000,
        "profit_full": 1200,
        "profit_split": 1200,
    }
    await books_agree(work)


async def test_three_campaigns_share_ten_euros_to_the_last_cent(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1", cost=333)
    campaigns = [await running_campaign(work, name, [olives]) for name in ("A", "B", "C")]
    await sell(work)
    assert list((await split_revenue(work)).values()) == [334, 333, 333]
    sums = await credited(work)
    assert [sums[c]["revenue_full"] for c in campaigns] == [1000, 1000, 1000]
    assert [sums[c]["units_split_e4"] for c in campaigns] == [3334, 3333, 3333]
    assert sum(sums[c]["profit_split"] or 0 for c in campaigns) == 667
    await books_agree(work)


async def test_a_loss_is_split_as_its_positive_and_signed_after(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1", cost=1100)
    for name in ("A", "B", "C"):
        await running_campaign(work, name, [olives])
    await sell(work)
    assert [sums["profit_split"] for sums in (await credited(work)).values()] == [-34, -33, -33]


async def test_a_sale_no_campaign_targets_is_known_to_be_unattributed(work: Work) -> None:
    await make_product(work, "OLIVE-1")
    await sell(work)
    assert await credited(work) == {}
    summary = await work.session.execute(
        text("select matched, is_attributed, revenue_minor from attribution_summary")
    )
    assert summary.one() == (0, False, 1000)
    await books_agree(work)


@pytest.mark.parametrize(
    ("after_start", "matches"),
    [(timedelta(microseconds=-1), False), (timedelta(0), True), (days(9), True), (days(10), False)],
)
async def test_windows_hold_their_start_and_not_their_end(
    work: Work, after_start: timedelta, matches: bool
) -> None:
    olives = await make_product(work, "OLIVE-1")
    await running_campaign(work, "Ten days", [olives], ends_at=STARTED + days(10))
    await sell(work, placed_at=STARTED + after_start)
    assert bool(await credited(work)) is matches


async def test_back_to_back_campaigns_do_not_both_take_the_sale_at_the_seam(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1")
    seam = STARTED + days(5)
    await running_campaign(work, "First", [olives], ends_at=seam)
    second = await running_campaign(work, "Second", [olives], starts_at=seam)
    await sell(work, placed_at=seam)
    assert await split_revenue(work) == {second: 1000}


async def test_a_variant_matches_through_its_parent_once(work: Work) -> None:
    parent = await make_product(work, "CUP")
    sand = await make_product(work, "CUP-SAND", parent_id=parent)
    both = await running_campaign(work, "Parent and variant", [parent, sand])
    only_parent = await running_campaign(work, "Parent", [parent])
    await sell(work, line("CUP-SAND"))
    assert await split_revenue(work) == {both: 500, only_parent: 500}
    own = await work.session.execute(
        text("""select p.product_id from attribution_entry e join ad_campaign_product p
                on p.tenant_id = e.tenant_id and p.id = e.mapping_id where e.campaign_id = :id"""),
        {"id": both},
    )
    assert own.scalar_one() == sand


async def test_a_line_of_unknown_cost_has_no_profit_and_is_counted_as_such(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1")
    campaign = await running_campaign(work, "Meta", [olives])
    await sell(work)
    assert (await credited(work))[campaign]["profit_full"] is None
    counted = await work.session.execute(text("select items, items_without_cost from attribution_day"))
    assert counted.one() == (1, 1)


async def test_a_batch_whose_cost_became_known_later_gives_the_profit_at_the_next_recompute(
    work: Work,
) -> None:
    olives = await make_product(work, "OLIVE-1")
    campaign = await running_campaign(work, "Meta", [olives])
    await work.session.execute(
        text(
            "insert into product_batch (tenant_id, product_id, code, currency, received_at)"
            " values (:tenant_id, :product_id, 'L-7', 'EUR', '2026-01-01')"
        ),
        {"tenant_id": work.tenant_id, "product_id": olives},
    )
    order = await sell(work, line(batch_code="L-7"))
    assert (await credited(work))[campaign]["profit_full"] is None
    await work.session.execute(text("update product_batch set unit_cost_minor = 250"))
    await recompute_order(work, order)
    assert (await credited(work))[campaign]["profit_full"] == 750
    await books_agree(work)


async def test_pausing_today_takes_no_past_credit_away(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1")
    campaign = await running_campaign(work, "Meta", [olives])
    order = await sell(work)
    await change_status(work, campaign, StatusChange(status=AdCampaignStatus.PAUSED))
    await recompute_order(work, order)
    assert await split_revenue(work) == {campaign: 1000}
    await change_status(work, campaign, StatusChange(status=AdCampaignStatus.ENDED))
    assert (await recompute_order(work, order)).entries == 0


async def test_a_sale_while_a_campaign_was_paused_is_not_credited_after_it_resumed(work: Work) -> None:
    """The seed asks for the status now, and so credits the days a campaign was paused."""
    olives = await make_product(work, "OLIVE-1")
    campaign = await running_campaign(work, "Meta", [olives])
    for status, at in (
        (AdCampaignStatus.PAUSED, PLACED - days(1)),
        (AdCampaignStatus.RUNNING, PLACED + days(1)),
    ):
        await change_status(work, campaign, StatusChange(status=status, at=at))
    order = await sell(work)
    await recompute_order(work, order)
    assert await credited(work) == {}


async def test_editing_a_campaign_changes_past_credits_only_by_a_recompute(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1")
    first = await running_campaign(work, "First", [olives])
    order = await sell(work)
    second = await running_campaign(work, "Second, loaded later", [olives])
    await credit_orders(work, [order])
    assert await split_revenue(work) == {first: 1000}
    computed = await recompute_order(work, order)
    assert await split_revenue(work) == {first: 500, second: 500}
    assert computed.entries == 2
    await books_agree(work)
    assert (await recompute_order(work, order)).entries == 0


async def test_removing_a_product_leaves_what_it_earned(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1")
    campaign = await running_campaign(work, "Meta", [olives])
    order = await sell(work)
    (mapping,) = await work.session.scalars(text("select id from ad_campaign_product"))
    await untarget_product(work, campaign, mapping)
    assert (await recompute_order(work, order)).entries == 0
    await sell(work, placed_at=work.now + timedelta(seconds=1))
    assert await split_revenue(work) == {campaign: 1000}


async def test_cancelling_reverses_and_reinstating_brings_back(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1", cost=400)
    campaign = await running_campaign(work, "Meta", [olives])
    order = await sell(work)
    await change_order(work, [Wish(order, S.CANCELLED, at=PLACED + days(1))])
    await credit_orders(work, [order])
    assert (await credited(work))[campaign]["revenue_split"] == 0
    await books_agree(work)
    await change_order(work, [Wish(order, None, at=PLACED + days(2))])
    await credit_orders(work, [order])
    await credit_orders(work, [order])
    assert (await credited(work))[campaign]["revenue_split"] == 1000
    kinds = await work.session.scalars(text("select kind from attribution_entry order by id"))
    assert kinds.all() == ["credit", "reversal", "reinstatement"]
    await books_agree(work)


async def test_a_refund_in_part_leaves_exact_shares_of_what_is_kept(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1", cost=400)
    for name in ("A", "B", "C"):
        await running_campaign(work, name, [olives])
    order = await sell(work, line(quantity=3))
    back = RefundLineDraft(source_line_id="1", quantity=1)
    await refund_order(work, order, RefundDraft(lines=(back,), external_id="r", refunded_at=PLACED + days(3)))
    await credit_orders(work, [order])
    assert list((await split_revenue(work)).values()) == [667, 667, 666]
    await refund_order(work, order, RefundDraft(lines=(back,), external_id="r", refunded_at=PLACED + days(3)))
    written = await entries(work)
    await credit_orders(work, [order])
    assert await entries(work) == written
    await books_agree(work)


async def test_an_order_that_never_counted_is_never_credited(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1")
    await running_campaign(work, "Meta", [olives])
    order = await sell(work, status=S.PENDING)
    await change_order(work, [Wish(order, S.CANCELLED)])
    await credit_orders(work, [order])
    assert await entries(work) == 0


async def test_equal_lines_are_two_sales(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1")
    campaign = await running_campaign(work, "Meta", [olives])
    await sell(work, line(), line())
    assert await split_revenue(work) == {campaign: 2000}
    counted = await work.session.execute(text("select orders, items from attribution_day"))
    assert counted.one() == (1, 2)


async def test_a_price_below_the_cent_is_not_lost(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1")
    campaign = await running_campaign(work, "Meta", [olives])
    await sell(work, line(quantity=1000, unit_price="0.1"))
    assert await split_revenue(work) == {campaign: 100}

"""Which campaigns a line belongs to: a part of step 1.

A campaign matches when it was running at the time of sale, the time lies in its window, and a targeting
span of the product (or of its parent) holds it: all windows half-open. A product that matches through
itself and its parent counts once, by its own span.
"""


def matched(*, large: bool) -> str:
    """CTEs that end in `matched` (order_item_id, matched, campaign_ids, mapping_ids; ids ascending).

    They read the lines to be matched from a CTE `told`. Few lines look their products' spans up one by
    one; many are joined with all spans of the window, read once.
    """
    return f"""
    bounds as (
        select min(sale_at) as first_at, max(sale_at) as last_at from att_scope
    ), target as {"" if large else "not"} materialized (
        select p.campaign_id, p.product_id, p.id as mapping_id,
               greatest(p.effective_from, c.starts_at, s.valid_from) as from_at,
               least(coalesce(p.effective_to, 'infinity'), coalesce(c.ends_at, 'infinity'),
                     coalesce(s.valid_to, 'infinity')) as to_at
        from bounds b
        join ad_campaign c on c.tenant_id = :tenant_id
             and c.starts_at <= b.last_at and (c.ends_at is null or c.ends_at > b.first_at)
        join ad_campaign_status_span s on s.tenant_id = :tenant_id and s.campaign_id = c.id
             and s.status = 'running' and s.valid_from <= b.last_at
             and (s.valid_to is null or s.valid_to > b.first_at)
        join ad_campaign_product p on p.tenant_id = :tenant_id and p.campaign_id = c.id
             and p.effective_from <= b.last_at and (p.effective_to is null or p.effective_to > b.first_at)
    ), direct as materialized (
        select l.order_item_id, t.campaign_id, t.mapping_id
        from told l join target t on t.product_id = l.product_id
             and t.from_at <= l.sale_at and t.to_at > l.sale_at
        where l.is_eligible and not l.keeps_match
    ), through_parent as (
        select l.order_item_id, t.campaign_id, t.mapping_id
        from told l join target t on t.product_id = l.parent_id
             and t.from_at <= l.sale_at and t.to_at > l.sale_at
        where l.is_eligible and not l.keeps_match and l.parent_id is not null
          and not exists (select 1 from direct d
                          where d.order_item_id = l.order_item_id and d.campaign_id = t.campaign_id)
    ), matched as (
        select order_item_id, count(*)::smallint as matched,
               array_agg(campaign_id order by campaign_id) as campaign_ids,
               array_agg(mapping_id order by campaign_id) as mapping_ids
        from (select * from direct union all select * from through_parent) found
        group by order_item_id
    )"""

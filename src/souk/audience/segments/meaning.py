"""What a segment's conditions mean: expressions over `contact`, built from parts and never from text."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from souk.audience.errors import SegmentInvalid
from souk.audience.models import Contact, ContactListMember, ContactTag
from souk.audience.ports import purchases
from souk.audience.rules.birthdays import birthdays_in, month_of, week_of
from souk.audience.rules.names import name_key
from souk.audience.segments import definition as d
from souk.kernel.clock import day_after, day_start, local_day
from souk.kernel.errors import FieldError
from souk.kernel.words import LAST_CHARACTER
from souk.kernel.work import ReadWork

Condition = ColumnElement[bool]


def living(work: ReadWork) -> Condition:
    """Contacts of the tenant that have not become another one."""
    return and_(Contact.tenant_id == work.tenant_id, Contact.merged_into_id.is_(None))


def members(work: ReadWork, node: d.Node) -> Select[int]:
    """The ids of the contacts a definition holds for, now. Raises SegmentInvalid."""
    return select(Contact.id).where(living(work), Contact.erased_at.is_(None), meaning(work, node))


def meaning(work: ReadWork, node: d.Node) -> Condition:
    """The condition a node stands for. Raises SegmentInvalid for amounts in another currency."""
    return _MEANINGS[type(node)](work, node)


def _all(work: ReadWork, node: d.All) -> Condition:
    return and_(*(meaning(work, part) for part in node.of))


def _any(work: ReadWork, node: d.AnyOf) -> Condition:
    return or_(*(meaning(work, part) for part in node.of))


def _not(work: ReadWork, node: d.Not) -> Condition:
    """What is unknown does not hold, so its opposite does: a contact without country is not in Spain."""
    return not_(func.coalesce(meaning(work, node.of), False))


def _everybody(work: ReadWork, node: d.Everybody) -> Condition:
    return true()


def _country(work: ReadWork, node: d.Country) -> Condition:
    return Contact.country.in_(node.any_of)


def _tag(work: ReadWork, node: d.Tag) -> Condition:
    keys = [name_key(tag) for tag in node.any_of]
    return Contact.id.in_(
        select(ContactTag.contact_id).where(
            ContactTag.tenant_id == work.tenant_id, ContactTag.tag_key.in_(keys)
        )
    )


def _in_list(work: ReadWork, node: d.InList) -> Condition:
    return Contact.id.in_(
        select(ContactListMember.contact_id).where(
            ContactListMember.tenant_id == work.tenant_id, ContactListMember.list_id.in_(node.list_ids)
        )
    )


def _sms_consent(work: ReadWork, node: d.SmsConsent) -> Condition:
    return Contact.sms_consent == node.state.value


def _has(work: ReadWork, node: d.Has) -> Condition:
    column: ColumnElement[Any] = getattr(Contact, node.what.value)
    return column.is_not(None)


def _source(work: ReadWork, node: d.Source) -> Condition:
    return Contact.source.in_(node.any_of)


def _locale(work: ReadWork, node: d.Locale) -> Condition:
    spoken = func.lower(func.replace(Contact.locale, "_", "-"))
    ranges = []
    for wanted in node.any_of:
        beginning = wanted.replace("_", "-").lower()
        longer = and_(spoken >= f"{beginning}-", spoken < f"{beginning}-{LAST_CHARACTER}")
        ranges.append(or_(spoken == beginning, longer))
    return or_(*ranges)


def _attribute(work: ReadWork, node: d.Attribute) -> Condition:
    return Contact.attributes[node.name] == cast(literal(node.equals, JSONB), JSONB)


def _birthday(work: ReadWork, node: d.Birthday) -> Condition:
    today = local_day(work.now, work.scope.timezone)
    first, days = {
        "today": (today, 1),
        "this_week": week_of(today),
        "this_month": month_of(today),
        "next_days": (today, node.days or 1),
    }[node.within]
    return Contact.birthday_in_year.in_(birthdays_in(first, days))


def _created(work: ReadWork, node: d.Created) -> Condition:
    conditions: list[Condition] = []
    if node.within_days is not None:
        conditions.append(Contact.created_at >= _ago(work, node.within_days))
    if node.since is not None:
        conditions.append(Contact.created_at >= _start_of(work, node.since))
    if node.until is not None:
        conditions.append(Contact.created_at < day_after(node.until, work.scope.timezone))
    return and_(*conditions)


def _orders(work: ReadWork, node: d.Orders) -> Condition:
    if node.within_days is None:
        return _between(Contact.orders_count, node.at_least, node.at_most)
    made = purchases().orders().subquery()
    counts = (
        select(made.c.contact_id)
        .where(made.c.tenant_id == work.tenant_id, made.c.placed_at >= _ago(work, node.within_days))
        .group_by(made.c.contact_id)
    )
    return _held(counts, func.count(), node.at_least, node.at_most)


def _spent(work: ReadWork, node: d.Spent) -> Condition:
    at_least, at_most = _minor(work, node.at_least), _minor(work, node.at_most)
    if node.within_days is None:
        return _between(Contact.spent_minor, at_least, at_most)
    made = purchases().orders().subquery()
    sums = (
        select(made.c.contact_id)
        .where(made.c.tenant_id == work.tenant_id, made.c.placed_at >= _ago(work, node.within_days))
        .group_by(made.c.contact_id)
    )
    return _held(sums, func.coalesce(func.sum(made.c.spent_minor), 0), at_least, at_most)


def _held(
    by_contact: Select[Any], figure: SQLColumnExpression[Any], at_least: int | None, at_most: int | None
) -> Condition:
    """Contacts whose figure lies within bounds; who has no row at all stands at nothing."""
    if at_least:
        return Contact.id.in_(by_contact.having(_between(figure, at_least, at_most)))
    if at_most is None:
        return true()
    contact_id = by_contact.selected_columns[0]
    return Contact.id.not_in(by_contact.where(contact_id.is_not(None)).having(figure > at_most))


def _between(figure: SQLColumnExpression[Any], at_least: int | None, at_most: int | None) -> Condition:
    conditions: list[Condition] = []
    if at_least is not None:
        conditions.append(figure >= at_least)
    if at_most is not None:
        conditions.append(figure <= at_most)
    return and_(*conditions)


def _minor(work: ReadWork, amount: Any) -> int | None:
    if amount is None:
        return None
    if amount.currency != work.scope.currency:
        raise SegmentInvalid(
            f"Spend is counted in {work.scope.currency}; give the amount in it.",
            fields=[FieldError("spent", f"is in {amount.currency}")],
        )
    return int(amount.amount)


def _bought(work: ReadWork, node: d.Bought) -> Condition:
    line = purchases().lines().subquery()
    what: list[Condition] = []
    if node.product_ids is not None:
        what.append(line.c.product_id.in_(node.product_ids))
    if node.category_ids is not None:
        what.append(line.c.category_id.in_(purchases().categories_below(node.category_ids)))
    buyers = select(line.c.contact_id).where(line.c.tenant_id == work.tenant_id, or_(*what))
    if node.within_days is not None:
        buyers = buyers.where(line.c.placed_at >= _ago(work, node.within_days))
    return Contact.id.in_(buyers)


def _not_ordered(work: ReadWork, node: d.NotOrdered) -> Condition:
    since = _ago(work, node.for_days) if node.for_days is not None else _start_of(work, node.since)
    earlier = Contact.last_order_at < since
    return or_(earlier, Contact.last_order_at.is_(None)) if node.or_never else earlier


def _ago(work: ReadWork, days: int) -> datetime:
    return work.now - timedelta(days=days)


def _start_of(work: ReadWork, day: date | None) -> datetime:
    if day is None:
        raise AssertionError("the shape demands a day here")
    return day_start(day, work.scope.timezone)


_MEANINGS: dict[type, Callable[[ReadWork, Any], Condition]] = {
    d.All: _all,
    d.AnyOf: _any,
    d.Not: _not,
    d.Everybody: _everybody,
    d.Country: _country,
    d.Tag: _tag,
    d.InList: _in_list,
    d.SmsConsent: _sms_consent,
    d.Has: _has,
    d.Source: _source,
    d.Locale: _locale,
    d.Attribute: _attribute,
    d.Birthday: _birthday,
    d.Created: _created,
    d.Orders: _orders,
    d.Spent: _spent,
    d.Bought: _bought,
    d.NotOrdered: _not_ordered,
}

"""What is bought on a day: orders, and what became of them since."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate
from math import cos, pi
from random import Random
from zoneinfo import ZoneInfo

from souk.demo.catalogue import Goods, price_rise_at
from souk.demo.customers import Customer
from souk.orders.public import BuyerDraft, LineDraft, OrderDraft, OrderStatus, RefundDraft, RefundLineDraft

ZONE = "Europe/Madrid"
CANCELLED, REFUNDED_IN_PART, REFUNDED = 0.035, 0.05, 0.015
COUPON = 0.12

_WEEK = (0.92, 0.9, 0.93, 0.98, 1.08, 1.15, 1.04)
_HOURS = (1, 0, 0, 0, 0, 1, 2, 4, 7, 9, 10, 10, 9, 8, 8, 9, 10, 11, 13, 15, 17, 16, 11, 5)
_FAR = {"GB": "GBP"}


class Trade:
    """The year's trade of a shop with these goods and customers; `orders_a_day` on an average day."""

    def __init__(
        self,
        seed: int,
        goods: Sequence[Goods],
        customers: Sequence[Customer],
        *,
        begins: date,
        orders_a_day: float,
    ) -> None:
        self.seed = seed
        self.orders_a_day = orders_a_day
        self._rise = price_rise_at(datetime.combine(begins, time(), tzinfo=UTC))
        self._sold = [one for one in goods if not one.is_parent]
        self._sold_weights = list(accumulate(one.weight for one in self._sold))
        self._customers = customers
        self._customer_weights = list(accumulate(one.faithfulness for one in customers))

    def of_day(self, day: date, now: datetime) -> Iterator[OrderDraft]:
        """The orders of a local day up to `now`, in the order they were placed; always the same ones."""
        random = Random(f"{self.seed}/{day.isoformat()}")
        season = 1 - 0.25 * cos(2 * pi * (day.timetuple().tm_yday - 20) / 365)
        if day.month == 11 and 20 <= day.day <= 30:
            season *= 1.7
        count = round(random.gauss(1, 0.08) * self.orders_a_day * season * _WEEK[day.weekday()])
        instants = sorted(_instant(random, day) for _ in range(max(count, 0)))
        for number, placed_at in enumerate(instants):
            draft = self.order(random, placed_at, f"{day:%y%m%d}-{number + 1:04d}", now)
            if placed_at <= now:
                yield draft

    def order(self, random: Random, placed_at: datetime, number: str, now: datetime) -> OrderDraft:
        """One order, as it stands at `now`: the older, the further it has come."""
        (customer,) = random.choices(self._customers, cum_weights=self._customer_weights)
        basket = random.choices(self._sold, cum_weights=self._sold_weights, k=_basket_size(random))
        risen = placed_at >= self._rise
        currency = _FAR.get(customer.country, "EUR")
        lines = tuple(_line(random, goods, place, risen, currency) for place, goods in enumerate(basket, 1))
        worth = sum(int(line.unit_price_minor) * line.quantity for line in lines)
        coupon = random.random() < COUPON
        refunds = tuple(_refunds(random, lines, placed_at, now))
        cancelled = not refunds and random.random() < CANCELLED and now - placed_at > timedelta(hours=3)
        status = OrderStatus.CANCELLED if cancelled else _stage(random, now - placed_at)
        return OrderDraft(
            currency=currency,
            placed_at=placed_at,
            number=number,
            external_id=number,
            lines=lines,
            status=OrderStatus.COMPLETED if refunds else status,
            status_at=placed_at + timedelta(minutes=random.randint(5, 170)) if cancelled else None,
            status_if_new=OrderStatus.CONFIRMED,
            contact_id=None,
            buyer=_buyer(customer),
            discount_minor=worth // 10 if coupon else 0,
            shipping_minor=0 if worth >= 5000 else 490,
            country=customer.country,
            refunds=refunds,
        )


def _buyer(customer: Customer) -> BuyerDraft:
    return BuyerDraft(external_id=customer.external_id, name=customer.name, email=customer.email)


def _instant(random: Random, day: date) -> datetime:
    hour = random.choices(range(24), _HOURS)[0]
    local = datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)))
    return local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


def _basket_size(random: Random) -> int:
    return random.choices((1, 2, 3, 4, 6, 9), (46, 27, 14, 7, 4, 2))[0]


def _line(random: Random, goods: Goods, place: int, risen: bool, currency: str) -> LineDraft:
    price = goods.price_later_minor if risen else goods.price_minor
    if currency == "GBP":
        price = round(price * 0.88)
    quantity = random.choices((1, 2, 3, 4, 6, 12), (70, 17, 5, 4, 3, 1))[0]
    return LineDraft(
        sku=goods.sku,
        quantity=quantity,
        unit_price_minor=Decimal(price),
        source_line_id=str(place),
        tax_minor=round(price * quantity * 21 / 121),
    )


def _refunds(
    random: Random, lines: Sequence[LineDraft], placed_at: datetime, now: datetime
) -> Iterator[RefundDraft]:
    dice = random.random()
    at = placed_at + timedelta(days=random.randint(3, 16), minutes=random.randrange(1440))
    if dice >= REFUNDED + REFUNDED_IN_PART or at > now:
        return
    if dice < REFUNDED:
        back = tuple(_taken_back(line, line.quantity) for line in lines)
    else:
        line = random.choice(lines)
        back = (_taken_back(line, random.randint(1, line.quantity)),)
    yield RefundDraft(lines=back, refunded_at=at, external_id="R1", reason=random.choice(_REASONS))


_REASONS = ("changed their mind", "arrived damaged", "wrong colour", "came too late")


def _taken_back(line: LineDraft, quantity: int) -> RefundLineDraft:
    return RefundLineDraft(source_line_id=line.source_line_id, quantity=quantity, restock=True)


def _stage(random: Random, age: timedelta) -> OrderStatus:
    """How far an order of this age has come."""
    days = age / timedelta(days=1) * random.uniform(0.8, 1.25)
    for limit, status in (
        (0.02, OrderStatus.PENDING),
        (0.4, OrderStatus.CONFIRMED),
        (1.0, OrderStatus.PROCESSING),
        (3.5, OrderStatus.SHIPPED),
        (9.0, OrderStatus.DELIVERED),
    ):
        if days < limit:
            return status
    return OrderStatus.COMPLETED

"""What the demo shop sells."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from souk.demo.words import COLOURS, DEPARTMENTS, RANGES

COST_UNKNOWN = 0.06
"""The part of the products nobody has entered a cost for: reports must say what they leave out."""


@dataclass(frozen=True, slots=True)
class Goods:
    """A product of the demo: its price in cents and how it rose in the middle of the year."""

    sku: str
    name: str
    department: str
    price_minor: int
    price_later_minor: int
    cost_minor: Decimal | None
    weight: float
    parent_sku: str | None = None
    colour: str | None = None
    is_parent: bool = False


def goods(seed: int, count: int) -> list[Goods]:
    """About `count` products, the same for the same seed. Every twentieth comes in colours."""
    random = Random(f"{seed}/goods")
    departments = list(DEPARTMENTS.items())
    made: list[Goods] = []
    number = 10_000
    while len(made) < count:
        department, (prefix, things, low, high, part) = departments[number % len(departments)]
        name = f"{RANGES[random.randrange(len(RANGES))]} {things[random.randrange(len(things))]}"
        price = _charming(random.uniform(low, high))
        later = _charming(price * random.choice([1.0, 1.0, 1.0, 1.05, 1.08]))
        cost = (
            None
            if random.random() < COST_UNKNOWN
            else Decimal(round(price * part * random.uniform(0.85, 1.15)))
        )
        weight = random.paretovariate(1.16)
        sku = f"{prefix}-{number}"
        number += 7
        if len(made) % 20 == 19:
            made.append(Goods(sku, name, department, price, later, cost, 0.0, is_parent=True))
            made.extend(
                Goods(
                    f"{sku}-{colour[:3].upper()}",
                    f"{name}, {colour}",
                    department,
                    price,
                    later,
                    cost,
                    weight / 2,
                    parent_sku=sku,
                    colour=colour,
                )
                for colour in COLOURS[: random.randint(2, 4)]
            )
        else:
            made.append(Goods(sku, name, department, price, later, cost, weight))
    return made


def _charming(cents: float) -> int:
    """Prices end in .90 or .50, as in shops."""
    euros = int(cents // 100)
    return max(euros * 100 + (90 if cents % 100 >= 50 else 50), 150)


def price_rise_at(year_begins: datetime) -> datetime:
    """When the later prices came into force."""
    return year_begins + timedelta(days=182)

"""The script: what a day's orders go through. The same for the same seed, whatever is killed meanwhile."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

MORNING = datetime(2026, 5, 5, 6, 0, tzinfo=UTC)
PRODUCTS = 60
CAMPAIGNS = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One request. `{order}` in the path is the id the order's first step answered with.

    A step whose answer was lost is sent again with the same Idempotency-Key until it is answered.
    """

    method: str
    path: str
    body: dict[str, Any]
    key: str
    refusals: frozenset[int] = frozenset()
    """Answers that are right as well: what the order's present state does not allow."""


@dataclass(frozen=True, slots=True)
class Story:
    """The steps of one order, in their order."""

    external_id: str
    steps: tuple[Step, ...]


def sku(number: int) -> str:
    return f"CHAOS-{number:03d}"


def products_csv(seed: int) -> bytes:
    """What the shop sells, as a file to import."""
    random = Random(f"{seed}/products")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["sku", "name", "price", "cost", "cost_from"])
    for number in range(PRODUCTS):
        price = random.randint(300, 9000)
        cost = f"{price * random.uniform(0.3, 0.7) / 100:.2f}" if random.random() > 0.1 else ""
        writer.writerow([sku(number), f"Thing {number}", f"{price / 100:.2f}", cost, "2026-01-01"])
    return text.getvalue().encode()


def campaigns_csv(seed: int) -> bytes:
    random = Random(f"{seed}/campaigns")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["campaign", "platform", "starts_at", "status", "status_from"])
    for number in range(CAMPAIGNS):
        platform = random.choice(["facebook", "google", "tiktok", "other"])
        writer.writerow([f"Campaign {number}", platform, "2026-04-01", "running", "2026-04-01"])
    return text.getvalue().encode()


def targeting_csv(seed: int) -> bytes:
    random = Random(f"{seed}/targeting")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["campaign", "sku", "from", "to"])
    for number in range(CAMPAIGNS):
        for product in sorted(random.sample(range(PRODUCTS), 25)):
            writer.writerow([f"Campaign {number}", sku(product), "2026-04-01", ""])
    return text.getvalue().encode()


def orders_csv(seed: int, count: int) -> bytes:
    """What a till sold meanwhile, as a file to import: orders of some lines, and a return of every ninth."""
    random = Random(f"{seed}/till")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["order", "line_id", "placed_at", "sku", "quantity", "unit_price", "customer"])
    back = []
    for number in range(count):
        at = MORNING + timedelta(seconds=random.randrange(14 * 3600))
        for place in range(random.randint(1, 4)):
            code, price = sku(random.randrange(PRODUCTS)), f"{random.randint(300, 9000) / 100:.2f}"
            sold = random.randint(1, 5)
            row = [code, sold, price, f"till-{number % 40}"]
            writer.writerow([f"T{number:05d}", f"T{number}-{place}", at.isoformat(), *row])
            if random.random() < 1 / 9:
                row[1] = -random.randint(1, sold)
                returned_at = at + timedelta(hours=random.randint(1, 30))
                back.append([f"CT{number:05d}", f"CT{number}-{place}", returned_at.isoformat(), *row])
    writer.writerows(back)
    return text.getvalue().encode()


def stories(seed: int, count: int) -> Iterator[Story]:
    for number in range(count):
        yield _story(Random(f"{seed}/{number}"), f"D{number:05d}")


def _story(random: Random, name: str) -> Story:
    placed_at = MORNING + timedelta(seconds=random.randrange(14 * 3600))
    lines = [
        {
            "sku": sku(random.randrange(PRODUCTS)),
            "quantity": random.randint(1, 5),
            "unit_price": {"amount": str(random.randint(300, 9000)), "currency": "EUR"},
            "source_line_id": str(place),
        }
        for place in range(1, random.randint(1, 4) + 1)
    ]
    steps = [
        Step(
            "POST",
            "/api/v1/orders",
            {
                "external_id": name,
                "marketplace": "chaos",
                "currency": "EUR",
                "placed_at": placed_at.isoformat(),
                "status": random.choice(["pending", "confirmed", "shipped"]),
                "lines": lines,
            },
            f"{name}-place",
        )
    ]
    at = placed_at
    for turn in range(random.choice([0, 0, 1, 1, 2, 3])):
        at += timedelta(minutes=random.randint(5, 600))
        steps.append(_turn(random, lines, f"{name}-{turn}", at))
    return Story(name, tuple(steps))


def _turn(random: Random, lines: list[dict[str, Any]], key: str, at: datetime) -> Step:
    may_be_refused = frozenset({409, 422})
    kind = random.choice(["confirm", "cancel", "reinstate", "return", "give back"])
    told: dict[str, Any] = {"changed_at": at.isoformat()}
    if kind == "cancel":
        return Step("POST", "/api/v1/orders/{order}/cancel", told, key, may_be_refused)
    if kind == "reinstate":
        return Step("POST", "/api/v1/orders/{order}/reinstate", told, key, may_be_refused)
    if kind == "confirm":
        body = {**told, "status": random.choice(["confirmed", "shipped", "completed"])}
        return Step("PATCH", "/api/v1/orders/{order}/status", body, key, may_be_refused)
    line = random.choice(lines)
    back: dict[str, Any] = {"source_line_id": line["source_line_id"]}
    if kind == "return":
        back["quantity"] = random.randint(1, int(line["quantity"]))
    else:
        back["amount"] = {"amount": random.randint(1, 250), "currency": "EUR"}
    refund: dict[str, Any] = {"lines": [back], "external_id": key, "refunded_at": at.isoformat()}
    return Step("POST", "/api/v1/orders/{order}/refunds", refund, key, may_be_refused)

"""The shop goes on selling: new orders come in live, so that the console moves."""

import asyncio
from datetime import timedelta
from random import Random

from souk.demo.shop import Shop
from souk.kernel.errors import SoukError
from souk.kernel.log import get_logger
from souk.kernel.work import Database
from souk.orders.public import OrderStatus, Wish, change_status, place_orders

logger = get_logger(__name__)

PAUSE_S = 6.0
"""Between two orders, on average."""
CANCELS = 0.04


async def live(database: Database, shop: Shop, *, pause_s: float = PAUSE_S, orders: int | None = None) -> int:
    """Place orders one after the other until cancelled, or until so many. Returns how many.

    Some are pending at first and are confirmed with the next, a few are cancelled again.
    """
    random = Random()
    placed = 0
    waiting: list[int] = []
    while orders is None or placed < orders:
        try:
            waiting = await _sell_one(database, shop, random, waiting)
            placed += 1
        except (SoukError, OSError) as problem:
            logger.warning("demo_order_failed", problem=str(problem))
        await asyncio.sleep(random.expovariate(1 / pause_s) if pause_s else 0)
    return placed


async def _sell_one(database: Database, shop: Shop, random: Random, waiting: list[int]) -> list[int]:
    async with database.work(shop.tenant_id) as work:
        now = work.now - timedelta(seconds=1)
        number = f"{now:%y%m%d}-L{random.randrange(16**5):05X}"
        order = shop.trade.order(random, now, number, work.now)
        (placed,) = await place_orders(work, [order])
    async with database.work(shop.tenant_id) as work:
        wishes = [Wish(order_id, OrderStatus.CONFIRMED) for order_id in waiting]
        if waiting and random.random() < CANCELS:
            wishes[-1] = Wish(waiting[-1], OrderStatus.CANCELLED, why="the buyer changed their mind")
        if wishes:
            await change_status(work, wishes)
    return [placed.order_id]

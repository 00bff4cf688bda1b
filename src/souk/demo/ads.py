"""The demo shop's ad campaigns: they overlap, one was paused for a while, some are over."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sin
from random import Random


@dataclass(frozen=True, slots=True)
class Ad:
    """Days are counted from today, negative ones are past. `pauses` are (from, to) days it stood still."""

    name: str
    platform: str
    departments: tuple[str, ...]
    starts: int
    ends: int | None
    daily_budget_minor: int
    part: float = 0.6
    pauses: tuple[tuple[int, int], ...] = field(default=())
    is_draft: bool = False


ADS = (
    Ad("Meta – autumn prospecting", "facebook", ("Bedding", "Candles", "Lighting"), -52, 33, 18000),
    Ad("Google Shopping – lighting", "google", ("Lighting",), -46, 17, 9500, 0.9),
    Ad("Google – brand terms", "google", ("Kitchen", "Tableware", "Bath"), -330, None, 2200, 0.35),
    Ad("TikTok – unboxing series", "tiktok", ("Candles", "Wall & deco"), -14, 32, 6000, pauses=((-4, 999),)),
    Ad("YouTube – brand film", "youtube", ("Bedding", "Bath"), -120, -75, 4200),
    Ad("Instagram – summer terrace", "instagram", ("Garden", "Tableware"), -190, -95, 7800, pauses=((-160, -151),)),
    Ad("Meta – retargeting", "facebook", ("Bedding", "Kitchen", "Lighting", "Wall & deco"), -240, None, 3600, 0.3,
       pauses=((-115, -101), (-38, -31))),
    Ad("Google Shopping – kitchen", "google", ("Kitchen", "Tableware"), -205, 25, 5400, 0.7),
    Ad("Instagram – candle week", "instagram", ("Candles",), -25, -11, 3800, 0.9),
    Ad("Pinterest – home office", "other", ("Lighting", "Wall & deco"), -150, -60, 1900, 0.4),
    Ad("Meta – spring linen", "facebook", ("Bedding", "Bath"), -265, -200, 6400),
    Ad("TikTok – tiny kitchens", "tiktok", ("Kitchen",), -100, -48, 4800),
    Ad("Google – garden search", "google", ("Garden",), -260, -70, 2600, 0.8),
    Ad("Meta – Black Friday", "facebook", ("Lighting", "Kitchen", "Bedding", "Candles"), 3, 11, 25000, is_draft=True),
)  # fmt: skip


def spend_of(ad: Ad, today: date, seed: int) -> Iterator[tuple[date, int, int, int]]:
    """What a campaign cost on each day it ran: (day, cents, impressions, clicks)."""
    random = Random(f"{seed}/{ad.name}")
    for offset in range(ad.starts, min(ad.ends if ad.ends is not None else 0, 0)):
        if ad.is_draft or any(start <= offset < end for start, end in ad.pauses):
            continue
        cents = round(ad.daily_budget_minor * random.uniform(0.72, 1.0) * (1 + 0.12 * sin(offset)))
        impressions = round(cents * random.uniform(0.9, 1.5))
        yield (
            today + timedelta(days=offset),
            cents,
            impressions,
            round(impressions * random.uniform(0.006, 0.014)),
        )

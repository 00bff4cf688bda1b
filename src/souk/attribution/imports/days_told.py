"""Which days of which campaigns an import has told already, so that what comes later of one is added."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Any

_MEMORY = "days_told"


class DaysTold:
    """Days in runs `[first, last]`: a year of a campaign is one pair, however many rows it had."""

    def __init__(self, memory: dict[str, Any]) -> None:
        self._runs: dict[str, list[list[int]]] = memory.setdefault(_MEMORY, {})

    def has(self, campaign_id: int, day: date) -> bool:
        """Whether an earlier batch of this import has told the campaign's day."""
        runs = self._runs.get(str(campaign_id), [])
        place = bisect_right(runs, day.toordinal(), key=lambda run: run[0])
        return place > 0 and day.toordinal() <= runs[place - 1][1]

    def add(self, told: Iterable[tuple[int, date]]) -> None:
        """Remember days of this batch for those to come."""
        more: dict[str, list[list[int]]] = {}
        for campaign_id, day in told:
            more.setdefault(str(campaign_id), []).append([day.toordinal(), day.toordinal()])
        for campaign, days in more.items():
            self._runs[campaign] = _joined([*self._runs.get(campaign, []), *days])


def _joined(runs: Iterable[list[int]]) -> list[list[int]]:
    joined: list[list[int]] = []
    for first, last in sorted(runs):
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return joined

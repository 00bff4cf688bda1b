"""What the reports can be asked."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from souk.attribution.reports.campaign import Bucket
from souk.attribution.reports.leaderboard import LeaderboardSort
from souk.attribution.reports.measures import Basis, Question
from souk.attribution.reports.period import Edge, Period, make_period
from souk.attribution.rules import CreditMode
from souk.attribution.schemas import Platform
from souk.kernel.lists import PER_PAGE_DEFAULT, PER_PAGE_MAX
from souk.kernel.shapes import Id, Instant


class Tax(StrEnum):
    INCLUDED = "included"
    EXCLUDED = "excluded"


class Format(StrEnum):
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


_DAYS = "a day of the tenant's timezone, included, or an instant with an offset"


class PeriodQuery(BaseModel):
    """From when to when: both days included, or instants, the second excluded."""

    model_config = ConfigDict(extra="forbid")

    start: Annotated[Edge, Field(alias="from", description=_DAYS, examples=["2026-11-01"])]
    end: Annotated[Edge, Field(alias="to", description=f"{_DAYS} (excluded)", examples=["2026-11-20"])]
    tenant: Annotated[str | None, Field(description="the tenant's slug, for links in a browser")] = None

    def period(self, zone: str) -> Period:
        """Raises Invalid."""
        return make_period(self.start, self.end, zone)


class ReportQuery(PeriodQuery):
    mode: CreditMode = CreditMode.SPLIT
    basis: Annotated[Basis, Field(description="the date a refund belongs to: sale or event")] = Basis.SALE
    tax: Tax = Tax.INCLUDED
    as_of: Annotated[Instant | None, Field(description="the report as it read at that instant")] = None
    format: Format = Format.JSON

    @property
    def tax_excluded(self) -> bool:
        return self.tax is Tax.EXCLUDED

    def question(
        self, zone: str, *, campaign_id: int | None = None, product_id: int | None = None
    ) -> Question:
        return Question(self.period(zone), self.mode, self.basis, self.as_of, campaign_id, product_id)


class LeaderboardQuery(ReportQuery):
    sort: LeaderboardSort = LeaderboardSort.REVENUE
    platform: Platform | None = None
    compare: Annotated[bool, Field(description="add the figures of the period before")] = False
    trend: Annotated[bool, Field(description="add the net revenue of each day")] = False
    cac: Annotated[bool, Field(description="count the contacts won; reads the ledger")] = False


class SummaryQuery(ReportQuery):
    compare: Annotated[bool, Field(description="add the figures of the period before")] = False


class TimeseriesQuery(ReportQuery):
    bucket: Bucket = Bucket.DAY
    product_id: Id | None = None


class OrdersQuery(ReportQuery):
    product_id: Id | None = None
    cursor: Annotated[str | None, Field(max_length=400)] = None
    per_page: Annotated[int, Field(ge=1, le=PER_PAGE_MAX)] = PER_PAGE_DEFAULT


class HealthQuery(PeriodQuery):
    mode: Annotated[CreditMode, Field(description="health shows both; nothing changes")] = CreditMode.SPLIT
    reconcile: Annotated[bool, Field(description="check the rollups against the ledger")] = False
    format: Format = Format.JSON


class CompareBy(StrEnum):
    MODES = "modes"
    PERIODS = "periods"


class CompareQuery(ReportQuery):
    by: CompareBy = CompareBy.MODES


class ChangesQuery(PeriodQuery):
    """`between` says which two readings; so there is no `as_of`."""

    mode: CreditMode = CreditMode.SPLIT
    basis: Annotated[Basis, Field(description="the date a refund belongs to: sale or event")] = Basis.SALE
    tax: Tax = Tax.INCLUDED
    between: Annotated[
        str,
        Field(description="two instants, comma separated: what was written after the first", max_length=100),
    ]
    campaign_id: Id | None = None
    format: Format = Format.JSON

    def question(self, zone: str) -> Question:
        return Question(self.period(zone), self.mode, self.basis, campaign_id=self.campaign_id)


class ExplainQuery(BaseModel):
    """A sale that might be (product_id, at, amount), or a real order line."""

    model_config = ConfigDict(extra="forbid")

    product_id: Id | None = None
    at: Instant | None = None
    amount: Annotated[int, Field(ge=0, le=10**15, description="minor units")] = 10_000
    order_item_id: Id | None = None

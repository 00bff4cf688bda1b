"""What a tenant can set, by area. An area that was never touched has its defaults."""

from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import select

from souk.kernel.work import ReadWork
from souk.tenancy.models import TenantSetting

_KEY = "souk.settings"


class CountableStatus(StrEnum):
    """The order statuses that can count as sold; `partially_refunded` always does for what is kept."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"


class Area(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AttributionArea(Area):
    """Which sales count and how reports begin."""

    countable_statuses: Annotated[
        list[CountableStatus],
        Field(min_length=1, description="an order in one of these counts as sold"),
    ] = [
        CountableStatus.CONFIRMED,
        CountableStatus.PROCESSING,
        CountableStatus.SHIPPED,
        CountableStatus.DELIVERED,
        CountableStatus.COMPLETED,
    ]
    lookback_days: Annotated[int, Field(ge=1, le=365, description="for models that follow clicks")] = 30
    half_life_days: Annotated[int, Field(ge=1, le=365, description="for the time-decay model")] = 7

    @field_validator("countable_statuses")
    @classmethod
    def _each_once_in_order(cls, given: list[CountableStatus]) -> list[CountableStatus]:
        return [status for status in CountableStatus if status in given]


class PricingArea(Area):
    """How prices are meant."""

    prices_include_tax: bool = True


class SecurityArea(Area):
    """How people come in."""

    totp_required: Annotated[bool, Field(description="every member needs an authenticator app")] = False
    session_days: Annotated[int, Field(ge=1, le=90, description="sign-ins end after this long unused")] = 14


class RetentionArea(Area):
    """How long what is not a ledger is kept, in days."""

    webhook_body_days: Annotated[int, Field(ge=1, le=400)] = 30
    raw_order_days: Annotated[int, Field(ge=1, le=4000)] = 400


class TenantSettings(BaseModel):
    """All areas of one tenant."""

    model_config = ConfigDict(frozen=True)

    attribution: AttributionArea = AttributionArea()
    pricing: PricingArea = PricingArea()
    security: SecurityArea = SecurityArea()
    retention: RetentionArea = RetentionArea()


AREAS: dict[str, type[Area]] = {
    "attribution": AttributionArea,
    "pricing": PricingArea,
    "security": SecurityArea,
    "retention": RetentionArea,
}

A = TypeVar("A", bound=Area)


async def tenant_settings(work: ReadWork) -> TenantSettings:
    """The tenant's settings, read once per transaction: `(await tenant_settings(work)).pricing`."""
    known = work.session.info.get(_KEY)
    if isinstance(known, TenantSettings):
        return known
    rows = await work.session.execute(
        select(TenantSetting.area, TenantSetting.content).where(TenantSetting.tenant_id == work.tenant_id)
    )
    settings = TenantSettings.model_validate(
        {row.area: read_area(row.area, row.content) for row in rows if row.area in AREAS}
    )
    work.session.info[_KEY] = settings
    return settings


def read_area(area: str, content: dict[str, object]) -> Area:
    """An area as stored, perhaps by another version: fields it does not know are left out."""
    model = AREAS[area]
    return model.model_validate({name: content[name] for name in model.model_fields if name in content})


def forget_settings(work: ReadWork) -> None:
    """After a change in the same transaction."""
    work.session.info.pop(_KEY, None)

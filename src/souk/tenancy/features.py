"""What can be switched on and off per tenant. Off hides it and stops its work; its data stays."""

from dataclasses import dataclass

from sqlalchemy import select

from souk.kernel.errors import Missing
from souk.kernel.work import ReadWork
from souk.tenancy.errors import FeatureOff
from souk.tenancy.models import FeatureSwitch

_KEY = "souk.features"


@dataclass(frozen=True, slots=True)
class Feature:
    """`is_built` is false for what this version does not contain yet: such a switch stays off."""

    label: str
    meaning: str
    on_by_default: bool = True
    is_built: bool = True


FEATURES: dict[str, Feature] = {
    "attribution": Feature("Attribution", "credit each sale to the ad campaigns that targeted its product"),
    "discounts": Feature("Discounts", "scheduled price campaigns", on_by_default=False, is_built=False),
    "publishing": Feature(
        "Publishing", "products on marketplaces, by campaign", on_by_default=False, is_built=False
    ),
    "messaging": Feature("Messages", "SMS campaigns to contacts", on_by_default=False, is_built=False),
    "stock": Feature(
        "Stock", "stock locked by orders and synced to marketplaces", on_by_default=False, is_built=False
    ),
    "webhooks": Feature("Webhooks", "events sent to addresses of your own"),
}


async def features_of(work: ReadWork) -> dict[str, bool]:
    """Every feature and whether it is on; read once per transaction."""
    known = work.session.info.get(_KEY)
    if isinstance(known, dict):
        return known
    rows = await work.session.execute(
        select(FeatureSwitch.feature, FeatureSwitch.is_on).where(FeatureSwitch.tenant_id == work.tenant_id)
    )
    switched = {row.feature: row.is_on for row in rows}
    states = {
        name: feature.is_built and switched.get(name, feature.on_by_default)
        for name, feature in FEATURES.items()
    }
    work.session.info[_KEY] = states
    return states


def forget_features(work: ReadWork) -> None:
    """After a switch in the same transaction."""
    work.session.info.pop(_KEY, None)


async def feature_on(work: ReadWork, feature: str) -> bool:
    """Whether `feature` works for this tenant now."""
    return (await features_of(work))[feature]


async def require_feature(work: ReadWork, feature: str) -> None:
    """Raises FeatureOff."""
    if not await feature_on(work, feature):
        raise FeatureOff(
            f"{FEATURES[feature].label} is switched off for this tenant; an administrator can switch it on"
            " under Settings. Its data is kept.",
            details={"feature": feature},
        )


def known_feature(name: str) -> Feature:
    """Raises Missing."""
    if name not in FEATURES:
        raise Missing(f"There is no feature '{name}'; there are: {', '.join(FEATURES)}.")
    return FEATURES[name]

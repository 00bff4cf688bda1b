"""Changing what a tenant sets and switches."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from souk.events import emit
from souk.events.tenancy import FeatureSwitched, SettingsChanged
from souk.kernel.errors import Conflict
from souk.kernel.work import Work
from souk.tenancy.audit import record_audit
from souk.tenancy.errors import SecondFactorSetUpRequired, StaleVersion
from souk.tenancy.features import feature_on, forget_features, known_feature
from souk.tenancy.models import FeatureSwitch, TenantSetting, User
from souk.tenancy.settings import AREAS, Area, SecurityArea, forget_settings, read_area

FIRST_VERSION = 1
"""Of an area as it is before anyone has touched it."""


async def change_settings(work: Work, area: str, content: Area, *, version: int | None) -> int:
    """Replace an area; answers its version. Raises StaleVersion where `version` is not the present one."""
    row = await _lock_area(work, area)
    if version is not None and version != row.version:
        raise StaleVersion(
            "Someone has changed these settings since you opened them; look at both and save again.",
            details={"version": row.version},
        )
    before = read_area(area, row.content).model_dump(mode="json")
    after = content.model_dump(mode="json")
    if before == after:
        return row.version
    if isinstance(content, SecurityArea) and content.totp_required:
        await _has_second_factor_themselves(work)
    row.content = after
    row.version += 1
    row.changed_at = work.now
    row.changed_by = work.actor.label
    await work.session.flush()
    forget_settings(work)
    await record_audit(work, "settings.changed", subject=("settings", area, area), before=before, after=after)
    changed = [name for name in after if after[name] != before.get(name)]
    emit(work, SettingsChanged(area=area, changed=changed))
    return row.version


async def _lock_area(work: Work, area: str) -> TenantSetting:
    await work.session.execute(
        insert(TenantSetting)
        .values(
            tenant_id=work.tenant_id,
            area=area,
            version=FIRST_VERSION,
            content=AREAS[area]().model_dump(mode="json"),
            changed_at=work.now,
            changed_by="default",
        )
        .on_conflict_do_nothing()
    )
    statement = select(TenantSetting).where(
        TenantSetting.tenant_id == work.tenant_id, TenantSetting.area == area
    )
    return (await work.session.execute(statement.with_for_update())).scalar_one()


async def _has_second_factor_themselves(work: Work) -> None:
    if work.actor.user_id is None:
        return
    user = (await work.session.execute(select(User).where(User.id == work.actor.user_id))).scalar_one()
    if not user.has_second_factor:
        raise SecondFactorSetUpRequired(
            "Set up your own authenticator app first, or you would lock yourself out."
        )


async def switch_feature(work: Work, feature: str, *, is_on: bool) -> None:
    """Off hides it and stops its work, keeping its data. Raises Missing, Conflict."""
    described = known_feature(feature)
    if is_on and not described.is_built:
        raise Conflict(f"{described.label} is not part of this version of Souk.")
    was_on = await feature_on(work, feature)
    await work.session.execute(
        insert(FeatureSwitch)
        .values(
            tenant_id=work.tenant_id,
            feature=feature,
            is_on=is_on,
            changed_at=work.now,
            changed_by=work.actor.label,
        )
        .on_conflict_do_update(
            index_elements=["tenant_id", "feature"],
            set_={"is_on": is_on, "changed_at": work.now, "changed_by": work.actor.label},
        )
    )
    forget_features(work)
    if was_on != is_on:
        await record_audit(
            work,
            "feature.switched",
            subject=("feature", feature, described.label),
            before={"is_on": was_on},
            after={"is_on": is_on},
        )
        emit(work, FeatureSwitched(feature=feature, is_on=is_on))

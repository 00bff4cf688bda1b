"""What the tenant is, sets and switches."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import create_model
from sqlalchemy import select

from souk.kernel.shapes import Draft, Version
from souk.kernel.work import ReadWork, Work
from souk.tenancy.actions.settings import FIRST_VERSION, change_settings, switch_feature
from souk.tenancy.actions.tenants import change_tenant, close_tenant
from souk.tenancy.features import FEATURES, features_of
from souk.tenancy.http import api_router, expected_version, reading, writing
from souk.tenancy.models import FeatureSwitch, TenantSetting
from souk.tenancy.repository import tenant_of
from souk.tenancy.schemas import (
    AreaShape,
    ClosingDraft,
    FeatureList,
    FeatureShape,
    SettingsShape,
    Switch,
    TenantChange,
    TenantShape,
)
from souk.tenancy.settings import AREAS, Area, tenant_settings

router = api_router("", "Settings")

Reading = Annotated[ReadWork, reading("settings.read")]
Writing = Annotated[Work, writing("settings.edit")]
IfMatch = Annotated[int | None, expected_version()]


@router.get("/settings")
async def show_settings(work: Reading) -> SettingsShape:
    """Every area with its values and who changed it last."""
    return SettingsShape(tenant=TenantShape.model_validate(await tenant_of(work)), areas=await _areas(work))


async def _areas(work: ReadWork) -> dict[str, AreaShape]:
    rows = await work.session.execute(select(TenantSetting).where(TenantSetting.tenant_id == work.tenant_id))
    changed = {row.area: row for row in rows.scalars()}
    settings = await tenant_settings(work)
    areas = {}
    for name in AREAS:
        row = changed.get(name)
        areas[name] = AreaShape(
            area=name,
            values=getattr(settings, name).model_dump(mode="json"),
            version=row.version if row else FIRST_VERSION,
            changed_at=row.changed_at if row else None,
            changed_by=row.changed_by if row else None,
        )
    return areas


@router.get("/settings/tenant")
async def show_the_tenant(work: Reading, response: Response) -> TenantShape:
    """Name, currency, time zone, locale."""
    tenant = TenantShape.model_validate(await tenant_of(work))
    response.headers["ETag"] = f'"{tenant.version}"'
    return tenant


@router.put("/settings/tenant")
async def change_the_tenant(
    work: Writing, response: Response, change: TenantChange, if_match: IfMatch
) -> TenantShape:
    """Name, time zone, locale. The currency stays: every sum is kept in it."""
    change.version = change.version if change.version is not None else if_match
    tenant = TenantShape.model_validate(await change_tenant(work, change))
    response.headers["ETag"] = f'"{tenant.version}"'
    return tenant


@router.post("/settings/tenant/closing", status_code=204)
async def close(work: Annotated[Work, writing("tenant.delete")], draft: ClosingDraft) -> None:
    """Nobody can enter the tenant any more; its data is kept, and the operator can open it again."""
    await close_tenant(work, draft.slug)


def _route_for(area: str, model: type[Area]) -> Callable[..., Any]:
    async def change_area(work: Writing, response: Response, draft: Any, if_match: IfMatch) -> AreaShape:
        given = draft.model_dump(exclude={"version"}, exclude_unset=True)
        present = getattr(await tenant_settings(work), area).model_dump()
        content = model.model_validate({**present, **given})
        version = await change_settings(
            work, area, content, version=draft.version if draft.version is not None else if_match
        )
        response.headers["ETag"] = f'"{version}"'
        return AreaShape(
            area=area,
            values=content.model_dump(mode="json"),
            version=version,
            changed_at=work.now,
            changed_by=work.actor.label,
        )

    return change_area


def _show_route_for(area: str) -> Callable[..., Any]:
    async def show_area(work: Reading, response: Response) -> AreaShape:
        shape = (await _areas(work))[area]
        response.headers["ETag"] = f'"{shape.version}"'
        return shape

    return show_area


def _add_area_routes() -> None:
    """A typed route per area, so that the description names every setting."""
    for area, model in AREAS.items():
        show = _show_route_for(area)
        show.__name__ = f"show_{area}_settings"
        show.__doc__ = model.__doc__
        router.add_api_route(f"/settings/{area}", show, methods=["GET"], response_model=AreaShape)
        name = f"{area.capitalize()}Settings"
        draft = create_model(
            name,
            __base__=(model, Draft),
            __doc__=f"{model.__doc__} What is left out stays as it is.",
            version=(Version | None, None),
        )
        route = _route_for(area, model)
        route.__annotations__["draft"] = draft
        route.__name__ = f"change_{area}_settings"
        route.__doc__ = model.__doc__
        router.add_api_route(f"/settings/{area}", route, methods=["PUT"], response_model=AreaShape)


_add_area_routes()


@router.get("/features")
async def list_features(work: Annotated[ReadWork, reading("settings.read")]) -> FeatureList:
    """What can be switched on and off, and who did it last."""
    return FeatureList(data=await _features(work))


@router.put("/features/{name}")
async def switch(
    work: Annotated[Work, writing("settings.switch")],
    name: Annotated[str, Path(max_length=64)],
    draft: Switch,
) -> FeatureShape:
    """Off hides it and stops its work; its data is kept.

    Attribution switched on again credits sales from then on: those of the time in between by
    `POST /attribution/admin/backfill`, over the days it was off.
    """
    await switch_feature(work, name, is_on=draft.is_on)
    return next(feature for feature in await _features(work) if feature.name == name)


async def _features(work: ReadWork) -> list[FeatureShape]:
    rows = await work.session.execute(select(FeatureSwitch).where(FeatureSwitch.tenant_id == work.tenant_id))
    switched = {row.feature: row for row in rows.scalars()}
    states = await features_of(work)
    return [
        FeatureShape(
            name=name,
            label=feature.label,
            meaning=feature.meaning,
            is_on=states[name],
            is_built=feature.is_built,
            changed_at=switched[name].changed_at if name in switched else None,
            changed_by=switched[name].changed_by if name in switched else None,
        )
        for name, feature in FEATURES.items()
    ]

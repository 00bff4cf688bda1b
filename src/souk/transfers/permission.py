"""Who may import what: the kind's own capability, and with a `.create` also its `.edit`.

An import creates and changes, so a token that may only create could otherwise change by importing. What is
switched off for the tenant, nobody imports, the command line included.
"""

from typing import Any

from souk.kernel.work import ReadWork
from souk.tenancy.public import CAPABILITIES, Access, access_of, feature_on, require_feature
from souk.transfers.importer import Importer
from souk.transfers.registry import importers


def capabilities_for(importer: Importer[Any]) -> tuple[str, ...]:
    domain, _, verb = importer.capability.rpartition(".")
    edit = f"{domain}.edit"
    return (
        (importer.capability, edit) if verb == "create" and edit in CAPABILITIES else (importer.capability,)
    )


def may_import(access: Access | None, importer: Importer[Any]) -> bool:
    """Without an access it is the command line or Souk itself, which may."""
    return access is None or access.capabilities.issuperset(capabilities_for(importer))


def require_importing(access: Access | None, importer: Importer[Any]) -> None:
    """Raises NotPermitted."""
    if access is not None:
        for capability in capabilities_for(importer):
            access.require(capability)


async def require_switched_on(work: ReadWork, importer: Importer[Any]) -> None:
    """Raises FeatureOff."""
    if importer.feature is not None:
        await require_feature(work, importer.feature)


async def offered_importers(work: ReadWork) -> list[Importer[Any]]:
    """The kinds that whoever asks may import, without those that are switched off."""
    access = access_of(work)
    return [
        importer
        for importer in importers()
        if may_import(access, importer)
        and (importer.feature is None or await feature_on(work, importer.feature))
    ]

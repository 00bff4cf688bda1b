"""Who may import what: the kind's own capability, and with a `.create` also its `.edit`.

An import creates and changes, so a token that may only create could otherwise change by importing.
"""

from typing import Any

from souk.tenancy.public import CAPABILITIES, Access
from souk.transfers.importer import Importer


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

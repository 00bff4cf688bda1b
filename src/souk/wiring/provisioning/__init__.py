"""Roles, database, schema and rights, made once and found in place at every later start."""

from souk.wiring.provisioning.errors import ProvisioningRefused
from souk.wiring.provisioning.provision import provision
from souk.wiring.provisioning.roles import SessionLimits

__all__ = ["ProvisioningRefused", "SessionLimits", "provision"]

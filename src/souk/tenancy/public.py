"""What other domains may call."""

from souk.tenancy.access import Access, access_of, masks_personal_data, may
from souk.tenancy.actions.demo import demo_sign_in, open_demo_tenant
from souk.tenancy.actions.tenants import add_owner, awaits_setup, create_tenant, setup_code
from souk.tenancy.actions.tokens import create_token
from souk.tenancy.audit import record_audit, record_audits
from souk.tenancy.errors import SignInRequired, StaleVersion
from souk.tenancy.features import FEATURES, feature_on, features_of, require_feature
from souk.tenancy.members import members_with, names_of
from souk.tenancy.repository import last_changed, stream_audit
from souk.tenancy.roles import CAPABILITIES, ROLES, Role
from souk.tenancy.schemas import AuditQuery, OwnerDraft, TenantDraft
from souk.tenancy.settings import TenantSettings, tenant_settings
from souk.tenancy.tenants import find_tenant_by_slug, list_tenants, load_scope

__all__ = [
    "CAPABILITIES",
    "FEATURES",
    "ROLES",
    "Access",
    "AuditQuery",
    "OwnerDraft",
    "Role",
    "SignInRequired",
    "StaleVersion",
    "TenantDraft",
    "TenantSettings",
    "access_of",
    "add_owner",
    "awaits_setup",
    "create_tenant",
    "create_token",
    "demo_sign_in",
    "feature_on",
    "features_of",
    "find_tenant_by_slug",
    "last_changed",
    "list_tenants",
    "load_scope",
    "masks_personal_data",
    "may",
    "members_with",
    "names_of",
    "open_demo_tenant",
    "record_audit",
    "record_audits",
    "require_feature",
    "setup_code",
    "stream_audit",
    "tenant_settings",
]

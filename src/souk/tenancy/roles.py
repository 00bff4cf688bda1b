"""Who may do what: capabilities, and the roles that are sets of them. This table is the whole of it.

A capability is `<domain>.<verb>`. Importing into a domain and exporting from it need the domain's own
capabilities: `<domain>.create` with `<domain>.edit`, and `<domain>.read`.
"""

from enum import StrEnum

CAPABILITIES: dict[str, str] = {
    "catalog.read": "see products, categories, tags, batches and costs",
    "catalog.create": "add products, categories, tags and batches",
    "catalog.edit": "change products, categories, tags, batches and costs",
    "catalog.delete": "delete or deactivate products, categories and tags",
    "pricing.read": "see price lists, price history and exchange rates",
    "pricing.create": "add price lists",
    "pricing.edit": "change prices and exchange rates",
    "pricing.delete": "delete price lists",
    "pricing.campaign_lists": "clone, change and delete the price lists of campaigns",
    "audience.read": "see contacts, segments and lists",
    "audience.identify": "see the phone numbers and e-mail addresses of contacts",
    "audience.create": "add contacts, segments and lists",
    "audience.edit": "change contacts, consent, segments, lists and suppressions",
    "audience.delete": "delete segments and lists",
    "audience.merge": "merge contacts that are one person",
    "audience.erase": "erase a contact's personal data",
    "orders.read": "see orders, shipments and refunds",
    "orders.create": "place orders",
    "orders.edit": "change orders and their status, ship them, map their lines",
    "orders.refund": "refund orders",
    "attribution.read": "see ad campaigns and every report",
    "attribution.create": "add ad campaigns",
    "attribution.edit": "change ad campaigns and what they target",
    "attribution.activate": "start, pause and end ad campaigns",
    "attribution.delete": "delete drafts of ad campaigns",
    "attribution.spend": "enter and import what ads cost",
    "attribution.recompute": "backfill, recompute and rebuild",
    "jobs.read": "see queues, failed jobs and progress",
    "jobs.retry": "retry failed jobs",
    "jobs.cancel": "cancel long work",
    "jobs.trace": "see where in the program a job broke",
    "imports.read": "see imports and how they went",
    "imports.create": "upload files and import the kinds one may create; keep mappings",
    "notices.read": "see notices",
    "webhooks.read": "see webhooks and their deliveries",
    "webhooks.edit": "add, change, test and delete webhooks",
    "people.read": "see members and invitations",
    "people.edit": "invite, remove and change the role of members below owner",
    "people.owners": "make and unmake owners",
    "tokens.own": "make and revoke one's own API tokens",
    "tokens.all": "see and revoke every member's API tokens",
    "settings.read": "see settings and feature switches",
    "settings.edit": "change settings",
    "settings.switch": "switch features on and off",
    "audit.read": "search the audit log",
    "tenant.delete": "close the tenant",
}


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MARKETING_MANAGER = "marketing_manager"
    OPERATOR = "operator"
    ANALYST = "analyst"


_EVERYTHING = frozenset(CAPABILITIES)
_READING = frozenset(name for name in CAPABILITIES if name.endswith(".read"))
_SHOP = _READING | {"audience.identify", "tokens.own"}

ROLES: dict[Role, frozenset[str]] = {
    Role.OWNER: _EVERYTHING,
    Role.ADMIN: _EVERYTHING - {"tenant.delete", "people.owners"},
    Role.MARKETING_MANAGER: (_SHOP - {"people.read"})
    | {
        "pricing.campaign_lists",
        "audience.create",
        "audience.edit",
        "audience.delete",
        "audience.merge",
        "attribution.create",
        "attribution.edit",
        "attribution.activate",
        "attribution.delete",
        "attribution.spend",
        "jobs.cancel",
        "imports.create",
    },
    Role.OPERATOR: _SHOP
    | {
        "catalog.create",
        "catalog.edit",
        "catalog.delete",
        "pricing.create",
        "pricing.edit",
        "pricing.delete",
        "orders.create",
        "orders.edit",
        "orders.refund",
        "jobs.retry",
        "jobs.cancel",
        "imports.create",
    },
    Role.ANALYST: _READING | {"tokens.own"},
}


def capabilities_of(role: str, scopes: list[str] | None = None) -> frozenset[str]:
    """What a member of `role` may do; with a token's `scopes`, what both allow.

    A scope that no longer exists, or that the role has lost, gives nothing.
    """
    granted = ROLES[Role(role)]
    return granted if scopes is None else granted & frozenset(scopes)

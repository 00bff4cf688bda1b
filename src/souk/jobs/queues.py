"""The queues, each of which may be served by workers of its own."""

from enum import StrEnum


class Queue(StrEnum):
    CAMPAIGNS = "campaigns"
    PUBLISHING = "publishing"
    MESSAGING = "messaging"
    STOCK = "stock"
    ATTRIBUTION = "attribution"
    EVENTS = "events"
    DEFAULT = "default"

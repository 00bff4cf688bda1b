"""The audience over HTTP."""

from fastapi import APIRouter

from souk.audience.routes import bulk, contacts, lists, segments, suppressions

routers: list[APIRouter] = [
    bulk.router,
    contacts.router,
    segments.router,
    lists.router,
    suppressions.router,
]

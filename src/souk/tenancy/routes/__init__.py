"""The tenancy's routes, by subject."""

from fastapi import APIRouter

from souk.tenancy.routes import audit, me, people, public, session, settings, tokens

routers: list[APIRouter] = [
    session.router,
    me.router,
    public.router,
    people.router,
    tokens.router,
    settings.router,
    audit.router,
]

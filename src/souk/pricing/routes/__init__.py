"""Pricing over HTTP."""

from fastapi import APIRouter

from souk.pricing.routes import lists, prices, rates

routers: list[APIRouter] = [lists.router, prices.router, rates.router]

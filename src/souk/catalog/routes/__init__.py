"""The catalogue over HTTP."""

from fastapi import APIRouter

from souk.catalog.routes import batches, categories, products, tags

routers: list[APIRouter] = [products.router, categories.router, tags.router, batches.router]

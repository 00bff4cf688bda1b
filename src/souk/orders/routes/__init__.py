"""Orders over HTTP."""

from fastapi import APIRouter

from souk.orders.routes.changing import router as changing
from souk.orders.routes.placing import router as placing
from souk.orders.routes.reading import router as reading

routers: tuple[APIRouter, ...] = (placing, changing, reading)

"""Stock over HTTP, by noun."""

from api_service.stock.routes import levels, reservations, tasks, web_orders

BLUEPRINTS = tuple(each.blueprint for each in (levels, reservations, tasks, web_orders))

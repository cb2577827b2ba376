"""Purchases over HTTP, by noun."""

from api_service.purchases.routes import refunds, sales, web_purchases

BLUEPRINTS = tuple(each.blueprint for each in (sales, web_purchases, refunds))

"""People over HTTP, by noun."""

from api_service.people.routes.customers import blueprint as customers

BLUEPRINTS = (customers,)

"""The address of the books itself, what joins several of its packages, and the blueprints behind it."""

from flask import Blueprint, Flask, Response

from api_service.analytics.routes import blueprint as analytics
from api_service.audit.routes import blueprint as audit
from api_service.catalogue import payloads as catalogue_payloads
from api_service.catalogue.routes import blueprint as catalogue
from api_service.catalogue.use_cases import branches, search_products
from api_service.collaborators import Collaborators
from api_service.importer.routes import blueprint as founding
from api_service.notices.routes import blueprint as notices
from api_service.people.routes import BLUEPRINTS as PEOPLE
from api_service.people.use_cases.customers import newest_customers
from api_service.prices.routes import blueprint as prices
from api_service.purchases.routes import BLUEPRINTS as PURCHASES
from api_service.stock.routes import BLUEPRINTS as STOCK
from common.access import EVERYBODY, STAFF, allow
from common.api import answer, operation
from common.caching import marker
from common.payload import Answer
from common.web import collaborators

blueprint = Blueprint("books", __name__)

#: All of the chain's products in one answer; a chain with more of them reads /api/v1/products page by page.
_MOST_PRODUCTS = 100_000


class Welcome(Answer):
    """What the API is and where it answers, as document 000 has it."""

    message: str
    description: str
    endpoints: dict[str, str]


def init_app(app: Flask) -> None:
    """Register every route of the books."""
    for each in (
        blueprint,
        analytics,
        audit,
        catalogue,
        founding,
        notices,
        *PEOPLE,
        prices,
        *PURCHASES,
        *STOCK,
    ):
        app.register_blueprint(each)


@blueprint.get("/")
@operation(summary="What this API is", tag="Service", answer=Welcome)
@allow(EVERYBODY)
def welcome() -> Response:
    """Where to begin."""
    return answer(
        Welcome(
            message="Welcome to Mercato's books",
            description="Sales of every branch, customers with what they bought, and the owner's numbers.",
            endpoints={
                "health": "/health",
                "customers": "/customers?name=<customer_name>",
                "catalog": "/cashier/catalog",
                "create_purchase": "/cashier/create_purchase",
                "users_orders_purchases": "/cashier/users_orders_purchases",
                "analytics": "/dashboard/analytics?min_purchases=3",
                "purchases": "/api/v1/purchases",
                "openapi": "/openapi.json",
                "documentation": "/docs",
            },
        )
    )


@blueprint.get("/cashier/catalog")
@operation(
    summary="Supermarkets, users and products for a till (document 001)",
    tag="Supermarket",
    answer=catalogue_payloads.DocumentCatalog,
)
@allow(STAFF)
def catalog() -> Response:
    """The catalogue as document 001 has it."""
    books = collaborators(Collaborators)
    with books.database.statements() as connection:
        current = marker(connection)

    def compute() -> str:
        products, _ = search_products(books, words="", after=0, limit=_MOST_PRODUCTS)
        users, users_total = newest_customers(books, limit=1000)
        return catalogue_payloads.document_catalog(
            branches(books), products, users, users_total
        ).model_dump_json()

    return Response(books.cache.get("catalog", current, compute), mimetype="application/json")

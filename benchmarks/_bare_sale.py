"""The limit that a sale is measured against: a bare Flask route that runs the same statement and nothing else."""

import threading
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2
from flask import Flask, Response, request

from common.money import Money
from common.pricing import Line, price

_STATEMENT = (
    Path(__file__).parents[1] / "api-service/src/api_service/purchases/sql/record_sale.sql"
).read_text()


def create_app(database: str, branch_id: str, product_ids: list[int]) -> Flask:
    """Each request books one unit of these products under a new id, priced once when the application starts."""
    app = Flask(__name__)
    local = threading.local()
    values = _values(database, branch_id, product_ids)

    @app.post("/api/v1/purchases")
    def sell() -> Response:
        if not hasattr(local, "connection"):
            local.connection = psycopg2.connect(database)
            local.connection.autocommit = True
        own = {
            "id": str(uuid.uuid4()),
            "till_id": request.get_json()["till_id"],
            "customer_id": str(uuid.uuid4()),
            "cashier_id": None,
            "sold_at": datetime.now(UTC),
        }
        with local.connection.cursor() as cursor:
            cursor.execute(_STATEMENT, values | own)
            number = cursor.fetchone()[4]
        return Response(f'{{"receipt": {number}}}', status=201, mimetype="application/json")

    return app


def _values(database: str, branch_id: str, product_ids: list[int]) -> dict[str, Any]:
    connection = psycopg2.connect(database)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, price_minor, price_version, vat_basis_points FROM catalog.published_product "
            "WHERE id = ANY(%s) ORDER BY id",
            (product_ids,),
        )
        names, prices, versions, rates = map(list, zip(*cursor.fetchall(), strict=True))
        cursor.execute("SELECT number FROM catalog.published_revision")
        revision = cursor.fetchone()[0]
    connection.close()
    lines = [
        Line(product_id, 1, Money(amount, "EUR"), rate)
        for product_id, amount, rate in zip(sorted(product_ids), prices, rates, strict=True)
    ]
    # the auditor prices every sale again, this one too
    priced = price(lines, [], datetime.now(UTC), currency="EUR")
    return {
        "branch_id": branch_id,
        "origin": "till",
        "currency": "EUR",
        "total": sum(prices),
        "fingerprint": b"bare",
        "revision": revision,
        "product_ids": sorted(product_ids),
        "descriptions": names,
        "quantities": [1] * len(names),
        "unit_prices": prices,
        "price_versions": versions,
        "discounts": [0] * len(names),
        "totals": prices,
        "vat_rates": rates,
        "vat_amounts": [line.vat.minor for line in priced.lines],
        "departments": [""] * len(names),
        "discount_lines": [],
        "promotion_ids": [],
        "promotion_versions": [],
        "promotion_names": [],
        "discount_amounts": [],
        "coupon_ids": [],
        "coupon_codes": [],
        "coupon_single_uses": [],
        "tender_kinds": ["card"],
        "tender_amounts": [sum(prices)],
        "tender_givens": [sum(prices)],
    }

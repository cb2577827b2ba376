"""Importing with a price list: unknown products are made, known ones keep their price."""

import pytest

from api_service.importer.models import Refusal

USER = "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44"
GUEST = "0c7f1f0e-90a1-4d6e-8f0e-1f6c2b7a9d11"
ROWS = [
    f'SMKT001,2026-01-31 14:30:00,{USER},"Tomatoes,Sourdough loaf",6.20',
    f'SMKT002,2026-02-01 09:15:00,{GUEST},"Coffee mug",7.50',
    f'SMKT001,2026-02-02 10:00:00,{USER},"Sourdough loaf, Coffee mug",11.30',
]


pytestmark = pytest.mark.usefixtures("shop")


def test_unknown_products_are_made_from_a_price_list(run, write, contents):
    prices = write(
        ["Rye bread,3.10", "Tomatoes,2.10"], header="product_name,unit_price", name="products.csv"
    )

    report = run(
        write([f'SMKT001,2026-01-31 14:30,{USER},"Rye bread,Tomatoes",5.20']), products=prices
    ).report

    assert [(product.name, product.code) for product in report.products] == [
        ("Rye bread", "RYE-BREAD")
    ]
    assert [(price.name, price.current.minor, price.told.minor) for price in report.differing] == [
        ("Tomatoes", 240, 210)
    ]
    assert contents.ask(
        "SELECT name, code, department, vat_code, price_minor FROM catalog.published_product "
        "WHERE name IN ('Rye bread', 'Tomatoes') ORDER BY name"
    ) == [
        ("Rye bread", "RYE-BREAD", "goods", "standard", 310),
        ("Tomatoes", "TOMATO", "fresh", "reduced", 240),
    ]
    assert contents.ask(
        "SELECT description, unit_price_minor, vat_basis_points, vat_minor FROM books.line ORDER BY 1"
    ) == [("Rye bread", 310, 2100, 54), ("Tomatoes", 210, 900, 17)]


def test_the_same_price_list_twice_makes_its_products_once(run, write, contents):
    prices = write(["Rye bread,3.10"], header="product_name,unit_price", name="products.csv")
    file = write([f"SMKT001,2026-01-31 14:30,{USER},Rye bread,3.10"])
    run(file, products=prices)
    before = contents.sizes()

    again = run(file, products=prices).report

    assert (again.products, again.known) == ((), 1)
    assert contents.sizes() == before


def test_a_wrong_price_list_is_named_before_the_purchases_are_looked_at(run, write, contents):
    before = contents.sizes()
    prices = write(
        ["Rye bread,3.10", "Pears,-1"], header="product_name,unit_price", name="products.csv"
    )

    done = run(write(ROWS), products=prices)

    assert done.refusals == [Refusal("products.csv", 3, "unit_price -1.00 is below zero")]
    assert (done.report.refused, done.report.rows) == (1, 0)
    assert contents.sizes() == before


def test_new_products_are_taken_back_when_a_purchase_is_wrong(run, write, contents):
    before = contents.sizes()
    prices = write(["Rye bread,3.10"], header="product_name,unit_price", name="products.csv")

    done = run(write([f"SMKT001,2026-01-31 14:30,{USER},Rye bread,3.11"]), products=prices)

    assert done.report.refused == 1
    assert contents.sizes() == before

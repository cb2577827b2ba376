"""What an order's invoice shows against itself and against the books: each way to spoil it is found and named."""

from dataclasses import replace

import pytest

from api_service.audit.models.bills import Bill, BillVat, bill
from common.money import Money

PEN, LOAF = 0, 1


@pytest.fixture
def spoil(web):
    """The rules that are broken once a line of order 1, or its VAT table, says something else in its own store."""

    def spoilt(line=None, *, table=None, **changes):
        facts = web.healthy()
        lines = list(web.bill.lines)
        if line is not None:
            lines[line] = lines[line]._replace(**changes)
        vat = web.bill.vat if table is None else table
        order = replace(facts.orders[0], bill=Bill("EUR", tuple(lines), vat))
        return web.violated(replace(facts, orders=[order, *facts.orders[1:]]))

    return spoilt


@pytest.mark.parametrize(
    ("line", "changes", "says", "beside_the_books"),
    [
        (
            LOAF,
            {"unit_price": 800, "total": 800},
            "its total is 10.00, and its lines make 15.00",
            "Loaf shows a price of 8.00, and the books have 3.00",
        ),
        (
            LOAF,
            {"unit_price": 800},
            "Loaf comes to 3.00, and its units, price and offers make 8.00",
            "Loaf shows a price of 8.00, and the books have 3.00",
        ),
        (
            PEN,
            {"quantity": 4, "unit_price": 200},
            None,
            "Pen shows units of 4, and the books have 2",
        ),
        (
            PEN,
            {"discount": 0, "unit_price": 350},
            "Pen has 0.00 taken off, and its offers make 1.00",
            "Pen shows a price of 3.50, and the books have 4.00",
        ),
        (
            PEN,
            {"offers": ()},
            "Pen has 1.00 taken off, and its offers make 0.00",
            "Pen shows offers of nothing, and the books have 1.00 by Pens cheaper",
        ),
        (
            PEN,
            {"vat": 120},
            "its VAT at 21 % is 5.79 + 1.21 = 7.00, and its lines make 5.80 + 1.20 = 7.00",
            "Pen shows VAT of 1.20, and the books have 1.21",
        ),
        (
            LOAF,
            {"vat_basis_points": 1050},
            "its VAT at 9 % is 2.75 + 0.25 = 3.00, and its lines make nothing",
            "Loaf shows a VAT rate of 10.5 %, and the books have 9 %",
        ),
        (LOAF, {"name": "Cake"}, None, "Cake shows a name of Cake, and the books have Loaf"),
        (LOAF, {"product_id": 3}, None, "Loaf is in the books as sold, and not on the order"),
    ],
)
def test_a_line_that_was_edited(spoil, line, changes, says, beside_the_books):
    found = spoil(line, **changes)

    assert found["invoices_show_what_was_sold"].first.row == "order W1 (order-1)"
    assert found["invoices_show_what_was_sold"].first.says == beside_the_books
    assert (found["orders_add_up"].first.says if "orders_add_up" in found else None) == says


def test_an_invoice_that_was_dated_back_or_written_in_another_currency(web):
    facts = web.healthy()
    dated = replace(facts.orders[0], dated_at=web.then.replace(month=1))
    bill = replace(web.bill, currency="USD")
    dollars = replace(facts.orders[0], total=Money(1000, "USD"), bill=bill)

    def shown(order):
        found = web.violated(replace(facts, orders=[order, *facts.orders[1:]]))
        return found["invoices_show_what_was_sold"].first.says

    assert shown(dated) == (
        "it was paid at 2026-11-20 14:10:00, and its invoice is of 2026-01-20 14:10:00"
    )
    assert shown(dollars) == "it is in USD, and the books have EUR"


@pytest.mark.parametrize(
    ("vat", "shown"),
    [
        ((BillVat(900, 1, 1, 2), BillVat(2100, 579, 121, 700)), "0.01 + 0.01 = 0.02"),
        ((BillVat(900, 275, 24, 300), BillVat(2100, 579, 121, 700)), "2.75 + 0.24 = 3.00"),
        ((BillVat(2100, 579, 121, 700),), "nothing"),
        ((), "nothing"),
    ],
)
def test_a_vat_table_that_was_edited(spoil, vat, shown):
    found = spoil(table=vat)

    wrong = f"its VAT at 9 % is {shown}, and"
    assert set(found) == {"orders_add_up", "invoices_show_what_was_sold"}
    assert found["orders_add_up"].first.says == f"{wrong} its lines make 2.75 + 0.25 = 3.00"
    assert found["invoices_show_what_was_sold"].first.says == (
        f"{wrong} the books have 2.75 + 0.25 = 3.00"
    )


def test_a_rate_that_stands_twice_in_the_vat_table(spoil, web):
    found = spoil(table=(web.bill.vat[0], *web.bill.vat))

    assert found["orders_add_up"].first.says == "it shows 3 VAT rates, and its lines make 2"


def test_a_line_that_was_added_or_taken_away(web):
    facts = web.healthy()
    pen, loaf = web.bill.lines

    def shown(*lines):
        order = replace(facts.orders[0], bill=replace(web.bill, lines=lines))
        found = web.violated(replace(facts, orders=[order, *facts.orders[1:]]))
        return [found[name].first.says for name in ("orders_add_up", "invoices_show_what_was_sold")]

    assert shown(pen) == [
        "its total is 10.00, and its lines make 7.00",
        "Loaf is in the books as sold, and not on the order",
    ]
    assert shown(pen, loaf, loaf) == [
        "its total is 10.00, and its lines make 13.00",
        "it has 3 lines, and the books have 2",
    ]
    assert shown(pen, loaf, loaf._replace(product_id=3, name="Cake")) == [
        "its total is 10.00, and its lines make 13.00",
        "Cake is on the order, and not in the books",
    ]


def test_an_order_that_is_not_sold_is_compared_with_itself(web):
    """One that was cancelled unpaid, and one of document 002, which knows of no VAT."""
    facts = web.healthy()
    loaf = web.bill.lines[LOAF]._replace(vat_basis_points=0, vat=0)
    plain = Bill("EUR", (loaf, loaf._replace(unit_price=700, total=700)), ())
    posted = web.order(5, "placed", bill=plain)
    unpaid = dict.fromkeys(("paid_at", "dated_at", "capture_id", "invoice_number"))
    gone = web.order(6, "cancelled", **unpaid)
    orders = [*facts.orders, posted, gone]
    found = web.judged(replace(facts, orders=orders))
    assert (found["orders_add_up"].checked, found["orders_add_up"].wrong) == (4, 0)
    assert found["invoices_show_what_was_sold"].checked == 2

    orders[-2] = replace(posted, total=web.euros(990))
    orders[-1] = replace(gone, bill=replace(web.bill, vat=()))
    found = web.violated(replace(facts, orders=orders))
    assert set(found) == {"orders_add_up"}
    assert found["orders_add_up"].wrong == 2


def test_an_older_order_service_that_tells_no_lines_leaves_nothing_to_compare(web):
    facts = web.healthy()
    orders = [replace(each, bill=bill("EUR", {})) for each in facts.orders]
    found = web.judged(replace(facts, orders=orders))

    assert found["orders_add_up"].checked == found["invoices_show_what_was_sold"].checked == 0
    assert web.violated(replace(facts, orders=orders)) == {}


@pytest.mark.parametrize(
    ("lines", "vat"),
    [
        ([[1, "Pen", 2, 400]], []),
        ([[1, "Pen", 1.5, 400, 0, 600, 2100, 104, []]], [[2100, 496, 104, 600]]),
        (None, "[[900,"),
        ([[1, "Pen", 1, 400, 0, 400, 0, 0, None]], {"900": 1}),
    ],
)
def test_what_is_not_written_as_it_should_be_differs_and_hides_no_other_order(web, lines, vat):
    facts = web.healthy()
    spoilt = replace(facts.orders[0], bill=bill("EUR", {"lines": lines, "vat": vat}))
    found = web.violated(replace(facts, orders=[spoilt, *facts.orders[1:]]))

    assert set(found) == {"orders_add_up", "invoices_show_what_was_sold"}
    assert found["orders_add_up"].wrong == 1


@pytest.mark.parametrize("changes", [{"total": 2**53}, {"vat": 2**53}, {"unit_price": 2**53}])
def test_a_line_of_no_amount_in_the_books_is_named(web, changes):
    facts = web.healthy()
    pen, loaf = web.bill.lines
    sold = replace(facts.purchases[0], bill=Bill.of_lines("EUR", [pen._replace(**changes), loaf]))
    found = web.violated(replace(facts, purchases=[sold, *facts.purchases[1:]]))

    assert set(found) == {"invoices_show_what_was_sold"}
    assert found["invoices_show_what_was_sold"].first.row == "order W1 (order-1)"
    assert "is not an amount" in found["invoices_show_what_was_sold"].first.says

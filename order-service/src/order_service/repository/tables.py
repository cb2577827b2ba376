"""The tables of the store, and the steps that make them."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text

from common.outbox import OUTBOX_STEPS

_METADATA = MetaData()

ORDER = Table(
    "web_order",
    _METADATA,
    Column("id", Text, primary_key=True),
    Column("number", BigInteger),
    Column("place", BigInteger),
    Column("origin", Text),
    Column("asked", Text),
    Column("status", Text),
    Column("version", Integer),
    Column("name", Text),
    Column("email", Text),
    Column("customer_id", Text),
    Column("account_id", Text),
    Column("address", Text),
    Column("total_minor", BigInteger),
    Column("currency", Text),
    Column("vat", Text),
    Column("reservation_id", Text),
    Column("pinned", Boolean),
    Column("branch_id", Text),
    Column("payment_id", Text),
    Column("capture_id", Text),
    Column("brand", Text),
    Column("last4", Text),
    Column("refund_id", Text),
    Column("gateway_refund_id", Text),
    Column("seller", Text),
    Column("invoice_number", Text),
    Column("placed_at", BigInteger),
    Column("paid_at", BigInteger),
    Column("changed_at", BigInteger),
    Column("look_at", BigInteger),
)

LINE = Table(
    "order_line",
    _METADATA,
    Column("order_id", Text, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("product_id", BigInteger),
    Column("code", Text),
    Column("name", Text),
    Column("quantity", Integer),
    Column("unit_price_minor", BigInteger),
    Column("discounts", Text),
    Column("discount_minor", BigInteger),
    Column("total_minor", BigInteger),
    Column("vat_basis_points", Integer),
    Column("vat_minor", BigInteger),
)

STEP = Table(
    "order_step",
    _METADATA,
    Column("order_id", Text, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("status", Text),
    Column("at", BigInteger),
    Column("by_name", Text),
    Column("by_role", Text),
    Column("why", Text),
)

COUNTER = Table(
    "counter",
    _METADATA,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger),
)

#: What brings the store from each version to the next, in this order for ever.
STEPS = ("0001_orders.sql", "common:leases.sql", *OUTBOX_STEPS, "0002_money_beside.sql")

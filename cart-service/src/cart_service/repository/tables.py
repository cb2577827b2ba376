"""The tables of the store, and the steps that make them."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text

_METADATA = MetaData()

BASKET = Table(
    "basket",
    _METADATA,
    Column("id", Text, primary_key=True),
    Column("account_id", Text),
    Column("offers", Text),
    Column("coupons", Text),
    Column("left_out", Text),
    Column("changed_at", BigInteger),
)

LINE = Table(
    "basket_line",
    _METADATA,
    Column("basket_id", Text, primary_key=True),
    Column("product_id", BigInteger, primary_key=True),
    Column("place", Integer),
    Column("quantity", Integer),
    Column("name", Text),
    Column("seen_minor", BigInteger),
    Column("seen_currency", Text),
    Column("removed", Boolean),
)

ACT = Table(
    "basket_act",
    _METADATA,
    Column("basket_id", Text, primary_key=True),
    Column("act_key", Text, primary_key=True),
    Column("asked", Text),
    Column("made_at", BigInteger),
)

CATALOGUE = Table(
    "kept_catalogue",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("version", Text),
    Column("content", Text),
    Column("vouched_at", BigInteger),
)

CHECKOUT = Table(
    "checkout",
    _METADATA,
    Column("id", Text, primary_key=True),
    Column("place", BigInteger),
    Column("basket_id", Text),
    Column("account_id", Text),
    Column("act_key", Text),
    Column("attempt", Integer),
    Column("asked", Text),
    Column("state", Text),
    Column("ending", Text),
    Column("why", Text),
    Column("told", Text),
    Column("wanted", Text),
    Column("coupons", Text),
    Column("total_minor", BigInteger),
    Column("currency", Text),
    Column("customer", Text),
    Column("address", Text),
    Column("card_brand", Text),
    Column("card_last4", Text),
    Column("reservation", Text),
    Column("capture_id", Text),
    Column("order_number", Text),
    Column("order_token", Text),
    Column("begun_at", BigInteger),
    Column("changed_at", BigInteger),
    Column("stepped_at", BigInteger),
    Column("driven_until", BigInteger),
    Column("ended_at", BigInteger),
    Column("version", Integer),
)

CHECKOUT_PLACE = Table(
    "checkout_place",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("last", BigInteger),
)

USED_COUPON = Table(
    "used_coupon",
    _METADATA,
    Column("promotion_id", BigInteger, primary_key=True),
    Column("code", Text, primary_key=True),
)

GUESSES = Table(
    "guesses",
    _METADATA,
    Column("subject", Text, primary_key=True),
    Column("attempts", Integer),
    Column("began_at", BigInteger),
    Column("last_at", BigInteger),
)

#: What brings the store from each version to the next, in this order for ever.
STEPS = (
    "0001_baskets.sql",
    "0002_checkouts.sql",
    "0003_coupons.sql",
    "common:leases.sql",
    "0004_stepped_at.sql",
    "0005_used_coupons.sql",
    "0006_left_out.sql",
    "0007_guesses.sql",
)

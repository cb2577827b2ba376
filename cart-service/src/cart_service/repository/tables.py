"""The tables of the store, and the steps that make them."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text

_METADATA = MetaData()

BASKET = Table(
    "basket",
    _METADATA,
    Column("id", Text, primary_key=True),
    Column("account_id", Text),
    Column("offers", Text),
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

#: What brings the store from each version to the next, in this order for ever.
STEPS = ("0001_baskets.sql",)

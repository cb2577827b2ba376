"""The tables of the store, and the steps that make them."""

from importlib.resources import files

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, MetaData, Table, Text, text

_METADATA = MetaData()

BASKET = Table(
    "basket",
    _METADATA,
    Column("id", Text, primary_key=True),
    Column("account_id", Text),
    Column("offers", Text),
    Column("coupons", Text),
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
_STEPS = ("0001_baskets.sql", "0003_coupons.sql")


def bring_up_to_date(connection: Connection) -> None:
    """Take the steps that the store has not taken yet; the caller's transaction keeps everybody else out."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS store_version (version integer NOT NULL)"))
    taken = connection.execute(text("SELECT max(version) FROM store_version")).scalar_one() or 0
    for version, name in enumerate(_STEPS[taken:], start=taken + 1):
        script = files("cart_service").joinpath("sql", name).read_text()
        for statement in script.split(";\n"):
            if statement.strip():
                connection.execute(text(statement))
        connection.execute(
            text("INSERT INTO store_version (version) VALUES (:version)"), {"version": version}
        )

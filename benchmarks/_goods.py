"""A shop of as many products as are asked for, made up the same way on every run."""

import hashlib
import io
import random
from contextlib import closing
from dataclasses import dataclass

import psycopg2

from common.migrations import bootstrap

GENRES = ("Jazz", "Classical", "Folk", "Rock", "Soul", "Electronic")
DEPARTMENTS = ("records", "groceries", "merchandise", "books", "fresh")

_AROUND = """
INSERT INTO catalog.company VALUES (true, 'Bench', '', '', 'EUR', 'Europe/Amsterdam');
INSERT INTO catalog.vat_rate VALUES ('standard', 'Standard', 2100);
INSERT INTO catalog.branch VALUES
  ('B1', 'One', 'shop', '', 'Europe/Amsterdam'), ('B2', 'Two', 'shop', '', 'Europe/Amsterdam'),
  ('B3', 'Three', 'shop', '', 'Europe/Amsterdam');
INSERT INTO catalog.cover (id) SELECT md5(n::text) FROM generate_series(1, 50) AS n;
INSERT INTO catalog.cover_size (cover_id, width, bytes)
  SELECT id, width, '' FROM catalog.cover CROSS JOIN unnest(ARRAY[160, 320, 640]) AS width;
"""

_COPY = "COPY catalog.product (id, code, barcode, name, department, artist, genre, year, cover_id, vat_code) FROM STDIN"

# Forty offers, each for three products.
_THE_REST = """
INSERT INTO catalog.price (product_id, version, amount_minor)
  SELECT id, 1, 100 + id * 7919 %% 4900 FROM catalog.product;
INSERT INTO books.level (branch_id, product_id, quantity)
  SELECT branch.id, product.id, CASE WHEN product.id %% 10 = 0 THEN 0 ELSE product.id %% 60 + 1 END
  FROM catalog.branch, catalog.product;
INSERT INTO catalog.promotion (id) SELECT generate_series(1, 40);
INSERT INTO catalog.promotion_version (promotion_id, version, kind, name, units, paid, free_units)
  SELECT id, 1, 'multi_buy', '3 for 2', 3, 2, 'cheapest_of_each_set' FROM catalog.promotion;
INSERT INTO catalog.promotion_product (promotion_id, version, product_id)
  SELECT promotion.id, 1, product.id FROM catalog.promotion CROSS JOIN generate_series(0, 2) AS n
  JOIN catalog.product ON product.id = (promotion.id * 3 + n) %% %(products)s + 1;
"""

_PARTS = (
    ("ba", "cor", "del", "fen", "gal", "hal", "ir", "jun", "kel", "lo", "mar", "nor"),
    ("ol", "pel", "quin", "ro", "sal", "tor", "ul", "ver", "win", "yel", "zan"),
)


@dataclass(frozen=True, slots=True)
class Goods:
    """One product, as far as somebody looks for it."""

    id: int
    name: str
    department: str
    artist: str = ""
    genre: str = ""
    year: int = 0

    @property
    def is_in_stock(self) -> bool:
        """Whether some branch has it: every tenth product is sold out."""
        return self.id % 10 != 0


def made_up(number: int) -> list[Goods]:
    """So many products; half of them are albums, and words come back as often as in a real catalogue."""
    chance = random.Random(20)
    words = [_word(chance) for _ in range(600)]
    artists = [f"{_word(chance)} {_word(chance)}" for _ in range(400)]
    made = []
    for id_ in range(1, number + 1):
        name = f"{chance.choice(words)} {chance.choice(words)}"
        if id_ % 2:
            album = chance.choice(artists), chance.choice(GENRES), chance.randint(1950, 2025)
            made.append(Goods(id_, name, "records", *album))
        else:
            made.append(Goods(id_, name, chance.choice(DEPARTMENTS[1:])))
    return made


def fill(server: bootstrap.Server, goods: list[Goods]) -> None:
    """Put the shop and its goods into an empty database."""
    rows = io.StringIO("".join(_row(each) for each in goods))
    with (
        closing(psycopg2.connect(server.libpq("migrator"))) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(_AROUND)
        cursor.copy_expert(_COPY, rows)
        cursor.execute(_THE_REST, {"products": len(goods)})
    # what a shop that has been open for a day has behind it
    with closing(psycopg2.connect(server.libpq())) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("VACUUM (ANALYZE)")


def _word(chance: random.Random) -> str:
    first, second = _PARTS
    parts = [chance.choice(first), chance.choice(second), chance.choice(("", *first))]
    return "".join(parts).capitalize()


def _row(goods: Goods) -> str:
    nothing = r"\N"
    cells = (
        str(goods.id),
        f"P-{goods.id}",
        f"{4_000_000_000_000 + goods.id}",
        goods.name,
        goods.department,
        goods.artist or nothing,
        goods.genre or nothing,
        str(goods.year or nothing),
        _cover(goods.id) if goods.artist else nothing,
        "standard",
    )
    return "\t".join(cells) + "\n"


def _cover(number: int) -> str:
    return hashlib.md5(str(number % 50 + 1).encode(), usedforsecurity=False).hexdigest()

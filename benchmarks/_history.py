"""Two years of a chain's sales, made up by the database itself, and folded."""

import time
from contextlib import closing

import psycopg2
from rich.console import Console

from api_service.analytics.use_cases import folding
from common.migrations import bootstrap

#: Purchases of one transaction, as an import books them.
PART = 25_000

#: The last purchases are left to the tail: three seconds of a hundred sales each, from one fold to the next.
TAIL = 300

CHAIN = """
INSERT INTO catalog.company VALUES (true, 'Bench', '', '', 'EUR', 'Europe/Amsterdam');
INSERT INTO catalog.vat_rate VALUES ('standard', 'Standard', 2100);
INSERT INTO catalog.branch VALUES
  ('B1', 'One', 'shop', '', 'Europe/Amsterdam'), ('B2', 'Two', 'shop', '', 'Europe/Amsterdam'),
  ('B3', 'Three', 'shop', '', 'Europe/Amsterdam');
INSERT INTO catalog.product (id, code, name, department, vat_code)
  SELECT n, 'P' || n, 'Product ' || n, 'goods', 'standard' FROM generate_series(1, 1000) AS n;
INSERT INTO catalog.price (product_id, version, amount_minor)
  SELECT n, 1, 100 + n FROM generate_series(1, 1000) AS n;
INSERT INTO books.level (branch_id, product_id, quantity)
  SELECT branch.id, product.id, 1000000 FROM catalog.branch, catalog.product;
INSERT INTO books.customer (id)
  SELECT md5('customer ' || n)::uuid FROM generate_series(1, %(customers)s) AS n;
"""

# Some customers come every other day and most a few times, some products sell a hundred times as often as others.
PURCHASES = """
WITH basket AS MATERIALIZED (
  SELECT
    gen_random_uuid() AS id, 'B' || 1 + floor(3 * random() ^ 1.4) AS branch_id,
    md5('customer ' || 1 + floor(%(customers)s * random() ^ 2))::uuid AS customer_id,
    date_trunc('day', now()) - floor(730 * (1 - (%(done)s + %(number)s * random()) / %(purchases)s)) * interval '1 day'
      + (7 + 12 * (random() + random()) / 2) * interval '1 hour' AS sold_at,
    1 + floor(5 * random())::integer AS lines
  FROM generate_series(1, %(number)s)
),
item AS MATERIALIZED (
  SELECT basket.id, place, 1 + floor(1000 * random() ^ 2)::bigint AS product_id,
    1 + floor(1.3 * random())::integer AS quantity
  FROM basket CROSS JOIN generate_series(1, 5) AS place
  WHERE place <= basket.lines
),
booked AS (
  INSERT INTO books.purchase (id, branch_id, customer_id, origin, sold_at, currency, total_minor, fingerprint)
  SELECT basket.id, branch_id, customer_id, 'import', sold_at, 'EUR', total_minor, ''
  FROM basket
  JOIN (SELECT id, sum(quantity * (100 + product_id)) AS total_minor FROM item GROUP BY id) AS due
    ON due.id = basket.id
  RETURNING id, total_minor
),
paid AS (
  INSERT INTO books.tender (purchase_id, tender_number, kind, amount_minor, given_minor)
  SELECT id, 1, (ARRAY['cash', 'card'])[1 + floor(2 * random())], total_minor, total_minor FROM booked
)
INSERT INTO books.line (purchase_id, line_number, product_id, description, quantity, unit_price_minor, price_version,
  total_minor, vat_basis_points, vat_minor)
SELECT id, place, product_id, 'Product ' || product_id, quantity, 100 + product_id, 1,
  quantity * (100 + product_id), 2100, quantity * (100 + product_id) * 21 / 121
FROM item
"""


def fill(server: bootstrap.Server, purchases: int, console: Console) -> None:
    """Book a history of two years, and fold all but its tail."""
    customers = max(1, purchases // 10)
    with closing(psycopg2.connect(server.libpq())) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        # consistent by the way it is made; checking each foreign key would double the time
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(CHAIN, {"customers": customers})
        started = time.perf_counter()
        numbers = {"customers": customers, "purchases": purchases}
        for done in range(0, purchases - TAIL, PART):
            number = min(PART, purchases - TAIL - done)
            cursor.execute(PURCHASES, {**numbers, "done": done, "number": number})
        console.print(f"Booked {purchases:,} purchases in {time.perf_counter() - started:.0f} s.")
        started = time.perf_counter()
        with closing(folding.folding_database(server.url("api"))) as database:
            steps = folding.fold(database)
        console.print(f"Folded them in {steps} steps and {time.perf_counter() - started:.0f} s.")
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute(PURCHASES, {**numbers, "done": purchases - TAIL, "number": TAIL})

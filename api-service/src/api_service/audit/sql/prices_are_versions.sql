-- A line's unit price beside the price in the version that it names; history from elsewhere names none.
SELECT
  line.purchase_id || '/' || line.line_number AS subject,
  line.unit_price_minor AS stored,
  price.amount_minor AS counted
FROM books.line
LEFT JOIN catalog.published_price AS price
  ON price.product_id = line.product_id AND price.version = line.price_version
WHERE line.price_version IS NOT NULL

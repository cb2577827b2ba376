-- Where an import's rows wait until all of them have been looked at: purchases ready to be booked, and doubtful rows,
-- which have a reason. Gone with the transaction.
CREATE TEMPORARY TABLE incoming (
  line integer NOT NULL,
  reason text,
  id uuid,
  fingerprint bytea,
  branch_id text,
  customer_id uuid,
  external_id text,
  sold_at timestamptz,
  total_minor bigint,
  product_ids bigint[],
  quantities integer[],
  unit_prices bigint[],
  totals bigint[],
  vat_rates integer[],
  vat_amounts bigint[],
  description text
) ON COMMIT DROP

-- How many codes of coupons were tried, by whom: a keyed digest of a basket or an address.
CREATE TABLE guesses (
  subject text PRIMARY KEY,
  attempts integer NOT NULL,
  began_at bigint NOT NULL,
  last_at bigint NOT NULL
);
CREATE INDEX guesses_by_age ON guesses (last_at);

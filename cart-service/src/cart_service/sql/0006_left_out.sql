-- What did not fit when a visitor's basket joined the account's, as JSON, until the shopper has seen it.
ALTER TABLE basket ADD COLUMN left_out text NOT NULL DEFAULT '{}';

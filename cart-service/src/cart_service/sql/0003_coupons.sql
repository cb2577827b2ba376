-- The codes of the coupons that somebody entered, as a list of JSON.
ALTER TABLE basket ADD COLUMN coupons text NOT NULL DEFAULT '[]';

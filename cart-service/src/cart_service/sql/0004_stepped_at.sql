-- When state or ending changed last; changed_at moves with every look at a checkout, also where it stands still.
ALTER TABLE checkout ADD COLUMN stepped_at bigint NOT NULL DEFAULT 0;
UPDATE checkout SET stepped_at = changed_at;

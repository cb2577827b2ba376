-- How often the neighbour failed over an event; its refusals are counted beside that, and each has a patience of its own.
ALTER TABLE outbox ADD COLUMN failures integer NOT NULL DEFAULT 0;

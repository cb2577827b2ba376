CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger only grows';
END $$;
CREATE TRIGGER entry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_too_much() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.amount_minor + coalesce((SELECT sum(amount_minor) FROM entry
      WHERE payment_id = new.payment_id AND kind = 'refund'), 0)
    > coalesce((SELECT amount_minor FROM entry WHERE payment_id = new.payment_id AND kind = 'capture'), 0)
  THEN
    RAISE EXCEPTION 'more would go back than was captured';
  END IF;
  RETURN new;
END $$;
CREATE TRIGGER entry_gives_back_what_was_taken BEFORE INSERT ON entry
  FOR EACH ROW WHEN (new.kind = 'refund') EXECUTE FUNCTION refuse_too_much();

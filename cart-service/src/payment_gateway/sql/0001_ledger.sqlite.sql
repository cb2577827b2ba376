CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
BEGIN
  SELECT RAISE(ABORT, 'the ledger only grows');
END;
CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
BEGIN
  SELECT RAISE(ABORT, 'the ledger only grows');
END;
CREATE TRIGGER entry_gives_back_what_was_taken BEFORE INSERT ON entry WHEN new.kind = 'refund'
BEGIN
  SELECT RAISE(ABORT, 'more would go back than was captured')
  WHERE new.amount_minor + coalesce((SELECT sum(amount_minor) FROM entry
      WHERE payment_id = new.payment_id AND kind = 'refund'), 0)
    > coalesce((SELECT amount_minor FROM entry WHERE payment_id = new.payment_id AND kind = 'capture'), 0);
END;

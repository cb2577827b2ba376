-- What was ordered and which steps were taken is only ever added to.
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% only grows', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER order_line_only_grows BEFORE UPDATE OR DELETE ON order_line FOR EACH STATEMENT EXECUTE FUNCTION only_grows();
CREATE TRIGGER order_step_only_grows BEFORE UPDATE OR DELETE ON order_step FOR EACH STATEMENT EXECUTE FUNCTION only_grows();

-- What was ordered and which steps were taken is only ever added to.
CREATE TRIGGER order_line_stays BEFORE UPDATE ON order_line BEGIN SELECT RAISE(ABORT, 'order_line only grows'); END;
CREATE TRIGGER order_line_is_kept BEFORE DELETE ON order_line BEGIN SELECT RAISE(ABORT, 'order_line only grows'); END;
CREATE TRIGGER order_step_stays BEFORE UPDATE ON order_step BEGIN SELECT RAISE(ABORT, 'order_step only grows'); END;
CREATE TRIGGER order_step_is_kept BEFORE DELETE ON order_step BEGIN SELECT RAISE(ABORT, 'order_step only grows'); END;

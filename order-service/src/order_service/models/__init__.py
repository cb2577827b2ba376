"""An order, how it goes on, and what its invoice and its page say of it."""

"""Sales, purchases and refunds, by noun."""

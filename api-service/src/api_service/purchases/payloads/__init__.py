"""Sales, purchases and refunds as JSON, by noun."""

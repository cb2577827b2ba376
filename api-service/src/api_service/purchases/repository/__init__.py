"""Every query on purchases, by noun."""

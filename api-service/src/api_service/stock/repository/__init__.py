"""Every query on stock, by noun."""

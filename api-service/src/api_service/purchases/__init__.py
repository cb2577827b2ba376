"""Purchases: a sale is priced, booked once, and never changed."""

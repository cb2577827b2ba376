"""Who an order talks to: the books, which hold goods and book sales, and the payment gateway."""

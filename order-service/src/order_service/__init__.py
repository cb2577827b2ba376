"""Web orders: from placed to delivered, with their invoices, and what they ask of the books and the gateway."""
